"""Joint laws: correlations that share quantities are one law of all of them, under a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.distributions import Distribution
from riskplan.errors import Problem
from riskplan.model.correlation import Correlation
from riskplan.model.dependence.completion import completed, connected, nearest_completed
from riskplan.model.dependence.copula import latent_correlations, rank_correlations, reachable
from riskplan.model.dependence.names import Aspect, Named, named_quantities
from riskplan.model.dependence.ranks import SMOOTH, Rank, rank_of, rank_of_event
from riskplan.model.dependence.refusals import USE_NEAREST, contradiction, disagreement
from riskplan.model.nearest import is_possible, nearest_correlation
from riskplan.model.plan import Plan
from riskplan.model.scenario import Scenario

__all__ = ["JointLaw", "joint_laws", "matrix_of", "named_by", "spearman_of_nearest"]

_NO_DISTANCE = 1e-6
_CLOSE = 1e-9
_DECIMALS = 12


@frozen(eq=False)
class JointLaw:
    """Quantities that move together.

    Parameters
    ----------
    members : tuple of Named
        In the order in which they are drawn.
    ranks : tuple of Rank, one for each member
    latent : FloatArray, shape (n, n), or float
        The correlations of the normal scores; a float where one coefficient from 0 to 1 serves
        all pairs.
    degrees_of_freedom : float or None
        Of the t copula; None for a normal one.
    """

    members: tuple[Named, ...]
    ranks: tuple[Rank, ...]
    latent: FloatArray | float
    degrees_of_freedom: float | None

    def spearman(self, pairs: Sequence[tuple[Named, Named]]) -> FloatArray:
        """Return the Spearman coefficients that pairs of members have, shape (n_pairs,)."""
        rows = {member: row for row, member in enumerate(self.members)}
        places = [(rows[first], rows[second]) for first, second in pairs]
        latent = [
            self.latent if isinstance(self.latent, float) else self.latent[place]
            for place in places
        ]
        ranks = [(self.ranks[first], self.ranks[second]) for first, second in places]
        return rank_correlations(ranks, np.array(latent), self.degrees_of_freedom)


@frozen(eq=False)
class _Stated:
    """A correlation of a plan with its place and the quantities that it names."""

    place: str
    correlation: Correlation
    members: tuple[Named, ...]


def named_by(correlation: Correlation, meanings: Mapping[str, tuple[Named, ...]]) -> list[Named]:
    """Return the quantities that a correlation names, without names that mean none or several."""
    found = (meanings.get(name, ()) for name in correlation.ids)
    return [quantities[0] for quantities in found if len(quantities) == 1]


def matrix_of(correlation: Correlation) -> FloatArray:
    """Return the coefficients as a matrix, without what rounding has done to its form."""
    matrix: FloatArray = np.clip(np.array(correlation.rows), -1.0, 1.0)
    matrix = (matrix + matrix.T) / 2.0
    np.fill_diagonal(matrix, 1.0)
    return matrix


def joint_laws(plan: Plan, scenario: Scenario) -> tuple[tuple[JointLaw, ...], tuple[Problem, ...]]:
    """Return the joint laws of a plan under a scenario, and what keeps others from being one.

    Parameters
    ----------
    plan : Plan
        One that keeps the other rules of correlations.
    scenario : Scenario
        Occurrences have the probabilities, and impacts the sizes, that they have under it.

    Returns
    -------
    laws : tuple of JointLaw
        One for each set of correlations that hang together.
    problems : tuple of Problem
    """
    if not plan.correlations:
        return (), ()
    meanings = named_quantities(plan)
    stated = [
        _Stated(f"correlations[{index}]", correlation, tuple(named_by(correlation, meanings)))
        for index, correlation in enumerate(plan.correlations)
    ]
    laws, problems = [], []
    for places in connected([one.members for one in stated]):
        law, found = _joint([stated[place] for place in places], scenario)
        problems += found
        if law is not None:
            laws.append(law)
    return tuple(laws), tuple(problems)


def _joint(stated: list[_Stated], scenario: Scenario) -> tuple[JointLaw | None, list[Problem]]:
    """Return the joint law of correlations that hang together, or why there is none."""
    first = stated[0].correlation
    freedom = first.degrees_of_freedom
    members = sorted({member for one in stated for member in one.members}, key=lambda m: m.order)
    ranks = tuple(_rank(member, scenario) for member in members)
    if len(stated) == 1 and _has_one_factor(first, ranks):
        latent = latent_correlations(((SMOOTH, SMOOTH),), (first.rows[0][1],), freedom)
        return JointLaw(tuple(members), ranks, float(latent[0]), freedom), []
    rows = {member: row for row, member in enumerate(members)}
    blocks, problems = [], []
    for one in stated:
        places = np.array([rows[member] for member in one.members])
        block, found = _block(one, [ranks[place] for place in places], freedom)
        problems += found
        blocks.append((places, block))
    if problems:
        return None, problems
    matrix, problems = _together(blocks, stated, ranks)
    return JointLaw(tuple(members), ranks, matrix.round(_DECIMALS), freedom), problems


def _has_one_factor(correlation: Correlation, ranks: Sequence[Rank]) -> bool:
    """Return whether all members can share one score: a coefficient that is not negative."""
    coefficient = correlation.coefficient
    is_one = isinstance(coefficient, float) and coefficient >= 0
    return is_one and all(rank == SMOOTH for rank in ranks)


def _rank(member: Named, scenario: Scenario) -> Rank:
    law = member.law(scenario)
    if member.aspect is Aspect.OCCURRENCE and law is not None:
        return rank_of_event(law)
    return rank_of(law if isinstance(law, Distribution) else None)


def spearman_of_nearest(
    correlation: Correlation, members: Sequence[Named], scenario: Scenario
) -> FloatArray:
    """Return the Spearman coefficients that a correlation has with nearest = true, shape (n, n)."""
    freedom = correlation.degrees_of_freedom
    ranks = [_rank(member, scenario) for member in members]
    block = _scores(matrix_of(correlation), ranks, freedom)
    return _spearman(nearest_correlation(block).matrix, ranks, freedom)


def _block(
    one: _Stated, ranks: Sequence[Rank], freedom: float | None
) -> tuple[FloatArray, list[Problem]]:
    """Return the correlations of the normal scores of the members of one correlation."""
    asked = matrix_of(one.correlation)
    if not one.correlation.nearest:
        problems = list(_unreachable(one, ranks, asked))
        if problems:
            return asked, problems
    block = _scores(asked, ranks, freedom)
    nearest = nearest_correlation(block)
    if nearest.distance > _NO_DISTANCE and not one.correlation.nearest:
        has = _spearman(nearest.matrix, ranks, freedom)
        return block, [contradiction(one.place, one.correlation.ids, asked, has, block)]
    return nearest.matrix, []


def _scores(asked: FloatArray, ranks: Sequence[Rank], freedom: float | None) -> FloatArray:
    """Return the correlations of scores that each pair wants, of possible coefficients."""
    wanted = asked if is_possible(asked) else nearest_correlation(asked).matrix
    places = _pairs(len(ranks))
    pairs = tuple((ranks[i], ranks[j]) for i, j in places)
    wished = tuple(float(wanted[place]) for place in places)
    return _filled(len(ranks), places, latent_correlations(pairs, wished, freedom))


def _spearman(latent: FloatArray, ranks: Sequence[Rank], freedom: float | None) -> FloatArray:
    """Return the Spearman coefficients of all pairs, of the correlations of their scores."""
    places = _pairs(len(ranks))
    pairs = [(ranks[i], ranks[j]) for i, j in places]
    scores = np.array([latent[place] for place in places])
    return _filled(len(ranks), places, rank_correlations(pairs, scores, freedom))


def _pairs(count: int) -> list[tuple[int, int]]:
    return list(combinations(range(count), 2))


def _unreachable(one: _Stated, ranks: Sequence[Rank], asked: FloatArray) -> Iterator[Problem]:
    names = one.correlation.ids
    for i, j in _pairs(len(ranks)):
        coefficient = asked[i, j]
        least, most = reachable(ranks[i], ranks[j])
        if not least - _CLOSE <= coefficient <= most + _CLOSE:
            yield Problem(
                one.place,
                f'the ranks of "{names[i]}" and "{names[j]}" cannot correlate by '
                f"{coefficient:.4g}, only from {least:.4f} to {most:.4f}, because of how few "
                "values they take, and how often",
                f"choose a coefficient between, or {USE_NEAREST} to come as near as can be",
            )


def _filled(
    count: int, places: Sequence[tuple[int, int]], values: Sequence[float] | FloatArray
) -> FloatArray:
    matrix = np.eye(count)
    for (i, j), value in zip(places, values, strict=True):
        matrix[i, j] = matrix[j, i] = value
    return matrix


def _together(
    blocks: Sequence[tuple[IntArray, FloatArray]],
    stated: Sequence[_Stated],
    ranks: Sequence[Rank],
) -> tuple[FloatArray, list[Problem]]:
    """Return one matrix that has all blocks, or the problem that there is none."""
    matrix, given = np.eye(len(ranks)), np.eye(len(ranks), dtype=np.bool_)
    for places, block in blocks:
        grid = np.ix_(places, places)
        matrix[grid], given[grid] = block, True
    if given.all():
        found = nearest_correlation(matrix)
        nearest, is_near = found.matrix, found.distance <= _NO_DISTANCE
    else:
        matrix, misfit = completed(len(ranks), blocks)
        nearest, is_near = matrix + misfit, bool(np.abs(misfit).max() <= _NO_DISTANCE)
        if not is_near:
            nearest = nearest_completed(nearest, blocks)
    if is_near or all(one.correlation.nearest for one in stated):
        return nearest, []
    has = _spearman(nearest, ranks, stated[0].correlation.degrees_of_freedom)
    return nearest, [_disagreement([places for places, _ in blocks], stated, has)]


def _disagreement(rows: Sequence[IntArray], stated: Sequence[_Stated], has: FloatArray) -> Problem:
    """Return the problem of correlations each of which is possible, but not all of them."""
    names, asked = [""] * len(has), np.eye(len(has))
    given: dict[frozenset[int], tuple[int, int]] = {}
    for one, places in zip(stated, rows, strict=True):
        asked[np.ix_(places, places)] = matrix_of(one.correlation)
        for pair in combinations(places.tolist(), 2):
            given.setdefault(frozenset(pair), pair)
        for place, name in zip(places.tolist(), one.correlation.ids, strict=True):
            names[place] = names[place] or name
    return disagreement([one.place for one in stated], names, asked, has, [*given.values()])
