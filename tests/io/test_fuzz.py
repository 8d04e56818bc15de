"""Mistakes at random places of random plans: one message each, and never a traceback."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskplan.errors import FileError, PlanError, Severity
from riskplan.io import load, save
from riskplan.io.structure import structured
from riskplan.io.text import to_toml
from riskplan.io.unstructure import unstructured
from riskplan.model import Plan
from tests.model_strategies import plans

PATIENT = settings(
    max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# Nothing in a plan is a time of day, and every message repeats what it got.
NOON = dt.time(12, 34, 56)
NOON_WORDS = ("12:34:56", "datetime.time(12, 34, 56)")


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to all values within tables and lists."""
    if path:
        yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from paths_in(item, (*path, key))


def around(tables: dict[str, Any], path: tuple[str | int, ...]) -> tuple[dict[str, Any], Any]:
    """A copy of the tables, and the table or list in it that holds what the path leads to."""
    changed = copy.deepcopy(tables)
    return changed, at(changed, path[:-1])


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    """What a path leads to."""
    for step in path:
        value = value[step]
    return value


def errors_in(tables: dict[str, Any]) -> list[str]:
    return [str(p) for p in structured(tables).problems if p.severity is Severity.ERROR]


def some_paths(tables: dict[str, Any]) -> st.SearchStrategy[list[tuple[str | int, ...]]]:
    return st.lists(st.sampled_from(list(paths_in(tables))), min_size=1, max_size=10)


@given(plan=plans(), data=st.data())
@PATIENT
def test_one_wrong_value_is_one_error(plan, data):
    """It is named where it stands, and nothing is said that would only follow from it."""
    tables = unstructured(plan)
    for path in data.draw(some_paths(tables)):
        changed, there = around(tables, path)
        there[path[-1]] = NOON
        errors = errors_in(changed)

        assert 1 == len(errors), (path, errors)
        assert any(words in errors[0] for words in NOON_WORDS), (path, errors)


@given(plan=plans(), data=st.data())
@PATIENT
def test_one_mistyped_key_is_one_error(plan, data):
    """It is named, and the key that was meant is not called missing besides."""
    tables = unstructured(plan)
    for path in data.draw(some_paths(tables)):
        if not isinstance(path[-1], str):
            continue
        changed, there = around(tables, path)
        there[f"{path[-1]}x"] = there.pop(path[-1])
        errors = errors_in(changed)

        assert 1 == len(errors), (path, errors)
        # In a table of names, such as the estimates of a scenario, a key is what it is about.
        said = ("unknown key", "says none of", "which does not exist")
        assert any(words in errors[0] for words in said)


@given(plan=plans(), data=st.data())
@PATIENT
def test_one_missing_entry_or_key_never_breaks_the_reader(plan, data):
    tables = unstructured(plan)
    for path in data.draw(some_paths(tables)):
        changed, there = around(tables, path)
        del there[path[-1]]
        reading = structured(changed)

        assert isinstance(reading.plan, Plan)
        assert all(problem.place and problem.message for problem in reading.problems)


ANY_VALUE = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["a", "a FS+5d", "pert(1, 2, 3)", "2026-01-05", "d", "threat", "20%"]),
        st.dates(),
        st.datetimes(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.text(max_size=5), st.sampled_from(["id", "cost"])), inner),
    ),
    max_leaves=5,
)


@given(plan=plans(), data=st.data())
@PATIENT
def test_any_value_at_any_place_is_a_problem_or_a_plan(plan, data, tmp_path_factory):
    tables = unstructured(plan)
    folder = tmp_path_factory.mktemp("fuzz")
    for path in data.draw(some_paths(tables)):
        changed, there = around(tables, path)
        there[path[-1]] = data.draw(ANY_VALUE)
        reading = structured(changed)

        if all(problem.severity is Severity.WARNING for problem in reading.problems):
            save(reading.plan, folder / "plan.json")
            assert reading.plan == load(folder / "plan.json")
        else:
            assert all(problem.place and problem.message for problem in reading.problems)


@given(plan=plans(), data=st.data())
@PATIENT
def test_many_mistakes_at_once_are_many_errors(plan, data):
    """Whatever stands in for one mistake stands beside the others."""
    tables = unstructured(plan)
    paths = data.draw(some_paths(tables))
    is_surely_wrong = False
    for path in sorted(paths, key=len, reverse=True):
        there = at(tables, path[:-1])
        if data.draw(st.booleans()) and isinstance(path[-1], str) and path[-1] in there:
            there[f"{path[-1]}x"] = there.pop(path[-1])
            is_surely_wrong = True
        else:
            there[path[-1]] = data.draw(st.one_of(st.just(NOON), ANY_VALUE))
            is_surely_wrong = there[path[-1]] is NOON
    problems = structured(copy.deepcopy(tables)).problems

    assert all(problem.place and problem.message for problem in problems)
    # What was done last stands at the top, where nothing else can have undone it.
    assert not is_surely_wrong or errors_in(tables)


@given(tables=st.dictionaries(st.sampled_from(["schema", "costs", "risks", "x"]), ANY_VALUE))
def test_any_table_is_a_problem(tables):
    assert errors_in(tables)


@given(text=st.text())
@pytest.mark.parametrize("name", ["plan.toml", "plan.json"])
def test_any_text_is_refused_politely(text, name, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / name
    file.write_bytes(text.encode("utf-8", "replace"))

    with pytest.raises((PlanError, FileError), match="plan"):
        load(file)


@given(plan=plans(), data=st.data())
@PATIENT
def test_a_cut_in_the_text_is_refused_or_leaves_a_plan(plan, data, tmp_path_factory):
    """As when a file was copied by half."""
    text = to_toml(unstructured(plan))
    file = tmp_path_factory.getbasetemp() / "plan.toml"
    for end in data.draw(st.lists(st.integers(0, len(text)), max_size=5)):
        file.write_text(text[:end], "utf-8")
        with contextlib.suppress(PlanError, FileError):
            assert isinstance(load(file), Plan)


def test_a_reader_that_forgets_the_mended_value_would_be_noticed():
    """Negative control: with two wrong values there are two errors."""
    tables = {"schema": 1, "name": NOON, "budget": NOON, "costs": [{"id": "a", "name": "A"}]}

    assert 2 == len(errors_in(tables))
