"""From risks under a scenario to events and their effects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs
from attrs import field, frozen

from riskplan.compiler import names
from riskplan.compiler.calendars import Calendars
from riskplan.compiler.exclusion import rooms_before
from riskplan.compiler.index import NONE, Index, rows_by_id
from riskplan.compiler.quantities import ZERO, Quantities
from riskplan.compiler.spending import Spendings
from riskplan.engine import CostEffect, Event, Quantity, TimeEffect, Window, key_of
from riskplan.model import (
    Combine,
    CostImpact,
    Delay,
    Draws,
    DurationFactor,
    Impact,
    Plan,
    Risk,
    TimeUnit,
)
from riskplan.model.dependence.names import Aspect, impacts_named
from riskplan.model.moments import beginning, end

__all__ = ["Effects", "effects_of", "events_of"]

_KINDS = (Aspect.COST, Aspect.DELAY, Aspect.FACTOR)


@frozen(eq=False)
class Effects:
    """The effects of all events, by kind."""

    factors: list[TimeEffect] = field(factory=list)
    delays: list[TimeEffect] = field(factory=list)
    costs: list[CostEffect] = field(factory=list)


def events_of(
    risks: Sequence[Risk],
    stated: Sequence[Risk],
    index: Index,
    quantities: Quantities,
    calendars: Calendars | None,
    data_date: dt.date | None,
) -> tuple[tuple[Event, ...], tuple[int, ...]]:
    """Return the events of the risks, and an order in which every parent comes first."""
    before = rooms_before(risks, stated, quantities)
    events = [
        Event(
            key=key_of(_occurrence_stream(risk)),
            probability=quantities.quantity(names.probability(risk.id), risk.probability),
            before=before[row],
            parent=NONE if risk.given is None else index.event_rows[risk.given],
            count=None
            if risk.count is None
            else quantities.quantity(names.count(risk.id), risk.count),
            window=_window(risk, calendars, data_date),
        )
        for row, risk in enumerate(risks)
    ]
    return tuple(events), _parents_first(events)


def _window(risk: Risk, calendars: Calendars | None, data_date: dt.date | None) -> Window | None:
    """Return when a risk can strike that has a window."""
    if risk.window is None or calendars is None or not risk.impacts:
        return None
    first, last = beginning(risk.window.first), end(risk.window.last)
    if not risk.must_hit and data_date is not None:
        # What only costs has not struck yet, so that it strikes in what is left of its window.
        first = min(max(first, beginning(data_date)), last)
    return Window(key_of(names.instant(risk.id)), calendars.instant(first), calendars.instant(last))


def _occurrence_stream(risk: Risk) -> str:
    if risk.exclusive is None:
        return names.occurrence(risk.id)
    return names.exclusive(risk.exclusive)


def _parents_first(events: Sequence[Event]) -> tuple[int, ...]:
    def depth(row: int) -> int:
        steps = 0
        while (row := events[row].parent) != NONE:
            steps += 1
        return steps

    return tuple(sorted(range(len(events)), key=depth))


def effects_of(
    risks: Sequence[Risk],
    plan: Plan,
    index: Index,
    quantities: Quantities,
    calendars: Calendars | None,
    spendings: Spendings,
) -> Effects:
    """Return the effects of the impacts of the risks, by id."""
    effects = Effects()
    for row in rows_by_id(risks):
        risk = risks[row]
        for name, impact in _named_impacts(risk):
            if isinstance(impact, CostImpact):
                effect = _cost_effect(impact, risk, row, name, index, quantities)
                spending = spendings.of_impact(impact, risk, row)
                effects.costs.append(attrs.evolve(effect, spending=spending))
                continue
            tasks = index.tasks(impact.activities)
            drawn = _drawn(impact, name, tasks, plan, quantities)
            parallel = impact.combine is Combine.PARALLEL
            if isinstance(impact, Delay):
                scales = _scales(impact.unit, risk.sign, tasks, plan, calendars)
                effects.delays.append(TimeEffect(row, tasks, drawn, scales, parallel))
            else:
                ones = (1.0,) * len(tasks)
                effects.factors.append(TimeEffect(row, tasks, drawn, ones, parallel))
        effects.costs.extend(_set_off(risk, row, index, quantities, spendings))
    return effects


def _set_off(
    risk: Risk, row: int, index: Index, quantities: Quantities, spendings: Spendings
) -> list[CostEffect]:
    """Return what the responses cost that a risk sets off by occurring, by id."""
    return [
        CostEffect(
            event=row,
            quantity=quantities.quantity(names.response(risk.id, response.id), response.cost),
            scale=1.0,
            stage=index.phase(response.phase),
            spending=spendings.of_impact(CostImpact(0.0, phase=response.phase), risk, row),
            is_loss=False,
        )
        for response in sorted(risk.responses, key=lambda response: response.id)
        if response.triggered and response.cost != ZERO
    ]


def _named_impacts(risk: Risk) -> Iterator[tuple[str, Impact]]:
    """Yield the impacts of a risk, kind by kind, each with the name of its stream."""
    for kind in _KINDS:
        for number, impact in enumerate(impacts_named(risk.impacts, kind)):
            yield names.size(risk.id, kind, number), impact


def _cost_effect(
    impact: CostImpact, risk: Risk, row: int, name: str, index: Index, quantities: Quantities
) -> CostEffect:
    law = impact.amount if impact.share is None else impact.share
    return CostEffect(
        event=row,
        quantity=quantities.quantity(name, 0.0 if law is None else law),
        scale=risk.sign,
        lines=index.lines(impact.of),
        stage=index.phase(impact.phase),
    )


def _scales(
    unit: TimeUnit, sign: float, tasks: tuple[int, ...], plan: Plan, calendars: Calendars | None
) -> tuple[float, ...]:
    """Return how long a unit of a delay is on each of some tasks, as the network counts time."""
    if calendars is None:
        return (sign * plan.calendar.days_in(unit),) * len(tasks)
    numbers = (calendars.number_of(plan.activities[task]) for task in tasks)
    return tuple(sign * calendars.minutes_in(number, unit) for number in numbers)


def _drawn(
    impact: Delay | DurationFactor,
    name: str,
    tasks: tuple[int, ...],
    plan: Plan,
    quantities: Quantities,
) -> tuple[Quantity, ...]:
    law = impact.days if isinstance(impact, Delay) else impact.factor
    cap = impact.cap if isinstance(impact, Delay) else None
    if impact.draws is Draws.SHARED:
        return (quantities.quantity(name, law, cap),) * len(tasks)
    streams = [names.separate(name, plan.activities[task].id) for task in tasks]
    return tuple(quantities.quantity(each, law, cap) for each in streams)
