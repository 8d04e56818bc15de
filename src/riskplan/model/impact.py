"""What a risk does when it occurs: it costs, it delays, or it stretches durations."""

from __future__ import annotations

import enum
from typing import TypeAlias

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.calendars import TimeUnit

__all__ = [
    "CATEGORY",
    "Combine",
    "CostImpact",
    "Delay",
    "Draws",
    "DurationFactor",
    "Impact",
    "takes_time",
]

# What stands before the category of activities where an impact names one instead of ids.
CATEGORY = "category:"


class Draws(enum.Enum):
    """Whether an impact on several activities is one draw for all, or one for each."""

    SHARED = "shared"
    SEPARATE = "separate"


class Combine(enum.Enum):
    """How impacts of several risks on one activity act together.

    In series, delays add up and factors multiply. Of those that act in parallel only the largest
    delay counts, and only the factor that is farthest above 1, or the smallest if none is above.
    """

    SERIES = "series"
    PARALLEL = "parallel"


@frozen
class CostImpact:
    """Money that a risk costs, or that an opportunity saves.

    Parameters
    ----------
    amount : Distribution, float or str, optional [currency]
        The money, as a magnitude: the kind of the risk says whether it is lost or saved.
    share : Distribution, float or str, optional [fraction]
        Instead of an amount: a fraction of the simulated cost of the items named by `of`.
    of : str or sequence of str
        Ids of cost items, or of phases, which stand for all their cost items.
    phase : str, optional
        The phase the money is counted in.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> CostImpact("triangular(20000, 50000, 90000)").amount.most_likely()
    50000.0
    >>> CostImpact(share=0.3, of=["hardware", "licences"]).of
    ('hardware', 'licences')
    """

    amount: Distribution | None = field(
        default=None,
        converter=fields.to_optional_distribution,
        validator=fields.optional(fields.is_distribution),
    )
    share: Distribution | None = field(
        default=None,
        converter=fields.to_optional_distribution,
        validator=fields.optional(fields.is_distribution),
        kw_only=True,
    )
    of: tuple[str, ...] = field(
        default=(), converter=fields.to_ids, validator=fields.is_tuple_of(str), kw_only=True
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class Delay:
    """Working time that a risk adds to activities, or that an opportunity takes off them.

    Parameters
    ----------
    activities : str or sequence of str
        Ids of activities, or of phases, which stand for each of their activities; so do
        categories, as in ``"category:electrical"``.
    days : Distribution, float or str [unit]
        The delay, as a magnitude.
    unit : TimeUnit
        Working days unless given.
    draws : Draws
        One draw shared by all activities, unless given as separate.
    combine : Combine
        In series with the impacts of other risks on the same activity, unless given as parallel.
    cap : float, optional [unit]
        The most that it can be.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> Delay("build", "triangular(5, 10, 30)").activities
    ('build',)
    """

    activities: tuple[str, ...] = field(converter=fields.to_ids, validator=fields.is_tuple_of(str))
    days: Distribution = field(converter=fields.to_distribution, validator=fields.is_distribution)
    unit: TimeUnit = field(default=TimeUnit.DAYS, validator=fields.is_a(TimeUnit), kw_only=True)
    draws: Draws = field(default=Draws.SHARED, validator=fields.is_a(Draws), kw_only=True)
    combine: Combine = field(default=Combine.SERIES, validator=fields.is_a(Combine), kw_only=True)
    cap: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class DurationFactor:
    """A risk driver: the durations of activities are multiplied by a factor.

    Parameters
    ----------
    activities : str or sequence of str
        Ids of activities, or of phases, which stand for each of their activities; so do
        categories, as in ``"category:electrical"``.
    factor : Distribution, float or str [dimensionless]
        1 leaves the duration as it is, for threats and opportunities alike.
    draws : Draws
        One draw shared by all activities, unless given as separate.
    combine : Combine
        In series with the impacts of other risks on the same activity, unless given as parallel.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> DurationFactor(["design", "build"], "triangular(0.9, 1, 1.3)").factor.mean()
    1.0666666666666667
    """

    activities: tuple[str, ...] = field(converter=fields.to_ids, validator=fields.is_tuple_of(str))
    factor: Distribution = field(converter=fields.to_distribution, validator=fields.is_distribution)
    draws: Draws = field(default=Draws.SHARED, validator=fields.is_a(Draws), kw_only=True)
    combine: Combine = field(default=Combine.SERIES, validator=fields.is_a(Combine), kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)


Impact: TypeAlias = CostImpact | Delay | DurationFactor
IMPACTS: tuple[type, ...] = (CostImpact, Delay, DurationFactor)


def takes_time(impact: Impact) -> bool:
    """Return whether an impact changes how long work takes."""
    return not isinstance(impact, CostImpact)
