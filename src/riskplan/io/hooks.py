"""The reader of plain tables as values of the model: one hook for each kind of thing in a file."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from riskplan.distributions import Distribution
from riskplan.errors import PlanError, Problem
from riskplan.io import keys
from riskplan.io.wording import hint, meant
from riskplan.model import Activity, Impact, Milestone, Moment, Reserve, ScheduleItem, fields
from riskplan.model.budget import to_reserve
from riskplan.model.moments import is_moment, to_moment

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["GONE", "reader"]

_Hook = Callable[[Any, Any], Any]

# What stands in a list for an item that was refused, so that the others keep their index.
GONE = object()

# What stands for a key that is missing together with all its alternatives.
_MISSING = object()

# The validators of the model begin a message with the name of the attribute; here the place of
# the value, which names it, is only known to whoever collects the messages.
_NAMELESS = attrs.fields(Milestone).name.evolve(name="")


@functools.cache
def reader() -> Converter:
    """Return the converter whose `structure(table, Plan)` gathers everything that does not fit.

    Each attribute goes through the converter and the validator that the model gives it, so what
    may be written in a file is what may be typed into the model, and the rules stand there only.
    """
    from cattrs import Converter  # only who reads a file waits for this import

    made = Converter(detailed_validation=True, forbid_extra_keys=True)
    made.register_structure_hook_factory(attrs.has, lambda cls: _table(cls, made))
    made.register_structure_hook_func(lambda kind: keys.item_of(kind) is not None, _list(made))
    made.register_structure_hook_func(lambda kind: keys.value_of(kind) is not None, _by_name)
    made.register_structure_hook_func(lambda kind: float in keys.members(kind), _number(made))
    made.register_structure_hook_func(_is_uncertain, _as_it_is)  # the later hook comes first
    made.register_structure_hook(float, _number(made))
    made.register_structure_hook(bool, _as_it_is)
    made.register_structure_hook(int, _as_it_is)
    made.register_structure_hook(enum.Enum, _choice)
    made.register_structure_hook(str, _text)
    made.register_structure_hook(dt.date, _date)
    for spelled in keys.SPELLED:
        made.register_structure_hook(spelled, _spelled)
    made.register_structure_hook(Reserve, _reserve(made))
    made.register_structure_hook_func(lambda kind: kind == ScheduleItem, _activity(made))
    made.register_structure_hook_func(lambda kind: kind == Moment, _moment)
    made.register_structure_hook_func(lambda kind: kind == Impact, _impact(made))
    return made


def _table(cls: type, made: Converter) -> _Hook:
    from cattrs.gen import make_dict_structure_fn, override

    overrides = {
        attribute.name: override(rename=key, struct_hook=_attribute(cls, attribute, made))
        for key, attribute in keys.keys_of(cls).items()
    }
    read: _Hook = make_dict_structure_fn(cls, made, _cattrs_use_linecache=False, **overrides)  # type: ignore[arg-type]

    def hook(value: Any, kind: Any) -> Any:
        _demand_table(value)
        alternatives = keys.ALTERNATIVES.get(cls, ())
        if alternatives and not any(key in value for key in alternatives):
            value = {**value, alternatives[0]: _MISSING}
        return read(value, kind)

    return hook


def _attribute(cls: type, attribute: attrs.Attribute[Any], made: Converter) -> _Hook:
    kind = keys.type_of(cls, attribute.name)
    nameless = attribute.evolve(name="")
    convert: Any = attribute.converter
    # One id or link may stand alone, without a list around it.
    is_short = keys.key_of(cls, attribute.name) in keys.SINGLE and keys.item_of(kind) is not None

    def hook(value: Any, _: Any) -> Any:
        if value is _MISSING:
            raise KeyError(attribute.name)
        if value is None:
            raise _refusal("is null", "leave the key out")
        if not (is_short and isinstance(value, str)):
            value = made.structure(value, kind)
        if convert is not None:
            value = convert(value)
        if attribute.validator is not None:
            attribute.validator(None, nameless, value)
        return value

    return hook


def _list(made: Converter) -> _Hook:
    def hook(value: Any, kind: Any) -> Any:
        item = keys.item_of(kind)
        if not isinstance(value, list):
            remedy = "write [ … ]"
            if isinstance(value, dict) and keys.is_table(item):
                remedy = "write [[ … ]] around its name in TOML, or [ … ] around its entries"
            raise _refusal(f"must be a list (got {fields.quoted(value)})", remedy)
        kept = [entry for entry in value if entry is not GONE]
        return made.structure(kept, list[item])  # type: ignore[valid-type]

    return hook


def _number(made: Converter) -> _Hook:
    """Return the hook of numbers, and of a number that may be rows of numbers instead."""

    def hook(value: Any, kind: Any) -> Any:
        rows = keys.members(kind)[1:]
        if rows and isinstance(value, list):
            return made.structure(value, rows[0])
        number = fields.to_number(value)
        fields.is_number(None, _NAMELESS, number)
        return number

    return hook


def _activity(made: Converter) -> _Hook:
    from cattrs.errors import AttributeValidationNote, ClassValidationError

    def hook(value: Any, _: Any) -> Any:
        _demand_table(value)
        flag = value.get(keys.MILESTONE, False)
        try:
            fields.is_boolean(None, _NAMELESS, flag)
        except PlanError as error:
            error.add_note(AttributeValidationNote("", keys.MILESTONE, bool))
            raise ClassValidationError("", [error], Activity) from error
        rest = {key: item for key, item in value.items() if key != keys.MILESTONE}
        return made.structure(rest, Milestone if flag else _kind_of(value))

    return hook


def _kind_of(value: dict[str, Any]) -> type:
    """Return what stands in the schedule, told by the key that only it has, or by one alike."""
    for key, kind in keys.SCHEDULE_ITEMS.items():
        if key in value:
            return kind
    strange = [key for key in value if key not in keys.all_keys_of(Activity)]
    near = [found for key in strange if (found := meant(key, keys.SCHEDULE_ITEMS))]
    return keys.SCHEDULE_ITEMS[near[0]] if near else Activity


def _impact(made: Converter) -> _Hook:
    def hook(value: Any, _: Any) -> Any:
        _demand_table(value)
        kinds = {cls: key for key, cls in keys.IMPACTS.items() if key in value}
        if len(kinds) > 1:
            raise _refusal(
                f"says both {' and '.join(kinds.values())}", "write one impact for each of them"
            )
        for kind in kinds:
            return made.structure(value, kind)
        near = next((key for key in value if meant(key, keys.IMPACTS)), None)
        raise _refusal(
            f"says none of {', '.join(keys.IMPACTS)}", hint(near, keys.IMPACTS, "write one of them")
        )

    return hook


def _reserve(made: Converter) -> _Hook:
    table = _table(Reserve, made)

    def hook(value: Any, kind: Any) -> Any:
        if isinstance(value, dict):
            return table(value, kind)
        number: Any = fields.to_number(value)
        if not isinstance(number, float):
            remedy = 'write 0.15, 500_000 or { share = 0.15, of = "total" }'
            raise _refusal(f"must be a number or a table (got {fields.quoted(value)})", remedy)
        fields.is_number(None, _NAMELESS, number)
        return to_reserve(number)

    return hook


def _is_uncertain(kind: Any) -> bool:
    return any(isinstance(m, type) and issubclass(m, Distribution) for m in keys.members(kind))


def _by_name(value: Any, _: Any) -> Any:
    _demand_table(value)
    return value


def _as_it_is(value: Any, _: Any) -> Any:
    return value


def _choice(value: Any, kind: Any) -> enum.Enum:
    known = keys.choices(kind)
    if isinstance(value, str) and value in known:
        return known[value]
    shown = ", ".join(f'"{member.value}"' for member in kind)
    message = f"must be one of {shown} (got {fields.quoted(value)})"
    raise _refusal(message, hint(value, known, "choose one of these"))


def _text(value: Any, _: Any) -> str:
    fields.is_text(None, _NAMELESS, value)
    return str(value)


def _date(value: Any, _: Any) -> dt.date | None:
    if isinstance(value, dt.datetime | dt.time):
        message = f"must be a date without a time of day (got {value.isoformat()})"
        raise _refusal(message, "write it as YYYY-MM-DD")
    date = fields.to_date(value)
    fields.is_date(None, _NAMELESS, date)
    return date


def _moment(value: Any, _: Any) -> Moment | None:
    moment = to_moment(value)
    is_moment(None, _NAMELESS, moment)
    return moment


def _spelled(value: Any, kind: Any) -> Any:
    fields.is_text(None, _NAMELESS, value)
    return kind.from_text(value)


def _demand_table(value: Any) -> None:
    if not isinstance(value, dict):
        raise _refusal(f"must be a table (got {fields.quoted(value)})", "write { key = value, … }")


def _refusal(message: str, remedy: str) -> PlanError:
    return PlanError([Problem("", message, remedy)])
