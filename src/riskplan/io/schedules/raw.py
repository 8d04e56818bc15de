"""A schedule of another tool as frozen values, said as the file says it and not yet a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TypeAlias

from attrs import field, frozen

__all__ = [
    "Amount",
    "CustomValue",
    "FileAssignment",
    "FileCalendar",
    "FileConstraint",
    "FileException",
    "FileLink",
    "FileResource",
    "FileSettings",
    "FileTask",
    "FileWeek",
    "Lengths",
    "ScheduleFile",
    "Stretch",
]

_MINUTES_OF_A_DAY = 24 * 60
_DAYS_OF_A_MONTH = 30


@frozen
class Lengths:
    """How many working minutes [min] the units of duration count.

    Parameters
    ----------
    day, week, month, year : float [min]
    """

    day: float = 480.0
    week: float = 2400.0
    month: float = 9600.0
    year: float = 115200.0


@frozen
class Amount:
    """A duration, a lag or a float with the unit in which the file gives it.

    Parameters
    ----------
    number : float
    unit : str
        One of ``m h d w mo y %``.
    elapsed : bool
        Whether it runs around the clock; then a day has 24 hours.

    Examples
    --------
    >>> Amount(2.0, "d").minutes(Lengths()), Amount(2.0, "d", elapsed=True).minutes(Lengths())
    (960.0, 2880.0)
    """

    number: float
    unit: str = "m"
    elapsed: bool = False

    def minutes(self, lengths: Lengths, *, whole: float | None = None) -> float:
        """Return it in minutes, working or elapsed ones, to a thousandth.

        Parameters
        ----------
        lengths : Lengths
            Those of the calendar that counts; an elapsed amount needs none.
        whole : float, optional [min]
            Of what a percentage is taken: for a lag, the duration of the predecessor.

        Raises
        ------
        ValueError
            If it is a percentage and the whole is not given.
        """
        if self.unit == "%":
            if whole is None:
                raise ValueError("a percentage needs the whole that it is taken of")
            return round(self.number / 100 * whole, 3)
        if self.elapsed:
            day: float = _MINUTES_OF_A_DAY
            lengths = Lengths(day, 7 * day, _DAYS_OF_A_MONTH * day, 365 * day)
        minutes = {
            "m": 1.0,
            "h": 60.0,
            "d": lengths.day,
            "w": lengths.week,
            "mo": lengths.month,
            "y": lengths.year,
        }
        return round(self.number * minutes[self.unit], 3)


CustomValue: TypeAlias = "str | float | bool | dt.datetime | Amount"


@frozen
class Stretch:
    """A stretch of a working day [min after midnight]; 0 to 1440 is the whole day.

    Parameters
    ----------
    first, last : int [min]
    """

    first: int
    last: int


@frozen
class FileException:
    """Dates that are worked otherwise than their weekdays say.

    Parameters
    ----------
    first, last : datetime.date
        Both included.
    shifts : tuple of Stretch
        None: not worked.
    name : str
    """

    first: dt.date
    last: dt.date
    shifts: tuple[Stretch, ...] = ()
    name: str = ""


@frozen
class FileWeek:
    """What the weekdays are worked.

    Parameters
    ----------
    days : tuple
        From Monday to Sunday: a tuple of `Stretch`, empty where not worked, or None where the
        base calendar (for a stretch of dates: the week of the calendar itself) says.
    first, last : datetime.date or None
        For which dates; None for the ordinary week.
    name : str
    """

    days: tuple[tuple[Stretch, ...] | None, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    name: str = ""


@frozen
class FileCalendar:
    """A calendar.

    Parameters
    ----------
    uid : int
    name : str
    base : int or None
        The calendar it inherits from.
    week : FileWeek
    weeks : tuple of FileWeek
        Other working weeks, each for a stretch of dates.
    exceptions : tuple of FileException
        Recurring ones are given date by date; they win over the weeks.
    lengths : Lengths or None
        What its units of duration count, where the file says it of the calendar.
    kind : str
        ``GLOBAL``, ``PROJECT`` or ``RESOURCE``.
    personal : bool
    """

    uid: int
    name: str
    base: int | None
    week: FileWeek
    weeks: tuple[FileWeek, ...] = ()
    exceptions: tuple[FileException, ...] = ()
    lengths: Lengths | None = None
    kind: str = ""
    personal: bool = False


@frozen
class FileConstraint:
    """A constraint: ``START_NO_EARLIER_THAN`` and so on, as MPXJ calls them, and its date."""

    kind: str
    at: dt.datetime | None = None


@frozen(kw_only=True)
class FileTask:
    """A line of the schedule: an activity, a milestone, a summary or an empty line.

    What the file does not store is None: floats and early and late dates are never calculated
    here. The name of the ``activity_type`` is MPXJ's.
    """

    uid: int
    id: int | None = None
    activity_id: str | None = None
    name: str = ""
    outline_level: int = 0
    outline_number: str = ""
    parent: int | None = None
    summary: bool = False
    milestone: bool = False
    null: bool = False
    active: bool = True
    manual: bool = False
    external: bool = False
    recurring: bool = False
    activity_type: str | None = None
    calendar: int | None = None
    ignore_resource_calendar: bool = False
    constraint: FileConstraint | None = None
    secondary_constraint: FileConstraint | None = None
    deadline: dt.datetime | None = None
    expected_finish: dt.datetime | None = None
    external_early_start: dt.datetime | None = None
    external_late_finish: dt.datetime | None = None
    duration: Amount | None = None
    remaining: Amount | None = None
    actual_duration: Amount | None = None
    manual_duration: Amount | None = None
    percent_complete: float = 0.0
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    actual_start: dt.datetime | None = None
    actual_finish: dt.datetime | None = None
    resume: dt.datetime | None = None
    suspend_date: dt.datetime | None = None
    early_start: dt.datetime | None = None
    early_finish: dt.datetime | None = None
    late_start: dt.datetime | None = None
    late_finish: dt.datetime | None = None
    total_float: Amount | None = None
    free_float: Amount | None = None
    critical: bool | None = None
    splits: tuple[tuple[dt.datetime, dt.datetime], ...] = ()
    leveling_delay: Amount | None = None
    codes: Mapping[str, str] = field(factory=dict, hash=False)
    custom: Mapping[str, CustomValue] = field(factory=dict, hash=False)


@frozen
class FileLink:
    """A link between two tasks.

    Parameters
    ----------
    predecessor, successor : int
        Unique ids of tasks.
    type : str
        ``FS``, ``SS``, ``FF`` or ``SF``.
    lag : Amount
    uid : int or None
    """

    predecessor: int
    successor: int
    type: str
    lag: Amount
    uid: int | None = None


@frozen
class FileResource:
    """Who or what works: of interest for the calendar."""

    uid: int
    name: str = ""
    kind: str = ""
    calendar: int | None = None
    max_units: float | None = None


@frozen
class FileAssignment:
    """That a resource works on a task."""

    task: int
    resource: int | None = None


@frozen(kw_only=True)
class FileSettings:
    """What the file says of the whole project, choices named as MPXJ names them.

    ``status_date`` is the data date; ``lag_calendar`` is ``PREDECESSOR``, ``SUCCESSOR``,
    ``PROJECT_DEFAULT`` or ``TWENTY_FOUR_HOUR``; ``progress`` is ``RETAINED_LOGIC``,
    ``PROGRESS_OVERRIDE`` or ``ACTUAL_DATES``; ``float_type`` is ``SMALLEST_SLACK``,
    ``START_SLACK`` or ``FINISH_SLACK``; ``schedule_from`` is ``START`` or ``FINISH``.
    """

    application: str = ""
    kind: str = ""
    name: str = ""
    title: str = ""
    project_id: str | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    planned_start: dt.datetime | None = None
    must_finish_by: dt.datetime | None = None
    status_date: dt.datetime | None = None
    calendar: int | None = None
    lengths: Lengths = Lengths()
    default_start: dt.time | None = None
    default_finish: dt.time | None = None
    currency: str | None = None
    schedule_from: str = "START"
    lag_calendar: str = "PREDECESSOR"
    progress: str = "RETAINED_LOGIC"
    float_type: str = "SMALLEST_SLACK"
    critical_type: str = "TOTAL_FLOAT"
    critical_limit: float = 0.0
    honor_constraints: bool = False
    multiple_critical_paths: bool = False
    open_ends_critical: bool = False
    use_expected_finish: bool = False
    start_lag_from_early_start: bool = False
    float_of_each_project: bool = False
    ignore_other_projects: bool = False
    split_in_progress: bool = False


@frozen(kw_only=True)
class ScheduleFile:
    """Everything of a schedule file that bears on its dates.

    Parameters
    ----------
    source : str
        The file.
    settings : FileSettings
    calendars, tasks, links, resources, assignments : tuple
    outside_links : tuple of FileLink
        Those of which one end is in another project.
    notes : tuple of str
        What was chosen or guessed while reading, for the user to know.
    fields : dict of str to str
        By what the file calls a custom field: its own name, such as ``Duration1``.
    """

    source: str
    settings: FileSettings
    calendars: tuple[FileCalendar, ...] = ()
    tasks: tuple[FileTask, ...] = ()
    links: tuple[FileLink, ...] = ()
    outside_links: tuple[FileLink, ...] = ()
    resources: tuple[FileResource, ...] = ()
    assignments: tuple[FileAssignment, ...] = ()
    notes: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(factory=dict, hash=False)

    def __repr__(self) -> str:
        kind = f"{self.settings.application} {self.settings.kind}".strip()
        return f"ScheduleFile({kind}: {len(self.tasks):,} tasks, {len(self.links):,} links)"
