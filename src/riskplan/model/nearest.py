"""The nearest correlation matrix: what contradicting coefficients come to when they must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen
from numpy.typing import ArrayLike

from riskplan._format import card
from riskplan._typing import FloatArray, locked
from riskplan.errors import RequestError
from riskplan.model.fields import quoted

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NearestCorrelation", "is_possible", "nearest_correlation"]

_TOLERANCE = 1e-11
_MOST_STEPS = 5_000
_ROUNDING = 1e-12


@frozen(eq=False, repr=False)
class NearestCorrelation:
    """The nearest correlation matrix to one that is none, and how far it lies.

    Parameters
    ----------
    matrix : FloatArray, shape (n, n)
        Symmetric, with a unit diagonal and no negative eigenvalue; read-only.
    distance : float
        The Frobenius distance: the root of the sum of the squared differences of all entries.
    """

    matrix: FloatArray = field(converter=locked)
    distance: float

    def to_frame(self) -> pd.DataFrame:
        """Return the matrix as a frame; rows and columns are numbered from 0, in its order."""
        import pandas as pd

        numbers = [str(number) for number in range(len(self.matrix))]
        return pd.DataFrame(
            np.array(self.matrix), columns=numbers, index=pd.Index(numbers, name="row")
        )

    def __repr__(self) -> str:
        return f"NearestCorrelation({len(self.matrix)} quantities, {self.distance:.4g} away)"

    def _repr_html_(self) -> str:
        rows = [
            (str(number), "  ".join(f"{entry:.4f}" for entry in row))
            for number, row in enumerate(self.matrix)
        ]
        return card(f"Nearest correlation matrix, {self.distance:.4g} away", rows)


def nearest_correlation(matrix: ArrayLike) -> NearestCorrelation:
    """Return the correlation matrix that is nearest to a symmetric matrix.

    Alternating projections onto the matrices without negative eigenvalues and onto those with a
    unit diagonal, with Dykstra's correction: N. J. Higham, "Computing the nearest correlation
    matrix: a problem from finance", *IMA Journal of Numerical Analysis* 22 (2002), 329-343,
    algorithm 3.3.

    This is about matrices only. A `Correlation` states rank coefficients, of which a copula may
    not reach all that a matrix can have: at the edge, a normal one of three continuous quantities
    comes to -0.4826 where the nearest matrix has -0.5. With `nearest=True` the scores behind the
    ranks then take their own nearest matrix, and `correlations` shows what is used.

    Parameters
    ----------
    matrix : array_like of float, shape (n, n)
        Symmetric.

    Returns
    -------
    NearestCorrelation

    Raises
    ------
    RequestError
        If the matrix is not square, not symmetric or not finite.

    Examples
    --------
    >>> nearest = nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    >>> nearest.matrix.round(4)
    array([[1.    , 0.7607, 0.1573],
           [0.7607, 1.    , 0.7607],
           [0.1573, 0.7607, 1.    ]])
    >>> nearest
    NearestCorrelation(3 quantities, 0.5278 away)
    """
    given = _checked(matrix)
    unit = given.copy()
    np.fill_diagonal(unit, 1.0)
    if np.array_equal(unit, given) and is_possible(given):
        return NearestCorrelation(unit, 0.0)
    found = _alternated(given)
    return NearestCorrelation(found, float(np.sqrt(np.sum((found - given) ** 2))))


def is_possible(matrix: FloatArray) -> bool:
    """Return whether a symmetric matrix has no negative eigenvalue, but for rounding."""
    return bool(np.linalg.eigvalsh(matrix)[0] >= -_ROUNDING * len(matrix))


def _alternated(given: FloatArray) -> FloatArray:
    unit, correction = given, np.zeros_like(given)
    for _ in range(_MOST_STEPS):
        target = unit - correction
        positive = _without_negative_eigenvalues(target)
        correction = positive - target
        previous, unit = unit, positive.copy()
        np.fill_diagonal(unit, 1.0)
        if max(np.abs(unit - previous).max(), np.abs(unit - positive).max()) < _TOLERANCE:
            break
    # The last step of either kind undoes a little of the other: scaling undoes nothing.
    lengths = np.sqrt(np.diag(positive))
    found: FloatArray = positive / np.outer(lengths, lengths)
    found = np.clip((found + found.T) / 2.0, -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def _without_negative_eigenvalues(matrix: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(matrix)
    positive: FloatArray = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return (positive + positive.T) / 2.0


def _checked(matrix: ArrayLike) -> FloatArray:
    try:
        given = np.array(matrix, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise RequestError(f"a matrix of numbers is wanted (got {quoted(matrix)})") from error
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not given.size:
        raise RequestError(f"the matrix must be square (got shape {given.shape}); give n rows of n")
    if not np.isfinite(given).all():
        raise RequestError("the matrix must hold finite numbers; replace nan and inf")
    if not np.allclose(given, given.T, rtol=0.0, atol=_ROUNDING):
        raise RequestError("the matrix must be symmetric; give (matrix + matrix.T) / 2")
    return given
