"""The health of a schedule before any run: what keeps its dates from moving as they should."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from riskplan._format import card, percent_text
from riskplan.compiler import base_float, unsupported_in
from riskplan.errors import PlanError, Problem, RequestError, Severity
from riskplan.model import Plan, problems_in, quality
from riskplan.model.rules.constraints import holds_a_date
from riskplan.model.rules.places import first_few, warning
from riskplan.model.rules.status import out_of_sequence

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HealthCheck", "HealthRow", "ScheduleHealth", "health_problems", "schedule_health"]

# Less than this is no negative float but a rounding of minutes.
_NEGLIGIBLE = 1e-6

# Below so many activities, a share of 5 % means not even one, or not even two of them.
_MANY = 20
_VERY_MANY = 40


class HealthCheck(enum.Enum):
    """What a schedule is looked at for."""

    ISOLATED = "isolated activities"
    OPEN_ENDS = "open ends"
    DANGLING_LINKS = "dangling links"
    LEADS = "leads"
    LAGS = "lags"
    LONG_LAGS = "long lags and leads"
    HARD_CONSTRAINTS = "hard constraints"
    NEGATIVE_FLOAT = "negative float"
    HIGH_FLOAT = "high float"
    LONG_ACTIVITIES = "long activities"
    VERY_LONG_ACTIVITIES = "very long activities"
    OUT_OF_SEQUENCE = "out-of-sequence progress"


@frozen
class HealthRow:
    """What one look at a schedule came to.

    Parameters
    ----------
    check : HealthCheck
    count, total : int
        How many fall short, of how many: activities and milestones that are not done yet, or the
        links to them where leads or lags are counted.
    limit : float [fraction of the total]
        The share up to which the check is passed.
    activities : tuple of str
        The ids of those that fall short; of a link, what it leads to.
    """

    check: HealthCheck
    count: int
    total: int
    limit: float
    activities: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share that falls short, between 0 and 1."""
        return self.count / self.total if self.total else 0.0

    @property
    def passed(self) -> bool:
        """Whether the share is within its limit."""
        return self.share <= self.limit


@frozen(repr=False)
class ScheduleHealth:
    """How healthy a schedule is, check by check.

    Parameters
    ----------
    rows : tuple of HealthRow
        In the order of `HealthCheck`.
    """

    rows: tuple[HealthRow, ...]

    @property
    def failed(self) -> tuple[HealthRow, ...]:
        """The checks that are not passed."""
        return tuple(row for row in self.rows if not row.passed)

    def __getitem__(self, check: HealthCheck) -> HealthRow:
        """Return the row of a check."""
        for row in self.rows:
            if row.check is check:
                return row
        choices = ", ".join(f"rp.HealthCheck.{name}" for name in HealthCheck.__members__)
        raise RequestError(f"{check!r} is no check of a schedule; choose from {choices}")

    def __iter__(self) -> Iterator[HealthRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by check with count, total, share, limit, verdict and ids."""
        import pandas as pd

        columns = {
            "count": [row.count for row in self],
            "total": [row.total for row in self],
            "share": [row.share for row in self],
            "limit": [row.limit for row in self],
            "passed": [row.passed for row in self],
            "activities": [row.activities for row in self],
        }
        index = pd.Index([row.check.value for row in self], name="check")
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        verdict = ", ".join(f"{row.check.value} {row.count}" for row in self.failed) or "none"
        return f"ScheduleHealth({len(self)} checks, failed: {verdict})"

    def _repr_html_(self) -> str:
        return card(
            "Schedule health",
            [
                (row.check.value, f"{_share_text(row)}{'' if row.passed else ' — too many'}")
                for row in self
            ],
        )


def schedule_health(plan: Plan) -> ScheduleHealth:
    """Return what keeps the dates of a schedule from moving as they should when it is simulated.

    Checks and limits are those of the 14-point assessment of the U.S. Defense Contract Management
    Agency (*Earned Value Management System Program Analysis Pamphlet*, DCMA-EA PAM 200.1, 2012,
    section 4), as far as they concern a plan by itself: at most 5 % of the activities without
    predecessor or successor, with constraints that hold a date, with more than 44 working days of
    float, or of more than 44 working days; lags on at most 5 % of the links; no leads and no
    negative float. Dangling links and progress out of sequence, of which there should be none,
    are those of GAO's *Schedule Assessment Guide* (GAO-16-89G, 2015).

    A share hides single cases, so that these are looked at one by one: activities without any
    link, lags and leads of more than 22 working days (a month), and activities of more than 88
    (four months).

    Parameters
    ----------
    plan : Plan

    Raises
    ------
    PlanError
        If the plan breaks a rule; it lists every rule that is broken.
    UnsupportedError
        If the plan says something that cannot be computed yet.

    Examples
    --------
    >>> from riskplan.model import Activity
    >>> a, b = Activity("a", "A", 50), Activity("b", "B", 5, after="a FS-2d")
    >>> health = schedule_health(Plan("Two", activities=[a, b]))
    >>> health
    ScheduleHealth(12 checks, failed: leads 1, long activities 1)
    >>> health[HealthCheck.LEADS].activities
    ('b',)
    """
    errors = [found for found in problems_in(plan) if found.severity is Severity.ERROR]
    if errors:
        raise PlanError(errors, f'plan "{plan.name}"')
    return _measured(plan)


def health_problems(plan: Plan) -> Iterator[Problem]:
    """Yield a warning for each check that a plan without errors fails, where it means something.

    Two kinds are left to the rules of the plan, which know more of them. Those that are shares of
    a network are no news of a few activities that somebody wrote by hand; of many, each open end
    is named, few as they may be.
    """
    if not plan.activities or any(unsupported_in(plan)):
        return
    health = _measured(plan)
    apart = health[HealthCheck.ISOLATED].activities
    for found in health:
        row = _without(found, apart) if found.check is HealthCheck.OPEN_ENDS else found
        if row.check in _REMEDIES and _is_news(row):
            text = f"{row.check.value}: {_share_text(row)}: {first_few(row.activities)}"
            yield warning("activities", text, _REMEDIES[row.check])


def _without(row: HealthRow, named: tuple[str, ...]) -> HealthRow:
    """Return a row without what another has named already."""
    rest = tuple(name for name in row.activities if name not in named)
    return evolve(row, count=len(rest), activities=rest)


def _is_news(row: HealthRow) -> bool:
    if row.check is HealthCheck.OPEN_ENDS and row.total >= _VERY_MANY:
        return row.count > 0
    return not row.passed and row.total >= _FEWEST.get(row.check, 0)


_FEWEST = {
    HealthCheck.OPEN_ENDS: _MANY,
    HealthCheck.LEADS: _MANY,
    HealthCheck.LAGS: _VERY_MANY,
    HealthCheck.HIGH_FLOAT: _VERY_MANY,
    HealthCheck.LONG_ACTIVITIES: _VERY_MANY,
}

_REMEDIES = {
    HealthCheck.ISOLATED: "link them, or nothing moves them and they move nothing",
    HealthCheck.OPEN_ENDS: "link them, or their delay reaches nothing",
    HealthCheck.DANGLING_LINKS: "give each a link to its start and one from its finish",
    HealthCheck.LEADS: "split the predecessor where the successor may begin",
    HealthCheck.LAGS: "make work or waiting of some length an activity",
    HealthCheck.LONG_LAGS: "make the work or the waiting an activity, which may be uncertain",
    HealthCheck.NEGATIVE_FLOAT: "the base plan is late for their dates; check these",
    HealthCheck.HIGH_FLOAT: "look for links that are missing",
    HealthCheck.LONG_ACTIVITIES: "split them where something could be measured",
    HealthCheck.VERY_LONG_ACTIVITIES: "split them where something could be measured",
}


def _measured(plan: Plan) -> ScheduleHealth:
    base = base_float(plan)
    items = plan.activities
    tasks = sum(map(quality.is_open, items))
    links = sum(1 for _ in quality.links_of(plan))
    floats = [
        (item.id, days)
        for item, days in zip(items, base.total_float.tolist(), strict=True)
        if quality.is_open(item)
    ]
    leads, hurried = quality.with_lag(plan, lambda lag: lag < 0.0)
    lags, waiting = quality.with_lag(plan, lambda lag: lag > 0.0)
    far, distant = quality.with_long_lag(plan)
    held = [item.id for item in items if quality.is_open(item) and holds_a_date(item)]
    early = tuple(dict.fromkeys(name for name, _ in out_of_sequence(plan)))
    few, none = 0.05, 0.0

    def row(check: HealthCheck, found: tuple[str, ...], limit: float) -> HealthRow:
        return HealthRow(check, len(found), tasks, limit, found)

    return ScheduleHealth(
        (
            row(HealthCheck.ISOLATED, quality.isolated(plan), none),
            row(
                HealthCheck.OPEN_ENDS,
                quality.open_ends(plan, base.start.tolist(), base.finish.tolist()),
                few,
            ),
            row(HealthCheck.DANGLING_LINKS, quality.dangling(plan), none),
            HealthRow(HealthCheck.LEADS, leads, links, none, hurried),
            HealthRow(HealthCheck.LAGS, lags, links, few, waiting),
            HealthRow(HealthCheck.LONG_LAGS, far, links, none, distant),
            row(HealthCheck.HARD_CONSTRAINTS, tuple(held), few),
            row(
                HealthCheck.NEGATIVE_FLOAT,
                tuple(name for name, days in floats if days < -_NEGLIGIBLE),
                none,
            ),
            row(
                HealthCheck.HIGH_FLOAT,
                tuple(name for name, days in floats if days > quality.LONGEST),
                few,
            ),
            row(HealthCheck.LONG_ACTIVITIES, quality.long_activities(plan), few),
            row(
                HealthCheck.VERY_LONG_ACTIVITIES,
                quality.long_activities(plan, quality.MUCH_TOO_LONG),
                none,
            ),
            # What has begun too early may be finished by now: then it counts all the same.
            HealthRow(HealthCheck.OUT_OF_SEQUENCE, len(early), len(items), none, early),
        )
    )


_OF_LINKS = (HealthCheck.LEADS, HealthCheck.LAGS, HealthCheck.LONG_LAGS)


def _share_text(row: HealthRow) -> str:
    noun = "links" if row.check in _OF_LINKS else "activities"
    share = f"{row.count:,} of {row.total:,} {noun} ({100 * row.share:.0f} %"
    if row.passed:
        return f"{share})"
    limit = f"at most {percent_text(row.limit)}" if row.limit else "there should be none"
    return f"{share}; {limit})"
