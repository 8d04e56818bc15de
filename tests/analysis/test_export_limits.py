"""What a written schedule refuses, and what it keeps spreadsheets from."""

from __future__ import annotations

import pytest

import riskplan as rp


def run_of(name: str = "A", **more) -> tuple[rp.Plan, rp.SimulationResult]:
    plan = rp.Plan("P", start="2026-01-05", activities=[rp.Activity("a", name, 5)])
    return plan, rp.simulate(plan, iterations=1_000, seed=1, **more)


def test_a_name_that_looks_like_a_formula_is_written_as_text(tmp_path):
    rp.write_schedule(*run_of("=1+1"), tmp_path / "p.csv")

    assert "\na,'=1+1," in (tmp_path / "p.csv").read_text("utf-8-sig")


def test_a_level_that_is_a_text_is_refused_as_a_whole(tmp_path):
    with pytest.raises(rp.RequestError, match="got '80'"):
        rp.write_schedule(*run_of(), tmp_path / "p.csv", at="80")


def test_a_run_without_its_activities_is_told_what_to_keep(tmp_path):
    with pytest.raises(rp.RequestError, match=r"Keep\.ACTIVITIES"):
        rp.write_schedule(*run_of(keep=rp.Keep.TOTALS), tmp_path / "p.xml")
