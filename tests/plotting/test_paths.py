"""The bars of the critical paths: shares with their intervals, and names that tell paths apart."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from tests.plotting.boxes import outside, overlaps
from tests.plotting.plans import NAMES, bridge, bridge_run

LONG = "Migrate and cleanse the data of the legacy ticket system, with a rehearsal, part"


def paths_of(plan, **options):
    return rp.critical_paths(plan, rp.simulate(plan, iterations=300, seed=1), **options)


def ladder(steps, names, width=2):
    """Steps one after the other, each of them several ways at once."""
    activities = []
    for step in range(steps):
        after = [f"s{step - 1}w{way}" for way in range(width)] if step else []
        for way in range(width):
            name = names[(step * width + way) % len(names)]
            law = rp.Triangular(8, 10, 16 + 2 * way)
            activities.append(rp.Activity(f"s{step}w{way}", f"{name}", law, after=after))
    activities.append(
        rp.Milestone("end", "End", after=[f"s{steps - 1}w{way}" for way in range(width)])
    )
    return rp.Plan("Ladder", start="2026-01-05", activities=activities)


def names(ax):
    """From top to bottom."""
    return [text.get_text() for text in ax.get_yticklabels()][::-1]


PATHS = rp.critical_paths(bridge(), bridge_run())


def test_the_bars_are_the_shares_the_largest_on_top():
    ax = plotting.path_bars(PATHS)
    bars = sorted(ax.patches, key=lambda bar: -bar.get_y())

    assert [row.share.value for row in PATHS] == [bar.get_width() for bar in bars]
    assert "Design → Approved → Build → Hand-over" == names(ax)[0]


def test_the_whiskers_are_the_intervals():
    ax = plotting.path_bars(PATHS)

    assert [(row.share.low, row.share.high) for row in PATHS] == [
        tuple(map(float, line.get_xdata())) for line in ax.lines
    ]


def test_all_other_paths_are_one_bar():
    paths = paths_of(ladder(4, ["A", "B"]), most=3)
    for ax in (plotting.path_bars(paths), plotting.path_bars(paths, most=2)):
        shares = [bar.get_width() for bar in ax.patches]
        assert names(ax)[-1] == f"{paths.count - len(shares) + 1} other paths"
        assert pytest.approx(1.0) == sum(shares)


def test_what_is_on_all_paths_is_left_out_of_long_ones():
    plan = ladder(1, ["By sea", "By road"])
    chain = [
        rp.Activity(f"c{n}", f"Step {n}", 1, after=[f"c{n - 1}"] if n else ["end"])
        for n in range(4)
    ]
    ax = plotting.path_bars(paths_of(plan.evolve(activities=[*plan.activities, *chain])))

    assert {"By sea", "By road"} == set(names(ax))
    assert "left out: 5 activities that are on all of them" in ax.get_xlabel()


def test_names_that_are_too_long_to_tell_paths_apart_give_way_to_ids():
    ax = plotting.path_bars(paths_of(ladder(2, [f"{LONG} 1", f"{LONG} 2"])))

    assert "s0w0 → s1w0 → end" in names(ax)


@pytest.mark.parametrize("steps", [8, 60])
def test_bars_of_long_paths_have_names_and_no_two_the_same(steps):
    paths = paths_of(ladder(steps, [f"Work {number}" for number in range(2 * steps)]))
    labels = names(plotting.path_bars(paths))

    assert 11 == len(labels) == len(set(labels))
    assert all(label.startswith("Work ") for label in labels[:-1])


def test_paths_of_the_same_names_are_told_apart_by_ids():
    labels = names(plotting.path_bars(paths_of(ladder(8, ["Dig", "Dig"]))))

    assert 11 == len(labels) == len(set(labels))


def test_one_long_path_is_named_by_its_ends():
    steps = [
        rp.Activity(f"a{n}", f"{LONG} {n}", 1, after=[f"a{n - 1}"] if n else []) for n in range(40)
    ]
    (label,) = names(plotting.path_bars(paths_of(rp.Plan("P", activities=steps))))

    assert 2 == label.count(LONG[:10])


@pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("steps", [1, 3, 8, 60])
@pytest.mark.parametrize("words", [NAMES, ["Dig", "Pour"], [LONG, "Dig"]], ids=["zh", "en", "long"])
def test_no_text_overlaps_another_or_leaves_the_figure(steps, words, labels):
    ax = plotting.path_bars(paths_of(ladder(steps, words)), labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_names_squeezed_into_a_low_picture_are_seen_to_overlap():
    """Negative control for the check above."""
    ax = plotting.path_bars(paths_of(ladder(8, NAMES)))
    ax.figure.set_size_inches(8, 1)
    assert overlaps(ax)


def test_given_axes_are_drawn_on_and_returned():
    ax = Figure().subplots()
    assert ax is plotting.path_bars(PATHS, ax)
