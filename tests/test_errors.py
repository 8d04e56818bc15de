"""The tree of errors, and the problems that a plan's error carries."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

import riskplan as rp
from riskplan import errors

EXCEPTIONS = [
    item
    for _, item in inspect.getmembers(errors, inspect.isclass)
    if issubclass(item, Exception) and item.__module__ == errors.__name__
]


def drawn_tree() -> dict[str, str]:
    """Each class in the drawing, with the one it hangs from."""
    parents: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"([ │├└─]{4,})(\w*(?:Error|Warning|Exception)\b)", line)
        if match is None:
            continue
        depth, name = len(match[1]), match[2]
        path = [node for node in path if node[0] < depth]
        parents[name] = path[-1][1] if path else ""
        path.append((depth, name))
    return parents


def test_the_tree_is_as_it_is_drawn():
    actual = {item.__name__: item.__bases__[0].__name__ for item in EXCEPTIONS}
    drawn = {name: parent for name, parent in drawn_tree().items() if hasattr(errors, name)}

    assert len(drawn) > 5
    assert actual == drawn


@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_every_error_is_a_riskplan_error_and_every_warning_a_riskplan_warning(kind):
    assert issubclass(kind, rp.RiskplanError | rp.RiskplanWarning)


def test_errors_are_also_what_python_would_call_them():
    assert issubclass(rp.PlanError, ValueError)
    assert issubclass(rp.FileError, OSError)
    assert issubclass(rp.MissingDependencyError, ImportError)
    assert issubclass(rp.RiskplanWarning, UserWarning)


PROBLEMS = [
    rp.Problem('risks[3] "late"', "probability must be … (got 20)", "did you mean 0.20?"),
    rp.Problem("", "something else", severity=rp.Severity.WARNING),
]


def test_a_problem_is_a_sentence():
    assert 'risks[3] "late": probability must be … (got 20); did you mean 0.20?' == str(PROBLEMS[0])
    assert "something else" == str(PROBLEMS[1])


def test_the_error_of_a_plan_lists_all_its_problems():
    error = rp.PlanError(PROBLEMS, "plan.toml")
    one = rp.PlanError(PROBLEMS[1:])

    assert tuple(PROBLEMS) == error.problems
    assert str(error) == "\n  ".join(["2 problems in plan.toml", *map(str, PROBLEMS)])
    assert "1 problem in the plan\n  something else" == str(one)


def test_the_error_of_a_plan_survives_pickling():
    error = rp.PlanError(PROBLEMS, "plan.toml")
    copy = pickle.loads(pickle.dumps(error))

    assert (error.problems, error.source, str(error)) == (copy.problems, copy.source, str(copy))
