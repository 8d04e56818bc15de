"""Sampling plans: how the uniforms of a quantity are spread over its iterations.

A plan works on cells of consecutive iterations. Within a cell the uniforms are spread more evenly
than chance would spread them, or against one another; different cells are independent. So results
do not depend on the size of a block, and the error of every answer can be read off the cells.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

import numpy as np
import scipy
from attrs import Attribute, field, frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.engine.streams import (
    LARGEST_UNIFORM,
    SMALLEST_UNIFORM,
    Key,
    Stream,
    generator_of,
)
from riskplan.errors import RequestError

__all__ = [
    "SAMPLING_PLANS",
    "Antithetic",
    "LatinHypercube",
    "Random",
    "Sampler",
    "SamplingPlan",
    "Sobol",
    "refuse_too_many_dimensions",
    "sampling_of",
]

_ORDER_LANE = 1
_SHIFT_LANE = 2
_BITS = 53
_UNIT = 2.0**-_BITS
_PLACE_BYTES = 8
_ROOM = 2
_FEWEST = 16


def _is_a_cell(instance: Any, _attribute: Attribute[int], value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 2:
        raise RequestError(
            f"{type(instance).__name__}: a cell must be a whole number of at least 2 iterations "
            f"(got {value!r})"
        )


def _is_a_power_of_two(instance: Any, attribute: Attribute[int], value: Any) -> None:
    _is_a_cell(instance, attribute, value)
    if value & (value - 1):
        raise RequestError(
            f"{type(instance).__name__}: a cell must be a power of two (got {value}); "
            f"write cell={2 ** value.bit_length()}"
        )


class SamplingPlan(Protocol):
    """How uniforms are spread over iterations."""

    @property
    def cell(self) -> int:
        """The iterations in a cell; cells are independent of one another."""
        ...

    @property
    def spelling(self) -> str:
        """The plan as text, which `sampling_of` reads."""
        ...

    def uniforms(self, sampler: Sampler, stream: Stream, key: Key) -> FloatArray:
        """Return uniforms for whole cells, shape (count,), all strictly between 0 and 1."""
        ...


@frozen(eq=False)
class Sampler:
    """A sampling plan at work on the quantities of one program.

    Parameters
    ----------
    plan : SamplingPlan
    seed : int
    keys : tuple of Key
        The streams of the program, for plans that give each of them a dimension.
    """

    plan: SamplingPlan
    seed: int
    keys: tuple[Key, ...] = ()

    def uniforms(self, stream: Stream, key: Key) -> FloatArray:
        """Return the uniforms of a stream, shape (count,), strictly between 0 and 1."""
        return self.plan.uniforms(self, stream, key)

    @cached_property
    def dimensions(self) -> dict[Key, int]:
        """The dimension of each stream: of many, the one that its key falls on, or the next free.

        So a stream that comes or goes leaves the others where they are, but for the few that had
        to give way.
        """
        keys = sorted(set(self.keys))
        count = self.dimension_count
        taken: dict[int, Key] = {}
        for key in keys:
            place = int.from_bytes(key[:_PLACE_BYTES], "little") % count
            while place in taken:
                place = (place + 1) % count
            taken[place] = key
        return {key: place for place, key in taken.items()}

    @property
    def dimension_count(self) -> int:
        """How many dimensions the streams are spread over: the power of two that leaves room."""
        wanted: int = 1 << (_ROOM * max(len(set(self.keys)), _FEWEST) - 1).bit_length()
        return min(wanted, int(scipy.stats.qmc.Sobol.MAXDIM))

    @cached_property
    def points(self) -> dict[int, IntArray]:
        """The points of a scrambled Sobol sequence in one cell, by dimension, shape (cell,)."""
        from scipy.stats import qmc

        generator = generator_of(self.seed, "sampling/sobol")
        sequence = qmc.Sobol(self.dimension_count, bits=_BITS, rng=generator)
        points = sequence.random_base2(self.plan.cell.bit_length() - 1)
        return {
            dimension: (points[:, dimension] * 2.0**_BITS).astype(np.int64)
            for dimension in self.dimensions.values()
        }


@frozen
class Random:
    """Plain random sampling: every iteration on its own.

    Examples
    --------
    >>> Random()
    Random()
    """

    @property
    def cell(self) -> int:
        """Every iteration is a cell of its own."""
        return 1

    @property
    def spelling(self) -> str:
        """The plan as text."""
        return "random"

    def uniforms(self, sampler: Sampler, stream: Stream, key: Key) -> FloatArray:  # noqa: ARG002
        """Return independent uniforms."""
        return stream.uniforms(key)


@frozen
class Antithetic:
    """Antithetic sampling: iterations in pairs, the second of which mirrors the first.

    What is high in one is low in the other, so that errors of the mean largely cancel
    (Hammersley and Morton, "A new Monte Carlo technique: antithetic variates", 1956).

    Examples
    --------
    >>> Antithetic().cell
    2
    """

    @property
    def cell(self) -> int:
        """A pair is a cell."""
        return 2

    @property
    def spelling(self) -> str:
        """The plan as text."""
        return "antithetic"

    def uniforms(self, sampler: Sampler, stream: Stream, key: Key) -> FloatArray:  # noqa: ARG002
        """Return pairs of a uniform and its mirror image."""
        half = stream.places(key, stream.start // 2, stream.count // 2)
        pairs = np.empty((len(half), 2))
        pairs[:, 0] = half
        np.subtract(1.0, half, out=pairs[:, 1])
        return np.minimum(pairs.ravel(), LARGEST_UNIFORM)


@frozen
class LatinHypercube:
    """Latin hypercube sampling: in each cell one value from each of equally likely strata.

    The strata of a quantity are visited in random order (McKay, Beckman and Conover, "A comparison
    of three methods for selecting values of input variables", Technometrics 21, 1979).

    Parameters
    ----------
    cell : int
        The iterations in a cell, and so the strata of each quantity.

    Examples
    --------
    >>> LatinHypercube()
    LatinHypercube(cell=500)
    """

    cell: int = field(default=500, validator=_is_a_cell)

    @property
    def spelling(self) -> str:
        """The plan as text."""
        return f"latin-hypercube({self.cell})"

    def uniforms(self, sampler: Sampler, stream: Stream, key: Key) -> FloatArray:  # noqa: ARG002
        """Return one uniform from each stratum of each cell, in random order."""
        strata = stream.places(key, stream.start, stream.count, lane=_ORDER_LANE)
        order = strata.reshape(-1, self.cell).argsort(axis=1)
        uniforms = stream.uniforms(key)
        uniforms += order.ravel()
        uniforms /= self.cell
        return np.clip(uniforms, SMALLEST_UNIFORM, LARGEST_UNIFORM, out=uniforms)


@frozen
class Sobol:
    """Quasi-random sampling: in each cell the points of a scrambled Sobol sequence.

    The points are those of `scipy.stats.qmc.Sobol`, scrambled by the seed; each cell shifts the
    digits of every quantity anew (Owen and L'Ecuyer, randomised quasi-Monte Carlo), which keeps
    the points even and makes the cells replicates of one another. The streams of a plan share out
    the dimensions by their names: unlike under the other plans, a risk or cost item that comes or
    goes may move a few others to other dimensions, and so to other draws.

    Parameters
    ----------
    cell : int
        The iterations in a cell, a power of two.

    Examples
    --------
    >>> Sobol()
    Sobol(cell=512)
    """

    cell: int = field(default=512, validator=_is_a_power_of_two)

    @property
    def spelling(self) -> str:
        """The plan as text."""
        return f"sobol({self.cell})"

    def uniforms(self, sampler: Sampler, stream: Stream, key: Key) -> FloatArray:
        """Return the points of the stream's dimension, shifted anew in each cell.

        A stream without a dimension is random.
        """
        dimension = sampler.dimensions.get(key)
        if dimension is None:
            return stream.uniforms(key)
        first, cells = stream.start // self.cell, stream.count // self.cell
        shifts = stream.places(key, first, cells, lane=_SHIFT_LANE)
        digits = np.bitwise_xor(
            sampler.points[dimension], (shifts * 2.0**_BITS).astype(np.int64)[:, None]
        )
        uniforms: FloatArray = digits.ravel() * _UNIT
        return np.maximum(uniforms, SMALLEST_UNIFORM, out=uniforms)


SAMPLING_PLANS = (Random, Antithetic, LatinHypercube, Sobol)


def sampling_of(spelling: str) -> SamplingPlan:
    """Return the sampling plan of a spelling.

    Raises
    ------
    RequestError
        If there is none; the message lists those that there are.

    Examples
    --------
    >>> sampling_of("sobol(256)")
    Sobol(cell=256)
    """
    name, _, cell = spelling.removesuffix(")").partition("(")
    plain: dict[str, SamplingPlan] = {
        "random": Random(),
        "antithetic": Antithetic(),
        "latin-hypercube": LatinHypercube(),
        "sobol": Sobol(),
    }
    if spelling in plain:
        return plain[spelling]
    if name == "latin-hypercube" and cell.isdecimal():
        return LatinHypercube(int(cell))
    if name == "sobol" and cell.isdecimal():
        return Sobol(int(cell))
    raise RequestError(
        f'there is no sampling plan "{spelling}"; '
        "there are: random, antithetic, latin-hypercube(500), sobol(512)"
    )


def refuse_too_many_dimensions(sampler: Sampler) -> None:
    """Refuse a program with more streams than a Sobol sequence has dimensions.

    Raises
    ------
    RequestError
        Saying how many there are.
    """
    if not isinstance(sampler.plan, Sobol):
        return  # before scipy.stats is loaded, which takes longer than most runs
    most: int = scipy.stats.qmc.Sobol.MAXDIM
    streams = len(set(sampler.keys))
    if streams > most:
        raise RequestError(
            f"Sobol: the plan draws {streams:,} quantities, and the sequence has "
            f"{most:,} dimensions; use LatinHypercube()"
        )
