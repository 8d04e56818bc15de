"""The total cost as an expression: amounts that add up, cases of which one comes, and strikes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias, TypeVar

from attrs import frozen

from riskplan.distributions import Distribution

__all__ = ["Amount", "Cases", "Reading", "Strikes", "Term", "Total", "amounts_in", "read"]


@frozen
class Amount:
    """An uncertain amount of money: `scale` times the law, plus `offset`.

    Parameters
    ----------
    law : Distribution
    scale : float [currency per unit of the law]
        Not 0; negative for what an opportunity saves.
    offset : float [currency]
    """

    law: Distribution
    scale: float = 1.0
    offset: float = 0.0


@frozen
class Total:
    """The sum of independent parts; nothing at all where there is none."""

    parts: tuple[Term, ...] = ()


@frozen
class Cases:
    """One of several terms, each with its chance.

    The chances may add up to less than 1: then the rest belongs to another case, further out.
    """

    cases: tuple[tuple[float, Term], ...]


@frozen
class Strikes:
    """The sum of as many independent copies of a term as a count says, given that it is not 0."""

    count: Distribution
    each: Term


Term: TypeAlias = Amount | Total | Cases | Strikes

_Value = TypeVar("_Value")


class Reading(Protocol[_Value]):
    """What an expression comes to, in one sense of it: a transform, moments, a range."""

    def amount(self, amount: Amount) -> _Value:
        """Return the value of an amount."""
        ...

    def total(self, parts: Iterable[_Value]) -> _Value:
        """Return the value of a sum of independent parts."""
        ...

    def cases(self, cases: Iterable[tuple[float, _Value]]) -> _Value:
        """Return the value of cases with their chances."""
        ...

    def strikes(self, count: Distribution, each: _Value) -> _Value:
        """Return the value of some strikes."""
        ...


def read(term: Term, reading: Reading[_Value]) -> _Value:
    """Return what an expression comes to; parts are read one at a time, to save memory."""
    match term:
        case Amount():
            return reading.amount(term)
        case Total(parts=parts):
            return reading.total(read(part, reading) for part in parts)
        case Cases(cases=cases):
            return reading.cases((chance, read(inner, reading)) for chance, inner in cases)
        case Strikes(count=count, each=each):
            return reading.strikes(count, read(each, reading))


def amounts_in(term: Term) -> Iterator[Amount]:
    """Yield every amount of an expression, as often as it stands there."""
    match term:
        case Amount():
            yield term
        case Total(parts=parts):
            for part in parts:
                yield from amounts_in(part)
        case Cases(cases=cases):
            for _, inner in cases:
                yield from amounts_in(inner)
        case Strikes(each=each):
            yield from amounts_in(each)
