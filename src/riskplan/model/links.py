"""Links of the schedule: what must come before, at which ends, and how long before."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable

from attrs import field, frozen

from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.calendars import CONTINUOUS, TimeUnit
from riskplan.model.spelled import spelled_list

__all__ = ["LagCalendar", "Link", "LinkType", "to_links"]


class LinkType(enum.Enum):
    """Which end of the predecessor drives which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagCalendar(enum.Enum):
    """In whose working time a lag is measured."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    CONTINUOUS = CONTINUOUS.id


_TEXT = re.compile(
    r"(?P<id>\S+)"
    r"(?:\s+(?P<type>FS|SS|FF|SF)?\s*(?:(?P<lag>[+-]\s*\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(?P<unit>h|d|w|mo)?)?)?"
    r"(?:\s+on\s+(?P<lag_in>predecessor|successor|project|24h))?"
)


@frozen
class Link:
    """A dependency on a predecessor.

    Parameters
    ----------
    predecessor : str
        The id of the activity, milestone or buffer that comes first.
    type : LinkType
        Finish-to-start unless given.
    lag : float [unit]
        Working time between the two ends; negative for a lead.
    unit : TimeUnit
        The unit of the lag; working days unless given.
    lag_in : LagCalendar
        Whose working time that is: the predecessor's unless given.

    Examples
    --------
    >>> Link.from_text("build FS+5d").lag
    5.0
    >>> Link.from_text("build FS+2d on 24h").lag_in
    <LagCalendar.CONTINUOUS: '24h'>
    >>> str(Link("build", LinkType.SS, 2, TimeUnit.WEEKS))
    'build SS+2w'
    """

    predecessor: str = field(validator=fields.is_id)
    type: LinkType = field(default=LinkType.FS, validator=fields.is_a(LinkType))
    lag: float = field(default=0.0, converter=fields.to_number, validator=fields.is_number)
    unit: TimeUnit = field(default=TimeUnit.DAYS, validator=fields.is_a(TimeUnit))
    lag_in: LagCalendar = field(
        default=LagCalendar.PREDECESSOR, validator=fields.is_a(LagCalendar), kw_only=True
    )

    @classmethod
    def from_text(cls, text: str) -> Link:
        """Read a link such as ``"A40"``, ``"A40 SS+5d"`` or ``"A40 FF-2w on successor"``.

        Raises
        ------
        PlanError
            If the text is not an id, optionally followed by a type, a lag and its calendar.
        """
        match = _TEXT.fullmatch(" ".join(text.split()))
        if match is None:
            message = f"a link cannot be read (got {fields.quoted(text)})"
            remedy = 'write "A40", "A40 SS+5d" or "A40 FF-2w on 24h"'
            raise PlanError([Problem("", message, remedy)])
        lag = (match["lag"] or "0").replace(" ", "")
        return cls(
            match["id"],
            LinkType(match["type"] or "FS"),
            float(lag),
            TimeUnit(match["unit"] or "d"),
            lag_in=LagCalendar(match["lag_in"] or "predecessor"),
        )

    def __str__(self) -> str:
        if self.lag_in is LagCalendar.PREDECESSOR:
            where = ""
            if self.type is LinkType.FS and not self.lag and self.unit is TimeUnit.DAYS:
                return self.predecessor
        else:
            where = f" on {self.lag_in.value}"
        lag = f"{self.lag:+}".removesuffix(".0")
        return f"{self.predecessor} {self.type.value}{lag}{self.unit.value}{where}"


def to_links(value: str | Link | Iterable[str | Link]) -> tuple[Link, ...]:
    """Turn one link or its text, or several, into a tuple."""
    found: tuple[Link, ...] = spelled_list(Link, value)
    return found
