"""The risk matrix has every risk in its cell, apart from the others, and tells the kinds apart."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyArrowPatch, Polygon, Rectangle

import riskplan as rp
from riskplan import plotting
from riskplan.plotting import cells
from riskplan.plotting.style import band_colours
from tests.plotting.boxes import outside, overlaps, texts_of
from tests.plotting.plans import bridge, crowd

BRIDGE = rp.place_risks(bridge(), "inherent")


def numbers_of(ax):
    """Where each number stands in the matrix: a list of places by number."""
    found: dict[int, list[tuple[float, float]]] = {}
    for text in ax.texts:
        if text.get_text().isdigit() and not hasattr(text, "xyann"):
            found.setdefault(int(text.get_text()), []).append(text.get_position())
    return found


def outlines(ax, kind):
    return [patch for patch in ax.patches if isinstance(patch, kind) and patch.zorder == 3]


@pytest.mark.parametrize("plan", [bridge(), crowd(30), crowd(12, in_one_cell=True)])
def test_every_risk_is_in_its_cell(plan):
    placements = rp.place_risks(plan, "inherent")
    places = numbers_of(plotting.heat_map(placements))

    assert len(placements) == len(places)
    for risk in placements:
        ((x, y),) = places[placements.numbers[risk.id]]
        assert (risk.column, risk.row) == (int(x), int(y))


def test_the_highest_score_has_the_number_one():
    scores = [risk.score for risk in BRIDGE]
    assert scores == sorted(scores, reverse=True)
    assert list(range(1, len(BRIDGE) + 1)) == [BRIDGE.numbers[risk.id] for risk in BRIDGE]


def test_numbers_can_be_given():
    ax = plotting.heat_map(BRIDGE, numbers={"flood": 7, "skill": 8, "reuse": 9})
    assert {7, 8, 9} == set(numbers_of(ax))


def test_shapes_tell_opportunities_from_threats():
    """Not only their colours, which some readers cannot tell apart."""
    ax = plotting.heat_map(BRIDGE)

    kinds = [risk.kind for risk in BRIDGE]
    assert kinds.count(rp.Kind.THREAT) == len(outlines(ax, Ellipse)) == 2
    assert kinds.count(rp.Kind.OPPORTUNITY) == len(outlines(ax, Polygon)) == 1
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert ["Threat", "Opportunity"] == legend[-2:]


def test_cells_have_the_colours_of_their_bands():
    ax = plotting.heat_map(BRIDGE)
    colours = {
        (int(cell.get_x()), int(cell.get_y())): cell.get_facecolor()
        for cell in ax.patches
        if isinstance(cell, Rectangle)
    }

    matrix = BRIDGE.matrix
    expected = {
        (column, row): to_rgba(band_colours(3)[matrix.band_index(matrix.score(row, column))])
        for row in range(5)
        for column in range(5)
    }
    assert expected == colours


@pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize(
    "plan",
    [bridge(), crowd(30), crowd(12, in_one_cell=True), crowd(30, in_one_cell=True)],
    ids=["bridge", "30 risks", "12 in a cell", "30 in a cell"],
)
def test_no_text_overlaps_another_or_leaves_the_figure(plan, labels):
    ax = plotting.heat_map(rp.place_risks(plan), labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_numbers_stay_inside_their_markers():
    ax = plotting.heat_map(rp.place_risks(crowd(30, in_one_cell=True)))
    ax.figure.draw_without_rendering()

    marker = outlines(ax, Ellipse)[0].get_window_extent()
    widest = max(t.get_window_extent().width for t in ax.texts if not hasattr(t, "xyann"))
    assert widest < marker.width


def test_numbers_in_one_place_are_seen_to_overlap(monkeypatch):
    """Negative control: without a layout the risks of a cell lie on each other."""

    def piled(markers):
        return 0.2, {m: (m.risk.column + 0.5, m.risk.row + 0.5) for m in markers}

    monkeypatch.setattr("riskplan.plotting.matrices.layout", piled)
    assert overlaps(plotting.heat_map(rp.place_risks(crowd(12, in_one_cell=True))))


def test_markers_do_not_touch():
    placements = rp.place_risks(crowd(12, in_one_cell=True))
    markers = [cells.Marker(risk, number) for number, risk in enumerate(placements)]
    diameter, places = cells.layout(markers)

    apart = [
        ((x - u) ** 2 + ((y - v) * cells.CELL_HEIGHT) ** 2) ** 0.5
        for (x, y) in places.values()
        for (u, v) in places.values()
        if (x, y) != (u, v)
    ]
    assert 12 == len(set(places.values()))
    assert diameter < min(apart)


def test_the_key_lists_numbers_and_names():
    ax = plotting.heat_map(BRIDGE)
    shown = [text.get_text() for text in ax.texts]

    assert set(BRIDGE.to_frame()["name"]) <= set(shown)
    assert not {risk.name for risk in BRIDGE} & {
        text.get_text() for text in plotting.heat_map(BRIDGE, key=False).texts
    }


def test_movement_is_shown_by_ghosts_and_arrows():
    inherent, planned = rp.place_risks(bridge(), "inherent"), rp.place_risks(bridge())
    ax = plotting.heat_maps(inherent, planned)

    places = numbers_of(ax)
    twice = [number for number, spots in places.items() if len(spots) == 2]
    assert [inherent.numbers["flood"]] == twice
    assert 1 == sum(isinstance(patch, FancyArrowPatch) for patch in ax.patches)
    assert "Before responses" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_an_arrow_leads_from_the_ghost_to_the_risk():
    inherent, planned = rp.place_risks(bridge(), "inherent"), rp.place_risks(bridge())
    ax = plotting.heat_maps(inherent, planned)
    (arrow,) = (patch for patch in ax.patches if isinstance(patch, FancyArrowPatch))
    (x0, y0), (x1, y1) = arrow._posA_posB

    before = next(risk for risk in inherent if risk.id == "flood")
    after = next(risk for risk in planned if risk.id == "flood")
    assert (before.column, before.row) == (int(x0), int(y0))
    assert (after.column, after.row) == (int(x1), int(y1))


def test_without_responses_nothing_moves():
    same = rp.place_risks(bridge(), "inherent")
    ax = plotting.heat_maps(same, same)

    assert not any(isinstance(patch, FancyArrowPatch) for patch in ax.patches)
    assert "Before responses" not in [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_movement_of_thirty_risks_can_be_read():
    plan = crowd(30)
    ax = plotting.heat_maps(rp.place_risks(plan, "inherent"), rp.place_risks(plan))

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_an_empty_register_says_so():
    plan = rp.Plan("Quiet", costs=[rp.CostItem("a", "A", 1)])
    ax = plotting.heat_map(rp.place_risks(plan))
    assert "No open risk to place" in [text.get_text() for text in texts_of(ax)]


def test_columns_say_what_they_stand_for():
    """With scales of their own, cost in money and delay in days; else a share of the base."""
    levels = ["small", "middle", "large"]
    matrix = rp.RiskMatrix(
        rp.Scale(levels, [0.1, 0.3]),
        cost=rp.Scale(levels, [10_000, 2e6]),
        delay=rp.Scale(levels, [5, 20]),
        bands=[rp.Band("green", 0), rp.Band("red", 4)],
    )
    own = plotting.heat_map(rp.place_risks(bridge(matrix=matrix)))
    usual = plotting.heat_map(BRIDGE)

    assert [
        "small\ncost ≤ 10 k\ndelay ≤ 5 d",
        "middle\ncost 10 k – 2 M\ndelay 5 – 20 d",
        "large\ncost > 2 M\ndelay > 20 d",
    ] == [tick.get_text() for tick in own.get_xticklabels()]
    assert "low\n0.5 % – 2 % of base" == usual.get_xticklabels()[1].get_text()
    assert "high\n25 % – 50 %" == usual.get_yticklabels()[3].get_text()


def test_the_words_follow_the_language():
    ax = plotting.heat_map(BRIDGE, labels=plotting.CHINESE)
    assert ("影响", "概率") == (ax.get_xlabel(), ax.get_ylabel())
    assert "很低\n≤ 5 %" == ax.get_yticklabels()[0].get_text()


def test_given_axes_are_drawn_on_and_returned():
    left, right = Figure(figsize=(12, 5)).subplots(1, 2)

    assert left is plotting.heat_map(BRIDGE, left, key=False)
    assert right is plotting.heat_maps(BRIDGE, BRIDGE, right, key=False)


def with_a_secondary_risk():
    """The dam may leak: a risk that is not there before responses."""
    leak = rp.Risk(
        "leak", "The dam leaks", 0.4, arises_from="flood.dam", impacts=[rp.CostImpact(90_000)]
    )
    return bridge(risks=[*bridge().risks, leak])


def test_a_risk_that_a_response_brings_has_the_last_number():
    plan = with_a_secondary_risk()
    inherent, planned = (rp.place_risks(plan, name) for name in ("inherent", "planned"))

    ax = plotting.heat_maps(inherent, planned)

    assert {1, 2, 3, 4} == set(numbers_of(ax))
    assert 4 == inherent.numbers_with(planned)["leak"]
    assert not overlaps(ax)


def test_numbers_must_be_given_to_all_risks_or_to_none():
    with pytest.raises(rp.RequestError, match='numbers has none for the risk "skill"'):
        plotting.heat_map(BRIDGE, numbers={"flood": 7, "reuse": 9})
