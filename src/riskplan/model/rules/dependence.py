"""Rules of dependence: correlations name quantities, each of them a single draw that varies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from riskplan.errors import Problem
from riskplan.model.correlation import Correlation
from riskplan.model.dependence.joint import named_by
from riskplan.model.dependence.names import Aspect, Named, impacts_named, named_quantities
from riskplan.model.hammocks import Hammock
from riskplan.model.impact import CostImpact, Draws
from riskplan.model.plan import Plan
from riskplan.model.risk import Risk
from riskplan.model.rules.places import unknown, warning
from riskplan.model.scenario import INHERENT, PLANNED
from riskplan.model.schedule import Activity, Milestone

__all__ = [
    "correlated_quantities_can_move",
    "correlated_quantities_vary",
    "correlations_name_quantities",
    "correlations_of",
    "meanings_in",
]


_TABLES = ("costs.", "activities.", "risks.")


def correlations_name_quantities(plan: Plan) -> Iterator[Problem]:
    """Check that correlations name two or more quantities, each of them once and only one way."""
    meanings = meanings_in(plan)
    still = {item.id: item for item in plan.activities if not isinstance(item, Activity)}
    for place, correlation in correlations_of(plan):
        for name in correlation.ids:
            meant = meanings.get(name, ())
            if len(correlation.ids) < 2:
                continue  # often a text where a list is wanted: its length tells that
            if len(meant) > 1:
                tables = " and ".join(sorted({_owner(quantity) for quantity in meant}))
                remedy = f"write costs.{name}, activities.{name} or risks.{name}"
                yield Problem(place, f'"{name}" names {tables}', remedy)
            elif not meant and name in still:
                kind = type(still[name]).__name__.lower()
                message = f'names {kind} "{name}", which has no duration of its own'
                remedy = "name the activity before it"
                if isinstance(still[name], Milestone):
                    message = f'names milestone "{name}", which takes no time'
                elif isinstance(still[name], Hammock):
                    remedy = "name the activities that it spans"
                yield Problem(place, message, remedy)
            elif not meant:
                yield unknown(place, "names quantity", name, _alike(name, meanings))
        named = named_by(correlation, meanings)
        if len(correlation.ids) < 2 or len(set(named)) < len(named):
            remedy = 'list each once, as in ["a", "b"]'
            yield Problem(place, "ids must be two or more different ones", remedy)


def correlated_quantities_can_move(plan: Plan) -> Iterator[Problem]:
    """Refuse what is no single draw of its own: some occurrences, and sizes drawn several times."""
    meanings = meanings_in(plan)
    for place, correlation in correlations_of(plan):
        for quantity in named_by(correlation, meanings):
            if isinstance(quantity.item, Risk):
                yield from _risk_problems(place, quantity, quantity.item)


def _risk_problems(place: str, quantity: Named, risk: Risk) -> Iterator[Problem]:
    what = f'"{risk.id}"'
    if risk.count is not None:
        yield Problem(
            place,
            f"risk {what} strikes several times, each time on its own, so that there is no single "
            "draw to correlate",
            "give it a probability instead of a count, or leave it out",
        )
    elif quantity.aspect is not Aspect.OCCURRENCE:
        sets = (risk.impacts, *(response.impacts or () for response in risk.responses))
        for impacts in sets:
            alike = impacts_named(impacts, quantity.aspect)[quantity.number :][:1]
            if any(not isinstance(i, CostImpact) and i.draws is Draws.SEPARATE for i in alike):
                yield Problem(
                    place,
                    f"the {quantity.aspect.value} of risk {what} is drawn separately for each "
                    "activity, so that there is no single draw to correlate",
                    "leave out draws, or give the activities impacts of their own",
                )
    elif risk.given is not None:
        yield Problem(
            place,
            f'the occurrence of risk {what} already depends on that of "{risk.given}"',
            "correlate that one, or leave out given and correlate both",
        )
    elif risk.exclusive is not None:
        yield Problem(
            place,
            f'the occurrence of risk {what} already depends on the group "{risk.exclusive}"',
            "leave out exclusive, or correlate the sizes of its impacts",
        )


def correlated_quantities_vary(plan: Plan) -> Iterator[Problem]:
    """Warn of quantities without spread, which nothing can be tied to."""
    meanings = meanings_in(plan)
    for place, correlation in correlations_of(plan):
        for name in correlation.ids:
            meant = meanings.get(name, ())
            if len(meant) == 1 and not _is_counted(meant[0]) and not _varies(meant[0]):
                message = f'"{name}" has no spread, so that nothing can move with it'
                yield warning(place, message, "give it a distribution, or leave it out")


def correlations_of(plan: Plan) -> Iterator[tuple[str, Correlation]]:
    """Yield each correlation with its place, such as ``correlations[0]``."""
    for index, correlation in enumerate(plan.correlations):
        yield f"correlations[{index}]", correlation


def meanings_in(plan: Plan) -> Mapping[str, tuple[Named, ...]]:
    """Return what names may stand for, unless nobody asks."""
    return named_quantities(plan) if plan.correlations else {}


def _alike(name: str, meanings: Collection[str]) -> list[str]:
    """Return the names of quantities of the same risk, or else those that are spelled alike.

    These begin with the name of a table, or do not, as the given one.
    """
    owner = name.rpartition(".")[0]
    if owner in meanings:
        return [other for other in meanings if other.startswith(f"{owner}.")] or [owner]
    return [other for other in meanings if other.startswith(_TABLES) is name.startswith(_TABLES)]


def _owner(quantity: Named) -> str:
    kinds = {Aspect.AMOUNT: "a cost item", Aspect.DURATION: "an activity"}
    return kinds.get(quantity.aspect, "a risk")


def _is_counted(quantity: Named) -> bool:
    return isinstance(quantity.item, Risk) and quantity.item.count is not None


def _varies(quantity: Named) -> bool:
    return any(quantity.varies(scenario) for scenario in (INHERENT, PLANNED))
