"""Streams that move together: their independent uniforms become uniforms of one joint law.

Every stream keeps its own uniforms as its chance; what is shared comes from streams of the group.
All is done row by row and number by number, so that a block of any length has the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol, TypeAlias

import numpy as np
import scipy
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine.normal import normal_probabilities, normal_quantiles
from riskplan.engine.streams import LARGEST_UNIFORM, SMALLEST_UNIFORM, Key

__all__ = ["Group", "OneFactor", "RowOf", "Tail", "Triangular", "UniformsOf"]

UniformsOf: TypeAlias = Callable[[Key], FloatArray]
"""What gives the independent uniforms of a stream, shape (count,), free to be overwritten."""

RowOf: TypeAlias = Callable[[int], FloatArray]
"""What gives the uniforms of a member by its place, shape (count,), free to be overwritten."""

_PIECE = 16_384
_SHORTEST_PIECE = 512


class Group(Protocol):
    """Streams whose uniforms move together."""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The streams that are moved."""
        ...

    @property
    def sources(self) -> tuple[Key, ...]:
        """All streams that the group draws from: its members, and what they share."""
        ...

    def rows(self, source: UniformsOf) -> RowOf:
        """Return what gives the uniforms of each member, strictly within (0, 1)."""
        ...


@frozen(eq=False)
class Tail:
    """What makes the extremes of a group come together: one divisor for all its members.

    Normal scores over √(W/ν), W chi-squared with ν degrees of freedom, are those of a t copula
    (Demarta and McNeil, "The t copula and related copulas", 2005, equation 3).

    Parameters
    ----------
    key : Key
        The stream of W.
    degrees_of_freedom : float
    """

    key: Key
    degrees_of_freedom: float

    def multipliers(self, source: UniformsOf) -> FloatArray:
        """Return √(ν/W), shape (count,)."""
        mixing: FloatArray = scipy.special.chdtri(self.degrees_of_freedom, source(self.key))
        np.divide(self.degrees_of_freedom, mixing, out=mixing)
        np.sqrt(mixing, out=mixing)
        return mixing


@frozen(eq=False)
class OneFactor:
    """One coefficient for all pairs: each score is a share of a common one, and of its own.

    A member depends on its own stream and on the common one, and so on no other member.

    Parameters
    ----------
    keys : tuple of Key
    factor : Key
        The stream of the common score.
    coefficient : float
        The correlation of the normal scores, 0 to 1.
    tail : Tail, optional
    """

    keys: tuple[Key, ...]
    factor: Key
    coefficient: float
    tail: Tail | None = None

    @property
    def sources(self) -> tuple[Key, ...]:
        """The members, the common stream, and that of the tail."""
        return (*self.keys, self.factor, *_tail_keys(self.tail))

    def rows(self, source: UniformsOf) -> RowOf:
        """Return what gives the uniforms of each member, one after the other."""
        common = normal_quantiles(source(self.factor))
        common *= math.sqrt(self.coefficient)
        own = math.sqrt(1.0 - self.coefficient)
        multipliers = None if self.tail is None else self.tail.multipliers(source)

        def row(place: int) -> FloatArray:
            scores = normal_quantiles(source(self.keys[place]))
            scores *= own
            scores += common
            return _uniforms_of(scores, self.tail, multipliers)

        return row


@frozen(eq=False)
class Triangular:
    """Any correlations: each score is a mixture of its own and of those before it.

    Parameters
    ----------
    keys : tuple of Key
    mixture : FloatArray, shape (n_keys, n_keys)
        Lower triangular, each row of length 1: a root of the correlation matrix of the scores.
    tail : Tail, optional
    """

    keys: tuple[Key, ...]
    mixture: FloatArray
    tail: Tail | None = None

    @property
    def sources(self) -> tuple[Key, ...]:
        """The members, and the stream of the tail."""
        return (*self.keys, *_tail_keys(self.tail))

    @cached_property
    def _weights(self) -> list[list[tuple[int, float]]]:
        """For each member the others that it depends on, with their weights."""
        rows = self.mixture.tolist()
        return [
            [(other, weight) for other, weight in enumerate(row[:place]) if weight]
            for place, row in enumerate(rows)
        ]

    def rows(self, source: UniformsOf) -> RowOf:
        """Return what gives the uniforms of each member, all of which are mixed at once."""
        multipliers = None if self.tail is None else self.tail.multipliers(source)
        moved = np.array([normal_quantiles(source(key)) for key in self.keys])
        length = max(4 * _PIECE // len(self.keys), _SHORTEST_PIECE)
        scratch = np.empty(min(length, moved.shape[1]))
        for piece in _pieces(moved.shape[1], length):
            self._mix(moved[:, piece], scratch)

        def row(place: int) -> FloatArray:
            return _uniforms_of(moved[place].copy(), self.tail, multipliers)

        return row

    def _mix(self, rows: FloatArray, scratch: FloatArray) -> None:
        """Mix normal scores, the last row first: each needs those before it."""
        part = scratch[: rows.shape[1]]
        for place in reversed(range(len(rows))):
            row = rows[place]
            row *= self.mixture[place, place]
            for other, weight in self._weights[place]:
                np.multiply(rows[other], weight, out=part)
                row += part


def _tail_keys(tail: Tail | None) -> tuple[Key, ...]:
    return () if tail is None else (tail.key,)


def _pieces(count: int, length: int) -> Iterator[slice]:
    """Yield pieces of a row that stay in the cache until all is done with them."""
    return (slice(start, min(start + length, count)) for start in range(0, count, length))


def _uniforms_of(
    scores: FloatArray, tail: Tail | None, multipliers: FloatArray | None
) -> FloatArray:
    """Return the uniforms of scores, which are overwritten."""
    if tail is None or multipliers is None:
        return normal_probabilities(scores)
    scores *= multipliers
    scipy.special.stdtr(tail.degrees_of_freedom, scores, out=scores)
    return np.clip(scores, SMALLEST_UNIFORM, LARGEST_UNIFORM, out=scores)
