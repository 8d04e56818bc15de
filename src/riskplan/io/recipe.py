"""The plan and the scenario of a run as one text, from which the run can be repeated."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from riskplan.errors import FileError, PlanError, Severity
from riskplan.io.limits import encoded
from riskplan.io.structure import structured, structured_as
from riskplan.io.text import parse_json, to_json
from riskplan.io.unstructure import table_of, unstructured
from riskplan.model import Plan, Scenario, fields

__all__ = ["PlanRecipe", "recipe_from"]

_PLAN, _SCENARIO = "plan", "scenario"
_SOURCE = "the recipe of the run"
_SCENARIO_KEYS = ("id", "name", "adoption")


@frozen
class PlanRecipe:
    """A plan and the scenario under which it is run.

    Parameters
    ----------
    plan : Plan
    scenario : Scenario

    Examples
    --------
    >>> from riskplan.model import PLANNED, CostItem
    >>> recipe = PlanRecipe(Plan("Dam", costs=[CostItem("all", "All", "pert(2, 4, 9)")]), PLANNED)
    >>> recipe == recipe_from(recipe.text())
    True
    """

    plan: Plan = field(validator=fields.is_a(Plan))
    scenario: Scenario = field(validator=fields.is_a(Scenario))

    def text(self) -> str:
        """Return the recipe as JSON: exact, and the same for equal recipes.

        Raises
        ------
        FileError
            If a text in the plan cannot be written to any file.
        """
        # The adoption is said even where it is the usual one, as it always was.
        scenario = {**table_of(self.scenario), "adoption": self.scenario.adoption.value}
        text = to_json({_PLAN: unstructured(self.plan), _SCENARIO: scenario})
        encoded(text, f'plan "{self.plan.name}"')
        return text


def recipe_from(text: str) -> PlanRecipe:
    """Read a recipe.

    Parameters
    ----------
    text : str
        What `PlanRecipe.text` returned.

    Raises
    ------
    FileError
        If the text is no recipe, or its plan does not fit; with everything that does not.
    """
    tables = parse_json(text, _SOURCE)
    if set(tables) != {_PLAN, _SCENARIO} or not isinstance(tables[_PLAN], dict):
        raise _unfit(f'its keys must be "{_PLAN}" and "{_SCENARIO}", each with an object')
    scenario = _scenario(tables[_SCENARIO])
    reading = structured(tables[_PLAN])
    misfits = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    if misfits:
        raise _unfit("\n  ".join(["its plan has problems:", *map(str, misfits)]))
    return PlanRecipe(reading.plan, scenario)


def _scenario(table: Any) -> Scenario:
    """Return the scenario that a table describes."""
    if not isinstance(table, dict) or not set(table) >= set(_SCENARIO_KEYS):
        raise _unfit(f"its scenario must have the keys {', '.join(_SCENARIO_KEYS)}")
    try:
        return structured_as(Scenario, table)
    except PlanError as error:
        reasons = "\n  ".join(["its scenario has problems:", *map(str, error.problems)])
        raise _unfit(reasons) from error


def _unfit(reason: str) -> FileError:
    return FileError(f"{_SOURCE}: {reason}; simulate the plan again, and save that run")
