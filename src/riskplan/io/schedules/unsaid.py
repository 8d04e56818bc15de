"""What a schedule file says and a plan does not: listed, one line for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskplan.io.schedules.estimates import Categories
from riskplan.io.schedules.importing_links import LEVEL_OF_EFFORT, OVERRIDE
from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.outline import summaries_above
from riskplan.io.schedules.raw import Amount, FileTask, ScheduleFile

__all__ = ["list_unsaid"]

_RETAINED = "RETAINED_LOGIC"
_POINTS = ("START_MILESTONE", "FINISH_MILESTONE")
_FEW = 12


def list_unsaid(
    file: ScheduleFile,
    tasks: Mapping[int, FileTask],
    ids: Mapping[int, str],
    categories: Categories,
    three_points: Sequence[str],
    losses: Losses,
) -> None:
    """List what the plan of a file leaves out, besides what its single values already told."""
    _of_settings(file, tasks, losses)
    _of_calendars(file, losses)
    _of_tasks(file, tasks, ids, losses)
    _of_outline(file, tasks, categories, losses)
    _of_codes(file, {categories.source, *three_points}, losses)


def _of_settings(file: ScheduleFile, tasks: Mapping[int, FileTask], losses: Losses) -> None:
    settings = file.settings
    has_begun = any(task.actual_start is not None for task in tasks.values())
    if settings.progress not in (_RETAINED, OVERRIDE) and has_begun:
        kind = settings.progress.lower().replace("_", " ")
        losses.say(f"work in progress goes on by {kind} in the file, by its links in the plan")
    if settings.schedule_from == "FINISH":
        losses.say("the file is scheduled back from its finish, the plan forward from its start")
    if settings.must_finish_by is not None:
        date = settings.must_finish_by.isoformat(sep=" ", timespec="minutes")
        losses.say(f"the project must finish by {date}, which is the deadline of the plan")


def _of_calendars(file: ScheduleFile, losses: Losses) -> None:
    for calendar in file.calendars:
        if calendar.base is None and not any(calendar.week.days) and not calendar.exceptions:
            losses.say(f"the calendar {calendar.name!r} has no working hours that can be read")


def _of_tasks(
    file: ScheduleFile, tasks: Mapping[int, FileTask], ids: Mapping[int, str], losses: Losses
) -> None:
    known = {calendar.uid for calendar in file.calendars}
    for uid, task in tasks.items():
        for what, is_so in (
            ("suspended and resumed, which is left out", task.suspend_date is not None),
            (
                "of an expected finish, which is left out",
                task.expected_finish is not None and file.settings.use_expected_finish,
            ),
            ("levelled by a delay, which is left out", _is_some(task.leveling_delay)),
            (
                "bound by dates of other projects, taken as constraints",
                task.external_early_start is not None or task.external_late_finish is not None,
            ),
            (
                "on a calendar that the file does not hold, so on that of the plan",
                task.calendar is not None and task.calendar not in known,
            ),
            ("without a duration that can be read, so a milestone", _lacks_duration(task)),
            (
                "of another id in the plan",
                task.activity_id is not None and task.activity_id != ids[uid],
            ),
        ):
            if is_so:
                losses.of_task(what, task)
    for task in file.tasks:
        if task.activity_type == "WBS_SUMMARY":
            losses.of_task("a summary of its WBS, and left out", task)


def _is_some(amount: Amount | None) -> bool:
    return amount is not None and amount.number != 0.0


def _lacks_duration(task: FileTask) -> bool:
    is_point = task.milestone or task.activity_type in (*_POINTS, LEVEL_OF_EFFORT)
    return not is_point and task.duration is None and task.manual_duration is None


def _of_outline(
    file: ScheduleFile, tasks: Mapping[int, FileTask], categories: Categories, losses: Losses
) -> None:
    depth = max(map(len, summaries_above(file.tasks, tasks).values()), default=0)
    if depth > 1 and not categories.source.casefold().startswith("wbs"):
        losses.say(
            f"of {depth} levels of summaries only the first is kept, as phases; "
            'read_schedule(…, category="WBS 2") takes another as the category'
        )


def _of_codes(file: ScheduleFile, used: set[str], losses: Losses) -> None:
    codes = dict.fromkeys(code for task in file.tasks for code in task.codes)
    left = sorted({*codes, *file.fields} - used)
    if left:
        rest = len(left) - _FEW
        more = f" and {rest:,} more" if rest > 0 else ""
        losses.say(
            f"codes and custom fields that are left out: {', '.join(left[:_FEW])}{more}; "
            "category= or three_points= takes them"
        )
