"""Parameters on their way in and out: a good number becomes a float, a bad one a problem."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from numbers import Real
from typing import TypeAlias, cast

import attrs

from riskplan.errors import DistributionError

__all__ = [
    "LARGEST",
    "MOST_NUMBERS",
    "Numbers",
    "bad_numbers",
    "clipped",
    "is_good",
    "is_number",
    "number",
    "number_list",
    "optional_number",
    "order_problems",
    "refusal",
    "shown",
    "spelled",
    "unlisted",
]

# Below this, no sum, difference or tail of one distribution can overflow a float.
LARGEST = 1e300

# The longest list of numbers that a distribution may hold.
MOST_NUMBERS = 1_000_000

# From here on, repr() of a float is shorter than its digits and as exact.
_SHORT_INTEGER = 1e16

# What a constructor takes, and what its field holds, once `number_list` has seen it.
Numbers: TypeAlias = tuple[float, ...]


def is_number(value: object) -> bool:
    """Return whether the value is a real number (a bool is not)."""
    # Nearly all are floats, and asking for an abstract class takes ten times as long.
    if type(value) is float:
        return True
    return isinstance(value, Real | Decimal) and not isinstance(value, bool)


def is_good(value: object) -> bool:
    """Return whether the value, once through `number`, is one that a parameter may have."""
    return isinstance(value, float) and abs(value) <= LARGEST


def number(value: float) -> float:
    """Return the number as a float, or anything else unchanged for `bad_numbers` to report."""
    if not is_number(value):
        return value
    try:
        return float(value) + 0.0  # turns -0.0 into 0.0
    except OverflowError:  # an integer of more than 308 digits
        return math.inf if value > 0 else -math.inf
    except ValueError:  # a signalling NaN
        return math.nan


def optional_number(value: float | None) -> float | None:
    """Return what `number` returns, and None for None."""
    return None if value is None else number(value)


def number_list(values: Iterable[float]) -> Numbers:
    """Return the numbers as a tuple, or a value that is no list unchanged for `unlisted`."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        return cast(Numbers, values)
    try:
        return tuple(number(value) for value in values)
    except TypeError:  # a zero-dimensional array says that it can be iterated, and cannot
        return cast(Numbers, values)


def unlisted(distribution: attrs.AttrsInstance) -> list[str]:
    """Return a problem for each field that should be a list of numbers and is not."""
    problems: list[str] = []
    for name, converter, value in _fields(distribution):
        if converter is not number_list:
            continue
        if not isinstance(value, tuple):
            problems.append(
                f"{name} must be a list of numbers (got {shown(value)})"
                "; write them in brackets, such as [3, 5, 8]"
            )
        elif len(value) > MOST_NUMBERS:
            problems.append(
                f"{name} must hold at most {MOST_NUMBERS:,} numbers (got {len(value):,})"
                "; thin them out"
            )
    return problems


def bad_numbers(distribution: attrs.AttrsInstance) -> list[str]:
    """Return a problem for each field that is not a usable number, and make that field NaN.

    No rule written as ``if a > b: yield ...`` complains of NaN, so the rules that follow speak
    only of numbers that were given; the distribution itself is about to be refused.
    """
    problems: list[str] = []
    for name, converter, value in _fields(distribution):
        if converter is number_list:
            items = cast(Numbers, value)
            found = list(_item_problems(name, items))
            good: object = tuple(item if is_good(item) else math.nan for item in items)
        elif converter is number or (converter is optional_number and value is not None):
            found = [] if is_good(value) else [_problem(name, value)]
            good = math.nan
        else:
            continue
        if found:
            object.__setattr__(distribution, name, good)
            problems += found
    return problems


def order_problems(*values: tuple[str, float]) -> Iterator[str]:
    """Yield a problem when named values are out of order, or all equal."""
    broken = [
        f"{low_name} must not exceed {high_name}"
        f" (got {low_name} {spelled(low)}, {high_name} {spelled(high)})"
        for (low_name, low), (high_name, high) in pairwise(values)
        if low > high
    ]
    names = [name for name, _ in values]
    if broken:
        yield f"{' and '.join(broken)}; order the {len(names)} values as {', '.join(names)}"
    elif values[0][1] == values[-1][1]:
        value = spelled(values[0][1])
        yield (
            f"{names[0]} and {names[-1]} must differ (got {value} for both)"
            f"; use Constant({value}) for a value without spread"
        )


def refusal(subject: str, problems: Iterable[str]) -> DistributionError:
    """Return the one error that tells all problems of its subject."""
    told = "; also, ".join(problems).replace("?; also,", "? Also,")
    return DistributionError(f"{subject}: {told}")


def spelled(value: object) -> str:
    """Return the shortest text that reads back as the same value.

    Examples
    --------
    >>> spelled(2.0), spelled(0.1), spelled((3.0, 5.5)), spelled("gamma")
    ('2', '0.1', '[3, 5.5]', '"gamma"')
    """
    if isinstance(value, float):
        short = value.is_integer() and -_SHORT_INTEGER < value < _SHORT_INTEGER
        return str(int(value)) if short else float.__repr__(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(spelled, value))}]"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def shown(value: object) -> str:
    """Return any value as it stands in a message: as spelled, and not too long."""
    known: object = number(cast(float, value))
    return clipped(spelled(known) if isinstance(known, float) else repr(known))


def clipped(text: str, width: int = 40) -> str:
    """Return the text, cut to a width, with an ellipsis where something is cut off."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _fields(distribution: attrs.AttrsInstance) -> Iterator[tuple[str, object, object]]:
    for attribute in attrs.fields(type(distribution)):
        yield attribute.name, attribute.converter, getattr(distribution, attribute.name)


def _item_problems(name: str, items: Numbers) -> Iterator[str]:
    bad = [place for place, item in enumerate(items) if not is_good(item)]
    if bad:
        more = f", and {len(bad) - 1} more like it" if len(bad) > 1 else ""
        yield _problem(f"{name}[{bad[0]}]", items[bad[0]]) + more


def _problem(name: str, value: object) -> str:
    if isinstance(value, float) and not math.isnan(value):
        rule, remedy = f"must lie within ±{LARGEST:g}", "use a larger unit, or a Constant"
    else:
        rule, remedy = "must be a finite number", "give a number such as 5 or 0.25"
    return f"{name} {rule} (got {shown(value)}); {remedy}"
