"""The dates between which a risk can strike."""

from __future__ import annotations

import datetime as dt
import re

from attrs import field, frozen

from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.spelled import spelled

__all__ = ["Window", "to_window"]

_TEXT = re.compile(r"\s*(\S+)\s+to\s+(\S+)\s*")


@frozen
class Window:
    """The dates between which a risk can strike, both included.

    Parameters
    ----------
    first, last : datetime.date or str

    Examples
    --------
    >>> str(Window.from_text("2026-03-01 to 2026-05-31"))
    '2026-03-01 to 2026-05-31'
    """

    first: dt.date = field(converter=fields.to_date, validator=fields.is_date)
    last: dt.date = field(converter=fields.to_date, validator=fields.is_date)

    @classmethod
    def from_text(cls, text: str) -> Window:
        """Read a window such as ``"2026-03-01 to 2026-05-31"``.

        Raises
        ------
        PlanError
            If the text is not two dates.
        """
        match = _TEXT.fullmatch(text)
        try:
            if match is not None:
                return cls(match[1], match[2])
        except PlanError as error:
            raise _unreadable(text) from error
        raise _unreadable(text)

    def __str__(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}"


def to_window(value: Window | str | None) -> Window | None:
    """Turn text into a window, and leave None alone."""
    found: Window | None = spelled(Window, value)
    return found


def _unreadable(text: str) -> PlanError:
    message = f"a window cannot be read (got {fields.quoted(text)})"
    return PlanError([Problem("", message, 'write "2026-03-01 to 2026-05-31"')])
