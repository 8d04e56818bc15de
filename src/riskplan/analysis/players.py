"""Who shares in a total: risks, cost items and activities, by themselves or together."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator

from attrs import frozen

from riskplan.model import CATEGORY, CostImpact, Impact, Plan, Risk, ScheduleItem
from riskplan.simulation import Player, Rerun

__all__ = ["SEVERAL_PHASES", "Grouping", "NamedPlayer", "named_players"]

WEATHER = "weather"
"""The id of what weather does, where calendars lose days to it."""

SEVERAL_PHASES = "several phases"
"""The id and the name of the group of the risks that act in more than one phase."""


class Grouping(enum.Enum):
    """By what a total is shared out."""

    ITEM = "item"
    CATEGORY = "category"
    OWNER = "owner"
    PHASE = "phase"


@frozen
class NamedPlayer:
    """What is made neutral together.

    Parameters
    ----------
    id, name : str
    parts : Player
    """

    id: str
    name: str
    parts: Player


@frozen
class _Item:
    id: str
    name: str
    parts: Player
    category: str = ""
    owner: str = ""
    phase: str = ""


def named_players(again: Rerun, by: Grouping) -> tuple[NamedPlayer, ...]:
    """Return all that moves a total, in the order of the plan: risks, cost items, activities.

    A risk comes with the spread of what its responses cost. What has no category, owner or phase
    shares in the group with the id ``""``. A risk with impacts in several phases, or in one and
    outside of all, occurs once for all of them: such risks share in the group `SEVERAL_PHASES`.
    Weather and insurance premiums stand by themselves where items do.
    """
    items = [item for item in _items(again) if item.parts]
    if by is Grouping.ITEM:
        return tuple(NamedPlayer(item.id, item.name, item.parts) for item in items)
    groups: dict[str, Player] = {}
    for item in items:
        key: str = getattr(item, by.value)
        groups[key] = groups.get(key, frozenset()) | item.parts
    names = {phase.id: phase.name for phase in again.plan.phases} if by is Grouping.PHASE else {}
    return tuple(
        NamedPlayer(key, names.get(key, key) or "none", parts) for key, parts in groups.items()
    )


def _items(again: Rerun) -> Iterator[_Item]:
    plan = again.plan
    for risk in plan.risks:
        parts = again.risk(risk.id) | again.responses(risk.id)
        yield _Item(risk.id, risk.name, parts, risk.category, risk.owner, _phase_of(risk, plan))
    for line in plan.costs:
        parts = again.cost_item(line.id)
        yield _Item(line.id, line.name, parts, line.category, phase=line.phase or "")
    for task in plan.activities:
        yield _Item(
            task.id,
            task.name,
            again.activity(task.id),
            getattr(task, "category", None) or "",
            phase=task.phase or "",
        )
    for policy in plan.policies:
        phase = policy.phase or ""
        yield _Item(policy.id, policy.name, again.premium(policy.id), phase=phase)
    yield _Item(WEATHER, "Weather", again.weather())


def _phase_of(risk: Risk, plan: Plan) -> str:
    """Return the phase in which a risk does all that it does, if there is just one."""
    phases = {phase for impact in risk.impacts for phase in _phases_of(impact, plan)}
    if len(phases) > 1:
        return SEVERAL_PHASES
    return phases.pop() or "" if phases else ""


def _phases_of(impact: Impact, plan: Plan) -> set[str | None]:
    if not isinstance(impact, CostImpact):
        return _named_phases(impact.activities, plan.activities)
    if impact.phase is not None or impact.share is None:
        return {impact.phase}
    return {item.phase for item in plan.costs if {item.id, item.phase} & set(impact.of)}


def _named_phases(names: Iterable[str], tasks: Iterable[ScheduleItem]) -> set[str | None]:
    """Return the phases of activities that are named by ids, phases or categories."""
    wanted = set(names)
    return {
        task.phase
        for task in tasks
        if wanted & {task.id, task.phase, f"{CATEGORY}{getattr(task, 'category', None) or ''}"}
    }
