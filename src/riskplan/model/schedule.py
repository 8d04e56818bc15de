"""The schedule network: activities, milestones, and the links between them."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from riskplan.distributions import Distribution
from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.calendars import TimeUnit

__all__ = ["Activity", "Link", "LinkType", "Milestone"]


class LinkType(enum.Enum):
    """Which end of the predecessor drives which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


_TEXT = re.compile(
    r"(?P<id>\S+)"
    r"(?:\s+(?P<type>FS|SS|FF|SF)?\s*(?:(?P<lag>[+-]\s*\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(?P<unit>h|d|w|mo)?)?)?"
)


@frozen
class Link:
    """A dependency on a predecessor.

    Parameters
    ----------
    predecessor : str
        The id of the activity or milestone that comes first.
    type : LinkType
        Finish-to-start unless given.
    lag : float [unit]
        Working time between the two ends; negative for a lead.
    unit : TimeUnit
        The unit of the lag; working days unless given.

    Examples
    --------
    >>> Link.from_text("build FS+5d")
    Link(predecessor='build', type=<LinkType.FS: 'FS'>, lag=5.0, unit=<TimeUnit.DAYS: 'd'>)
    >>> str(Link("build", LinkType.SS, 2, TimeUnit.WEEKS))
    'build SS+2w'
    """

    predecessor: str = field(validator=fields.is_id)
    type: LinkType = field(default=LinkType.FS, validator=fields.is_a(LinkType))
    lag: float = field(default=0.0, converter=fields.to_number, validator=fields.is_number)
    unit: TimeUnit = field(default=TimeUnit.DAYS, validator=fields.is_a(TimeUnit))

    @classmethod
    def from_text(cls, text: str) -> Link:
        """Read a link such as ``"A40"``, ``"A40 SS+5d"`` or ``"A40 FF-2w"``.

        Raises
        ------
        PlanError
            If the text is not an id, optionally followed by a type and a lag.
        """
        match = _TEXT.fullmatch(" ".join(text.split()))
        if match is None:
            raise PlanError([_unreadable("", text)])
        lag = (match["lag"] or "0").replace(" ", "")
        return cls(
            match["id"],
            LinkType(match["type"] or "FS"),
            float(lag),
            TimeUnit(match["unit"] or "d"),
        )

    def __str__(self) -> str:
        if self.type is LinkType.FS and not self.lag and self.unit is TimeUnit.DAYS:
            return self.predecessor
        lag = f"{self.lag:+}".removesuffix(".0")
        return f"{self.predecessor} {self.type.value}{lag}{self.unit.value}"


def _to_links(value: str | Link | Iterable[str | Link]) -> tuple[Link, ...]:
    items: Any = (value,) if isinstance(value, str | Link) else fields.to_tuple(value)
    if isinstance(items, tuple):
        items = tuple(_to_link(item) if isinstance(item, str) else item for item in items)
    return items  # type: ignore[no-any-return]  # _are_links refuses it, with its place


def _to_link(text: str) -> Link:
    try:
        return Link.from_text(text)
    except PlanError:
        return text  # type: ignore[return-value]  # _are_links refuses it, with its place


def _are_links(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a tuple of links, passing on which text cannot be read."""
    for item in value if isinstance(value, tuple) else ():
        if isinstance(item, str):
            raise PlanError([_unreadable(fields.place_of(instance), item)])
    fields.is_tuple_of(Link)(instance, attribute, value)


def _unreadable(place: str, text: str) -> Problem:
    message = f"a link cannot be read (got {fields.quoted(text)})"
    return Problem(place, message, 'write "A40", "A40 SS+5d" or "A40 FF-2w"')


@frozen
class Activity:
    """A piece of work with an uncertain duration.

    Parameters
    ----------
    id, name : str
        The name that links use, and the one that people read.
    duration : Distribution, float or str [unit]
        How long it takes; a plain number is certain.
    after : sequence of str or Link
        What must come first: ids, or text links such as ``"design FS+5d"``.
    phase : str, optional
        The phase it belongs to.
    day_rate : Distribution, float or str [currency / working day]
        Cost of each working day of its simulated duration.
    unit : TimeUnit
        The unit of the duration; working days unless given.
    calendar : str, optional
        The id of its own calendar; the plan's unless given.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> Activity("build", "Build", "pert(60, 80, 130)", after="design FS+5d").duration
    pert(60, 80, 130)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    duration: Distribution = field(
        converter=fields.to_distribution, validator=fields.is_distribution
    )
    after: tuple[Link, ...] = field(
        default=(), converter=_to_links, validator=_are_links, kw_only=True
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    day_rate: Distribution = field(
        default=fields.ZERO,
        converter=fields.to_distribution,
        validator=fields.is_distribution,
        kw_only=True,
    )
    unit: TimeUnit = field(default=TimeUnit.DAYS, validator=fields.is_a(TimeUnit), kw_only=True)
    calendar: str | None = field(
        default=None, validator=fields.optional(fields.is_id), kw_only=True
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class Milestone:
    """A point in time that is reached when all its predecessors are.

    Parameters
    ----------
    id, name : str
        The name that links use, and the one that people read.
    after : sequence of str or Link
        What must come first.
    phase : str, optional
        The phase it belongs to.
    note : str
        A remark.

    Examples
    --------
    >>> Milestone("handover", "Hand-over", after=["build FS+5d"]).after[0].lag
    5.0
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    after: tuple[Link, ...] = field(
        default=(), converter=_to_links, validator=_are_links, kw_only=True
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)
