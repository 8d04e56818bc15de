"""What is done about a risk, what that costs, and what the risk looks like afterwards."""

from __future__ import annotations

import enum

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.changes import Change, is_probability_after, to_change, to_probability_after
from riskplan.model.impact import IMPACTS, Impact
from riskplan.model.spelled import is_spelled

__all__ = ["Response", "Strategy"]


class Strategy(enum.Enum):
    """The ways to respond: four to threats, three to opportunities, and acceptance of either."""

    AVOID = "avoid"
    TRANSFER = "transfer"
    MITIGATE = "mitigate"
    ACCEPT = "accept"
    EXPLOIT = "exploit"
    SHARE = "share"
    ENHANCE = "enhance"


@frozen
class Response:
    """A response to a risk, with the probability, count and impacts that remain after it.

    Parameters
    ----------
    id, name : str
        The name that files use, unique within the risk, and the one that people read.
    strategy : Strategy
        What kind of response it is.
    cost : Distribution, float or str [currency]
        What it costs, whether or not the risk occurs; part of the base of every scenario in
        which it is in force.
    triggered : bool
        Whether the cost is only paid where the risk occurs, once, as that of a fall-back plan is;
        then it is no part of the base.
    probability : Distribution, float, Change or str, optional
        The probability after the response, or how it changes, as in ``"-55%"``; unchanged unless
        given.
    count : Distribution, float or str, optional [strikes]
        How often a risk with a count strikes after the response; unchanged unless given.
    impacts : sequence of Impact, optional
        All the impacts that remain after the response; unchanged unless given, and an empty
        list leaves none.
    impact : Change or str, optional
        How all impacts change, as in ``"-60%"``: costs and delays become smaller, and factors
        come nearer to 1.
    cost_impact, time_impact : Change or str, optional
        How the costs change, or the delays and factors, by themselves.
    share : float, optional [fraction]
        The part of the cost that another carries.
    delay_cap : float, optional [unit of the delay]
        The most that each delay can be, as where a fall-back plan begins.
    adopted : bool
        Whether the scenario `planned` has it in force.
    phase : str, optional
        The phase its cost is counted in.
    owner, note : str
        Who carries it out, and a remark.

    Examples
    --------
    >>> Response("dam", "Raise the dam", Strategy.MITIGATE, cost=8_000, probability=0.05).cost
    constant(8000)
    >>> crew = Response("crew", "Second crew", Strategy.MITIGATE, probability="-55%", impact="-60%")
    >>> round(crew.probability.factor, 2), str(crew.impact)
    (0.45, '-60%')
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    strategy: Strategy = field(validator=fields.is_a(Strategy))
    cost: Distribution = field(
        default=fields.ZERO,
        converter=fields.to_distribution,
        validator=fields.is_distribution,
        kw_only=True,
    )
    triggered: bool = field(default=False, validator=fields.is_boolean, kw_only=True)
    probability: float | Distribution | Change | None = field(
        default=None,
        converter=to_probability_after,
        validator=fields.optional(is_probability_after),
        kw_only=True,
    )
    count: Distribution | None = field(
        default=None,
        converter=fields.to_optional_distribution,
        validator=fields.optional(fields.is_distribution),
        kw_only=True,
    )
    impacts: tuple[Impact, ...] | None = field(
        default=None,
        converter=fields.to_optional_tuple,
        validator=fields.optional(fields.is_tuple_of(*IMPACTS)),
        kw_only=True,
    )
    impact: Change | None = field(
        default=None,
        converter=to_change,
        validator=fields.optional(is_spelled(Change)),
        kw_only=True,
    )
    cost_impact: Change | None = field(
        default=None,
        converter=to_change,
        validator=fields.optional(is_spelled(Change)),
        kw_only=True,
    )
    time_impact: Change | None = field(
        default=None,
        converter=to_change,
        validator=fields.optional(is_spelled(Change)),
        kw_only=True,
    )
    share: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    delay_cap: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    adopted: bool = field(default=True, validator=fields.is_boolean, kw_only=True)
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    owner: str = field(default="", validator=fields.is_text, kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)
