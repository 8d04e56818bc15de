"""Keep: each level holds what the one before it holds, in the same bits, and says what it lacks."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from riskplan.results import packed
from tests.model.good import GOOD

RUNS = {keep: rp.simulate(GOOD, iterations=1_000, seed=2, keep=keep) for keep in rp.Keep}
WITHOUT_START = GOOD.evolve(start=None, deadline=None, calendars=[])

RISKS = ["occurrence", "risk_cost", "phase_cost", "phases", "milestones"]
ACTIVITIES = ["activity_finish"]


def missing(run: rp.SimulationResult) -> list[str]:
    """The parts that a run refuses to give."""
    found = []
    for name in RISKS + ACTIVITIES:
        try:
            getattr(run, name)
        except rp.RequestError:
            found.append(name)
    return found


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (rp.Keep.TOTALS, RISKS + ACTIVITIES),
        (rp.Keep.RISKS, ACTIVITIES),
        (rp.Keep.ACTIVITIES, []),
    ],
)
def test_each_level_holds_more(keep, expected):
    run = RUNS[keep]

    assert expected == missing(run)
    assert keep is run.keep
    assert keep.value == run.provenance.keep


def test_everything_is_kept_unless_told_otherwise():
    assert rp.Keep.ACTIVITIES is rp.simulate(GOOD, iterations=10, seed=1).keep


@pytest.mark.parametrize("keep", [rp.Keep.TOTALS, rp.Keep.RISKS])
def test_what_is_kept_has_the_same_bits_at_every_level(keep):
    (tables, arrays), (all_tables, all_arrays) = (
        packed(RUNS[keep]),
        packed(RUNS[rp.Keep.ACTIVITIES]),
    )

    assert set(arrays) < set(all_arrays)
    for name, array in arrays.items():
        assert np.array_equal(all_arrays[name], array), name
    assert all_tables["criticality"] == tables["criticality"]
    assert all_tables["schedule"] == tables["schedule"]


@pytest.mark.parametrize("keep", rp.Keep)
def test_totals_and_criticality_are_always_there(keep):
    run = RUNS[keep]

    assert 1_000 == len(run.cost) == len(run.duration) == len(run.finish)
    assert 1.0 == run.criticality["deck"]
    assert rp.contingency(run, at=80).cost.amount > 0


@pytest.mark.parametrize(
    ("keep", "part", "wanted"),
    [
        *((rp.Keep.TOTALS, part, rp.Keep.RISKS) for part in RISKS),
        (rp.Keep.TOTALS, "activity_finish", rp.Keep.ACTIVITIES),
        (rp.Keep.RISKS, "activity_finish", rp.Keep.ACTIVITIES),
    ],
)
def test_what_was_not_kept_is_refused_naming_the_level_that_has_it(keep, part, wanted):
    with pytest.raises(rp.RequestError, match=rf"^this run kept .*keep=rp\.Keep\.{wanted.name}\)"):
        getattr(RUNS[keep], part)


@pytest.mark.parametrize("keep", rp.Keep)
def test_a_plan_without_dates_keeps_as_much(keep):
    assert missing(RUNS[keep]) == missing(
        rp.simulate(WITHOUT_START, iterations=200, seed=2, keep=keep)
    )


@pytest.mark.parametrize("keep", rp.Keep)
def test_where_there_are_no_activities_no_finish_of_any_is_missing(keep):
    plan = rp.Plan("M", costs=[rp.CostItem("c", "C", rp.Uniform(1, 2))])
    run = rp.simulate(plan, iterations=200, seed=2, keep=keep)

    assert [part for part in missing(RUNS[keep]) if part not in ACTIVITIES] == missing(run)
    assert (0, 200) == run.activity_finish.values.shape


def test_totals_are_all_that_is_held():
    """Two numbers an iteration and the dates: nothing of the size of the plan."""
    _, arrays = packed(RUNS[rp.Keep.TOTALS])

    assert {"cost", "duration", "finish"} == set(arrays)


@pytest.mark.parametrize("sampling", [rp.Antithetic(), rp.LatinHypercube(100), rp.Sobol(128)])
def test_less_is_kept_under_every_sampling_plan(sampling):
    settings = {"iterations": 4 * sampling.cell, "seed": 2, "sampling": sampling}
    less, more = (rp.simulate(GOOD, keep=keep, **settings) for keep in list(rp.Keep)[::2])

    assert np.array_equal(less.cost.values, more.cost.values)
    assert less.criticality["piles"] == more.criticality["piles"]
