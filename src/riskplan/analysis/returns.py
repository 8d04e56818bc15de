"""Returns: what a plan is worth, by net present value, payback and return on investment."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from riskplan._format import card, number_text, percent_text
from riskplan._typing import FloatArray
from riskplan.analysis.drivers import refuse_no_run
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.model.rules.cash import percents_as_rate
from riskplan.results import Estimate, Samples, SimulationResult, share_estimate
from riskplan.simulation import MonthlyCash, monthly_cash

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Discounting", "Economics", "Payback", "economics"]

_LEVELS = (10.0, 50.0, 90.0)
_HALF_A_MONTH = 0.5 / 12.0
_ROUNDING = 1e-9


class Discounting(enum.Enum):
    """When in a month its money counts as paid."""

    MID_MONTH = "mid-month"
    END_OF_MONTH = "end of month"


@frozen(eq=False, repr=False)
class Payback:
    """How long it takes until benefits have paid the costs back for good.

    Parameters
    ----------
    months : Samples [months]
        From the beginning of the month in which the plan starts; infinite where it never does.
        Parts of a month are told as if its money came evenly.
    """

    months: Samples

    def percentile(self, at: float) -> Estimate:
        """Return the months within which it is paid back with a probability of `at` percent.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100.
        """
        return self.months.percentile(at)

    def confidence(self, months: float) -> Estimate:
        """Return the probability that it is paid back within so many months.

        Raises
        ------
        RequestError
            If it is not a number.
        """
        return self.months.confidence(months)

    @property
    def never(self) -> Estimate:
        """The probability that it is never paid back."""
        return share_estimate(np.isinf(self.months.values), self.months.cell)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a row for each iteration."""
        return self.months.to_frame()

    def __repr__(self) -> str:
        never = percent_text(self.never, self.never.error)
        return f"Payback(P50 {_months(self.months, 50.0)} months, never {never})"

    def _repr_html_(self) -> str:
        rows = [(f"P{at:g}", f"{_months(self.months, at)} months") for at in _LEVELS]
        rows.append(("never", percent_text(self.never, self.never.error)))
        return card("Payback", rows)


@frozen(eq=False, repr=False)
class Economics:
    """What a plan is worth.

    Parameters
    ----------
    npv : Samples [currency]
        The net present value: that of the benefits less that of the costs.
    cost_value, benefit_value : Samples [currency]
        The present values of costs and benefits.
    roi : Samples [fraction]
        The return on investment: by how much all benefits exceed all costs, without discounting,
        as a fraction of the costs.
    payback : Payback
        Without discounting.
    exposure : Samples [currency]
        The most that costs run ahead of benefits, at the end of any month.
    discount_rate : float [fraction a year]
        The effective annual rate.
    discounting : Discounting
    roi_floor : float, optional [fraction]
    """

    npv: Samples
    cost_value: Samples
    benefit_value: Samples
    roi: Samples
    payback: Payback
    exposure: Samples
    discount_rate: float
    discounting: Discounting = Discounting.MID_MONTH
    roi_floor: float | None = field(default=None)

    @property
    def loss(self) -> Estimate:
        """The probability that the net present value is below 0."""
        return share_estimate(self.npv.values < 0.0, self.npv.cell)

    @property
    def meets_floor(self) -> Estimate:
        """The probability that the return on investment reaches the floor.

        Raises
        ------
        RequestError
            If there is none.
        """
        if self.roi_floor is None:
            raise RequestError(
                "there is no roi_floor; give the plan one, or write rp.economics(run, roi_floor=…)"
            )
        return share_estimate(self.roi.values >= self.roi_floor - _ROUNDING, self.roi.cell)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by figure: base, mean with its error, and percentiles."""
        import pandas as pd

        parts = {
            "npv": self.npv,
            "cost_value": self.cost_value,
            "benefit_value": self.benefit_value,
            "roi": self.roi,
            "payback": self.payback.months,
            "exposure": self.exposure,
        }
        rows = []
        for samples in parts.values():
            is_finite = bool(np.isfinite(samples.values).all())
            mean = samples.mean() if is_finite else Estimate(np.inf, -np.inf, np.inf)
            levels = {f"p{at:g}": samples.quiet_percentile(at).value for at in _LEVELS}
            rows.append({"base": samples.base, "mean": mean.value, "error": mean.error, **levels})
        return pd.DataFrame(rows, index=pd.Index(parts, name="figure"))

    def __repr__(self) -> str:
        mean = f"mean NPV {self.npv.mean()} {self.npv.unit}".strip()
        parts = [mean, f"at {percent_text(self.discount_rate)}", f"ROI {_percent(self.roi.mean())}"]
        if self.roi_floor is not None:
            kept = percent_text(self.meets_floor, self.meets_floor.error)
            parts.append(f"at least {percent_text(self.roi_floor)} with {kept}")
        return f"Economics({', '.join(parts)})"

    def _repr_html_(self) -> str:
        unit, loss = self.npv.unit, self.loss
        rows = [("NPV, mean", f"{self.npv.mean()} {unit}".strip())]
        rows += [
            (f"NPV, P{at:g}", f"{self.npv.quiet_percentile(at)} {unit}".strip()) for at in _LEVELS
        ]
        rows.append(("NPV below 0", percent_text(loss, loss.error)))
        rows.append(("ROI, mean", _percent(self.roi.mean())))
        if self.roi_floor is not None:
            kept = percent_text(self.meets_floor, self.meets_floor.error)
            rows.append((f"ROI of {percent_text(self.roi_floor)} or more", kept))
        rows.append(("payback, P50", f"{_months(self.payback.months, 50.0)} months"))
        rows.append(
            ("discounted", f"{percent_text(self.discount_rate)} a year, {self.discounting.value}")
        )
        return card("Economics", rows)


def economics(
    run: SimulationResult,
    *,
    discount_rate: float | None = None,
    roi_floor: float | None = None,
    discounting: Discounting = Discounting.MID_MONTH,
) -> Economics:
    """Return what a plan with benefits is worth, as distributions.

    Costs are those of `rp.cash_flow`, the rise of prices included. A benefit begins on the day
    after the simulated finish that it waits for, and its lag, so that what is late earns late.
    Money counts as paid in the middle of its month (or at its end), and a year later it is worth
    1 / (1 + discount rate) of that: the rate is an effective annual one, and present values are
    those of the beginning of the month in which the plan starts (R. A. Brealey, S. C. Myers and
    F. Allen, *Principles of Corporate Finance*, chapter 2, on discounting).

    Parameters
    ----------
    run : SimulationResult
        A run of a plan with a start and with benefits.
    discount_rate : float, optional [fraction a year]
        The plan's own unless given; 0 discounts nothing.
    roi_floor : float, optional [fraction]
        The plan's own unless given.
    discounting : Discounting

    Returns
    -------
    Economics

    Raises
    ------
    RequestError
        If the plan has no benefits, no start or no costs; or if there is no discount rate, or one
        that cannot be, such as percents typed as a number.

    Examples
    --------
    >>> import riskplan as rp
    >>> fees = rp.Benefit("fees", "Fees saved", 100, after="build", months=24)
    >>> build = rp.Activity("build", "Build", rp.Uniform(20, 60), day_rate=30)
    >>> plan = rp.Plan("Toll", start="2026-01-01", activities=[build], benefits=[fees])
    >>> worth = rp.economics(rp.simulate(plan, iterations=10_000, seed=1), discount_rate=0.08)
    >>> 900 < worth.npv.mean() < 1_100, 0.9 < worth.roi.percentile(50) < 1.1
    (True, True)
    """
    refuse_no_run(run)
    cash = monthly_cash(run)
    plan = cash.plan
    if not plan.benefits:
        raise RequestError(
            f'the plan "{plan.name}" has no benefits, so nothing pays its costs back; give it '
            'benefits=[rp.Benefit("fees", "Fees saved", 1_000, months=36)]'
        )
    rate = _rate(plan.discount_rate if discount_rate is None else discount_rate)
    kind: object = discounting
    if not isinstance(kind, Discounting):
        known = ", ".join(f"rp.Discounting.{each.name}" for each in Discounting)
        raise RequestError(f"discounting must be one of {known} (got {discounting!r})")
    late = _HALF_A_MONTH if discounting is Discounting.END_OF_MONTH else 0.0
    factors = np.exp(-np.log1p(rate) * (cash.years + late))
    unit, cell = run.currency, run.provenance.cell

    def samples(values: FloatArray, base: FloatArray, unit: str = unit) -> Samples:
        return Samples(values, float(base[0]), unit, cell)

    spent, base_spent = _spent(cash)
    base_income = cash.base_income[:, None]
    costs, base_costs = _weighted(factors, spent), _weighted(factors, base_spent)
    gains, base_gains = _weighted(factors, cash.income), _weighted(factors, base_income)
    net, base_net = cash.income - spent, base_income - base_spent
    before = cash.years - _HALF_A_MONTH
    return Economics(
        npv=samples(gains - costs, base_gains - base_costs),
        cost_value=samples(costs, base_costs),
        benefit_value=samples(gains, base_gains),
        roi=samples(_roi(cash.income, spent), _roi(base_income, base_spent), ""),
        payback=Payback(samples(_payback(net, before), _payback(base_net, before), "months")),
        exposure=samples(_exposure(net), _exposure(base_net)),
        discount_rate=rate,
        discounting=discounting,
        roi_floor=plan.roi_floor if roi_floor is None else _fraction("roi_floor", roi_floor),
    )


def _rate(rate: float | None) -> float:
    if rate is None:
        raise RequestError(
            "there is no discount rate; give the plan one, or write "
            "rp.economics(run, discount_rate=0.08), or 0 to leave money as it is"
        )
    checked = _fraction("discount_rate", rate)
    for problem in percents_as_rate("discount_rate", checked):
        raise RequestError(str(problem))
    return checked


def _fraction(name: str, value: float) -> float:
    if not is_number(value) or not -1.0 < value < np.inf:
        raise RequestError(f"{name} must be a fraction above -1 (got {value!r}); 8 % is 0.08")
    return float(value)


def _spent(cash: MonthlyCash) -> tuple[FloatArray, FloatArray]:
    """Return what is spent, with the rise of prices, and the same of the base plan."""
    spent = cash.cost + cash.escalation if len(cash.escalation) else cash.cost
    return spent, (cash.base_cost + cash.base_escalation)[:, None]


def _weighted(factors: FloatArray, rows: FloatArray) -> FloatArray:
    """Return the weighted sum of rows, added one after the other."""
    total = np.zeros(rows.shape[1])
    for factor, row in zip(factors.tolist(), rows, strict=True):
        total += factor * row
    return total


def _roi(income: FloatArray, spent: FloatArray) -> FloatArray:
    ones = np.ones(len(spent))
    gains, costs = _weighted(ones, income), _weighted(ones, spent)
    if (costs <= 0.0).any():
        raise RequestError(
            "in some iterations the plan costs nothing, so that there is no return on it; "
            "look at the costs: rp.summarize(run)"
        )
    return gains / costs - 1.0


def _exposure(net: FloatArray) -> FloatArray:
    """Return the most that costs run ahead at the end of any month."""
    deepest: FloatArray = np.maximum(-np.cumsum(net, axis=0).min(axis=0), 0.0)
    return deepest


def _payback(net: FloatArray, before: FloatArray) -> FloatArray:
    """Return the months after which the sum of a net cash flow stays at 0 or above.

    Parameters
    ----------
    net : FloatArray, shape (n_months, n) [currency]
    before : FloatArray, shape (n_months,) [years]
        From the beginning of the month in which the plan starts to that of each month.
    """
    sums = np.cumsum(net, axis=0)
    scale = _ROUNDING * np.abs(sums).max(axis=0)
    is_open = sums < -scale
    # The last month at whose end something is still to be paid back; -1 where there is none.
    last = len(net) - 1 - np.argmax(is_open[::-1], axis=0)
    last[~is_open.any(axis=0)] = -1
    months = np.full(net.shape[1], np.inf)
    columns = np.nonzero(last < len(net) - 1)[0]
    rows = last[columns] + 1
    owed = np.where(rows > 0, -sums[rows - 1, columns], 0.0)
    gains = net[rows, columns]
    part = np.divide(owed, gains, out=np.zeros(len(columns)), where=gains > 0.0)
    months[columns] = before[rows] * 12.0 + np.clip(part, 0.0, 1.0)
    return months


def _months(samples: Samples, at: float) -> str:
    level = samples.quiet_percentile(at)
    return str(level) if np.isfinite(level.value) else number_text(level.value)


def _percent(share: Estimate) -> str:
    return percent_text(share, share.error)
