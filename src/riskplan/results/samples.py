"""Samples of one quantity, in numbers or in dates: what an analyst asks percentiles of."""

from __future__ import annotations

import datetime as dt
import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from riskplan._format import card, estimate_text
from riskplan._typing import DateArray, FloatArray, locked
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.results.cells import refuse_split_cells
from riskplan.results.estimate import (
    DateEstimate,
    Estimate,
    mean_estimate,
    share_estimate,
    std_estimate,
)
from riskplan.results.ranks import Ranks, ranks_in_cells, warn_of_open_interval

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARD_LEVELS", "DateSamples", "Samples", "end_of"]

CARD_LEVELS = (10, 50, 80, 90)


@frozen(eq=False, repr=False)
class Samples:
    """Simulated values of one quantity.

    Parameters
    ----------
    values : FloatArray, shape (n,) [unit]
        One value for each iteration, in order of iteration; read-only.
    base : float [unit]
        The value in the base plan.
    unit : str
        The currency, or ``"days"``.
    cell : int
        How many consecutive iterations a sampling plan laid out together: errors count only the
        cells as independent of one another. 1 where all iterations are.

    Raises
    ------
    RequestError
        If the iterations are no whole number of cells.
    """

    values: FloatArray = field(converter=locked)
    base: float
    unit: str = ""
    cell: int = 1

    def __attrs_post_init__(self) -> None:
        refuse_split_cells(len(self.values), self.cell)

    def mean(self) -> Estimate:
        """Return the mean [unit], with its error."""
        return mean_estimate(self.values, self.cell)

    def std(self) -> Estimate:
        """Return the standard deviation [unit], with its error.

        Where rare, large values make most of it, about a thousand iterations are too few: the
        interval then holds the true one only 90 to 93 times in a hundred, not 95.
        """
        return std_estimate(self.values, self.cell)

    def percentile(self, at: float) -> Estimate:
        """Return the value that is not exceeded with a probability of `at` percent.

        Parameters
        ----------
        at : float [percent]
            The P-level: 80 for P80.

        Returns
        -------
        Estimate [unit]
            The order statistic of that level (the inverse of the empirical distribution), with
            an interval between two others.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100; 0.8 is refused, because it may mean P80.
        """
        ranks = self._ranks(at)
        if not ranks.is_closed:
            warn_of_open_interval(at, len(self.values), self.cell)
        return self._percentile(ranks)

    def quiet_percentile(self, at: float) -> Estimate:
        """Return the percentile without a warning; too few iterations leave its interval open."""
        return self._percentile(self._ranks(at))

    def exceedance(self, x: float) -> Estimate:
        """Return the probability that the value exceeds `x` [unit], with its error.

        Raises
        ------
        RequestError
            If `x` is not a number.
        """
        return share_estimate(self.values > _number(x), self.cell)

    def confidence(self, x: float) -> Estimate:
        """Return the probability that the value does not exceed `x` [unit], with its error.

        Raises
        ------
        RequestError
            If `x` is not a number.
        """
        return share_estimate(self.values <= _number(x), self.cell)

    def overrun(self, at: float) -> Estimate:
        """Return how far the percentile lies above the base [unit], with its error."""
        return self.percentile(at).shifted(-self.base)

    def __len__(self) -> int:
        return len(self.values)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a row for each iteration."""
        import pandas as pd

        return pd.DataFrame({"value": self.values}).rename_axis("iteration")

    def __repr__(self) -> str:
        return f"Samples({len(self):,} iterations, mean {self.mean()} {self.unit})".replace(
            " )", ")"
        )

    def _repr_html_(self) -> str:
        rows = [("base", estimate_text(self.base, 0.0)), ("mean", str(self.mean()))]
        rows += [(f"P{at}", str(self.quiet_percentile(at))) for at in CARD_LEVELS]
        return card(f"{len(self):,} iterations [{self.unit}]".replace(" []", ""), rows)

    @cached_property
    def _ordered(self) -> FloatArray:
        return np.sort(self.values)

    def _ranks(self, at: float) -> Ranks:
        return ranks_in_cells(at, self.values, self._ordered, self.cell)

    def _percentile(self, ranks: Ranks) -> Estimate:
        value, low, high = self._ordered[[ranks.rank, ranks.low, ranks.high]]
        return Estimate(value, *((low, high) if ranks.is_closed else (-math.inf, math.inf)))


@frozen(eq=False, repr=False)
class DateSamples:
    """Simulated dates.

    Parameters
    ----------
    values : DateArray, shape (n,) [minute]
        One date for each iteration, in order of iteration; read-only.
    base : datetime.datetime
        The date in the base plan.
    cell : int
        How many consecutive iterations a sampling plan laid out together; 1 where all are
        independent.

    Raises
    ------
    RequestError
        If the iterations are no whole number of cells.
    """

    values: DateArray = field(converter=locked)
    base: dt.datetime
    cell: int = 1

    def __attrs_post_init__(self) -> None:
        refuse_split_cells(len(self.values), self.cell)

    def percentile(self, at: float) -> DateEstimate:
        """Return the date that is met with a probability of `at` percent.

        Parameters
        ----------
        at : float [percent]
            The P-level: 80 for P80.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100; 0.8 is refused, because it may mean P80.
        """
        ranks = self._ranks(at)
        if not ranks.is_closed:
            warn_of_open_interval(at, len(self.values), self.cell)
        return self._percentile(ranks)

    def quiet_percentile(self, at: float) -> DateEstimate:
        """Return the percentile without a warning; too few iterations leave its interval open."""
        return self._percentile(self._ranks(at))

    def exceedance(self, date: dt.date | str) -> Estimate:
        """Return the probability of finishing later than the end of a date, with its error.

        Raises
        ------
        RequestError
            If the date cannot be read.
        """
        return share_estimate(self.values > end_of(date), self.cell)

    def confidence(self, date: dt.date | str) -> Estimate:
        """Return the probability of finishing by the end of a date, with its error.

        Raises
        ------
        RequestError
            If the date cannot be read.
        """
        return share_estimate(self.values <= end_of(date), self.cell)

    def __len__(self) -> int:
        return len(self.values)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a row for each iteration."""
        import pandas as pd

        return pd.DataFrame({"date": self.values.astype("datetime64[s]")}).rename_axis("iteration")

    def __repr__(self) -> str:
        return f"DateSamples({len(self):,} iterations, P50 {self.quiet_percentile(50)})"

    def _repr_html_(self) -> str:
        rows = [("base", f"{self.base:%Y-%m-%d}")]
        rows += [(f"P{at}", str(self.quiet_percentile(at))) for at in CARD_LEVELS]
        return card(f"{len(self):,} iterations", rows)

    @cached_property
    def _ordered(self) -> DateArray:
        return np.sort(self.values)

    def _ranks(self, at: float) -> Ranks:
        return ranks_in_cells(at, self.values, self._ordered, self.cell)

    def _percentile(self, ranks: Ranks) -> DateEstimate:
        three = self._ordered[[ranks.rank, ranks.low, ranks.high]]
        value, low, high = three.astype("datetime64[s]").tolist()
        ends = (low, high) if ranks.is_closed else (dt.datetime.min, dt.datetime.max)
        return DateEstimate(value, *ends)


def _number(x: float) -> float:
    if not is_number(x) or math.isnan(x):
        raise RequestError(f"the limit must be a number (got {x!r}); write it without its unit")
    return x


def end_of(date: dt.date | str) -> np.datetime64:
    """Return a point in time: the given one, or the end of the given day."""
    try:
        moment = np.datetime64(date)
    except ValueError as error:
        raise RequestError(f"{date!r} is not a date; write it as YYYY-MM-DD") from error
    unit = np.datetime_data(moment.dtype)[0]
    if np.isnat(moment) or unit in ("Y", "M", "W"):
        raise RequestError(f"{date!r} is not a date; write it as YYYY-MM-DD")
    is_day = unit == "D"
    return moment + np.timedelta64(1, "D") - np.timedelta64(1, "m") if is_day else moment
