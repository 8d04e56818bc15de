"""Changes in percent, as in "-55%": what a response does to a probability or to impacts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from attrs import Attribute, field, frozen

from riskplan.distributions import Distribution
from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.spelled import spelled

__all__ = ["Change", "is_probability_after", "to_change", "to_probability_after"]

# The signs of minus and of percent are those that people type, in any language.
_TEXT = re.compile(r"\s*([+\u2212\u2013-])\s*(\d+(?:\.\d*)?|\.\d+)\s*[%\uff05]\s*")
_EXAMPLE = 'write "-55%" for less by 55 %, or "+30%" for more'


def _is_possible(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    fields.is_number(instance, attribute, value)
    if value < -1.0:
        fields.refuse(instance, attribute, value, "must not take more than all", 'write "-100%"')


@frozen
class Change:
    """A change of something by a part of itself.

    Parameters
    ----------
    by : float [fraction]
        -0.55 for what is less by 55 %; -1 leaves nothing.

    Examples
    --------
    >>> Change.from_text("-55%")
    Change(by=-0.55)
    >>> Change(-0.5).factor, str(Change(0.3))
    (0.5, '+30%')
    """

    by: float = field(converter=fields.to_number, validator=_is_possible)

    @classmethod
    def from_text(cls, text: str) -> Change:
        """Read a change such as ``"-55%"`` or ``"+30%"``.

        Raises
        ------
        PlanError
            If the text is none.
        """
        match = _TEXT.fullmatch(text)
        if match is None:
            message = f"a change in percent cannot be read (got {fields.quoted(text)})"
            raise PlanError([Problem("", message, _EXAMPLE)])
        part = float(Decimal(match[2]).scaleb(-2))
        return cls(part if match[1] == "+" else -part)

    @property
    def factor(self) -> float:
        """What is left of one, or becomes of it."""
        return 1.0 + self.by

    def __str__(self) -> str:
        return f"{Decimal(repr(self.by)).scaleb(2).normalize():+f}%"


def to_change(value: Change | str | None) -> Change | None:
    """Turn text into a change, and leave None alone."""
    found: Change | None = spelled(Change, value)
    return found


def to_probability_after(
    value: Change | Distribution | float | str | None,
) -> float | Distribution | Change | None:
    """Turn text with a sign into a change, and other text or numbers into a probability."""
    if isinstance(value, str) and _TEXT.fullmatch(value):
        return Change.from_text(value)
    return value if isinstance(value, Change) else fields.to_optional_probability(value)


def is_probability_after(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is neither a probability nor a change."""
    if not isinstance(value, Change):
        fields.is_probability(instance, attribute, value)
