"""The program: all that the engine needs, as numbers and indexes, every shape stated once.

Items keep the order of the plan, and an index of -1 stands for none. A *quantity* is one uncertain
number, an *event* happens or not, a *task* takes time, a *line* costs money, and a *stage* groups
tasks and lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.engine.batches import Batch, batches_of
from riskplan.engine.clock import Clock, InstantClock
from riskplan.engine.dependence import Group
from riskplan.engine.quantities import Quantity
from riskplan.engine.spending import Income, Spending
from riskplan.engine.streams import Key
from riskplan.engine.timing import Timing

__all__ = [
    "CostEffect",
    "Cover",
    "Event",
    "Line",
    "Need",
    "Network",
    "Program",
    "Quantity",
    "Rate",
    "TimeEffect",
    "Window",
]


@frozen(eq=False)
class Event:
    """Something that happens or not.

    Parameters
    ----------
    key : Key
        The stream of its occurrence; the events of an exclusive group share one.
    probability : Quantity
        The chance of its occurrence.
    before : tuple of Quantity
        How much of the unit interval those events take of its exclusive group that come first.
    parent : int
        The event without which it cannot happen.
    count : Quantity, optional
        How often it strikes where it is live; once unless given.
    window : Window, optional
        The instants at which it can strike tasks; only those that are being done then are hit.
    """

    key: Key
    probability: Quantity
    before: tuple[Quantity, ...] = ()
    parent: int = -1
    count: Quantity | None = None
    window: Window | None = None


@frozen(eq=False)
class Window:
    """The instants between which an event strikes, all equally likely [minutes]."""

    key: Key
    first: float
    last: float


@frozen(eq=False)
class TimeEffect:
    """What an event does to the durations of tasks.

    Parameters
    ----------
    event : int
    tasks : tuple of int
    quantities : tuple of Quantity, one for each task
        The same one, where one draw serves all tasks.
    scales : tuple of float, one for each task
        Of delays: how long one unit of the quantity is, as the network counts time; negative where
        time is saved. Of factors: 1.
    is_parallel : bool
        Whether, of the effects of this kind on one task that are parallel, only the largest counts.
    """

    event: int
    tasks: tuple[int, ...]
    quantities: tuple[Quantity, ...]
    scales: tuple[float, ...]
    is_parallel: bool = False


@frozen(eq=False)
class Need:
    """What decides whether a task is needed at all; where it is not, it takes no time.

    Parameters
    ----------
    task : int
    key : Key
        The stream of its occurrence.
    probability : float
        The chance that it is needed.
    event : int
        The event without which it is not, or -1.
    """

    task: int
    key: Key
    probability: float = 1.0
    event: int = -1


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
    spending : Spending, optional
        When money is paid; a share is paid as its lines are.
    is_loss : bool
        Whether it is what the event does, which covers pay for, not what is done about it.
    """

    event: int
    quantity: Quantity
    scale: float
    lines: tuple[int, ...] = ()
    stage: int = -1
    spending: Spending | None = None
    is_loss: bool = True


@frozen(eq=False)
class Cover:
    """What an insurer pays back of what some events cost, strike by strike.

    Parameters
    ----------
    events : tuple of int
        The events that it covers; none where it is not in force.
    deductible : float [currency]
        What it leaves of each strike.
    share : float
        Which part of the rest it pays.
    limit, aggregate_limit : float [currency]
        The most that it pays for one strike, and in all; infinite where there is no limit.
    stage : int
        The stage that its payments are counted in.
    """

    events: tuple[int, ...]
    deductible: float
    share: float
    limit: float
    aggregate_limit: float
    stage: int = -1


@frozen(eq=False)
class Rate:
    """Money paid for each working day of a task, or of a stage from its first start to its end."""

    quantity: Quantity
    task: int = -1
    stage: int = -1
    spending: Spending | None = None


@frozen(eq=False)
class Line:
    """A line of the budget: an amount, and a rate that runs with something."""

    amount: Quantity
    rate: Rate | None = None
    stage: int = -1
    spending: Spending | None = None


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
    timing : Timing, optional
        What binds the tasks where that is more than these links on one day calendar. Then there
        are no links here, and durations are scaled to minutes.
    """

    durations: tuple[Quantity, ...]
    scales: FloatArray
    order: IntArray
    first_link: IntArray
    predecessors: IntArray
    lags: FloatArray
    stages: tuple[tuple[int, ...], ...]
    timing: Timing | None = None

    @cached_property
    def links(self) -> list[list[tuple[int, float]]]:
        """The incoming links of each task as (predecessor, lag) pairs."""
        pairs = list(zip(self.predecessors.tolist(), self.lags.tolist(), strict=True))
        first = self.first_link.tolist()
        return [pairs[first[task] : first[task + 1]] for task in range(len(first) - 1)]

    @cached_property
    def last_tasks(self) -> tuple[int, ...]:
        """The tasks that may end last: those that none waits for, or waits for only in part."""
        if self.timing is not None:
            return self.timing.last_tasks
        waited_for = {
            predecessor for links in self.links for predecessor, lag in links if lag >= 0.0
        }
        led = {predecessor for links in self.links for predecessor, lag in links if lag < 0.0}
        return tuple(
            task for task in range(len(self.durations)) if task in led or task not in waited_for
        )

    def days(self, moments: FloatArray) -> FloatArray:
        """Return the working days from the start to some moments."""
        return moments if self.timing is None else self.timing.days(moments)

    def batches(self, rows: int) -> tuple[Batch, ...]:
        """Return the durations in batches of at most so many rows, which are drawn together."""
        if rows not in self._batches:
            self._batches[rows] = batches_of(self.durations, rows)
        return self._batches[rows]

    @cached_property
    def _batches(self) -> dict[int, tuple[Batch, ...]]:
        return {}


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
        The lines of the budget, and behind them the responses in force, and the premiums.
    groups : tuple of Group
        The quantities and occurrences that move together.
    needs : tuple of Need
        What decides whether tasks are needed that may not be.
    prices : tuple of Quantity [fraction a year]
        How fast prices rise.
    incomes : tuple of Income
        What comes in; no run takes it off the cost.
    covers : tuple of Cover
    cover_order : tuple of int
        In which order the covers of an event pay: that of their names.
    line_order, stage_order : tuple of int
        In which order lines and stages are added up: that of their names, so that the order of
        the file plays no part, to the last bit. The effects and rates above are in it already.
    clock : Clock, InstantClock or None
        What turns moments into dates, where the plan has a start.
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
    clock: Clock | InstantClock | None
    groups: tuple[Group, ...] = ()
    needs: tuple[Need, ...] = ()
    covers: tuple[Cover, ...] = ()
    cover_order: tuple[int, ...] = ()
    prices: tuple[Quantity, ...] = ()
    incomes: tuple[Income, ...] = ()

    @property
    def stage_count(self) -> int:
        """How many stages there are."""
        return len(self.stage_order)

    @property
    def paid_tasks(self) -> frozenset[int]:
        """The tasks that are paid by the day."""
        rates = (*self.task_rates, *(line.rate for line in self.lines if line.rate is not None))
        return frozenset(rate.task for rate in rates if rate.task >= 0)

    @cached_property
    def group_of(self) -> dict[Key, tuple[Group, int]]:
        """The group of each stream that moves with others, and its row in it."""
        return {key: (group, row) for group in self.groups for row, key in enumerate(group.keys)}

    def effects_at_once(self, effects: tuple[TimeEffect, ...]) -> Iterator[TimeEffect]:
        """Yield the effects that hold whenever their task is done."""
        return (effect for effect in effects if self.events[effect.event].window is None)

    @cached_property
    def shared_lines(self) -> frozenset[int]:
        """The lines that some effect takes a share of."""
        return frozenset(line for effect in self.cost_effects for line in effect.lines)

    @cached_property
    def covers_by_event(self) -> dict[int, tuple[int, ...]]:
        """The covers of each insured event, both in the order of their names."""
        found: dict[int, tuple[int, ...]] = {}
        for event in dict.fromkeys(e.event for e in self.cost_effects if e.is_loss):
            rows = tuple(row for row in self.cover_order if event in self.covers[row].events)
            found |= {event: rows} if rows else {}
        return found

    @cached_property
    def quantities(self) -> dict[Key, Quantity]:
        """The quantities by their streams."""
        return {quantity.key: quantity for quantity in self._quantities()}

    def keys(self) -> tuple[Key, ...]:
        """Return the streams that are drawn from."""
        quantities = (q.key for q in self._quantities() if q.is_random)
        events = (event.key for event in self.events)
        groups = (key for group in self.groups for key in group.sources)
        needs = (need.key for need in self.needs if need.probability < 1.0)
        windows = (event.window.key for event in self.events if event.window is not None)
        return tuple(dict.fromkeys((*events, *quantities, *groups, *needs, *windows)))

    def _quantities(self) -> Iterator[Quantity]:
        for event in self.events:
            yield from (event.probability, *event.before)
            if event.count is not None:
                yield event.count
        for effect in (*self.factors, *self.delays):
            yield from effect.quantities
        yield from (effect.quantity for effect in self.cost_effects)
        yield from self.network.durations
        yield from (rate.quantity for rate in self.task_rates)
        for line in self.lines:
            yield line.amount
            if line.rate is not None:
                yield line.rate.quantity
        yield from self.prices
        yield from (income.quantity for income in self.incomes)
