"""What a name in a correlation stands for: an amount, a duration, an occurrence or a size."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from attrs import evolve, field, frozen

from riskplan.distributions import Distribution
from riskplan.model.budget import CostItem
from riskplan.model.impact import CostImpact, Delay, DurationFactor, Impact
from riskplan.model.plan import Plan
from riskplan.model.risk import Risk, Status
from riskplan.model.scenario import Scenario
from riskplan.model.schedule import Activity

__all__ = ["Aspect", "Named", "impacts_named", "named_quantities"]


class Aspect(enum.Enum):
    """What about an item is meant; of impacts, the word that files use for their kind."""

    AMOUNT = "amount"
    DURATION = "duration"
    OCCURRENCE = "occurrence"
    COST = "cost"
    DELAY = "delay"
    FACTOR = "factor"


_IMPACTS: Mapping[Aspect, type] = {
    Aspect.COST: CostImpact,
    Aspect.DELAY: Delay,
    Aspect.FACTOR: DurationFactor,
}

_TABLES: Mapping[type, str] = {CostItem: "costs", Activity: "activities", Risk: "risks"}


@frozen
class Named:
    """A quantity that a correlation can name.

    Parameters
    ----------
    id : str
        The cost item, activity or risk.
    aspect : Aspect
    number : int
        Which of the impacts of a risk of one kind, from 0.
    item : CostItem, Activity or Risk
        The item itself, no part of the comparison.
    """

    id: str
    aspect: Aspect
    number: int
    item: CostItem | Activity | Risk = field(eq=False, repr=False)

    @property
    def order(self) -> tuple[bool, str, str, int]:
        """Where it stands among others, whatever the order of the plan.

        Occurrences come last: scenarios change their probabilities, and what stands before them
        is then drawn as it was.
        """
        return self.aspect is Aspect.OCCURRENCE, self.aspect.value, self.id, self.number

    def law(self, scenario: Scenario) -> Distribution | float | None:
        """Return its law under a scenario, or the probability; None where there is no such impact.

        A risk that has occurred or was closed counts as open, so that what its occurrence is tied
        to is drawn as before.
        """
        if isinstance(self.item, CostItem):
            return self.item.amount
        if isinstance(self.item, Activity):
            return self.item.duration
        view = scenario.view(evolve(self.item, status=Status.OPEN))
        if self.aspect is Aspect.OCCURRENCE:
            return view.probability
        impacts = impacts_named(view.impacts, self.aspect)
        return _size(impacts[self.number]) if self.number < len(impacts) else None

    def varies(self, scenario: Scenario) -> bool:
        """Return whether it can take more than one value under a scenario."""
        law = self.law(scenario)
        if self.aspect is Aspect.OCCURRENCE:
            return law not in (0.0, 1.0)
        if not isinstance(law, Distribution):
            return False
        low, high = law.support()
        return low < high


def named_quantities(plan: Plan) -> Mapping[str, tuple[Named, ...]]:
    """Return every name that a correlation may use, with all that it could stand for."""
    return _meanings(_Items(plan))


class _Items:
    """The items of a plan, known by identity: to compare or hash their contents would take long."""

    def __init__(self, plan: Plan) -> None:
        self.tables = plan.costs, plan.activities, plan.risks

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Items) and all(
            mine is table for mine, table in zip(self.tables, other.tables, strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.tables)))


# Every rule of dependence asks for the same names of the same plan.
@functools.lru_cache(maxsize=1)
def _meanings(items: _Items) -> Mapping[str, tuple[Named, ...]]:
    meanings: dict[str, dict[Named, None]] = {}
    costs, activities, risks = items.tables
    for item in (*costs, *activities, *risks):
        if isinstance(item, CostItem | Activity | Risk):
            for name, quantity in _quantities(item):
                for full in (name, f"{_TABLES[type(item)]}.{name}"):
                    meanings.setdefault(full, {}).setdefault(quantity)
    found = {name: tuple(quantities) for name, quantities in meanings.items()}
    return MappingProxyType(found)


def impacts_named(impacts: tuple[Impact, ...], aspect: Aspect) -> tuple[Impact, ...]:
    """Return the impacts of the kind that an aspect means, in their order."""
    return tuple(impact for impact in impacts if isinstance(impact, _IMPACTS[aspect]))


def _quantities(item: CostItem | Activity | Risk) -> Iterator[tuple[str, Named]]:
    if not isinstance(item, Risk):
        aspect = Aspect.AMOUNT if isinstance(item, CostItem) else Aspect.DURATION
        yield item.id, Named(item.id, aspect, 0, item)
        return
    yield item.id, Named(item.id, Aspect.OCCURRENCE, 0, item)
    sets = (item.impacts, *(response.impacts or () for response in item.responses))
    for aspect in _IMPACTS:
        for number in range(max(len(impacts_named(impacts, aspect)) for impacts in sets)):
            quantity = Named(item.id, aspect, number, item)
            if number == 0:
                yield f"{item.id}.{aspect.value}", quantity
            yield f"{item.id}.{aspect.value}.{number + 1}", quantity


def _size(impact: Impact) -> Distribution | None:
    if isinstance(impact, CostImpact):
        return impact.amount if impact.share is None else impact.share
    return impact.days if isinstance(impact, Delay) else impact.factor
