"""What is done about a risk, what that costs, and what the risk looks like afterwards."""

from __future__ import annotations

import enum

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.impact import IMPACTS, Impact

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
    probability : Distribution, float or str, optional
        The probability after the response; unchanged unless given.
    count : Distribution, float or str, optional [strikes]
        How often a risk with a count strikes after the response; unchanged unless given.
    impacts : sequence of Impact, optional
        All the impacts that remain after the response; unchanged unless given, and an empty
        list leaves none.
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
    probability: float | Distribution | None = field(
        default=None,
        converter=fields.to_optional_probability,
        validator=fields.optional(fields.is_probability),
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
    adopted: bool = field(default=True, validator=fields.is_boolean, kw_only=True)
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    owner: str = field(default="", validator=fields.is_text, kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)
