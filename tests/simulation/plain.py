"""A second simulator: DESIGN section 4 in plain Python, one iteration at a time, as a referee.

It shares with the library what is tested elsewhere: the names and uniforms of the streams, and the
transforms of single laws. Everything that happens to the draws is written again.
"""

from __future__ import annotations

import math

from attrs import field, frozen

import riskplan as rp
from riskplan.engine import key_of, transform_of
from riskplan.engine.streams import Stream, strike_key

Row = rp.Activity | rp.Milestone


@frozen
class Future:
    """One iteration, in the words of the plan."""

    occurs: dict[str, bool] = field(factory=dict)
    strikes: dict[str, int] = field(factory=dict)
    start: dict[str, float] = field(factory=dict)
    finish: dict[str, float] = field(factory=dict)
    days: dict[str, float] = field(factory=dict)
    critical: set[str] = field(factory=set)
    line_cost: dict[str, float] = field(factory=dict)
    risk_cost: dict[str, float] = field(factory=dict)
    phase_cost: dict[str, float] = field(factory=dict)
    recovery: dict[str, float] = field(factory=dict)

    @property
    def cost(self) -> float:
        return math.fsum(self.phase_cost.values())

    @property
    def duration(self) -> float:
        return max(self.finish.values(), default=0.0)


class PlainSimulator:
    """Simulates a plan under a scenario, one iteration at a time."""

    def __init__(self, plan: rp.Plan, scenario: rp.Scenario, seed: int) -> None:
        self.plan, self.seed = plan, seed
        self.risks = sorted(map(scenario.view, plan.risks), key=lambda risk: risk.id)
        self.stated = {risk.id: risk.probability for risk in plan.risks}
        in_force = [p for p in plan.policies if p.adopted and scenario.id != "inherent"]
        self.policies = sorted(in_force, key=lambda policy: policy.id)
        self.activities = {activity.id: activity for activity in plan.activities}

    def run(self, iteration: int) -> Future:
        future = Future()
        for risk in self.risks:
            self._occur(risk, iteration, future)
        self._durations(iteration, future)
        for activity in self.plan.activities:
            self._schedule(activity, future)
        for activity in self.plan.activities:
            if self._is_critical(activity, future):
                future.critical.add(activity.id)
        self._money(iteration, future)
        return future

    def _strikes(
        self, name: str, law: rp.Distribution | float, risk: str, iteration: int, future: Future
    ):
        """One draw for each time that the risk strikes."""
        for number in range(future.strikes[risk]):
            key = strike_key(key_of(name), number)
            yield self._drawn(key, law, iteration)

    def _draw(self, name: str, law: rp.Distribution | float, iteration: int) -> float:
        return self._drawn(key_of(name), law, iteration)

    def _drawn(self, key: bytes, law: rp.Distribution | float, iteration: int) -> float:
        if not isinstance(law, rp.Distribution):
            return law
        uniform = Stream(self.seed, iteration, 1).uniforms(key)
        return float(transform_of(law)(uniform)[0])

    def _occur(self, risk: rp.Risk, iteration: int, future: Future) -> bool:
        if risk.id in future.occurs:
            return future.occurs[risk.id]
        stream = f"risk/{risk.id}/occurrence"
        if risk.exclusive is not None:
            stream = f"exclusive/{risk.exclusive}"
        uniform = float(Stream(self.seed, iteration, 1).uniforms(key_of(stream))[0])
        for other, room in self._rooms(risk):
            if other.id < risk.id:
                uniform -= self._draw(f"risk/{other.id}/probability", room, iteration)
        probability = self._draw(f"risk/{risk.id}/probability", risk.probability, iteration)
        occurs = 0 <= uniform < probability
        if risk.given is not None:
            parent = next(other for other in self.risks if other.id == risk.given)
            occurs = occurs and self._occur(parent, iteration, future)
        future.strikes[risk.id] = int(occurs)
        if occurs and risk.count is not None:
            strikes = self._draw(f"risk/{risk.id}/count", risk.count, iteration)
            future.strikes[risk.id] = int(strikes)
        future.occurs[risk.id] = future.strikes[risk.id] > 0
        return future.occurs[risk.id]

    def _rooms(self, risk: rp.Risk) -> list[tuple[rp.Risk, rp.Distribution | float]]:
        """The members of an exclusive group and their rooms: as the plan states, if they fit."""
        members = [r for r in self.risks if r.exclusive == risk.exclusive is not None]
        rooms = [self._roomy(member) for member in members]
        most = sum(r if isinstance(r, float) else r.support()[1] for r in rooms)
        if most > 1 + 1e-9:
            rooms = [member.probability for member in members]
        return list(zip(members, rooms, strict=True))

    def _roomy(self, risk: rp.Risk) -> rp.Distribution | float:
        now, stated = risk.probability, self.stated[risk.id]
        if isinstance(now, float) and isinstance(stated, float):
            return max(now, stated)
        return stated if now == 0 else now

    def _durations(self, iteration: int, future: Future) -> None:
        for id_, activity in self.activities.items():
            future.days[id_] = 0.0
            if isinstance(activity, rp.Activity):
                days = self._draw(f"activity/{id_}/duration", activity.duration, iteration)
                future.days[id_] = days * self._days_in(activity.unit)
        for kind in (rp.DurationFactor, rp.Delay):
            for risk in self.risks:
                if future.occurs[risk.id]:
                    self._stretch(risk, kind, iteration, future)
        for id_, days in future.days.items():
            future.days[id_] = max(days, 0.0)

    def _stretch(self, risk: rp.Risk, kind: type, iteration: int, future: Future) -> None:
        for number, impact in enumerate(i for i in risk.impacts if isinstance(i, kind)):
            for activity in self.plan.activities:
                is_named = activity.id in impact.activities
                is_in_phase = activity.phase in impact.activities
                if not isinstance(activity, rp.Activity) or not (is_named or is_in_phase):
                    continue
                name = "delay" if kind is rp.Delay else "factor"
                stream = f"risk/{risk.id}/{name}/{number}"
                if impact.draws is rp.Draws.SEPARATE:
                    stream += f"/{activity.id}"
                if isinstance(impact, rp.Delay):
                    sign = 1 if risk.kind is rp.Kind.THREAT else -1
                    delay = sum(self._strikes(stream, impact.days, risk.id, iteration, future))
                    future.days[activity.id] += delay * (sign * self._days_in(impact.unit))
                else:
                    factors = self._strikes(stream, impact.factor, risk.id, iteration, future)
                    future.days[activity.id] *= math.prod(factors)

    def _days_in(self, unit: rp.TimeUnit) -> float:
        return {rp.TimeUnit.DAYS: 1.0, rp.TimeUnit.WEEKS: 5.0}[unit]

    def _schedule(self, activity: Row, future: Future) -> float:
        if activity.id not in future.finish:
            ends = [
                self._schedule(self.activities[link.predecessor], future)
                + link.lag * self._days_in(link.unit)
                for link in activity.after
            ]
            future.start[activity.id] = max([0.0, *ends])
            future.finish[activity.id] = future.start[activity.id] + future.days[activity.id]
        return future.finish[activity.id]

    def _is_critical(self, activity: Row, future: Future) -> bool:
        if future.finish[activity.id] == future.duration:
            return True
        return any(
            future.finish[activity.id] + link.lag * self._days_in(link.unit)
            == future.start[other.id]
            and self._is_critical(other, future)
            for other in self.plan.activities
            for link in other.after
            if link.predecessor == activity.id
        )

    def _money(self, iteration: int, future: Future) -> None:
        def spend(phase: str | None, money: float) -> None:
            future.phase_cost[phase or ""] = future.phase_cost.get(phase or "", 0.0) + money

        for activity in self.plan.activities:
            if isinstance(activity, rp.Activity):
                rate = self._draw(f"activity/{activity.id}/day-rate", activity.day_rate, iteration)
                spend(activity.phase, rate * future.days[activity.id])
        for item in self.plan.costs:
            amount = self._draw(f"cost/{item.id}/amount", item.amount, iteration)
            if item.during is not None:
                rate = self._draw(f"cost/{item.id}/day-rate", item.day_rate, iteration)
                amount += rate * self._time(item.during, future)
            future.line_cost[item.id] = amount
            spend(item.phase, amount)
        for risk in self.risks:
            for response in risk.responses:
                stream = f"risk/{risk.id}/response/{response.id}"
                spend(response.phase, self._draw(stream, response.cost, iteration))
            future.risk_cost[risk.id] = 0.0
            if future.occurs[risk.id]:
                self._strike(risk, iteration, future, spend)
        self._insure(iteration, future, spend)

    def _insure(self, iteration: int, future: Future, spend) -> None:
        """Each strike is a claim: the policies pay one after the other, by their ids."""
        for policy in self.policies:
            stream = f"policy/{policy.id}/premium"
            spend(policy.phase, self._draw(stream, policy.premium, iteration))
        future.recovery.update({policy.id: 0.0 for policy in self.plan.policies})
        for risk in self.risks:
            for number in range(future.strikes[risk.id]):
                claim = self._loss(risk, number, iteration, future)
                for policy in self.policies:
                    if risk.id in policy.covers:
                        paid = policy.share * max(0.0, claim - policy.deductible)
                        paid = min(paid, math.inf if policy.limit is None else policy.limit)
                        if policy.aggregate_limit is not None:
                            paid = min(paid, policy.aggregate_limit - future.recovery[policy.id])
                        future.recovery[policy.id] += paid
                        spend(policy.phase, -paid)
                        claim -= paid

    def _loss(self, risk: rp.Risk, number: int, iteration: int, future: Future) -> float:
        """What one strike of a risk costs by itself."""
        loss = 0.0
        impacts = [impact for impact in risk.impacts if isinstance(impact, rp.CostImpact)]
        for row, impact in enumerate(impacts):
            key = strike_key(key_of(f"risk/{risk.id}/cost/{row}"), number)
            if impact.amount is not None:
                loss += self._drawn(key, impact.amount, iteration)
            else:
                lines = [c for c in self.plan.costs if {c.id, c.phase} & set(impact.of)]
                hit = sum(future.line_cost[line.id] for line in lines)
                loss += self._drawn(key, impact.share or 0.0, iteration) * hit
        return loss

    def _time(self, name: str, future: Future) -> float:
        if name in self.activities:
            return future.days[name]
        ids = [activity.id for activity in self.plan.activities if activity.phase == name]
        return max(future.finish[id_] for id_ in ids) - min(future.start[id_] for id_ in ids)

    def _strike(self, risk: rp.Risk, iteration: int, future: Future, spend) -> None:
        sign = 1 if risk.kind is rp.Kind.THREAT else -1
        impacts = [impact for impact in risk.impacts if isinstance(impact, rp.CostImpact)]
        for number, impact in enumerate(impacts):
            stream = f"risk/{risk.id}/cost/{number}"
            if impact.amount is not None:
                amounts = self._strikes(stream, impact.amount, risk.id, iteration, future)
                parts = [(impact.phase, sign * sum(amounts))]
            else:
                share = sum(self._strikes(stream, impact.share or 0.0, risk.id, iteration, future))
                parts = [
                    (impact.phase or item.phase, sign * share * future.line_cost[item.id])
                    for item in self.plan.costs
                    if item.id in impact.of or item.phase in impact.of
                ]
            for phase, money in parts:
                spend(phase, money)
                future.risk_cost[risk.id] += money
