"""Works: how long tasks are before any event, drawn once for all sets of responses."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine import Chance, Key, Network, Program, Sampler
from riskplan.model import Scenario

__all__ = ["Remembered", "Span", "Works", "may_be_remembered"]

Span: TypeAlias = tuple[int, int]
"""The first iteration of a block, and how many there are."""

_MOST_NUMBERS = 32_000_000


@frozen(eq=False)
class Works:
    """The works of a block.

    Parameters
    ----------
    setting : Scenario
        What is assumed besides responses.
    keys : tuple of Key
        The streams that they are drawn from.
    scales : FloatArray, shape (n_tasks,)
    days : FloatArray, shape (n_tasks, count)
    """

    setting: Scenario
    keys: tuple[Key, ...]
    scales: FloatArray
    days: FloatArray

    def are_those_of(self, setting: Scenario, network: Network) -> bool:
        """Return whether a network has the same works under a scenario."""
        same = self.setting == setting and np.array_equal(self.scales, network.scales)
        return same and self.keys == _keys(network)


class Remembered(Chance):
    """The iterations of a block, with the works as they were drawn before.

    Parameters
    ----------
    program : Program
        Of which works `may_be_remembered`.
    sampler : Sampler
    span : (int, int)
    setting : Scenario
        What is assumed besides responses.
    works : dict of (int, int) to Works
        What is known of each block; what is drawn here is put in.
    """

    def __init__(
        self,
        program: Program,
        sampler: Sampler,
        span: Span,
        setting: Scenario,
        works: dict[Span, Works],
    ) -> None:
        super().__init__(program, sampler, *span)
        self._span, self._setting, self._works = span, setting, works

    def fill_durations(self, network: Network, days: FloatArray) -> None:
        """Put in the works that are known, or draw them."""
        known = self._works.get(self._span)
        if known is not None and known.are_those_of(self._setting, network):
            days[...] = known.days
            return
        super().fill_durations(network, days)
        # Events lengthen the array itself.
        drawn = Works(self._setting, _keys(network), network.scales, days.copy())
        self._works[self._span] = drawn


def may_be_remembered(program: Program, iterations: int) -> bool:
    """Return whether the works of all iterations fit into memory, and stay what they are.

    Those that move together with something else are drawn along with it, and on that a response
    may have a say.
    """
    network = program.network
    fit = len(network.durations) * iterations <= _MOST_NUMBERS
    return fit and program.group_of.keys().isdisjoint(_keys(network))


def _keys(network: Network) -> tuple[Key, ...]:
    return tuple(work.key for work in network.durations)
