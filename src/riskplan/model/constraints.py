"""Dates that hold an activity against its links: no earlier, no later, on the day, or late."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.moments import Moment, beginning, end, is_moment, to_moment, written
from riskplan.model.spelled import spelled_list

__all__ = ["Constraint", "ConstraintKind", "ConstraintPolicy", "to_constraints"]


class ConstraintKind(enum.Enum):
    """What a constraint demands; the names are those of the tools that schedules live in."""

    SNET = "SNET"
    FNET = "FNET"
    SNLT = "SNLT"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"
    ALAP = "ALAP"

    @property
    def is_of_start(self) -> bool:
        """Whether its date is one of the start, not of the finish."""
        return self in {ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO}


class ConstraintPolicy(enum.Enum):
    """Whether constraints only shape late dates, or hold against the links.

    Under the soft policy "must start on" and "must finish on" delay as "no earlier than" does,
    and nothing that is late is simulated as if it were on time. Under the mandatory policy these
    two hold against the links, and no other, as in Primavera P6; under the hard one all that say
    how late something may be do, as in Microsoft Project.
    """

    SOFT = "soft"
    MANDATORY = "mandatory"
    HARD = "hard"


def _fits_kind(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    if value is not None:
        is_moment(instance, attribute, value)
    kind = instance.kind if isinstance(instance, Constraint) else None
    if kind is ConstraintKind.ALAP and value is not None:
        message, remedy = f"ALAP takes no date (got {written(value)})", "leave the date out"
        raise PlanError([Problem("Constraint", message, remedy)])
    if kind not in (None, ConstraintKind.ALAP) and value is None:
        message = f"{kind.value} needs a date"
        raise PlanError([Problem("Constraint", message, f'write "{kind.value} 2026-03-01"')])


@frozen
class Constraint:
    """A date that an activity or a milestone must keep, or that it is done as late as possible.

    Parameters
    ----------
    kind : ConstraintKind
        SNET, FNET: start, finish no earlier than; SNLT, FNLT: no later than; MSO, MFO: must start,
        finish on; ALAP: as late as possible.
    at : datetime.date, datetime.datetime or str, optional
        The date; without a time of day it means the beginning of that day for a start, and its
        end for a finish.

    Examples
    --------
    >>> Constraint.from_text("SNET 2026-03-01").instant
    datetime.datetime(2026, 3, 1, 0, 0)
    >>> str(Constraint(ConstraintKind.MFO, "2026-03-01 17:00"))
    'MFO 2026-03-01 17:00'
    """

    kind: ConstraintKind = field(validator=fields.is_a(ConstraintKind))
    at: Moment | None = field(default=None, converter=to_moment, validator=_fits_kind)

    @classmethod
    def from_text(cls, text: str) -> Constraint:
        """Read a constraint such as ``"SNET 2026-03-01"``, ``"MFO 2026-03-01 17:00"``, ``"ALAP"``.

        Raises
        ------
        PlanError
            If the text is not a kind, followed by a date where it needs one.
        """
        word, _, date = text.strip().partition(" ")
        kinds = ConstraintKind.__members__
        if word not in kinds:
            message = f"a constraint cannot be read (got {fields.quoted(text)})"
            remedy = f'write "SNET 2026-03-01", with one of {", ".join(kinds)}'
            raise PlanError([Problem("", message, remedy)])
        return cls(kinds[word], date.strip() or None)

    @property
    def instant(self) -> dt.datetime | None:
        """The instant that its date means, or None for ALAP."""
        if self.at is None:
            return None
        return beginning(self.at) if self.kind.is_of_start else end(self.at)

    def __str__(self) -> str:
        return self.kind.value if self.at is None else f"{self.kind.value} {written(self.at)}"


def to_constraints(value: str | Constraint | Iterable[str | Constraint]) -> tuple[Constraint, ...]:
    """Turn one constraint or its text, or several, into a tuple."""
    found: tuple[Constraint, ...] = spelled_list(Constraint, value)
    return found
