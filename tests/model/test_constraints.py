"""Constraints, windows and moments: their text both ways, and which instant a date means."""

from __future__ import annotations

import datetime as dt

import pytest

import riskplan as rp
from riskplan.model import Constraint, ConstraintKind, Window, beginning, end

MARCH = dt.date(2026, 3, 1)
FIVE = dt.datetime(2026, 3, 1, 17)


@pytest.mark.parametrize(
    ("text", "expected", "instant"),
    [
        ("SNET 2026-03-01", Constraint(ConstraintKind.SNET, MARCH), dt.datetime(2026, 3, 1)),
        ("SNLT 2026-03-01", Constraint(ConstraintKind.SNLT, MARCH), dt.datetime(2026, 3, 1)),
        ("MSO  2026-03-01", Constraint(ConstraintKind.MSO, MARCH), dt.datetime(2026, 3, 1)),
        ("FNET 2026-03-01", Constraint(ConstraintKind.FNET, MARCH), dt.datetime(2026, 3, 2)),
        ("FNLT 2026-03-01", Constraint(ConstraintKind.FNLT, MARCH), dt.datetime(2026, 3, 2)),
        ("MFO 2026-03-01", Constraint(ConstraintKind.MFO, MARCH), dt.datetime(2026, 3, 2)),
        ("MFO 2026-03-01 17:00", Constraint(ConstraintKind.MFO, FIVE), FIVE),
        ("MFO 2026-03-01T17:00", Constraint(ConstraintKind.MFO, FIVE), FIVE),
        ("ALAP", Constraint(ConstraintKind.ALAP), None),
    ],
)
def test_a_constraint_is_read(text, expected, instant):
    """A date alone is the beginning of its day for a start, and its end for a finish."""
    assert expected == Constraint.from_text(text) == Constraint.from_text(str(expected))
    assert instant == expected.instant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a constraint cannot be read"),
        ("SOON 2026-03-01", "a constraint cannot be read .*; write .* SNET, FNET, SNLT"),
        ("SNET", "SNET needs a date"),
        ("SNET tomorrow", "at must be a date that exists"),
        ("ALAP 2026-03-01", r"ALAP takes no date \(got 2026-03-01\)"),
        ("MSO 2026-03-01 17:00:01", "at must be a whole minute"),
        ("MSO 2026-03-01T17:00+08:00", "at must not name a time zone"),
    ],
)
def test_what_is_no_constraint_is_refused(text, reason):
    with pytest.raises(rp.PlanError, match=reason):
        Constraint.from_text(text)


def test_a_wrong_constraint_of_an_activity_is_refused_with_its_place():
    with pytest.raises(rp.PlanError, match='Activity "a": SNET needs a date'):
        rp.Activity("a", "A", 1, constraints=["ALAP", "SNET"])


def test_one_constraint_may_stand_alone():
    one = rp.Activity("a", "A", 1, constraints="ALAP")

    assert one == rp.Activity("a", "A", 1, constraints=[Constraint(ConstraintKind.ALAP)])


def test_a_window_is_read():
    window = Window(MARCH, "2026-05-31")

    assert window == Window.from_text(str(window))
    assert window == rp.Risk("r", "R", 0.5, window="2026-03-01  to 2026-05-31").window


@pytest.mark.parametrize("text", ["", "2026-03-01", "2026-03-01 to 2026-02-30", "a to b"])
def test_what_is_no_window_is_refused(text):
    with pytest.raises(rp.PlanError, match='Risk "r": a window cannot be read'):
        rp.Risk("r", "R", 0.5, window=text)


def test_a_moment_keeps_its_form():
    deadlines = [MARCH, FIVE, "2026-03-01", "2026-03-01 17:00"]

    assert [MARCH, FIVE, MARCH, FIVE] == [
        rp.Milestone("m", "M", deadline=moment).deadline for moment in deadlines
    ]
    assert (FIVE, FIVE) == (beginning(FIVE), end(FIVE))
    assert dt.datetime.max == end(dt.date.max)


@pytest.mark.parametrize("value", ["soon", 5, "2026-02-30", dt.time(17)])
def test_what_is_no_moment_is_refused(value):
    with pytest.raises(rp.PlanError, match="data_date must be a date that exists"):
        rp.Plan("P", data_date=value)


def test_new_fields_at_their_defaults_leave_no_trace():
    """What earlier versions could say has the fingerprint that they gave it."""
    activity = rp.Activity("a", "A", 5, after=["b FS+2d"])
    plan = rp.Plan("P", activities=[activity, rp.Milestone("b", "B")])

    assert "9b15c84386ecb689" == plan.digest()
    assert plan.digest() != plan.evolve(data_date=MARCH).digest()
    assert plan.evolve(data_date=FIVE).digest() != plan.evolve(data_date=MARCH).digest()
