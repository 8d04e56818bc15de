"""An uncertain event: what causes it, how likely it is, what it does, and what is done about it."""

from __future__ import annotations

import enum
from typing import Any

from attrs import Attribute, Factory, field, frozen

from riskplan.distributions import Distribution
from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.impact import IMPACTS, Impact, takes_time
from riskplan.model.response import Response
from riskplan.model.spelled import is_spelled
from riskplan.model.windows import Window, to_window

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


def _certain_if_counted(risk: Risk) -> float:
    """Return the probability that nobody stated: 1 with a count, else None, which is refused."""
    return None if risk.count is None else 1.0  # type: ignore[return-value]


def _is_stated(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    if value is None:
        remedy = 'give a number such as 0.2, or how often it strikes as count="poisson(2.5)"'
        message = f"{attribute.name} is missing, and so is a count"
        raise PlanError([Problem(fields.place_of(instance), message, remedy)])
    fields.is_probability(instance, attribute, value)


@frozen
class Risk:
    """An uncertain event with a probability and impacts.

    A risk with a `count` can strike several times: each strike has impacts of its own, the costs
    and delays of all strikes add up, and their duration factors multiply. It occurs where it
    strikes at least once.

    Parameters
    ----------
    id, name : str
        The name that other items use, and the one that people read.
    probability : Distribution, float or str
        Between 0 and 1; a distribution where the probability itself is uncertain. With `given`,
        the probability once the other risk has occurred. With `count`, the probability that it
        can strike at all, 1 unless given.
    count : Distribution, float or str, optional [strikes]
        How often it strikes: whole numbers, such as ``"poisson(2.5)"``; once unless given.
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
        An occurred risk is certain, a closed one impossible, whatever its probability says; an
        occurred one with a count has struck at least once, and its count must say so.
    given : str, optional
        The id of another risk: this one is only possible when that one occurred.
    arises_from : str, optional
        A response to another risk, such as ``"flood.dam"``: a secondary risk, which exists only
        while that response is in force.
    exclusive : str, optional
        The name of a group of risks of which at most one can occur.
    window : Window or str, optional
        Dates between which it can strike, such as ``"2026-03-01 to 2026-05-31"``: at an instant
        that is equally likely all over them. If it delays work, it hits only those of its
        activities that are under way then; where it hits none, it did not occur. If it only costs,
        it occurs with its probability, that of what is left of the window at the data date.
    note : str
        A remark, for example the source of the probability.

    Examples
    --------
    >>> flood = Risk("flood", "Flood in the cofferdam", 0.15, category="external/weather")
    >>> flood.kind, flood.status
    (<Kind.THREAT: 'threat'>, <Status.OPEN: 'open'>)
    >>> theft = Risk("theft", "Theft of copper", count="poisson(2.5)")
    >>> theft.count, theft.probability
    (poisson(2.5), 1.0)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    # Before the probability, whose default depends on it.
    count: Distribution | None = field(
        default=None,
        converter=fields.to_optional_distribution,
        validator=fields.optional(fields.is_distribution),
        kw_only=True,
    )
    probability: float | Distribution = field(
        default=Factory(_certain_if_counted, takes_self=True),
        converter=fields.to_probability,
        validator=_is_stated,
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
    arises_from: str | None = field(
        default=None, validator=fields.optional(fields.is_id), kw_only=True
    )
    exclusive: str | None = field(
        default=None, validator=fields.optional(fields.is_text), kw_only=True
    )
    window: Window | None = field(
        default=None,
        converter=to_window,
        validator=fields.optional(is_spelled(Window)),
        kw_only=True,
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)

    @property
    def sign(self) -> float:
        """Which way its costs and delays count: +1 for a threat, -1 for an opportunity."""
        return 1.0 if self.kind is Kind.THREAT else -1.0

    @property
    def must_hit(self) -> bool:
        """Whether it has only occurred where it hits work that is under way."""
        return self.window is not None and any(map(takes_time, self.impacts))
