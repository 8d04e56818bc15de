"""The reader's errors are made flat; what is no misfit is not taken for one."""

from __future__ import annotations

import pytest
from cattrs import ClassValidationError, IterableValidationError
from cattrs.errors import AttributeValidationNote

from riskplan.io.misfits import misfits_in, place_of
from riskplan.io.structure import structured
from riskplan.model import Plan


def noted(error: Exception) -> Exception:
    error.add_note(AttributeValidationNote("", "risks", list))
    return error


@pytest.mark.parametrize(
    "inner",
    [
        ZeroDivisionError("a bug"),
        noted(ZeroDivisionError("a bug")),
        noted(IterableValidationError("", [ZeroDivisionError("a bug")], list)),
    ],
    ids=["in a table", "in a field", "in a list"],
)
def test_a_bug_is_not_blamed_on_the_file(inner):
    with pytest.raises(ZeroDivisionError, match="a bug"):
        list(misfits_in(ClassValidationError("", [inner], Plan), {}))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), ""),
        (("calendar",), "calendar"),
        (("matrix", "cost"), "matrix.cost"),
        (("risks", 0), 'risks[0] "late"'),
        (("risks", 0, "responses", 0, "impacts", 3), 'risks[0] "late", responses[0], impacts[3]'),
        (("risks", 1), "risks[1]"),
        (("risks", 7, "impacts", 0), "risks[7], impacts[0]"),
    ],
)
def test_a_place_is_named_as_the_rules_of_the_model_name_it(path, place):
    data = {"risks": [{"id": "late", "responses": [{"id": "two words"}]}, {"id": "x" * 1_000}]}

    assert place == place_of(path, data)


def test_a_stand_in_that_does_not_fit_ends_in_an_error(monkeypatch):
    """It is a bug, and must not become a circle."""
    monkeypatch.setattr("riskplan.io.structure.mend", lambda data, misfits: None)

    with pytest.raises(ClassValidationError):
        structured({"name": 5})
