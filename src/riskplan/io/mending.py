"""Neutral stand-ins for what does not fit, so that the rules of the model can look at the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from riskplan.errors import Problem, Severity
from riskplan.io import keys
from riskplan.io.hooks import GONE
from riskplan.io.misfits import WHOLE, Misfit, Path, place_of, within
from riskplan.model import (
    BAND,
    Activity,
    Buffer,
    Calendar,
    CalendarException,
    Correlation,
    CostImpact,
    CostItem,
    DayShifts,
    Delay,
    DurationFactor,
    Escalation,
    Funding,
    Hammock,
    Impact,
    LostDays,
    Milestone,
    Phase,
    Plan,
    Policy,
    Response,
    Risk,
    Strategy,
    Weekday,
)

__all__ = ["follow_ups_of", "mend", "without_stand_in"]

# Attributes that hold what other items refer to: where one is unknown, nobody can tell which
# names lead nowhere, nor whether the plan is empty.
_REFERRED_TO = {
    *(
        (Plan, table)
        for table in ("calendar", "calendars", "phases", "costs", "activities", "risks", "policies")
    ),
    *(
        (cls, "id")
        for cls in (Activity, Buffer, Calendar, CostItem, Hammock, Milestone, Phase, Policy, Risk)
    ),
    (Activity, "phase"),
    (Activity, "category"),
    (CostItem, "category"),
    (CostItem, "phase"),
    (Response, "id"),
    (Risk, "responses"),
}

# Parts of a plan that are judged as one: where a piece is unknown, the whole is.
_UNITS = {"matrix", "reserve"}

_REMOVED = object()

# What stands in where leaving the key out would not be neutral, and what else has to give way
# because the rules look at both together.
_STAND_INS: Mapping[tuple[type, str], Mapping[str, Any]] = {
    (Calendar, "base"): {"opens": 0},
    (Calendar, "shifts"): {"shifts": ["00:00-24:00"]},
    (Calendar, "work_week"): {"work_week": [day.value for day in Weekday]},
    (Calendar, "hours"): {"opens": _REMOVED},
    (Calendar, "opens"): {"opens": 0},
    (CalendarException, "first"): {"first": "0001-01-01", "last": _REMOVED},
    (DayShifts, "day"): {"day": Weekday.MONDAY.value},
    (DayShifts, "shifts"): {"shifts": ["00:00-24:00"]},
    (LostDays, "month"): {"month": 1},
    (Correlation, "coefficient"): {"coefficient": 0},
    (CostImpact, "amount"): {"cost": 0},
    (CostImpact, "share"): {"share": 0},
    (CostItem, "day_rate"): {"during": _REMOVED},
    (CostItem, "during"): {"day_rate": _REMOVED},
    (Funding, "amount"): {"amount": 1},
    (Funding, "on"): {"on": "0001-01-01"},
    (Policy, "adopted"): {"adopted": False},
    (Response, "adopted"): {"adopted": False},
    (Response, "strategy"): {"strategy": Strategy.ACCEPT.value},
    (Risk, "count"): {"count": 1},
    (Risk, "given"): {"exclusive": _REMOVED},
    (Risk, "kind"): {"responses": _REMOVED},
    (Risk, "probability"): {"probability": 0},
}

# Attributes without which an entry says so little that no rule can judge it.
_ESSENTIAL = {
    (Correlation, "ids"),
    (CostImpact, "of"),
    (Delay, "activities"),
    (DurationFactor, "activities"),
    (Hammock, "over"),
    (Policy, "covers"),
}

# What is only said because an attribute is unknown that other parts of the plan lean on.
_SAID_WITHOUT: Mapping[tuple[type, str], str] = {
    (Activity, "actual_start"): "without actual_start",
    (Calendar, "base"): "no day",
    (Calendar, "week"): "no day",
    (CostItem, "amount"): "without a day rate or an amount",
    (Escalation, "category"): "a second rate",
    (LostDays, "month"): "stands twice",
    (Plan, "budget"): "without a budget",
    (Plan, "data_date"): "without a data date",
    (Plan, "start"): "needs a start to count from",
    (Response, "impacts"): "with a window",
    (Response, "strategy"): "accepts the risk",
    (Risk, "impacts"): "with a window",
    (Risk, "kind"): "names response or policy",
}

# What is said of an entry that clashes with the stand-in for one that is no table.
_CLASHES: Mapping[Any, str] = {
    Escalation: _SAID_WITHOUT[Escalation, "category"],
    LostDays: _SAID_WITHOUT[LostDays, "month"],
}

_STAND_IN_ID = re.compile(r'(\w+\[\d+\]) "\1"')


def mend(data: dict[str, Any], misfits: Sequence[Misfit]) -> None:
    """Put neutral values in the place of what does not fit, and take unknown keys out."""
    # An unknown key seems to mean a known one, unless that one is there as well.
    named = [
        m for m in misfits if m.name and not (m.is_unknown and within(data, _key(m)) is not None)
    ]
    for misfit in misfits:
        if misfit.is_unknown:
            table, known = within(data, misfit.table), keys.all_keys_of(misfit.owner)
            for key in [key for key in table if key not in known]:
                del table[key]
    for misfit in named:
        _neutralise(data, misfit)
    for misfit in named:
        for key, value in _STAND_INS.get((misfit.owner, misfit.name), {}).items():
            _put(data, (*misfit.table, key), value)


def follow_ups_of(misfits: Sequence[Misfit], data: Mapping[str, Any]) -> Callable[[Problem], bool]:
    """Return what tells whether a problem only follows from misfits, in a plan that was mended."""
    whole = {_place(m.path, data) for m in misfits if _is_entry(m)}
    whole |= {_place(m.table, data) for m in misfits if _is_essential(m, data)}
    touched = {_place(m.path[:2], data) for m in misfits if len(m.path) > 1}
    # Warnings about a policy look at the risks that it covers.
    leaning = ("policies[",) if any(m.path[0] == "risks" for m in misfits) else ()
    is_lost = any((m.owner, m.name) in _REFERRED_TO for m in misfits)
    said = {_SAID_WITHOUT[m.owner, m.name] for m in misfits if (m.owner, m.name) in _SAID_WITHOUT}
    said |= {_CLASHES[_item(m)] for m in misfits if _is_entry(m) and _item(m) in _CLASHES}

    if any(m.path[:1] == ("matrix",) for m in misfits):
        said.add(f'"{BAND}')

    def is_follow_up(problem: Problem) -> bool:
        steps = without_stand_in(problem.place).split(", ")
        places = {", ".join(steps[:count]) for count in range(1, len(steps) + 1)}
        if places & whole or any(words in problem.message for words in said):
            return True
        is_near = bool(places & touched) or problem.place.startswith(leaning)
        if problem.severity is Severity.WARNING and is_near:
            return True
        return is_lost and (problem.place == WHOLE or "which does not exist" in problem.message)

    return is_follow_up


def _is_entry(misfit: Misfit) -> bool:
    """Return whether a table in a list is no table at all, or none of the known kind."""
    return isinstance(misfit.path[-1], int) and keys.is_table(_item(misfit))


def _item(misfit: Misfit) -> Any:
    return keys.item_of(keys.type_of(misfit.owner, misfit.name))


def _is_essential(misfit: Misfit, data: Mapping[str, Any]) -> bool:
    """Return whether nothing was left of an attribute that makes the sense of an entry."""
    if (misfit.owner, misfit.name) not in _ESSENTIAL:
        return False
    if misfit.owner is Correlation:
        return True  # one name less, and a matrix does not fit the others
    value = within(data, _key(misfit))
    return not isinstance(value, list) or all(item is GONE for item in value)


def _place(path: Path, data: Mapping[str, Any]) -> str:
    return without_stand_in(place_of(path, data))


def without_stand_in(place: str) -> str:
    """Return a place without an id that only stands in for one, such as ``risks[2] "risks[2]"``."""
    return _STAND_IN_ID.sub(r"\1", place)


def _key(misfit: Misfit) -> Path:
    """Return where the attribute stands that a misfit concerns, or should."""
    return (*misfit.table, keys.key_of(misfit.owner, misfit.name))


def _neutralise(data: dict[str, Any], misfit: Misfit) -> None:
    if misfit.path[0] in _UNITS:
        data.pop(str(misfit.path[0]), None)
    elif _is_entry(misfit):
        _put(data, misfit.path, _entry(_item(misfit), misfit.path))
    elif isinstance(misfit.path[-1], int) and (misfit.owner, misfit.name) not in _STAND_INS:
        _put(data, misfit.path, GONE)
    elif misfit.name == keys.MILESTONE:
        table = within(data, misfit.table)
        table[keys.MILESTONE] = not any(key in table for key in keys.SCHEDULE_ITEMS)
    else:
        _put(data, _key(misfit), _value(misfit.owner, misfit.name, misfit.table))
    if (misfit.owner, misfit.name) in {(Plan, "phases"), (Phase, "share")}:
        _forget_shares(data)


def _forget_shares(data: dict[str, Any]) -> None:
    """Take the shares from all phases, because those of some do not add up."""
    phases = data.get("phases")
    for phase in phases if isinstance(phases, list) else ():
        if isinstance(phase, dict):
            phase.pop("share", None)


def _entry(item: Any, path: Path) -> dict[str, Any]:
    """Return a table that says as little as an entry of a type can say."""
    if item == Impact:
        return {"cost": 0}
    cls = keys.members(item)[0]
    values = {key: _value(cls, a.name, path) for key, a in keys.keys_of(cls).items()}
    return {key: value for key, value in values.items() if value is not _REMOVED}


def _value(cls: type, name: str, table: Path) -> Any:
    """Return what says nothing in the place of an attribute: nothing at all, where that may be."""
    if name == "id" and isinstance(table[-1], int):
        return f"{table[-2]}[{table[-1]}]"
    attribute = attrs.fields_dict(cls).get(name)
    is_needed = keys.ALTERNATIVES.get(cls, ())[:1] == (name,)
    if attribute is None or not (is_needed or attribute.default is attrs.NOTHING):
        return _REMOVED
    hint = keys.type_of(cls, name)
    if hint is str:
        return ""
    return _STAND_INS.get((cls, name), {}).get(name, [] if keys.item_of(hint) is not None else 0)


def _put(data: Any, path: Path, value: Any) -> None:
    container = within(data, path[:-1])
    if value is _REMOVED:
        container.pop(path[-1], None)
    else:
        container[path[-1]] = value
