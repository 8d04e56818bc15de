"""The qualitative side: scales of probability and impact, and the matrix that scores a risk."""

from __future__ import annotations

import bisect
import enum

from attrs import field, frozen

from riskplan.model import fields

__all__ = ["Band", "Basis", "RiskMatrix", "Scale"]

_Rows = tuple[tuple[float, ...], ...]


class Basis(enum.Enum):
    """What the cuts of an impact scale are measured in."""

    ABSOLUTE = "absolute"
    SHARE_OF_BASE = "share of base"


@frozen
class Scale:
    """Named levels, lowest first, and the cuts between them.

    Parameters
    ----------
    levels : sequence of str
        Names of the n levels.
    cuts : sequence of float, n - 1 of them [probability, currency, days, or fraction of base]
        Where one level ends and the next begins; a value on a cut belongs to the lower level.
    basis : Basis
        Whether the cuts are absolute, or fractions of the base cost or duration.

    Examples
    --------
    >>> chance = Scale(["low", "medium", "high"], [0.15, 0.25])
    >>> chance.level(0.12), chance.level(0.15), chance.level(0.28)
    (0, 0, 2)
    """

    levels: tuple[str, ...] = field(converter=fields.to_tuple, validator=fields.is_tuple_of(str))
    cuts: tuple[float, ...] = field(converter=fields.to_numbers, validator=fields.is_numbers)
    basis: Basis = field(default=Basis.ABSOLUTE, validator=fields.is_a(Basis), kw_only=True)

    def level(self, value: float) -> int:
        """Return the index of the level that a value falls in, 0 for the lowest."""
        return bisect.bisect_left(self.cuts, value)

    def midpoint(self, level: int, top: float) -> float:
        """Return the middle of a level, where `top` ends the highest one and 0 begins the lowest.

        Examples
        --------
        >>> Scale(["low", "high"], [0.5]).midpoint(1, top=1.0)
        0.75
        """
        edges = (0.0, *self.cuts, top)
        return (edges[level] + edges[level + 1]) / 2.0


@frozen
class Band:
    """A class of scores.

    Parameters
    ----------
    name : str
        What people call it.
    lowest : float [score]
        The lowest score in the band; it ends where the next one begins.
    """

    name: str = field(validator=fields.is_text)
    lowest: float = field(converter=fields.to_number, validator=fields.is_number)


_PROBABILITY = Scale(["very low", "low", "medium", "high", "very high"], [0.05, 0.1, 0.25, 0.5])
_IMPACT = Scale(
    ["very low", "low", "medium", "high", "very high"],
    [0.005, 0.02, 0.05, 0.1],
    basis=Basis.SHARE_OF_BASE,
)
_BANDS = (Band("low", 0), Band("medium", 5), Band("high", 12))


@frozen
class RiskMatrix:
    """The scoring matrix: 3 × 3 to 5 × 5, from the scales to a score and from there to a band.

    Parameters
    ----------
    probability : Scale
        Its levels are the rows.
    cost, delay : Scale [currency; working days; or fractions of the base]
        Their levels are the columns; a risk takes the higher of its two levels.
    scores : rows of float, optional
        The score of each cell, lowest probability first; unless given, the product of the two
        levels counted from 1.
    bands : sequence of Band
        Classes of scores, lowest first.

    Examples
    --------
    >>> matrix = RiskMatrix()
    >>> matrix.score(4, 2), matrix.band(matrix.score(4, 2)).name
    (15.0, 'high')
    """

    probability: Scale = field(default=_PROBABILITY, validator=fields.is_a(Scale))
    cost: Scale = field(default=_IMPACT, validator=fields.is_a(Scale), kw_only=True)
    delay: Scale = field(default=_IMPACT, validator=fields.is_a(Scale), kw_only=True)
    scores: _Rows | None = field(
        default=None,
        converter=fields.to_rows,
        validator=fields.optional(fields.is_rows),
        kw_only=True,
    )
    bands: tuple[Band, ...] = field(
        default=_BANDS,
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(Band),
        kw_only=True,
    )

    def score(self, probability: int, impact: int) -> float:
        """Return the score of the cell at two levels, each counted from 0."""
        if self.scores is not None:
            return self.scores[probability][impact]
        return float((probability + 1) * (impact + 1))

    def band(self, score: float) -> Band:
        """Return the band that a score falls in."""
        return self.bands[self.band_index(score)]

    def band_index(self, score: float) -> int:
        """Return the index of the band that a score falls in, 0 for the lowest."""
        return max(0, bisect.bisect_right([band.lowest for band in self.bands], score) - 1)
