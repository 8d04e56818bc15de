"""Arrays and tables of other tools, checked: what does not fit is noted, and all told at once."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from riskplan._typing import BoolArray, DateArray, FloatArray
from riskplan.distributions.parameters import LARGEST, is_good, is_number, number
from riskplan.errors import RequestError, counted

__all__ = ["Intake"]

_CLOSE = 0.7
_DATE_RULE = "must be a date without a time zone, such as 2026-01-31"
_FIRST_YEAR, _YEAR_AFTER = np.datetime64("0001", "m"), np.datetime64("10000", "m")


@frozen
class Intake:
    """What has been found wrong so far, and how many values each array has.

    Every method returns what it was given in the form of the house, copied so that nobody else
    can change it, or None where nothing was given or it does not fit.
    """

    problems: list[str] = field(factory=list)
    lengths: dict[str, int] = field(factory=dict)
    indexes: dict[str, Any] = field(factory=dict)

    def refuse(self) -> None:
        """Refuse everything that does not fit, at once.

        Raises
        ------
        RequestError
            Listing all problems, if there are any.
        """
        (first, count), *others = [*self.lengths.items()] or [("", 0)]
        self.problems.extend(
            f"{name} has {counted(length, 'value')} and {first} has {count:,}; "
            "each needs one for every iteration"
            for name, length in others
            if length != count
        )
        self._note_other_indexes()
        if self.problems:
            title = f"{counted(len(self.problems), 'problem')} in the samples"
            raise RequestError("\n  ".join([title, *self.problems]))

    def totals(self, cost: Any, duration: Any, finish: Any) -> dict[str, Any]:
        """Return cost, duration and finish, which may all stand in one table in place of cost."""
        given = {"cost": cost, "duration": duration, "finish": finish}
        if not hasattr(cost, "columns") and not isinstance(cost, Mapping):
            return given
        given["cost"] = None
        for label in getattr(cost, "columns", cost):
            if label not in given:
                close = difflib.get_close_matches(str(label).strip().lower(), given, 1, _CLOSE)
                remedy = f"did you mean {close[0]}?" if close else "rename it or leave it out"
                self.problems.append(
                    f'the table has a column "{label}", which is none of {", ".join(given)}; '
                    f"{remedy}"
                )
            elif given[label] is not None:
                self.problems.append(f"{label} stands in the table, too; give it once")
            else:
                given[label] = cost[label]
        return given

    def days(self, name: str, values: Any) -> FloatArray | None:
        """Take in a number of days for each iteration, which is not negative."""
        array = self.numbers(name, values)
        if array is not None:
            self._note_bad(name, "must not be negative", array, ~(array < 0))
        return array

    def numbers(self, name: str, values: Any) -> FloatArray | None:
        """Take in a finite number for each iteration."""
        given = self._row(name, values)
        if given is None:
            return None
        if given.dtype.kind not in "iuf" and not (
            given.dtype.kind == "O" and all(is_number(value) for value in given)
        ):
            self.problems.append(f"{name} must hold numbers (got {_kind_of(given)})")
            return None
        array = np.array(given, dtype=np.float64)
        good = np.abs(array) <= LARGEST
        self._note_bad(name, f"must be a finite number within ±{LARGEST:g}", array, good)
        return array

    def booleans(self, name: str, values: Any) -> BoolArray | None:
        """Take in True or False for each iteration, or the numbers 1 and 0 for them."""
        given = self._row(name, values)
        if given is None:
            return None
        if given.dtype.kind not in "biuf":
            self.problems.append(f"{name} must hold True and False (got {_kind_of(given)})")
            return None
        self._note_bad(name, "must be True or False", given, (given == 0) | (given == 1))
        return np.array(given == 1)

    def dates(self, name: str, values: Any) -> DateArray | None:
        """Take in a date for each iteration, cut to the minute."""
        given = self._row(name, values)
        if given is None:
            return None
        if given.dtype.kind in "OU":
            moments = [_moment(value) for value in given]
            array = np.array([moment or "NaT" for moment in moments], dtype="datetime64[m]")
        elif given.dtype.kind == "M":
            array = given.astype("datetime64[m]")
        else:
            self.problems.append(f"{name} must hold dates (got {_kind_of(given)})")
            return None
        good = (array >= _FIRST_YEAR) & (array < _YEAR_AFTER)  # as no missing date is
        self._note_bad(name, _DATE_RULE, given, good)
        return array if good.all() else None

    def number(self, name: str, value: Any) -> float | None:
        """Take in one finite number."""
        found: object = None if value is None else number(value)
        if found is None or is_good(found):
            return found  # type: ignore[return-value]  # a good number is a float
        self.problems.append(f"{name} must be a finite number (got {value!r:.60})")
        return None

    def least(self, name: str, value: Any) -> float | None:
        """Take in one finite number that is not negative."""
        found = self.number(name, value)
        if found is not None and found < 0:
            self.problems.append(f"{name} must not be negative (got {found!r})")
        return found

    def date(self, name: str, value: Any) -> dt.datetime | None:
        """Take in one date."""
        moment = None if value is None else _moment(value)
        if value is not None and moment is None:
            self.problems.append(f"{name} {_DATE_RULE} (got {value!r:.60})")
        return moment

    def table(
        self, name: str, columns: Any, take: Callable[[str, Any], NDArray[Any] | None]
    ) -> dict[str, NDArray[Any]] | None:
        """Take in several arrays by id, each as `take` does."""
        if columns is None:
            return None
        if not hasattr(columns, "items"):
            self.problems.append(
                f"{name} must be a DataFrame with a column for each id, or a dict of id and values "
                f"(got {type(columns).__name__})"
            )
            return None
        found: dict[str, NDArray[Any]] = {}
        for label, values in columns.items():
            id_ = str(label)
            if id_ in found:
                self.problems.append(f'{name} has two columns "{id_}"; rename one')
            array = take(f'{name}["{id_}"]', values)
            found[id_] = np.zeros(0) if array is None else array
        return found

    def note_unpaired(self, name: str, values: Any, base: Any, remedy: str) -> None:
        """Note samples without their base, or a base without its samples."""
        if values is not None and base is None:
            self.problems.append(
                f"base_{name} is missing: contingency is counted from it; {remedy}"
            )
        self.note_lonely(name, values, **{f"base_{name}": base})

    def note_lonely(self, name: str, values: Any, **given: Any) -> None:
        """Note what was given, but is of no use without something that was not."""
        self.problems.extend(
            f"{other} needs {name}, too; give both or neither"
            for other, value in given.items()
            if value is not None and values is None
        )

    def note_early(self, ends: DateArray, start: dt.date) -> None:
        """Note dates before the start."""
        self._note_bad(
            "finish", f"must not lie before the start, {start}", ends, ends >= np.datetime64(start)
        )

    def note_idle_costs(self, name: str, cost: FloatArray, occurrence: BoolArray) -> None:
        """Note what a risk cost where it did not occur."""
        if cost.shape == occurrence.shape:
            rule = "must be 0 where the risk does not occur"
            self._note_bad(name, rule, cost, occurrence | (cost == 0))

    def _note_other_indexes(self) -> None:
        """Note tables and series whose rows are labelled differently, and may not be paired."""
        (first, index), *others = [*self.indexes.items()] or [("", None)]
        odd = [
            name for name, other in others if len(other) == len(index) and not index.equals(other)
        ]
        if odd:
            more = f", and {len(odd) - 1:,} more like it" if len(odd) > 1 else ""
            self.problems.append(
                f"{odd[0]} has another index than {first}{more}, and values are taken by position; "
                "align them first (.align), or give .to_numpy() of each where their order is one"
            )

    def _row(self, name: str, values: Any) -> NDArray[Any] | None:
        """Return an array with one value for each iteration."""
        if values is None:
            return None
        masked = int(np.ma.getmaskarray(values).sum()) if np.ma.is_masked(values) else 0
        if masked:
            self.problems.append(
                f"{name} has {counted(masked, 'masked value')}; fill them "
                "(.filled), or leave out their iterations everywhere"
            )
            return None
        try:
            array = np.asarray(values)
        except (TypeError, ValueError):  # lists of different lengths in a list
            array = np.zeros((0, 0))
        if array.ndim != 1 or not array.size:
            self.problems.append(f"{name} must be a list with one value for every iteration")
            return None
        self.lengths[name] = len(array)
        if hasattr(getattr(values, "index", None), "equals"):  # a list has a method of that name
            self.indexes[name] = values.index
        return array

    def _note_bad(self, name: str, rule: str, given: NDArray[Any], good: BoolArray) -> None:
        """Note the first value that breaks a rule, and how many others do."""
        bad = np.flatnonzero(~good)
        if bad.size:
            more = f", and {bad.size - 1:,} more like it" if bad.size > 1 else ""
            value = given[bad[0] : bad[0] + 1].tolist()[0]
            shown = value if isinstance(value, dt.datetime) else f"{value!r:.60}"
            self.problems.append(f"{name}[{bad[0]}] {rule} (got {shown}){more}")


def _moment(value: Any) -> dt.datetime | None:
    """Return a date as a point in time without a zone, or None where it is none."""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[s]").tolist()
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, dt.datetime):
        # pandas has a missing date that says it is a datetime, and is equal to nothing.
        whole = value == value and value.tzinfo is None  # noqa: PLR0124
        return dt.datetime(*value.timetuple()[:5]) if whole else None
    return dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else None


def _kind_of(array: NDArray[Any]) -> str:
    if array.dtype.kind == "U":
        return f'text such as "{array[0]:.60}"'
    odd = [repr(v)[:60] for v in array if not is_number(v)] if array.dtype.kind == "O" else []
    return odd[0] if odd else str(array.dtype)
