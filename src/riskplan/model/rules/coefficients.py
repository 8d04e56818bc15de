"""Rules of coefficients: numbers between -1 and 1 that can all be true of the same quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from riskplan._typing import FloatArray
from riskplan.errors import Problem, Severity
from riskplan.model.correlation import Correlation
from riskplan.model.dependence.completion import connected
from riskplan.model.dependence.joint import joint_laws, matrix_of, named_by, spearman_of_nearest
from riskplan.model.dependence.names import Named
from riskplan.model.dependence.refusals import USE_NEAREST, contradiction, nearest_possible
from riskplan.model.nearest import is_possible
from riskplan.model.plan import Plan
from riskplan.model.rules.dependence import (
    correlated_quantities_can_move,
    correlations_name_quantities,
    correlations_of,
    meanings_in,
)
from riskplan.model.scenario import INHERENT, PLANNED

__all__ = [
    "coefficients_are_correlations",
    "coefficients_hold_together",
    "correlations_agree",
    "correlations_can_be_simulated",
]

_LEAST_FREEDOM = 1.0
_ROUNDING = 1e-12
_PERCENT = 100.0
_ALIKE = 1e-6
_STEPS = 10_000


def coefficients_are_correlations(plan: Plan) -> Iterator[Problem]:
    """Check the form of coefficients: their range, and that of a matrix."""
    for place, correlation in correlations_of(plan):
        coefficient, count = correlation.coefficient, len(correlation.ids)
        if isinstance(coefficient, float):
            if not -1 <= coefficient <= 1:
                yield _out_of_range(place, "coefficient", coefficient)
        elif [len(row) for row in coefficient] != [count] * count:
            yield Problem(
                place,
                f"coefficient must be a number or {count} rows of {count} numbers, one for each id",
                "rows and columns stand in the order of ids",
            )
        else:
            yield from _entry_problems(place, correlation.ids, coefficient)
        freedom = correlation.degrees_of_freedom
        if freedom is not None and freedom < _LEAST_FREEDOM:
            yield Problem(
                place,
                f"degrees_of_freedom must be at least {_LEAST_FREEDOM:g} (got {freedom:g})",
                "4 joins the extremes strongly; leave it out for a normal copula",
            )


def _entry_problems(
    place: str, ids: tuple[str, ...], rows: tuple[tuple[float, ...], ...]
) -> Iterator[Problem]:
    for i, row in enumerate(rows):
        if abs(row[i] - 1.0) > _ROUNDING:
            message = f"coefficient[{i}][{i}], of {ids[i]} with itself, must be 1 (got {row[i]:g})"
            yield Problem(place, message, "write 1 on the diagonal")
        for j in range(i):
            where = f"coefficient[{i}][{j}], of {ids[i]} with {ids[j]},"
            if abs(row[j]) > 1.0 + _ROUNDING:
                yield _out_of_range(place, where, row[j])
            elif abs(row[j] - rows[j][i]) > _ROUNDING:
                yield Problem(
                    place,
                    f"{where} is {row[j]:g}, and coefficient[{j}][{i}] is {rows[j][i]:g}",
                    "the matrix must be symmetric: write the same number twice",
                )


def _out_of_range(place: str, what: str, value: float) -> Problem:
    remedy = f"did you mean {value / _PERCENT:g}?" if 2 <= abs(value) <= _PERCENT else ""
    return Problem(place, f"{what} must be between -1 and 1 (got {value:g})", remedy)


def correlations_agree(plan: Plan) -> Iterator[Problem]:
    """Refuse correlations that share quantities and say different things about them."""
    sound = list(_sound(plan))
    for places in connected([members for _, _, members in sound]):
        if len(places) > 1:
            yield from _conflicts([sound[place] for place in places])


def _conflicts(together: list[tuple[str, Correlation, list[Named]]]) -> Iterator[Problem]:
    known: dict[frozenset[Named], tuple[str, float]] = {}
    first_place, first, _ = together[0]
    for place, correlation, members in together:
        if correlation.degrees_of_freedom != first.degrees_of_freedom:
            yield Problem(
                place,
                f"shares quantities with {first_place}, and their degrees_of_freedom differ "
                f"({_freedom(first)} and {_freedom(correlation)})",
                "quantities that hang together have one copula: give all the same",
            )
        rows = correlation.rows
        for i, j in combinations(range(len(members)), 2):
            other, value = known.setdefault(
                frozenset((members[i], members[j])), (place, rows[i][j])
            )
            if abs(value - rows[i][j]) > _ROUNDING:
                ids = correlation.ids
                yield Problem(
                    place,
                    f"{ids[i]} with {ids[j]} is {rows[i][j]:g}, but {value:g} in {other}",
                    "name each pair once",
                )


def coefficients_hold_together(plan: Plan) -> Iterator[Problem]:
    """Refuse coefficients that no joint law has, whatever its quantities are."""
    for place, correlation, members in _sound(plan):
        if correlation.nearest or _is_possible(correlation):
            continue
        ids, asked = correlation.ids, matrix_of(correlation)
        nearest = spearman_of_nearest(correlation, members, PLANNED)
        if isinstance(correlation.coefficient, tuple):
            yield contradiction(place, ids, asked, nearest, asked)
        else:
            pairs = list(combinations(range(len(ids)), 2))
            yield Problem(
                place,
                f"one coefficient for {len(ids)} quantities cannot be below {_limit(nearest)} "
                f"(got {correlation.coefficient:g}): not all can move against each other; "
                f"{nearest_possible(pairs, ids, asked, nearest)}",
                f"raise it, or {USE_NEAREST} to use that matrix",
            )


def _is_possible(correlation: Correlation) -> bool:
    """Return whether a law can have the coefficients, without a matrix where there is but one."""
    if isinstance(correlation.coefficient, tuple):
        return is_possible(matrix_of(correlation))
    return correlation.coefficient >= _least(correlation.ids) - _ROUNDING


def _least(ids: tuple[str, ...]) -> float:
    return -1.0 / (len(ids) - 1)


def _limit(nearest: FloatArray) -> str:
    """Return the least single coefficient: that of the nearest matrix, where it has but one.

    Rounded up, since one that is rounded down would be refused again.
    """
    apart = nearest[~np.eye(len(nearest), dtype=np.bool_)]
    about = "" if np.ptp(apart) < _ALIKE else "about "
    return f"{about}{math.ceil(apart.mean() * _STEPS) / _STEPS:g}"


def correlations_can_be_simulated(plan: Plan) -> Iterator[Problem]:
    """Refuse coefficients that the laws of their quantities, or all of them together, exclude."""
    if not plan.correlations or any(
        problem.severity is Severity.ERROR for rule in _BEFORE for problem in rule(plan)
    ):
        return
    # Without responses both views are one.
    views = (INHERENT, PLANNED) if any(risk.responses for risk in plan.risks) else (PLANNED,)
    found = (problem for view in views for problem in joint_laws(plan, view)[1])
    yield from dict.fromkeys(found)


_BEFORE = (
    correlations_name_quantities,
    correlated_quantities_can_move,
    coefficients_are_correlations,
    correlations_agree,
    coefficients_hold_together,
)


def _sound(plan: Plan) -> Iterator[tuple[str, Correlation, list[Named]]]:
    """Yield the correlations whose names and coefficients have the right form."""
    meanings = meanings_in(plan)
    broken = {problem.place for problem in coefficients_are_correlations(plan)}
    broken |= {problem.place for problem in correlations_name_quantities(plan)}
    for place, correlation in correlations_of(plan):
        if place not in broken:
            yield place, correlation, named_by(correlation, meanings)


def _freedom(correlation: Correlation) -> str:
    freedom = correlation.degrees_of_freedom
    return "none" if freedom is None else f"{freedom:g}"
