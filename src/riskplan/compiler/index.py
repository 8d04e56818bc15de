"""From names to positions: which row each item of a plan becomes, and what a name stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from attrs import frozen

from riskplan.model import CATEGORY, Activity, CostImpact, Phase, Plan, ScheduleItem

__all__ = ["NONE", "Index", "index_of", "rows_by_id"]

NONE = -1


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


@frozen
class Index:
    """The rows of a plan's items, in the order of the plan.

    Parameters
    ----------
    phases : tuple of Phase
        The phases declared, or else those that items name, in order of appearance.
    phase_rows, task_rows, line_rows, event_rows : dict of str to int
    tasks_by_group, lines_by_phase : dict of str to tuple of int
        What a phase stands for: its activities without the milestones, or its cost items; and
        the activities of a category, by its name as impacts write it.
    """

    phases: tuple[Phase, ...]
    phase_rows: dict[str, int]
    task_rows: dict[str, int]
    line_rows: dict[str, int]
    event_rows: dict[str, int]
    tasks_by_group: dict[str, tuple[int, ...]]
    lines_by_phase: dict[str, tuple[int, ...]]

    def phase(self, name: str | None) -> int:
        """Return the row of a phase, or `NONE`."""
        return NONE if name is None else self.phase_rows[name]

    def tasks(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Return the rows of activities named by ids, phases or categories, each once."""
        return _named_rows(names, self.task_rows, self.tasks_by_group)

    def lines(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Return the rows of cost items named by their ids or by their phases, each once."""
        return _named_rows(names, self.line_rows, self.lines_by_phase)


def index_of(plan: Plan) -> Index:
    """Return the rows of a plan's items."""
    phases = plan.phases or tuple(Phase(name, name) for name in dict.fromkeys(_named_phases(plan)))
    return Index(
        phases=phases,
        phase_rows={phase.id: row for row, phase in enumerate(phases)},
        task_rows={activity.id: row for row, activity in enumerate(plan.activities)},
        line_rows={item.id: row for row, item in enumerate(plan.costs)},
        event_rows={risk.id: row for row, risk in enumerate(plan.risks)},
        tasks_by_group=_grouped(
            (name, row)
            for row, activity in enumerate(plan.activities)
            if isinstance(activity, Activity)
            for name in _groups(activity)
        ),
        lines_by_phase=_grouped((plan.costs[row].phase, row) for row in rows_by_id(plan.costs)),
    )


def rows_by_id(items: Sequence[_Identified]) -> tuple[int, ...]:
    """Return the rows of items in the order of their ids.

    Whatever is added up or multiplied is taken in this order: floating-point sums depend on it,
    and a result must not depend on the order of the file.
    """
    return tuple(sorted(range(len(items)), key=lambda row: items[row].id))


def _named_rows(
    names: tuple[str, ...], by_id: dict[str, int], by_phase: dict[str, tuple[int, ...]]
) -> tuple[int, ...]:
    groups = ((by_id[name],) if name in by_id else by_phase[name] for name in names)
    return tuple(dict.fromkeys(row for group in groups for row in group))


def _grouped(pairs: Iterator[tuple[str | None, int]]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for name, row in pairs:
        if name is not None:
            groups[name] = (*groups.get(name, ()), row)
    return groups


def _groups(activity: Activity) -> Iterator[str | None]:
    yield activity.phase
    if activity.category is not None:
        yield CATEGORY + activity.category


def _named_phases(plan: Plan) -> Iterator[str]:
    """Yield the phases that items name, earliest stage of the schedule first."""
    items: tuple[ScheduleItem, ...] = plan.activities
    yield from (item.phase for item in items if item.phase is not None)
    yield from (item.phase for item in plan.costs if item.phase is not None)
    for risk in plan.risks:
        for response in risk.responses:
            if response.phase is not None:
                yield response.phase
        impacts = (*risk.impacts, *(i for r in risk.responses for i in r.impacts or ()))
        for impact in impacts:
            if isinstance(impact, CostImpact) and impact.phase is not None:
                yield impact.phase
    yield from (policy.phase for policy in plan.policies if policy.phase is not None)
