"""Where risks stand on the matrix: each occurring alone, with mean impacts, in the base plan."""

from __future__ import annotations

import attrs
from attrs import frozen

from riskplan.compiler import compile_plan
from riskplan.distributions import Constant, Distribution
from riskplan.engine import Block, Kept, Random, Sampler, base_plan, run_into
from riskplan.model import (
    PLANNED,
    Activity,
    Basis,
    Buffer,
    Calendar,
    Hammock,
    Plan,
    Response,
    Risk,
    Scale,
    ScheduleItem,
    Status,
    Strategy,
    is_in_base,
)
from riskplan.model.chances import occurrence_chance
from riskplan.model.strikes import all_strikes

__all__ = ["Standing", "standings"]

_KEPT = Kept(events=True, stages=False, tasks=())


@frozen
class Standing:
    """Where one risk stands, and for what.

    Parameters
    ----------
    probability : float
    cost : float [currency]
    delay : float [working days]
    row, column : int
        Levels of probability and impact, from 0.
    score : float
    band : int
        From 0 for the lowest.
    """

    probability: float
    cost: float
    delay: float
    row: int
    column: int
    score: float
    band: int


def standings(plan: Plan) -> dict[str, Standing]:
    """Return where each risk that is not closed stands on the matrix, as the plan is planned."""
    still = _deterministic(plan)
    return {
        risk.id: _standing(plan, still, risk)
        for risk in plan.risks
        if risk.status is not Status.CLOSED
    }


def _standing(plan: Plan, still: Plan, risk: Risk) -> Standing:
    program, _ = compile_plan(still.evolve(risks=[_struck(risk)]), PLANNED)
    base, _ = base_plan(program)
    future = Block.empty(program, _KEPT, 1)
    run_into(future, program, Sampler(Random(), 0, ()), _KEPT, 0)
    days = program.network.days
    base_cost, base_days = float(base.cost[0]), float(days(base.end)[0])
    cost = abs(float(future.event_cost[0, 0]))
    delay = abs(float(days(future.end)[0]) - base_days)
    probability = occurrence_chance(plan, risk.id)
    matrix = plan.matrix
    row = matrix.probability.level(probability)
    column = max(_level(matrix.cost, cost, base_cost), _level(matrix.delay, delay, base_days))
    score = matrix.score(row, column)
    return Standing(probability, cost, delay, row, column, score, matrix.band_index(score))


def _struck(risk: Risk) -> Risk:
    """Return a risk that occurs once, with the mean of all that it does when it occurs."""
    view = PLANNED.view(risk)
    return attrs.evolve(
        view,
        status=Status.OCCURRED,
        count=None,
        impacts=[all_strikes(impact, view.count) for impact in view.impacts],
        responses=[_set_off(response) for response in view.responses if response.triggered],
        arises_from=None,
        given=None,
        exclusive=None,
    )


def _set_off(response: Response) -> Response:
    """Return what a response that the risk sets off costs on average, and nothing else of it."""
    return Response(
        response.id, response.name, Strategy.MITIGATE, cost=response.cost.mean(), triggered=True
    )


def _level(scale: Scale, value: float, base: float) -> int:
    if scale.basis is Basis.SHARE_OF_BASE:
        return scale.level(value / base) if base > 0 else scale.level(0.0 if value == 0 else 1.0)
    return scale.level(value)


def _deterministic(plan: Plan) -> Plan:
    """Return the base plan as a plan: most likely values, no risks and nothing insured."""
    return plan.evolve(
        calendar=_without_weather(plan.calendar),
        calendars=[_without_weather(calendar) for calendar in plan.calendars],
        activities=[_certain(item) for item in plan.activities],
        costs=[
            attrs.evolve(
                item,
                amount=_most_likely(item.amount),
                day_rate=_most_likely(item.day_rate),
            )
            for item in plan.costs
        ],
        risks=(),
        policies=(),
        correlations=(),
    )


def _certain(item: ScheduleItem) -> ScheduleItem:
    """Return what stands in the schedule as the base plan has it."""
    if isinstance(item, Activity):
        return attrs.evolve(
            item,
            duration=_most_likely(item.duration),
            remaining=None if item.remaining is None else _most_likely(item.remaining),
            day_rate=_most_likely(item.day_rate),
            probability=float(is_in_base(item)),
            only_if=None,
        )
    if isinstance(item, Buffer):
        return attrs.evolve(item, size=_most_likely(item.size))
    if isinstance(item, Hammock):
        return attrs.evolve(item, day_rate=_most_likely(item.day_rate))
    return item


def _without_weather(calendar: Calendar) -> Calendar:
    lost = [attrs.evolve(month, days=_most_likely(month.days)) for month in calendar.lost]
    return attrs.evolve(calendar, lost=lost)


def _most_likely(law: Distribution) -> Constant:
    return Constant(law.most_likely())
