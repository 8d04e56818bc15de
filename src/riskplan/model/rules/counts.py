"""Rules of counts: whole numbers of strikes, not too many, and nothing that contradicts them."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.distributions import Constant, Distribution, atoms_of, is_count
from riskplan.errors import DistributionError, Problem
from riskplan.model import fields
from riskplan.model.plan import Plan
from riskplan.model.risk import Kind, Risk, Status
from riskplan.model.rules.places import placed, warning

__all__ = ["counts_are_whole_numbers", "counts_contradict_nothing", "counts_fit_the_responses"]

# Each strike is a draw of its own, in memory and in time.
_MOST_ON_AVERAGE = 1_000
_MOST_AT_ALL = 10_000


def counts_are_whole_numbers(plan: Plan) -> Iterator[Problem]:
    """Refuse counts that are no whole numbers from 0 upwards, or so large that a run would stall.

    Every strike is drawn: at most 1,000 of them on average and 10,000 in the extreme.
    """
    for place, _, count in _counts(plan):
        shown, is_whole = fields.quoted(count), _is_whole(count)
        if is_whole is None:
            yield _too_many(place, shown)
        elif not is_whole:
            remedy = "write for example poisson(2.5), or discrete([0, 1, 2], [0.5, 0.3, 0.2])"
            if isinstance(count, Constant) and count.value >= 0:
                remedy = f"for as many on average write poisson({count.value:.12g})"
            message = f"count must hold whole numbers from 0 upwards only (got {shown})"
            yield Problem(place, message, remedy)
        elif count.mean() > _MOST_ON_AVERAGE or _most(count) > _MOST_AT_ALL:
            yield _too_many(place, shown)


def _too_many(place: str, shown: str) -> Problem:
    return Problem(
        place,
        f"count must be at most {_MOST_ON_AVERAGE:,} on average and {_MOST_AT_ALL:,} in the "
        f"extreme (got {shown}), since every strike is drawn",
        "let one strike stand for many, or cut off a long tail: truncated(…, high=100)",
    )


def counts_contradict_nothing(plan: Plan) -> Iterator[Problem]:
    """Check counts against exclusive groups, where one uniform decides, and against the status."""
    for place, risk in placed("risks", plan.risks):
        if risk.count is not None and risk.exclusive is not None:
            yield Problem(
                place,
                f'a risk with a count cannot stand in the exclusive group "{risk.exclusive}"',
                "leave out count or exclusive",
            )
    for place, risk, count in _counts(plan):
        if risk.status is Status.OCCURRED and _is_whole(count) and count.support()[0] < 1:
            shown = fields.quoted(count)
            yield Problem(
                place,
                f"the risk has occurred, but its count may be 0 (got {shown})",
                f"write truncated({shown}, low=1), or the number of strikes that is known",
            )


def counts_fit_the_responses(plan: Plan) -> Iterator[Problem]:
    """Check that responses change a count that there is, and for the better."""
    for place, risk in placed("risks", plan.risks):
        after = [
            (f"{place}, {inner}", response.count)
            for inner, response in placed("responses", risk.responses)
            if response.count is not None
        ]
        for inner, count in after:
            if risk.count is None:
                yield Problem(
                    inner,
                    "gives a count after it to a risk that has none",
                    "give the risk a count, too, or the response a probability",
                )
            elif _is_whole(risk.count) and _is_whole(count):
                yield from _worsening(inner, risk.kind, risk.count.mean(), count.mean())


def _worsening(place: str, kind: Kind, before: float, after: float) -> Iterator[Problem]:
    if (after > before) if kind is Kind.THREAT else (after < before):
        yield warning(
            place,
            f"moves the mean count of the {kind.value} the wrong way, from {before:g} to {after:g}",
            "check the two counts",
        )


def _counts(plan: Plan) -> Iterator[tuple[str, Risk, Distribution]]:
    """Yield every count in the plan with its place, those that remain after responses included."""
    for place, risk in placed("risks", plan.risks):
        if risk.count is not None:
            yield place, risk, risk.count
        for inner, response in placed("responses", risk.responses):
            if response.count is not None:
                yield f"{place}, {inner}", risk, response.count


def _is_whole(count: Distribution) -> bool | None:
    """Return whether there are whole numbers only, or None where they are too many to look at."""
    try:
        return is_count(count)
    except DistributionError:
        return None


def _most(count: Distribution) -> float:
    atoms = atoms_of(count)
    return count.support()[1] if atoms is None else float(atoms[0][-1])
