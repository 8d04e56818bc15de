"""A result as plain tables and named arrays, and back: the declared types decide the form.

Whatever a class of this room declares is packed, so that a field which one of them gains is in
every archive from then on.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import quote

import attrs
import numpy as np
from numpy.typing import NDArray

from riskplan._typing import FloatArray
from riskplan.errors import RequestError
from riskplan.results.estimate import Estimate
from riskplan.results.keep import Keep
from riskplan.results.labelled import ById, LabelledSamples, Shares
from riskplan.results.provenance import Provenance, Recipe, RecipeText
from riskplan.results.result import SimulationResult
from riskplan.results.samples import DateSamples, Samples
from riskplan.results.schedule import BaseSchedule

__all__ = ["Arrays", "MisfitError", "packed", "unpacked"]

Arrays: TypeAlias = Mapping[str, NDArray[Any]]

_KIND = "kind"
_VALUES = "values"

# What holds a value for each iteration: in how many dimensions, and of which types.
_SIMULATED: Mapping[type, tuple[int, tuple[str, ...]]] = {
    Samples: (1, ("<f8",)),
    DateSamples: (1, ("<M8[m]",)),
    LabelledSamples: (2, ("<f8", "|b1", "<M8[m]")),
}
_FIRST_DATE, _LAST_DATE = np.datetime64("0001-01-01", "m"), np.datetime64("9999-12-31T23:59", "m")


class MisfitError(ValueError):
    """Tables or arrays that do not describe a result; the message names the place."""


def packed(run: SimulationResult) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return a run as tables of plain values, and the arrays of its iterations by name.

    The tables hold what JSON can write, every number in full. The arrays are named by their place
    in the run: ``"cost"``, ``"risk_cost"``, ``"milestones.handover"``.
    """
    arrays: dict[str, NDArray[Any]] = {}
    tables: dict[str, Any] = _plain(run, "", arrays)
    return tables, arrays


def unpacked(tables: object, arrays: Arrays) -> SimulationResult:
    """Return the run that `packed` took apart.

    Raises
    ------
    MisfitError
        If the tables or the arrays are not those of a run.
    """
    left = dict(arrays)
    run: SimulationResult = _value(SimulationResult, tables, "", left)
    if left:
        raise MisfitError(f"nothing in the run is the array {min(left)!r}")
    for name, array in arrays.items():
        if array.shape[-1:] != (run.iterations,):
            raise MisfitError(f"the array {name!r} is not of {run.iterations:,} iterations")
    return run


def _plain(value: Any, place: str, arrays: dict[str, NDArray[Any]]) -> Any:
    """Return a value as plain tables, and put the arrays in it under their names."""
    match value:
        case Estimate():
            return [value.value, value.low, value.high]
        case None | str() | int() | float():
            return value
        case dt.date():
            return value.isoformat()
        case np.ndarray():
            return value.tolist()
        case tuple():
            return [_plain(item, place, arrays) for item in value]
        case ById():
            return {id_: _plain(value[id_], _below(place, id_), arrays) for id_ in value}
        case Recipe():
            return value.text()
        case _:
            return _table(value, place, arrays)


def _table(value: Any, place: str, arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """Return a value of this room as a table of its fields."""
    table: dict[str, Any] = {}
    if type(value) in _SIMULATED:
        table[_KIND] = type(value).__name__
        arrays[place] = value.values
    for key, attribute, _ in _fields_of(value.__class__):
        table[key] = _plain(getattr(value, attribute), _below(place, key), arrays)
    return table


def _value(kind: Any, item: Any, place: str, arrays: dict[str, NDArray[Any]]) -> Any:
    """Return the value of a kind that plain tables describe."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if item is None else _value(_arm(inner, item, place), item, place, arrays)
    if origin is tuple:
        items = enumerate(_typed(item, place, list))
        return tuple(_value(inner[0], part, f"{place}[{row}]", arrays) for row, part in items)
    if origin is ById:
        parts = _typed(item, place, dict).items()
        return ById({id_: _value(inner[0], p, _below(place, id_), arrays) for id_, p in parts})
    if origin is np.ndarray:
        return _numbers(item, place)
    if kind is Estimate:
        return _estimate(item, place)
    if kind is Recipe:
        return RecipeText(_typed(item, place, str))
    if kind in (dt.date, dt.datetime):
        return _moment(kind, item, place)
    if attrs.has(kind):
        return _instance(kind, _typed(item, place, dict), place, arrays)
    return _number(item, place) if kind is float else _typed(item, place, kind)


def _arm(kinds: tuple[Any, ...], item: Any, place: str) -> Any:
    """Return the kind that the item is, of several."""
    possible = [kind for kind in kinds if kind is not types.NoneType]
    if len(possible) == 1:
        return possible[0]
    named = {kind.__name__: kind for kind in possible}
    found = item.get(_KIND) if isinstance(item, dict) else None
    if not isinstance(found, str) or found not in named:
        raise MisfitError(f"{place}: it must be one of {', '.join(named)}")
    return named[found]


def _instance(
    kind: type, table: dict[str, Any], place: str, arrays: dict[str, NDArray[Any]]
) -> Any:
    known = {key: (hint, default) for key, _, (hint, default) in _fields_of(kind)}
    extra = set(table) - set(known) - ({_KIND} if kind in _SIMULATED else set())
    if extra:
        raise MisfitError(f"{_below(place, min(extra))}: there is no such field")
    found: dict[str, Any] = {}
    for key, (hint, has_default) in known.items():
        if key in table:
            found[key] = _value(hint, table[key], _below(place, key), arrays)
        elif not has_default:
            raise MisfitError(f"{_below(place, key)}: it is missing")
    if kind in _SIMULATED:
        found[_VALUES] = _array(kind, place, arrays)
    try:
        value = kind(**found)
    except (RequestError, ArithmeticError) as error:
        raise MisfitError(f"{place}: {error}") from error
    for problem in _problems(value):
        raise MisfitError(f"{place or 'the run'}: {problem}")
    return value


def _array(kind: type, place: str, arrays: dict[str, NDArray[Any]]) -> NDArray[Any]:
    array = arrays.pop(place, None)
    if array is None:
        raise MisfitError(f"{place}: its array is missing")
    dimensions, types_ = _SIMULATED[kind]
    if array.ndim != dimensions or array.dtype.str not in types_:
        raise MisfitError(f"{place}: its array is of {array.dtype} in {array.ndim} dimensions")
    return array


def _problems(value: Any) -> Iterator[str]:
    """Yield what is wrong with a value whose parts are right by themselves."""
    match value:
        case Provenance() if value.iterations < 1 or value.cell < 1:
            yield "it must have iterations, in cells of at least one"
        case Provenance() if value.keep not in [keep.value for keep in Keep]:
            yield f"there is no keep {value.keep!r}"
        case DateSamples() if not _are_dates(value.values):
            yield "its array holds what is no date"
        case LabelledSamples() if value.values.dtype.kind == "M" and not _are_dates(value.values):
            yield "its array holds what is no date"
        case LabelledSamples() if value.values.shape[:-1] != (len(value.ids),):
            yield "its array must have a row for each id"
        case LabelledSamples() | Shares() if len(value.ids) != len(value.names):
            yield "ids and names must be equally many"
        case Shares() if len(value.ids) != len(value.counts):
            yield "ids and counts must be equally many"
        case BaseSchedule() if not _is_level(value):
            yield "it must have as many names, phases and dates as ids"
        case SimulationResult() if value.iterations != value.criticality.iterations:
            yield "criticality must be of all iterations"


def _is_level(schedule: BaseSchedule) -> bool:
    """Return whether a schedule says all of each activity; dates it may have for none."""
    count = len(schedule.ids)
    lengths = {name: len(part) for name, part in attrs.asdict(schedule, recurse=False).items()}
    dates = {name: lengths.pop(name) for name in tuple(lengths) if name.endswith("_dates")}
    early, more = {dates.pop("start_dates"), dates.pop("finish_dates")}, set(dates.values())
    # Runs that were saved earlier know the early dates alone.
    return {count} == set(lengths.values()) and early in ({0}, {count}) and more <= {0, *early}


def _are_dates(values: NDArray[Any]) -> bool:
    if np.isnat(values).any():
        return False
    return bool(((values >= _FIRST_DATE) & (values <= _LAST_DATE)).all())


def _numbers(item: Any, place: str) -> FloatArray:
    return np.array([_number(part, place) for part in _typed(item, place, list)], dtype=np.float64)


def _number(item: Any, place: str) -> float:
    try:
        return float(_typed(item, place, float, int))
    except OverflowError as error:
        raise MisfitError(f"{place}: it holds a number that is too large") from error


def _estimate(item: Any, place: str) -> Estimate:
    ends = [_number(part, place) for part in _typed(item, place, list)]
    if len(ends) != 3:
        raise MisfitError(f"{place}: it must be an estimate between two ends")
    return Estimate(*ends)


def _moment(kind: type[dt.date], item: Any, place: str) -> dt.date:
    text = _typed(item, place, str)
    try:
        moment = kind.fromisoformat(text)
    except ValueError as error:
        raise MisfitError(f"{place}: {text!r:.40} is no {kind.__name__}") from error
    if getattr(moment, "tzinfo", None) is not None:
        raise MisfitError(f"{place}: it must be without a time zone")
    return moment


def _typed(item: Any, place: str, *kinds: type) -> Any:
    if type(item) not in kinds:
        raise MisfitError(f"{place or 'the run'}: it must be of type {kinds[0].__name__}")
    return item


def _below(place: str, key: str) -> str:
    """Return the place of a part; an id may hold anything, a name in a file may not."""
    name = quote(key, safe="", errors="surrogatepass")
    return f"{place}.{name}" if place else name


@cache
def _fields_of(kind: type) -> tuple[tuple[str, str, tuple[Any, bool]], ...]:
    """Return key, attribute, type and whether there is a default, of each field but arrays."""
    hints = typing.get_type_hints(kind)
    return tuple(
        (a.alias or a.name, a.name, (hints[a.name], a.default is not attrs.NOTHING))
        for a in attrs.fields(kind)
        if not (kind in _SIMULATED and a.name == _VALUES)
    )
