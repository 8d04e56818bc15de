"""Hammocks: level of effort, which lasts as long as what it spans."""

from __future__ import annotations

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.links import Link

__all__ = ["Hammock"]


@frozen
class Hammock:
    """Work that lasts from the first start to the last finish of what it spans, driving nothing.

    Parameters
    ----------
    id, name : str
        The name that it is called by, and the one that people read.
    over : sequence of str
        Ids of the activities, milestones and buffers that it spans.
    phase : str, optional
        The phase it belongs to.
    day_rate : Distribution, float or str [currency / working day]
        Cost of each working day that it lasts.
    note : str
        A remark.

    Examples
    --------
    >>> Hammock("site", "Site office", over=["piles", "deck"], day_rate=400).over
    ('piles', 'deck')
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    over: tuple[str, ...] = field(converter=fields.to_ids, validator=fields.is_tuple_of(str))
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    day_rate: Distribution = field(
        default=fields.ZERO,
        converter=fields.to_distribution,
        validator=fields.is_distribution,
        kw_only=True,
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)

    @property
    def after(self) -> tuple[Link, ...]:
        """What it waits for: nothing, as it drives nothing."""
        return ()
