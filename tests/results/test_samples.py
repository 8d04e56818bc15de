"""Samples: percentiles, chances, labels, frames; and read-only all through."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import riskplan as rp

VALUES = np.arange(1.0, 101.0)[::-1].copy()


def samples() -> rp.Samples:
    return rp.Samples(VALUES.copy(), 40.0, "CNY")


def dates() -> rp.DateSamples:
    first = np.datetime64("2026-01-01T17:00", "m")
    return rp.DateSamples(
        first + np.arange(100) * np.timedelta64(1, "D"), dt.datetime(2026, 2, 1, 17)
    )


def table() -> rp.LabelledSamples:
    return rp.LabelledSamples(np.array([[1.0, 2.0], [3.0, 5.0]]), ("a", "b"), ("One", "Two"))


def shares() -> rp.Shares:
    return rp.Shares((5, 10, 0, 10), 10, ("a", "b", "c", "d"), ("A", "B", "C", "D"))


def test_percentiles_means_and_chances_of_samples():
    assert (50.5, 80.0) == (samples().mean(), samples().percentile(80))
    assert np.std(VALUES, ddof=1) == samples().std()
    assert (0.2, 0.8) == (samples().exceedance(80), samples().confidence(80))


def test_exceedance_and_confidence_add_up_at_a_value_that_is_hit():
    chances = [samples().exceedance(x) + samples().confidence(x) for x in (0, 1, 50.5, 100, 101)]

    assert pytest.approx([1.0] * 5) == chances


def test_the_overrun_is_the_percentile_above_the_base_with_the_same_error():
    level, overrun = samples().percentile(80), samples().overrun(80)

    assert 40.0 == overrun
    assert level.error == overrun.error


def test_dates_have_percentiles_and_chances():
    level = dates().percentile(80)

    assert dt.datetime(2026, 3, 21, 17) == level.value
    assert level.low < level.value < level.high
    assert (0.2, 0.8) == (dates().exceedance("2026-03-21"), dates().confidence("2026-03-21"))


@pytest.mark.parametrize("limit", ["80", None, float("nan"), True])
@pytest.mark.parametrize("ask", [rp.Samples.exceedance, rp.Samples.confidence])
def test_a_limit_that_is_no_number_is_refused(ask, limit):
    with pytest.raises(rp.RequestError, match="the limit must be a number"):
        ask(samples(), limit)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-01-10", 0.9),
        (dt.date(2026, 1, 10), 0.9),
        (dt.datetime(2026, 1, 10, 17), 0.9),
        (dt.datetime(2026, 1, 10, 16, 59), 0.91),
        ("2026-01-10T16:59", 0.91),
    ],
)
def test_a_date_counts_to_its_end_and_a_moment_to_the_minute(date, expected):
    assert expected == dates().exceedance(date)


@pytest.mark.parametrize("date", ["soon", "2026-02-30", "2026-01", "2026", "NaT", "", 5, None])
def test_what_is_no_date_is_refused(date):
    with pytest.raises(rp.RequestError, match="is not a date; write it as YYYY-MM-DD"):
        dates().exceedance(date)


def test_rows_are_found_by_id():
    assert [3.0, 5.0] == table()["b"].tolist()
    assert (["a", "b"], 2) == (list(table()), len(table()))
    assert 0.5 == shares()["a"]
    assert [0.5, 1.0, 0.0, 1.0] == shares().values.tolist()
    assert (["a", "b", "c", "d"], 4) == (list(shares()), len(shares()))


@pytest.mark.parametrize("labelled", [table(), shares()], ids=["samples", "shares"])
def test_an_unknown_id_is_refused_with_those_there_are(labelled):
    with pytest.raises(rp.RequestError, match='there is no "x"; there are: a, b'):
        labelled["x"]


def test_a_long_list_of_ids_is_cut_short_and_an_empty_one_says_so():
    ids = tuple(f"i{row}" for row in range(10))

    with pytest.raises(rp.RequestError, match="i6, i7, …"):
        rp.Shares((0,) * 10, 1, ids, ids)["x"]
    with pytest.raises(rp.RequestError, match="there are: none"):
        rp.Shares((), 1, (), ())["x"]


@pytest.mark.parametrize(
    "array",
    [
        samples().values,
        dates().values,
        table().values,
        table()["a"],
        shares().values,
    ],
)
def test_arrays_are_read_only(array):
    with pytest.raises(ValueError, match="read-only"):
        array[...] = array[0]


def test_one_line_says_what_samples_are():
    assert "Samples(100 iterations, mean 50 ± 6 CNY)" == repr(samples())
    assert "Samples(100 iterations, mean 50 ± 6)" == repr(rp.Samples(VALUES.copy(), 0.0))
    assert "DateSamples(100 iterations, P50 2026-02-19 (2026-02-09 … 2026-03-02))" == repr(dates())
    assert "LabelledSamples(2 rows × 2 iterations)" == repr(table())
    assert "Shares(b 100%, d 100%, a 50%, …)" == repr(shares())
    assert "Shares(a 50%)" == repr(rp.Shares((1,), 2, ("a",), ("A",)))
    assert "Shares()" == repr(rp.Shares((), 2, (), ()))


def test_frames_have_a_row_for_each_iteration():
    assert [100.0, 99.0] == samples().to_frame()["value"].tolist()[:2]
    assert "2026-01-02 17:00:00" == str(dates().to_frame()["date"][1])
    assert {"a": [1.0, 2.0], "b": [3.0, 5.0]} == table().to_frame().to_dict("list")
    for part in (samples(), dates(), table()):
        assert "iteration" == part.to_frame().index.name


def test_the_frame_of_shares_has_their_intervals():
    frame = shares().to_frame()

    assert ["name", "share", "low", "high"] == list(frame.columns)
    assert ("A", 0.5, 1.0) == (
        frame.loc["a", "name"],
        frame.loc["a", "share"],
        frame.loc["b", "high"],
    )
    assert (shares()["a"].low, shares()["a"].high) == tuple(frame.loc["a", ["low", "high"]])


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (samples(), ["100 iterations [CNY]", "base", "P80"]),
        (rp.Samples(VALUES.copy(), 0.0), ["<caption>100 iterations<"]),
        (dates(), ["2026-02-01", "P80"]),
        (table(), ["One", "Two", "4.0 ± 2.0"]),
        (shares(), ["Shares of iterations", "0.5 ± 0.3"]),
    ],
)
def test_a_notebook_shows_a_card(shown, words):
    html = shown._repr_html_()

    assert html.startswith("<table>")
    assert [] == [word for word in words if word not in html]
