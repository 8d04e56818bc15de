"""Three-point estimates from a table: a CSV file, a DataFrame or a mapping, checked as a whole."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from riskplan._files import PathLike, as_path
from riskplan.distributions import Distribution, Pert
from riskplan.errors import DistributionError, FileError, PlanError, Problem, RequestError, counted
from riskplan.io.decoding import text_of
from riskplan.model import Activity, Plan, ScheduleItem
from riskplan.model.rules.places import first_few, unknown
from riskplan.model.spreading import Law, is_certain, is_done, law_of, with_work

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["apply_estimates"]

_ID = "id"
_POINTS = ("low", "mode", "high")
_EXPECTED = f"its first line names the columns {_ID}, {', '.join(_POINTS)}"
_SEPARATORS = ",;\t"

Points: TypeAlias = "tuple[float, float, float]"


@frozen
class _Row:
    """One line of a table: where it stands, whose it is, and its cells as they were found."""

    place: str
    id: str
    cells: tuple[Any, ...]


def apply_estimates(
    plan: Plan,
    table: PathLike | pd.DataFrame | Mapping[str, Iterable[float]],
    *,
    law: Law = Pert,
    partial: bool = False,
) -> Plan:
    """Return the plan with the durations of a table of three-point estimates.

    What is finished stays as it is. Of what is under way, estimates are of the remaining
    duration where the plan gives one.

    Parameters
    ----------
    plan : Plan
    table : str, os.PathLike, pandas.DataFrame, or mapping of str to (low, mode, high)
        A CSV file or a frame with the columns ``id``, ``low``, ``mode`` and ``high``, in the
        unit of each activity; other columns are not read.
    law : callable
        What makes a distribution of three points: `Pert` unless given, or for example
        `Triangular`, or `Trigen`, for which low and high are P10 and P90.
    partial : bool
        Whether activities without an estimate may stay certain; they are refused unless so.

    Raises
    ------
    FileError
        If the file cannot be read, or has no such columns.
    RequestError
        If the table is none.
    PlanError
        If an id is unknown or comes twice, a number is missing or none, three are out of order,
        or an activity is left out; it lists all of them.

    Examples
    --------
    >>> plan = Plan("Bridge", activities=[Activity("build", "Build", 60)])
    >>> apply_estimates(plan, {"build": (50, 60, 95)}).activities[0].duration
    pert(50, 60, 95)
    """
    rows, source = _rows_of(table)
    items = {item.id: item for item in reversed(plan.activities)}
    laws: dict[str, Distribution] = {}
    problems: list[Problem] = []
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            problems.append(Problem(row.place, "it comes twice", "keep one of the estimates"))
            continue
        seen.add(row.id)
        try:
            made = _law(row, items, law)
        except PlanError as error:
            problems += error.problems
        else:
            if made is not None:
                laws[row.id] = made
    if not partial:
        problems += _left_out(plan, seen)
    if problems:
        raise PlanError(problems, source)
    return plan.evolve(activities=[_estimated(item, laws) for item in plan.activities])


def _estimated(item: ScheduleItem, laws: Mapping[str, Distribution]) -> ScheduleItem:
    if not isinstance(item, Activity) or item.id not in laws or is_done(item):
        return item
    return with_work(item, laws[item.id])


def _law(row: _Row, items: Mapping[str, ScheduleItem], law: Law) -> Distribution | None:
    """Return the distribution of a row, or None where it is of something that takes no time.

    Raises
    ------
    PlanError
        With everything that is wrong in the row.
    """
    problems: list[Problem] = []
    item = items.get(row.id)
    if item is None:
        problems.append(unknown(row.place, "activity", row.id, items))
    points, wrong = _points(row)
    problems += wrong
    made = None
    if points is not None and isinstance(item, Activity):
        try:
            made = law_of(points, law)
        except DistributionError as error:
            problems.append(Problem(row.place, str(error)))
    elif points is not None and item is not None and any(points):
        message = f"it is a {type(item).__name__.lower()}, which takes no estimate"
        problems.append(Problem(row.place, message, "leave the row out"))
    if problems:
        raise PlanError(problems)
    return made


def _points(row: _Row) -> tuple[Points | None, list[Problem]]:
    """Return the three points of a row, or what is wrong with them."""
    if len(row.cells) != len(_POINTS):
        message = f"an estimate is {', '.join(_POINTS)} (got {len(row.cells)} values)"
        return None, [Problem(row.place, message, "write (50, 60, 95)")]
    numbers: list[float] = []
    problems: list[Problem] = []
    for name, cell in zip(_POINTS, row.cells, strict=True):
        number = _number(cell)
        if number is not None and math.isfinite(number):
            numbers.append(number)
        elif _is_blank(cell):
            problems.append(Problem(row.place, f"{name} is missing", "give all three"))
        else:
            problems.append(Problem(row.place, f"{name} must be a number (got {cell!r:.40})"))
    return ((numbers[0], numbers[1], numbers[2]) if not problems else None), problems


def _left_out(plan: Plan, seen: set[str]) -> Iterator[Problem]:
    missing = [item.id for item in plan.activities if is_certain(item) and item.id not in seen]
    if missing:
        message = f"no estimate for {counted(len(missing), 'activity', 'activities')}: "
        remedy = "add them, or pass partial=True and spread the rest by factors (rp.spread)"
        yield Problem("", message + first_few(missing), remedy)


def _rows_of(table: object) -> tuple[list[_Row], str]:
    """Return the rows of a table, and what to call it in messages."""
    if isinstance(table, Mapping):
        rows = [_Row(f'"{key}"', _id(key), _cells(points)) for key, points in table.items()]
        return rows, "the estimates"
    if isinstance(table, str | os.PathLike):
        return list(_rows_of_file(table)), str(table)
    if hasattr(table, "columns") and hasattr(table, "reset_index"):
        return list(_rows_of_frame(table)), "the estimates"
    raise RequestError(
        f"estimates are a CSV file, a DataFrame or a mapping of ids (got {table!r:.60})"
    )


def _rows_of_file(path: PathLike) -> Iterator[_Row]:
    text = text_of(as_path(path), _EXPECTED).lstrip()
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(lines)]
        columns = _columns(names, str(path))
        for cells in lines:
            if any(cell.strip() for cell in cells):
                wanted = [cells[n].strip() if n < len(cells) else "" for n in columns]
                yield _row_of_file(lines.line_num, wanted, separator)
    except csv.Error as error:
        raise FileError(f"{path}, line {lines.line_num:,}: it is no table: {error}") from error


def _row_of_file(line: int, cells: list[str], separator: str) -> _Row:
    identity, *points = cells
    if separator == ";":  # such spreadsheets write 1,5 for one and a half
        points = [point.replace(",", ".") for point in points]
    return _Row(f'line {line} "{identity}"', identity, tuple(points))


def _rows_of_frame(frame: Any) -> Iterator[_Row]:
    table = frame if _ID in frame.columns else frame.reset_index()
    columns = _columns(list(table.columns), "the frame")
    values = [table.iloc[:, column].tolist() for column in columns]
    for number, (identity, *points) in enumerate(zip(*values, strict=True)):
        yield _Row(f'row {number} "{_id(identity)}"', _id(identity), tuple(points))


def _columns(names: list[Any], source: str) -> list[int]:
    missing = [name for name in (_ID, *_POINTS) if name not in names]
    if missing:
        found = ", ".join(map(str, names[:8]))
        raise FileError(f"{source}: it has no column {', '.join(missing)}; it has {found}")
    return [names.index(name) for name in (_ID, *_POINTS)]


def _cells(points: object) -> tuple[Any, ...]:
    is_list = isinstance(points, Iterable) and not isinstance(points, str)
    return tuple(points) if is_list else (points,)  # type: ignore[arg-type]


def _id(value: object) -> str:
    """Return an id as text; a spreadsheet takes 1040 for a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    try:
        return float(cell)  # type: ignore[arg-type]  # what is none is refused
    except (TypeError, ValueError):
        return None


def _is_blank(cell: object) -> bool:
    is_nan = isinstance(cell, float) and math.isnan(cell)
    return cell is None or is_nan or (isinstance(cell, str) and not cell.strip())
