"""Asking: each answer of a report, with the call that a reader repeats it with."""

from __future__ import annotations

import enum
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from riskplan.errors import PrecisionWarning, RequestError

__all__ = ["Asker"]

_Answer = TypeVar("_Answer")


class Asker:
    """Calls functions of riskplan, and remembers how each call is spelled.

    What is shown on a page is so the very call that was made.

    Parameters
    ----------
    **names
        What the calls are about, by the names that the reader has them under: plan and run.

    Examples
    --------
    >>> import riskplan as rp
    >>> run = rp.simulate(rp.Plan("P", costs=[rp.CostItem("a", "A", 5)]), iterations=100, seed=1)
    >>> asker = Asker(run=run)
    >>> answer = asker.ask(rp.contingency, run, at=80.0)
    >>> asker.calls(answer)
    ('rp.contingency(run, at=80)',)
    """

    def __init__(self, **names: object) -> None:
        # Values are told apart by identity, so they are kept alive with their spelling.
        self._names = {id(value): (value, name) for name, value in names.items()}
        self._calls: dict[int, tuple[object, tuple[str, ...]]] = {}
        self.left_out: list[str] = []
        self.too_long: list[str] = []
        self.is_rough = False

    def ask(self, function: Callable[..., _Answer], *given: object, **named: object) -> _Answer:
        """Return an answer, and remember the call.

        A warning of too few iterations is not passed on: `is_rough` tells, and the error of each
        figure says how much.
        """
        lines = (*self._before(given), self._spelled(function, given, named))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", PrecisionWarning)
            answer = function(*given, **named)
        self.is_rough |= any(issubclass(each.category, PrecisionWarning) for each in caught)
        self._calls[id(answer)] = answer, lines
        return answer

    def try_to_ask(
        self, function: Callable[..., _Answer], *given: object, **named: object
    ) -> _Answer | None:
        """Return an answer, or nothing where it is refused: the report then names the call."""
        try:
            return self.ask(function, *given, **named)
        except RequestError:
            self.left_out.append(self._spelled(function, given, named))
            return None

    def leave_out(self, function: Callable[..., object], *given: object, **named: object) -> None:
        """Remember a call that is not made, because it would take long."""
        self.too_long.append(self._spelled(function, given, named))

    def assign(self, name: str, answer: object) -> None:
        """Give an answer a name, under which later calls know it."""
        _, lines = self._calls[id(answer)]
        self._names[id(answer)] = answer, name
        self._calls[id(answer)] = answer, (*lines[:-1], f"{name} = {lines[-1]}")

    def calls(self, *answers: object) -> tuple[str, ...]:
        """Return the lines that repeat some answers; of what is none, no line."""
        found = [self._calls[id(each)][1] for each in answers if id(each) in self._calls]
        return tuple(line for lines in found for line in lines)

    def _before(self, given: tuple[object, ...]) -> Iterator[str]:
        """Yield the lines that make what has a name of its own."""
        for value in given:
            if id(value) in self._names and id(value) in self._calls:
                yield from self._calls[id(value)][1]

    def _spelled(
        self, function: Callable[..., object], given: tuple[object, ...], named: dict[str, object]
    ) -> str:
        owner: object = getattr(function, "__self__", None)
        start = "rp" if owner is None else self._calls[id(owner)][1][-1]
        parts = [self._value(each) for each in given]
        parts += [f"{name}={self._value(each)}" for name, each in named.items()]
        return f"{start}.{function.__name__}({', '.join(parts)})"

    def _value(self, value: Any) -> str:
        if id(value) in self._names:
            return self._names[id(value)][1]
        if isinstance(value, enum.Enum):
            return f"rp.{type(value).__name__}.{value.name}"
        if isinstance(value, tuple):
            return f"({', '.join(map(self._value, value))}{',' * (len(value) == 1)})"
        if isinstance(value, str):
            return f'"{value}"'
        if isinstance(value, float):
            return f"{value:g}" if float(f"{value:g}") == value else repr(value)
        if isinstance(value, int):
            return str(value)
        return f"rp.{value!r}"  # a sampling plan is spelled as it is made
