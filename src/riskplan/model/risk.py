"""An uncertain event: what causes it, how likely it is, what it does, and what is done about it."""

from __future__ import annotations

import enum

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.impact import IMPACTS, Impact
from riskplan.model.response import Response

__all__ = ["Kind", "Risk", "Status"]


class Kind(enum.Enum):
    """Whether the impacts of a risk hurt or help; never a sign typed by hand."""

    THREAT = "threat"
    OPPORTUNITY = "opportunity"


class Status(enum.Enum):
    """Where a risk stands: it can occur, it has occurred, or it cannot occur any more."""

    OPEN = "open"
    OCCURRED = "occurred"
    CLOSED = "closed"


@frozen
class Risk:
    """An uncertain event with a probability and impacts.

    Parameters
    ----------
    id, name : str
        The name that other items use, and the one that people read.
    probability : Distribution, float or str
        Between 0 and 1; a distribution where the probability itself is uncertain. With `given`,
        the probability once the other risk has occurred.
    kind : Kind
        A threat unless given.
    impacts : sequence of Impact
        What happens when it occurs.
    responses : sequence of Response
        What is, or could be, done about it.
    cause, event, effect : str
        The risk told in three parts: because of the cause, the event may happen, and then the
        effect follows.
    category : str
        A class of risk, as a path such as ``"external/weather"``.
    owner : str
        Who answers for it.
    status : Status
        An occurred risk is certain, a closed one impossible, whatever its probability says.
    given : str, optional
        The id of another risk: this one is only possible when that one occurred.
    exclusive : str, optional
        The name of a group of risks of which at most one can occur.
    note : str
        A remark, for example the source of the probability.

    Examples
    --------
    >>> flood = Risk("flood", "Flood in the cofferdam", 0.15, category="external/weather")
    >>> flood.kind, flood.status
    (<Kind.THREAT: 'threat'>, <Status.OPEN: 'open'>)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    probability: float | Distribution = field(
        converter=fields.to_probability, validator=fields.is_probability
    )
    kind: Kind = field(default=Kind.THREAT, validator=fields.is_a(Kind), kw_only=True)
    impacts: tuple[Impact, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(*IMPACTS),
        kw_only=True,
    )
    responses: tuple[Response, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(Response),
        kw_only=True,
    )
    cause: str = field(default="", validator=fields.is_text, kw_only=True)
    event: str = field(default="", validator=fields.is_text, kw_only=True)
    effect: str = field(default="", validator=fields.is_text, kw_only=True)
    category: str = field(default="", validator=fields.is_text, kw_only=True)
    owner: str = field(default="", validator=fields.is_text, kw_only=True)
    status: Status = field(default=Status.OPEN, validator=fields.is_a(Status), kw_only=True)
    given: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    exclusive: str | None = field(
        default=None, validator=fields.optional(fields.is_text), kw_only=True
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)

    @property
    def sign(self) -> float:
        """Which way its costs and delays count: +1 for a threat, -1 for an opportunity."""
        return 1.0 if self.kind is Kind.THREAT else -1.0
