"""Variants: what the same futures come to with one set of responses after another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import attrs
import numpy as np
from attrs import field, frozen

from riskplan._typing import BoolArray, DateArray, FloatArray
from riskplan.compiler import Index, compile_plan, names
from riskplan.engine import (
    Block,
    Chance,
    Kept,
    Parts,
    Program,
    Sampler,
    SamplingPlan,
    Sobol,
    key_of,
)
from riskplan.engine.block import fill
from riskplan.engine.cost import spend
from riskplan.errors import RequestError
from riskplan.model import Adoption, Plan, Scenario
from riskplan.simulation.redrawn import spans, whole_cells
from riskplan.simulation.requests import iterations_of, refuse_broken, seed_of
from riskplan.simulation.works import Remembered, Span, Works, may_be_remembered

__all__ = ["Variant", "Variants", "variants_of"]

_NUMBERS_IN_A_BLOCK = 4_000_000
_LONGEST_BLOCK = 8_192
_PROGRAMS = 2
_NOTHING_KEPT = Kept(events=False, stages=False, tasks=())


@frozen(eq=False)
class Variant:
    """What the iterations come to under one scenario.

    Parameters
    ----------
    cost : FloatArray, shape (n,) [currency]
        Zeros where nothing costs money.
    days : FloatArray, shape (n,) [working days]
        Zeros where the plan has no schedule.
    finish : DateArray, shape (n,), optional
        None where the plan has no dates.
    """

    cost: FloatArray
    days: FloatArray
    finish: DateArray | None

    def by(self, finish: np.datetime64 | float) -> BoolArray:
        """Return which iterations end by a point in time, or within so many working days.

        Raises
        ------
        RequestError
            If it is a date, and the plan has none.
        """
        if isinstance(finish, float):
            kept: BoolArray = self.days <= finish
            return kept
        if self.finish is None:
            raise RequestError(
                f"the plan has no start, so no date can be asked about (got {finish}); "
                "give days=…, in working days from the start"
            )
        in_time: BoolArray = self.finish <= finish
        return in_time


@frozen(eq=False, slots=False)
class Variants:
    """The futures of a plan under any of its scenarios, bit for bit as `simulate` has them.

    Parameters
    ----------
    plan : Plan
    iterations, seed : int
    sampling : SamplingPlan
    """

    plan: Plan
    iterations: int
    seed: int
    sampling: SamplingPlan
    _compiled: dict[Scenario, tuple[Program, Index]] = field(factory=dict, init=False)
    _works: dict[Span, Works] = field(factory=dict, init=False)

    def costs(self, scenario: Scenario) -> bool:
        """Return whether anything costs money."""
        program, _ = self._compile(scenario)
        return bool(program.lines or program.cost_effects or program.task_rates)

    def entangled(self, scenario: Scenario) -> frozenset[str]:
        """Return the risks whose cost cannot be told by itself.

        Those that have a say in the schedule, and those that cost a share of what is paid by time.
        """
        program, index = self._compile(scenario)
        parts = Parts(program)
        found = {row for row in range(len(program.events)) if parts.moves_time(parts.event(row))}
        for effect in program.cost_effects:
            if any(program.lines[line].rate is not None for line in effect.lines):
                found.add(effect.event)
        return frozenset(name for name, row in index.event_rows.items() if row in found)

    def totals(self, scenario: Scenario) -> Variant:
        """Return what the iterations come to under a scenario."""
        program, _ = self._compile(scenario)
        cost, end = np.empty(self.iterations), np.empty(self.iterations)
        for start, count in spans(self.iterations, self._block_size(program)):
            block = Block.empty(program, _NOTHING_KEPT, count)
            fill(block, program, self._source(program, scenario, (start, count)), _NOTHING_KEPT)
            cost[start : start + count], end[start : start + count] = block.cost, block.end
        clock = program.clock if self.plan.activities else None
        return Variant(cost, program.network.days(end), clock.finish(end) if clock else None)

    def _source(self, program: Program, scenario: Scenario, span: Span) -> Chance:
        """Return what the iterations of a block are drawn from."""
        if not may_be_remembered(program, self.iterations):
            return Chance(program, self._sampler, *span)
        setting = attrs.evolve(scenario, adoption=Adoption.NONE, adopt=(), drop=())
        return Remembered(program, self._sampler, span, setting, self._works)

    def cost_of(
        self, scenario: Scenario, risks: Collection[str], policies: Collection[str]
    ) -> FloatArray:
        """Return what some risks cost, with their responses and insurance, shape (n,) [currency].

        Besides, it holds the lines of the budget that they take a share of: what those cost is the
        same under all scenarios that differ by responses.

        Parameters
        ----------
        scenario : Scenario
        risks, policies : collection of str
            Risks that are not `entangled`, with all that is bound to them: by insurance, and by
            one risk that depends on another.
        """
        program = self._alone(scenario, risks, policies)
        source = Chance(program, self._sampler, 0, self.iterations)
        by_stage = np.empty((program.stage_count + 1, self.iterations))
        return spend(program, source, source.happenings(program), _NoTime(), by_stage, None)

    def _alone(
        self, scenario: Scenario, risks: Collection[str], policies: Collection[str]
    ) -> Program:
        """Return the program without all money but that of some risks."""
        program, index = self._compile(scenario)
        rows = {index.event_rows[risk] for risk in risks}
        effects = tuple(effect for effect in program.cost_effects if effect.event in rows)
        paid = {key_of(names.premium(policy)) for policy in policies}
        for risk in risks:
            responses = self.plan.risk(risk).responses
            paid |= {key_of(names.response(risk, response.id)) for response in responses}
        wanted = {line for effect in effects for line in effect.lines}
        wanted |= {row for row, line in enumerate(program.lines) if line.amount.key in paid}
        return attrs.evolve(
            program,
            task_rates=(),
            task_stages=(),
            cost_effects=effects,
            line_order=tuple(row for row in program.line_order if row in wanted),
        )

    def _compile(self, scenario: Scenario) -> tuple[Program, Index]:
        found = self._compiled.pop(scenario, None) or compile_plan(self.plan, scenario)
        # A search goes from one scenario to the next and back to the first; programs are large.
        while len(self._compiled) >= _PROGRAMS:
            self._compiled.pop(next(iter(self._compiled)))
        self._compiled[scenario] = found
        return found

    @cached_property
    def _sampler(self) -> Sampler:
        return Sampler(self.sampling, self.seed, ())

    def _block_size(self, program: Program) -> int:
        rows = 1 + len(program.network.durations) + len(program.lines) + len(program.events)
        size = min(max(_NUMBERS_IN_A_BLOCK // rows, 1), _LONGEST_BLOCK)
        return whole_cells(size, self.sampling.cell)


class _NoTime:
    """The dates of a program in which nothing is paid by time."""

    def days(self, task: int) -> FloatArray:
        raise NotImplementedError(f"task {task} is paid by the day")

    def span(self, tasks: Sequence[int]) -> FloatArray:
        raise NotImplementedError(f"the tasks {tasks} are paid by the day")


def variants_of(
    plan: Plan,
    *,
    iterations: int | None,
    seed: int | None,
    sampling: SamplingPlan,
    usual: int = 10_000,
) -> Variants:
    """Return the futures of a plan, to be had under any of its scenarios.

    Parameters
    ----------
    plan : Plan
    iterations, seed, sampling
        As in `simulate`.
    usual : int
        How many iterations, where nobody says.

    Raises
    ------
    PlanError
        If the plan breaks a rule.
    RequestError
        If an argument cannot be. Also for `Sobol()`, whose points are others once there is one
        quantity more or less.

    Examples
    --------
    >>> from riskplan import INHERENT, CostImpact, Plan, Random, Risk, simulate
    >>> plan = Plan("P", risks=[Risk("r", "R", 0.5, impacts=[CostImpact(8)])])
    >>> futures = variants_of(plan, iterations=1_000, seed=1, sampling=Random())
    >>> run = simulate(plan, iterations=1_000, seed=1)
    >>> bool((futures.totals(INHERENT).cost == run.cost.values).all())
    True
    """
    iterations = iterations_of(iterations, sampling, usual)
    refuse_broken(plan)
    if isinstance(sampling, Sobol):
        raise RequestError(
            "Sobol: a response more is a quantity more, and all points of the sequence are others; "
            "use LatinHypercube(), which keeps scenarios paired"
        )
    return Variants(plan, iterations, seed_of(seed), sampling)
