"""Buffers: time held in reserve, which absorbs the delay of what comes before it."""

from __future__ import annotations

import enum

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.calendars import TimeUnit
from riskplan.model.links import Link, to_links
from riskplan.model.spelled import are_spelled

__all__ = ["Buffer", "BufferLevel"]


class BufferLevel(enum.Enum):
    """What a buffer protects."""

    ACTIVITY = "activity"
    STAGE = "stage"
    PROJECT = "project"


@frozen
class Buffer:
    """Time held in reserve: what waits for it only moves once its delay has used it up.

    It is all there in the base plan. Where its predecessors are late by so many days, it shrinks
    by as many, down to nothing; where they are early, it does not grow.

    Parameters
    ----------
    id, name : str
        The name that links use, and the one that people read.
    size : Distribution, float or str [unit]
        How long it is; one of size zero changes nothing.
    after : sequence of str or Link
        What it absorbs the delay of.
    phase : str, optional
        The phase it belongs to.
    level : BufferLevel
        What it protects: an activity unless given.
    unit : TimeUnit
        The unit of the size; working days unless given.
    note : str
        A remark.

    Examples
    --------
    >>> Buffer("spare", "Before the cut-over", 5, after="test").size
    constant(5)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    size: Distribution = field(converter=fields.to_distribution, validator=fields.is_distribution)
    after: tuple[Link, ...] = field(
        default=(), converter=to_links, validator=are_spelled(Link), kw_only=True
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    level: BufferLevel = field(
        default=BufferLevel.ACTIVITY, validator=fields.is_a(BufferLevel), kw_only=True
    )
    unit: TimeUnit = field(default=TimeUnit.DAYS, validator=fields.is_a(TimeUnit), kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)
