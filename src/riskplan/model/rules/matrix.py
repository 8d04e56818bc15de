"""Rules of the risk matrix: scales in order, a score for every cell, bands that rise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from riskplan.errors import Problem
from riskplan.model.plan import Plan
from riskplan.model.scales import RiskMatrix, Scale

__all__ = ["matrix_is_well_formed"]

_FEWEST, _MOST = 3, 5


def matrix_is_well_formed(plan: Plan) -> Iterator[Problem]:
    """Check scales, scores and bands."""
    matrix = plan.matrix
    for name, scale in (
        ("probability", matrix.probability),
        ("cost", matrix.cost),
        ("delay", matrix.delay),
    ):
        yield from _scale_problems(f"matrix.{name}", scale)
    if len(matrix.cost.levels) != len(matrix.delay.levels):
        yield Problem(
            "matrix",
            f"cost has {len(matrix.cost.levels)} levels and delay {len(matrix.delay.levels)}",
            "give both the same number, since they share the columns",
        )
    yield from _score_problems(matrix)
    lowest = [band.lowest for band in matrix.bands]
    if not lowest or not _rises(lowest):
        yield Problem("matrix.bands", f"must rise (got lowest scores {lowest})", "sort them")


def _scale_problems(place: str, scale: Scale) -> Iterator[Problem]:
    count = len(scale.levels)
    if not _FEWEST <= count <= _MOST:
        yield Problem(place, f"has {count} levels", "a matrix has 3 to 5 on each side")
    if len(scale.cuts) != count - 1:
        yield Problem(
            place,
            f"{count} levels need {count - 1} cuts between them (got {len(scale.cuts)})",
            "give the value that ends each level but the last",
        )
    if not _rises(scale.cuts) or any(cut <= 0 for cut in scale.cuts):
        yield Problem(place, f"cuts must be above 0 and rise (got {list(scale.cuts)})", "sort them")


def _score_problems(matrix: RiskMatrix) -> Iterator[Problem]:
    if matrix.scores is None:
        return
    rows, columns = len(matrix.probability.levels), len(matrix.cost.levels)
    if [len(row) for row in matrix.scores] != [columns] * rows:
        yield Problem(
            "matrix.scores",
            f"must have {rows} rows of {columns} numbers",
            "one row for each level of probability, lowest first",
        )
    elif not all(map(_never_falls, (*matrix.scores, *zip(*matrix.scores, strict=True)))):
        yield Problem("matrix.scores", "must not fall as probability or impact rises", "check them")


def _rises(values: Sequence[float]) -> bool:
    return all(left < right for left, right in pairwise(values))


def _never_falls(values: Sequence[float]) -> bool:
    return all(left <= right for left, right in pairwise(values))
