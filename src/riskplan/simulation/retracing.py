"""Retrace: draw the iterations of a run again, and show what they were made of."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from riskplan.compiler import compile_plan
from riskplan.engine import Program, Sampler, Trace, base_trace, trace
from riskplan.model import Plan
from riskplan.results import SimulationResult
from riskplan.simulation.redrawn import refuse_others, sampler_of, spans, whole_cells
from riskplan.simulation.scenes import scenario_of_run

__all__ = ["Retrace", "retrace"]

_NUMBERS_AT_ONCE = 2_000_000


@frozen(eq=False)
class Retrace:
    """A run whose iterations can be looked at again, and its base plan.

    Parameters
    ----------
    run : SimulationResult
    base : Trace
        That of the base plan, as one iteration.
    """

    run: SimulationResult
    base: Trace
    _program: Program
    _sampler: Sampler

    def blocks(self) -> Iterator[Trace]:
        """Yield the traces of all iterations, one block after the other."""
        for start, count in spans(self.run.iterations, self._size(_NUMBERS_AT_ONCE)):
            yield self._part(start, count)

    def first(self, numbers: int) -> Trace:
        """Return the trace of the first iterations: as many as make so many durations, or all."""
        return self._part(0, min(self._size(numbers), self.run.iterations))

    def _size(self, numbers: int) -> int:
        count = numbers // len(self._program.network.durations)
        return whole_cells(count, self.run.provenance.cell)

    def _part(self, start: int, count: int) -> Trace:
        part = trace(self._program, self._sampler, start, count)
        refuse_others(self.run, start, days=part.end)
        return part


def retrace(plan: Plan, run: SimulationResult) -> Retrace:
    """Return what shows the iterations of a run again.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.

    Raises
    ------
    RequestError
        If the plan has no activities; and later, if the iterations do not come out the same.

    Examples
    --------
    >>> from riskplan import Activity, Plan, Uniform, simulate
    >>> plan = Plan("Dig", activities=[Activity("dig", "Dig", Uniform(2, 4))])
    >>> run = simulate(plan, iterations=1_000, seed=1)
    >>> seen = retrace(plan, run)
    >>> seen.base.lengths, bool((seen.first(500).lengths == run.duration.values[:500]).all())
    (array([[3.]]), True)
    """
    run.duration  # noqa: B018 - it says what is missing where there is no schedule
    program, _ = compile_plan(plan, scenario_of_run(run, plan))
    return Retrace(run, base_trace(program), program, sampler_of(run, program))
