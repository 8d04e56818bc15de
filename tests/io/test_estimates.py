"""`apply_estimates`: three points from a file, a frame or a mapping, checked as a whole."""

from __future__ import annotations

import pandas as pd
import pytest

import riskplan as rp

PLAN = rp.Plan(
    "House",
    start="2026-01-05",
    data_date="2026-01-30",
    activities=[
        rp.Activity("dig", "Dig", 10, actual_start="2026-01-05", actual_finish="2026-01-16"),
        rp.Activity("walls", "Walls", 20, after="dig", actual_start="2026-01-19", remaining=12),
        rp.Activity("1040", "Roof", 10, after="walls"),
        rp.Activity("paint", "Paint", rp.Uniform(3, 5), after="1040"),
        rp.Milestone("done", "Done", after="paint"),
    ],
)

ESTIMATES = {"walls": (10, 12, 20), "1040": (8, 9, 15)}

CSV = "id,name,low,mode,high\nwalls,Walls,10,12,20\n1040,Roof,8,9,15\n"


def said(plan: rp.Plan) -> tuple[rp.Distribution, ...]:
    _, walls, roof, paint, _ = plan.activities
    return walls.remaining, roof.duration, paint.duration


EXPECTED = (rp.Pert(10, 12, 20), rp.Pert(8, 9, 15), rp.Uniform(3, 5))


def test_a_mapping_gives_durations_and_what_remains_of_those_under_way():
    plan = rp.apply_estimates(PLAN, ESTIMATES)

    assert said(plan) == EXPECTED
    assert rp.Constant(20) == plan.activities[1].duration
    assert (PLAN.activities[0], PLAN.activities[4]) == (plan.activities[0], plan.activities[4])


@pytest.mark.parametrize(
    "text",
    [
        CSV,
        "\ufeff" + CSV,
        CSV.replace(",", ";"),
        CSV.replace(",", "\t"),
        CSV.replace("\n", "\r\n\r\n"),
        CSV.upper().replace("WALLS", "walls"),
        'High,"Mode",low,id\n20.0,12, 10 ,walls\n1.5e1,9,8,1040',
        "id;low;mode;high\nwalls;10,0;12;20\n1040;8;9,0;15\n",
    ],
)
def test_a_file_is_read_as_spreadsheets_write_it(tmp_path, text):
    path = tmp_path / "estimates.csv"
    path.write_bytes(text.encode())

    assert said(rp.apply_estimates(PLAN, path)) == EXPECTED
    assert said(rp.apply_estimates(PLAN, str(path))) == EXPECTED


def test_a_frame_is_read_with_ids_in_a_column_or_as_its_index():
    frame = pd.DataFrame(
        {"id": ["walls", 1040.0], "low": [10, 8], "mode": [12, 9], "high": [20, 15]}
    )

    assert said(rp.apply_estimates(PLAN, frame)) == EXPECTED
    assert said(rp.apply_estimates(PLAN, frame.set_index("id"))) == EXPECTED


def test_the_law_is_chosen_by_passing_it():
    plan = rp.apply_estimates(PLAN, ESTIMATES, law=rp.Triangular)

    assert rp.Triangular(8, 9, 15) == plan.activities[2].duration


def test_three_equal_points_are_certain():
    plan = rp.apply_estimates(PLAN, {"1040": (9, 9, 9)}, partial=True)

    assert rp.Constant(9) == plan.activities[2].duration


def test_rows_of_what_is_finished_or_takes_no_time_change_nothing():
    more = ESTIMATES | {"dig": (1, 2, 3), "done": (0, 0, 0)}

    assert rp.apply_estimates(PLAN, ESTIMATES) == rp.apply_estimates(PLAN, more)


def test_an_estimate_replaces_a_distribution():
    plan = rp.apply_estimates(PLAN, {**ESTIMATES, "paint": (2, 4, 9)})

    assert rp.Pert(2, 4, 9) == plan.activities[3].duration


def test_activities_may_be_left_out_only_where_that_is_meant():
    with pytest.raises(rp.PlanError, match="no estimate for 1 activity: walls; add them, or pass"):
        rp.apply_estimates(PLAN, {"1040": (8, 9, 15)})

    assert rp.Constant(12) == said(rp.apply_estimates(PLAN, {}, partial=True))[0]


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    path = tmp_path / "estimates.csv"
    path.write_text(
        "id,low,mode,high\nwals,10,12,20\n1040,15,9,8\n1040,1,2,3\npaint,,4,many\n"
        "dig,1,2\ndone,0,1,2\n",
        "utf-8",
    )
    with pytest.raises(rp.PlanError) as caught:
        rp.apply_estimates(PLAN, path)

    assert str(path) == caught.value.source
    assert [
        'line 2 "wals": activity "wals", which does not exist; did you mean "walls"?',
        'line 3 "1040": low, mode and high must rise from 0 upwards (got 15, 9, 8)',
        'line 4 "1040": it comes twice; keep one of the estimates',
        'line 5 "paint": low is missing; give all three',
        "line 5 \"paint\": high must be a number (got 'many')",
        'line 6 "dig": high is missing; give all three',
        'line 7 "done": it is a milestone, which takes no estimate; leave the row out',
        (
            "no estimate for 1 activity: walls; add them, or pass partial=True and spread the "
            "rest by factors (rp.spread)"
        ),
    ] == [str(problem) for problem in caught.value.problems]


def test_problems_of_frames_and_mappings_have_their_place():
    frame = pd.DataFrame({"id": ["walls"], "low": [1.0], "mode": [None], "high": [float("inf")]})

    with pytest.raises(rp.PlanError, match='row 0 "walls": mode is missing'):
        rp.apply_estimates(PLAN, frame, partial=True)
    with pytest.raises(rp.PlanError, match=r"high must be a number \(got inf\)"):
        rp.apply_estimates(PLAN, frame, partial=True)
    with pytest.raises(rp.PlanError, match=r'"walls": an estimate is low, mode, high \(got 2'):
        rp.apply_estimates(PLAN, {"walls": (1, 2)}, partial=True)
    with pytest.raises(rp.PlanError, match=r'"walls": an estimate is low, mode, high \(got 1'):
        rp.apply_estimates(PLAN, {"walls": "123"}, partial=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is empty; its first line names the columns id, low, mode, high"),
        ("id,low,high\nwalls,1,2\n", "it has no column mode; it has id, low, high"),
        ("walls,1,2,3\n", "it has no column id, low, mode, high; it has walls, 1, 2, 3"),
        ("id,low,mode,high\nwalls,1,2," + "3" * 200_000, "it is no table: field larger"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, text, message):
    path = tmp_path / "estimates.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(rp.FileError, match=message):
        rp.apply_estimates(PLAN, path)


def test_a_file_that_is_absent_or_no_text_is_refused(tmp_path):
    with pytest.raises(rp.FileError, match="it does not exist"):
        rp.apply_estimates(PLAN, tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"id,low\xff\xfe")
    with pytest.raises(rp.FileError, match="not text in UTF-8"):
        rp.apply_estimates(PLAN, tmp_path / "binary.csv")


@pytest.mark.parametrize("table", [None, 5, ["walls"]])
def test_what_is_no_table_is_refused(table):
    with pytest.raises(rp.RequestError, match="a CSV file, a DataFrame or a mapping"):
        rp.apply_estimates(PLAN, table)
