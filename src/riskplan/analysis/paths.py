"""The critical paths: which chains of activities decided the finish, and how often each did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan import simulation
from riskplan._format import card
from riskplan._typing import BoolArray
from riskplan.analysis.drivers import refuse_foreign
from riskplan.errors import RequestError, counted
from riskplan.model import Plan
from riskplan.results import Estimate, SimulationResult, share_estimate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CriticalPath", "CriticalPaths", "critical_paths", "telling_places"]

_LONG = 5


@frozen
class CriticalPath:
    """A chain of activities that decided the finish in some iterations.

    Parameters
    ----------
    ids, names : tuple of str
        The activities and milestones on it, the first one first.
    share : Estimate
        The share of iterations in which it was the one.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    share: Estimate

    def __str__(self) -> str:
        return " → ".join(_shortened(self.names))


@frozen(repr=False)
class CriticalPaths:
    """The chains of activities that decided the finish most often.

    Parameters
    ----------
    rows : tuple of CriticalPath
        The most frequent one first.
    rest : Estimate
        The share of iterations in which any other path was the one.
    count : int
        How many different paths there were.
    iterations : int
    """

    rows: tuple[CriticalPath, ...]
    rest: Estimate
    count: int
    iterations: int

    def __iter__(self) -> Iterator[CriticalPath]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a row for each path: share with interval, ids, and names."""
        import pandas as pd

        columns = {
            "share": [row.share.value for row in self],
            "low": [row.share.low for row in self],
            "high": [row.share.high for row in self],
            "activities": [len(row.ids) for row in self],
            "path": [" → ".join(row.ids) for row in self],
            "names": [" → ".join(row.names) for row in self],
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(1, len(self) + 1, name="rank"))

    def __repr__(self) -> str:
        words = _in_words(self.rows)
        top = [f"{_percent(row.share)} {words[place]}" for place, row in enumerate(self.rows[:2])]
        return f"CriticalPaths({'; '.join([counted(self.count, 'path'), *top])})"

    def _repr_html_(self) -> str:
        words = _in_words(self.rows)
        rows = [(text, _percent(row.share)) for text, row in zip(words, self, strict=True)]
        if self.count > len(self):
            left = counted(self.count - len(self), "other path")
            rows.append((left, _percent(self.rest)))
        return card("Critical paths, share of iterations", rows)


def telling_places(chains: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return for each chain the places of a few stations that the others do not share.

    Together they tell it from every other one, unless that one has all stations of this.

    Examples
    --------
    >>> telling_places(["abcz", "abdz", "axdz"])
    [[2], [1, 2], [1]]
    """
    members = [frozenset(chain) for chain in chains]
    found = []
    for number, chain in enumerate(chains):
        others, chosen = [*members[:number], *members[number + 1 :]], set[int]()
        while others:
            lacking = [sum(id_ not in other for other in others) for id_ in chain]
            if not any(lacking):
                break
            place = lacking.index(max(lacking))
            chosen.add(place)
            others = [other for other in others if chain[place] in other]
        found.append(sorted(chosen))
    return found


def _in_words(paths: Sequence[CriticalPath]) -> list[str]:
    """Return a text for each path, by names; of long ones the ends, and what tells them apart."""
    texts: list[str] = []
    for path, telling in zip(paths, telling_places([row.ids for row in paths]), strict=True):
        last = len(path.names) - 1
        places = sorted({0, *telling, last}) if last >= _LONG else range(last + 1)
        parts = [
            f"… → {path.names[place]}" if place - before > 1 else path.names[place]
            for before, place in zip([-1, *places], places, strict=False)
        ]
        text = " → ".join(parts)
        size = f" ({counted(last + 1, 'activity', 'activities')})" if text in texts else ""
        texts.append(f"{text}{size}")
    return texts


def critical_paths(plan: Plan, run: SimulationResult, *, most: int = 10) -> CriticalPaths:
    """Return the critical paths that came up most often, with the share of each.

    In each iteration one path is traced back from the end, link by link, each time over the link
    that decided when the activity could begin, up to an activity that waited for none. So the
    shares add up to 1. Where several links decided at once, or several activities ended last, the
    path goes by the one whose id comes first in the alphabet. An activity that an iteration had
    no need of is on a path all the same where it took no time; a hammock never is.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result. All of its iterations are drawn again.
    most : int
        How many paths to return at most.

    Raises
    ------
    RequestError
        If the run is not one of this plan, or the plan has no activities.

    Examples
    --------
    >>> import riskplan as rp
    >>> laws = {"sea": rp.Uniform(0, 4), "road": rp.Uniform(1, 3)}
    >>> ways = [rp.Activity(name, name.title(), law) for name, law in laws.items()]
    >>> plan = rp.Plan("P", activities=[*ways, rp.Milestone("here", "Here", after=["sea", "road"])])
    >>> paths = critical_paths(plan, rp.simulate(plan, iterations=10_000, seed=1))
    >>> sorted(row.ids for row in paths), paths.rows[0].share + paths.rows[1].share
    ([('road', 'here'), ('sea', 'here')], 1.0)
    """
    refuse_foreign(plan, run)
    if isinstance(most, bool) or most < 1:
        raise RequestError(f"most must be a whole number of at least 1 (got {most!r})")
    traced = simulation.retrace(plan, run)
    by_id = sorted(range(len(plan.activities)), key=lambda row: plan.activities[row].id)
    numbers: dict[bytes, int] = {}
    met = [
        numbers.setdefault(path, len(numbers))
        for block in traced.blocks()
        for path in _found(block, by_id)
    ]
    which, cell = np.array(met), run.provenance.cell
    # Of paths that are as frequent, the first in the alphabet comes first.
    counts = np.bincount(which)
    frequent = sorted(numbers, key=lambda path: (counts[numbers[path]], path), reverse=True)
    place = {row: number for number, row in enumerate(traced.base.order)}
    rows = []
    for path in frequent[:most]:
        bits = np.unpackbits(np.frombuffer(path, dtype=np.uint8), count=len(by_id))
        chain = sorted((by_id[bit] for bit in bits.nonzero()[0]), key=place.__getitem__)
        items = [plan.activities[row] for row in chain]
        ids, names = tuple(item.id for item in items), tuple(item.name for item in items)
        rows.append(CriticalPath(ids, names, share_estimate(which == numbers[path], cell)))
    shown = [numbers[path] for path in frequent[:most]]
    rest = share_estimate(~np.isin(which, shown), cell)
    return CriticalPaths(tuple(rows), rest, len(frequent), run.iterations)


def _found(block: simulation.Trace, by_id: list[int]) -> list[bytes]:
    """Return the path of each iteration of a block, one bit for each activity, by id."""
    on_path = _on_path(block, {row: place for place, row in enumerate(by_id)})
    return [bytes(column) for column in np.packbits(on_path[by_id], axis=0).T]


def _on_path(block: simulation.Trace, rank: dict[int, int]) -> BoolArray:
    """Return where each activity is on the path, shape (n_activities, count)."""
    on_path = np.zeros((len(rank), len(block.end)), dtype=np.bool_)
    open_ends = np.ones(len(block.end), dtype=np.bool_)
    for task in sorted(block.last_tasks, key=rank.__getitem__):
        on_path[task] = block.ends_last(task) & open_ends
        open_ends &= ~on_path[task]
    for task in reversed(block.order):
        row = on_path[task].copy()
        if not row.any():
            continue
        for before, holds in sorted(block.held_by(task), key=lambda link: rank[link[0]]):
            on_path[before] |= holds & row
            row &= ~holds
    return on_path


def _percent(share: Estimate) -> str:
    return f"{share.scaled(100.0)} %"


def _shortened(parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts if len(parts) <= _LONG else (*parts[:2], "…", *parts[-2:])
