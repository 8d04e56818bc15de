"""Tables: the quantiles of laws without a closed form, as cubics over cells of the odds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.distributions import Beta, Distribution, Pert
from riskplan.engine.betas import beta_values, classical_pert_fits, is_classical
from riskplan.engine.fitting import GRID, TABLE_ERROR, Fit, fitted, quantiles_of

__all__ = ["TABLE_ERROR", "Table", "table_of"]


@frozen(eq=False)
class _Joined:
    """The fits of all rows in one: those of each power, and ends where they are needed.

    The cubics of a law lie together, so those of a power begin where the first law has them.
    """

    powers: tuple[FloatArray, ...]
    start: IntArray | int
    ends: tuple[FloatArray, FloatArray] | None


@frozen(eq=False)
class Table:
    """The quantiles of one law, or of one law for each row.

    What falls into a cell without a cubic, the law itself answers; that is rare.

    Parameters
    ----------
    laws : tuple of Distribution
    fits : tuple of Fit or None, as many, optional
        The cubics of those that are there already. A table is pickled without them.
    """

    laws: tuple[Distribution, ...]
    fits: tuple[Fit | None, ...] = field(repr=False)

    @fits.default
    def _no_fits(self) -> tuple[Fit | None, ...]:
        return (None,) * len(self.laws)

    def __reduce__(self) -> tuple[type[Table], tuple[tuple[Distribution, ...]]]:
        return Table, (self.laws,)

    @classmethod
    def stack(cls, tables: Sequence[Table]) -> Table:
        """Return the table of the laws of several tables, a row for each."""
        return cls(
            tuple(law for table in tables for law in table.laws),
            tuple(fit for table in tables for fit in table.fits),
        )

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the quantiles of uniforms, any shape for one law, otherwise (laws, n)."""
        joined = self._joined
        values = GRID.interpolate(joined.powers, uniforms, joined.start)
        if joined.ends is not None:
            np.clip(values, *joined.ends, out=values)
        missing = np.isnan(values)
        if missing.any():
            self._ask_the_laws(uniforms, values, missing)
        return values

    def _ask_the_laws(self, uniforms: FloatArray, values: FloatArray, missing: BoolArray) -> None:
        if len(self.laws) == 1:
            values[missing] = self.laws[0].ppf(uniforms[missing])
            return
        for row, law in enumerate(self.laws):
            some = missing[row]
            if some.any():
                values[row, some] = law.ppf(uniforms[row, some])

    @cached_property
    def _joined(self) -> _Joined:
        perts = [law for law in self.laws if isinstance(law, Pert) and is_classical(law)]
        if len(perts) == len(self.laws) and not any(self.fits):
            fits = [classical_pert_fits(perts)]
        else:
            fits = [
                fit or _fit_of(law) or _nothing()
                for law, fit in zip(self.laws, self.fits, strict=True)
            ]
        ends = None
        if not all(fit.is_within for fit in fits):
            low, high = np.array([law.support() for law in self.laws]).T
            ends = low[:, None], high[:, None]
        coefficients = (
            fits[0].coefficients
            if len(fits) == 1
            else np.concatenate([fit.coefficients for fit in fits])
        )
        cubics = coefficients.reshape(-1)
        length = coefficients[0].size
        powers = tuple(cubics[first:] for first in range(0, length, GRID.count))
        if len(self.laws) == 1:
            return _Joined(powers, 0, None if ends is None else (ends[0][0], ends[1][0]))
        start = np.arange(len(self.laws)) * length
        return _Joined(powers, start[:, None], ends)


def table_of(law: Distribution) -> Table | None:
    """Return the table of a continuous law, or None where cubics do not follow it."""
    if isinstance(law, Pert) and is_classical(law):
        return Table((law,))  # always possible, so that its cubics can wait until they are needed
    fit = _fit_of(law)
    return None if fit is None else Table((law,), (fit,))


def _fit_of(law: Distribution) -> Fit | None:
    if isinstance(law, Pert):
        if is_classical(law):
            return classical_pert_fits([law])
        law = Beta(law.alpha, law.beta, law.min, law.max)
    values = beta_values(law) if isinstance(law, Beta) else None
    return fitted(quantiles_of(law) if values is None else values, *law.support())


def _nothing() -> Fit:
    """Return what leaves all to the law itself."""
    return Fit(np.full((1, 4, GRID.count), np.nan), is_within=True)
