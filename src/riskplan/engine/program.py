"""The program: all that the engine needs, as numbers and indexes, every shape stated once.

Items keep the order of the plan, and an index of -1 stands for none. A *quantity* is one uncertain
number, an *event* happens or not, a *task* takes time, a *line* costs money, and a *stage* groups
tasks and lines.
"""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.engine.clock import Clock
from riskplan.engine.quantiles import Transform
from riskplan.engine.streams import Key

__all__ = [
    "CostEffect",
    "Event",
    "Line",
    "Network",
    "Program",
    "Quantity",
    "Rate",
    "TimeEffect",
]


@frozen(eq=False)
class Quantity:
    """One uncertain number: where its uniforms come from, what they become, and its base value."""

    key: Key
    transform: Transform
    base: float


@frozen(eq=False)
class Event:
    """Something that happens or not.

    Parameters
    ----------
    key : Key
        The stream of its occurrence; the events of an exclusive group share one.
    probability : Quantity
        The chance of its occurrence.
    before : tuple of int
        The events of its exclusive group that take their part of the unit interval first.
    parent : int
        The event without which it cannot happen.
    """

    key: Key
    probability: Quantity
    before: tuple[int, ...] = ()
    parent: int = -1


@frozen(eq=False)
class TimeEffect:
    """What an event does to the durations of tasks.

    Parameters
    ----------
    event : int
    tasks : tuple of int
    quantities : tuple of Quantity, one for each task
        The same one, where one draw serves all tasks.
    scale : float
        Working days in one unit of the quantity, negative where time is saved; for a factor 1.
    """

    event: int
    tasks: tuple[int, ...]
    quantities: tuple[Quantity, ...]
    scale: float = 1.0


@frozen(eq=False)
class CostEffect:
    """What an event costs.

    Parameters
    ----------
    event : int
    quantity : Quantity
        Money, or a share of the cost of lines.
    scale : float
        1 where money is lost, -1 where it is saved.
    lines : tuple of int
        The lines that a share is a share of; none where the quantity is money.
    stage : int
    """

    event: int
    quantity: Quantity
    scale: float
    lines: tuple[int, ...] = ()
    stage: int = -1


@frozen(eq=False)
class Rate:
    """Money paid for each working day of a task, or of a stage from its first start to its end."""

    quantity: Quantity
    task: int = -1
    stage: int = -1


@frozen(eq=False)
class Line:
    """A line of the budget: an amount, and a rate that runs with something."""

    amount: Quantity
    rate: Rate | None = None
    stage: int = -1


@frozen(eq=False)
class Network:
    """Tasks and the links between them.

    Parameters
    ----------
    durations : tuple of Quantity, n_tasks of them
    scales : FloatArray, shape (n_tasks,) [working days]
        Working days in one unit of each duration.
    order : IntArray, shape (n_tasks,)
        The tasks in an order in which every predecessor comes first.
    first_link : IntArray, shape (n_tasks + 1,)
        Where the incoming links of each task begin in the next two arrays.
    predecessors : IntArray, shape (n_links,)
    lags : FloatArray, shape (n_links,) [working days]
    stages : tuple of tuple of int
        The tasks of each stage.
    """

    durations: tuple[Quantity, ...]
    scales: FloatArray
    order: IntArray
    first_link: IntArray
    predecessors: IntArray
    lags: FloatArray
    stages: tuple[tuple[int, ...], ...]

    @cached_property
    def links(self) -> list[list[tuple[int, float]]]:
        """The incoming links of each task as (predecessor, lag) pairs."""
        pairs = list(zip(self.predecessors.tolist(), self.lags.tolist(), strict=True))
        first = self.first_link.tolist()
        return [pairs[first[task] : first[task + 1]] for task in range(len(first) - 1)]


@frozen(eq=False)
class Program:
    """A plan under one scenario, compiled.

    Parameters
    ----------
    events : tuple of Event
    event_order : tuple of int
        The events in an order in which every parent comes first.
    factors, delays : tuple of TimeEffect
    cost_effects : tuple of CostEffect
    network : Network
    task_rates : tuple of Rate
    task_stages : tuple of int
        The stage that each task rate is counted in.
    lines : tuple of Line
        The lines of the budget, and behind them the responses in force.
    line_order, stage_order : tuple of int
        In which order lines and stages are added up: that of their names, so that the order of
        the file plays no part, to the last bit. The effects and rates above are in it already.
    clock : Clock or None
    """

    events: tuple[Event, ...]
    event_order: tuple[int, ...]
    factors: tuple[TimeEffect, ...]
    delays: tuple[TimeEffect, ...]
    cost_effects: tuple[CostEffect, ...]
    network: Network
    task_rates: tuple[Rate, ...]
    task_stages: tuple[int, ...]
    lines: tuple[Line, ...]
    line_order: tuple[int, ...]
    stage_order: tuple[int, ...]
    clock: Clock | None

    @property
    def stage_count(self) -> int:
        """How many stages there are."""
        return len(self.stage_order)

    @property
    def paid_tasks(self) -> frozenset[int]:
        """The tasks that are paid by the day."""
        rates = (*self.task_rates, *(line.rate for line in self.lines if line.rate is not None))
        return frozenset(rate.task for rate in rates if rate.task >= 0)
