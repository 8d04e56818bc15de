"""Text to plain tables and back, in TOML and in JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from riskplan.errors import FileError
from riskplan.io.limits import too_deep, too_long, too_much, within_limits
from riskplan.io.wording import shown
from riskplan.model import fields

__all__ = ["parse_json", "parse_toml", "to_json", "to_toml"]

_AT = re.compile(r"(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
    r"(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?"  # and a time of day
)

# A key of so many parts that the parser would take hours over it.
_LONG_KEY = re.compile(
    r"""(?:^|[\[{,])[ \t]*(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){30}""", re.MULTILINE
)

# A number that the parser would take a gigabyte for.
_LONG_NUMBER = re.compile(r"[=\[,][ \t\n]*[+-]?(?:0[xob])?[0-9a-fA-F_]{2000}")

# Each false date costs another reading of the text.
_MOST_FALSE_DATES = 20
_LONGEST_WITH_FALSE_DATES = 1_000_000

_REMEDIES = {
    "Cannot overwrite": "a key stands once in a table: keep one of the two",
    "Cannot declare": "a table stands once: for a list of tables use double brackets, [[ … ]]",
    "Invalid date": "write a date that exists, as YYYY-MM-DD",
    "Invalid value": "text stands in quotes, a number has a point and no comma, true is small",
}


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """Return the tables of a TOML text; a date that does not exist comes back as text.

    TOML itself stops at such a date. As text, the model refuses it together with everything else
    that is wrong in the plan.

    Raises
    ------
    FileError
        If the text is not TOML, with line and column.
    """
    text = text.replace("\r\n", "\n")  # as the parser does, so that its columns fit
    if _LONG_KEY.search(text):
        raise too_deep(source)
    if _LONG_NUMBER.search(text):
        raise too_long(source)
    return within_limits(_toml(text, source, _MOST_FALSE_DATES), source)


def parse_json(text: str, source: str) -> dict[str, Any]:
    """Return the object that a JSON text holds.

    Raises
    ------
    FileError
        If the text is not JSON, with line and column; if it is not an object; or if a key stands
        twice in one.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                message = f"the key {shown(key)} stands twice in one object; keep one"
                raise FileError(f"{source}: {message}")
            found[key] = value
        return found

    try:
        found = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise _invalid("JSON", source, text, (error.msg, error.lineno, error.colno)) from error
    except (RecursionError, ValueError) as error:
        raise too_much(error, source) from error
    if not isinstance(found, dict):
        raise FileError(f"{source}: a plan in JSON is one object; put it in braces, {{ … }}")
    return within_limits(found, source)


def to_toml(tables: dict[str, Any]) -> str:
    """Return the tables as TOML, with each text of several lines on as many lines."""
    import tomli_w

    # In such texts the writer turns \r\n into \n; where there is one, all stay on one line.
    one_line = "\\r" in json.dumps(tables, default=_iso)
    return tomli_w.dumps(tables, multiline_strings=not one_line)


def to_json(tables: dict[str, Any]) -> str:
    """Return the tables as JSON, with dates as text."""
    text = json.dumps(tables, default=_iso, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n"


def _iso(value: dt.date) -> str:
    """Return a date, or a date with a time of day, in its own spelling."""
    return value.isoformat()


def _toml(text: str, source: str, false_dates: int) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, line, column = _position(text, str(error))
        quoted = _with_date_quoted(text, line, column) if false_dates else None
        if quoted is None:
            raise _invalid("TOML", source, text, (reason, line, column)) from error
    except (RecursionError, ValueError) as error:
        raise too_much(error, source) from error
    return _toml(quoted, source, false_dates - 1)


def _position(text: str, message: str) -> tuple[str, int, int]:
    """Return the reason, the line and the column that a message of the TOML parser gives."""
    at = _AT.fullmatch(message)
    if at is not None:
        return at["reason"], int(at["line"]), int(at["column"])
    return message.partition(" (at ")[0], text.count("\n") + 1, len(text) - text.rfind("\n")


def _with_date_quoted(text: str, line: int, column: int) -> str | None:
    """Return the text with the date at a place in quotes, or None where no date stands there."""
    if len(text) > _LONGEST_WITH_FALSE_DATES:
        return None
    lines = text.split("\n")
    there = lines[line - 1] if line <= len(lines) else ""
    for date in _DATE.finditer(there):
        if date.start() < column <= date.end():
            quoted = f'{there[: date.start()]}"{date[0]}"{there[date.end() :]}'
            return "\n".join([*lines[: line - 1], quoted, *lines[line:]])
    return None


def _invalid(language: str, source: str, text: str, at: tuple[str, int, int]) -> FileError:
    reason, line, column = at
    there = text.split("\n")[line - 1].strip() if line <= text.count("\n") + 1 else ""
    remedies = [remedy for start, remedy in _REMEDIES.items() if reason.startswith(start)]
    return FileError(
        f"{source}, line {line:,}, column {column:,}: this is not {language}: {reason} "
        f"(in {fields.quoted(there)}); {remedies[0] if remedies else 'correct that line'}"
    )
