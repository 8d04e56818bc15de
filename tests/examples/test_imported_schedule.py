"""The example that imports a schedule runs, and its numbers are what its file says."""

from __future__ import annotations

import runpy
from pathlib import Path

import riskplan as rp

FILE = Path(__file__).resolve().parents[2] / "examples" / "imported_schedule.py"


def test_the_example_reads_simulates_and_writes_back(tmp_path, capsys):
    run = runpy.run_path(str(FILE))["main"](tmp_path)
    written = rp.read_schedule(tmp_path / "bridge-with-p-dates.xml")

    assert "early_start 11/11" in capsys.readouterr().out
    assert [item.name for item in written.activities][-1] == "Open to traffic"
    assert run.finish.base < run.finish.percentile(50).value < run.finish.percentile(80).value
    assert 12 == len((tmp_path / "bridge-with-p-dates.csv").read_text("utf-8-sig").splitlines())


def test_the_flood_strikes_only_while_the_cofferdam_is_built(tmp_path):
    run = runpy.run_path(str(FILE))["main"](tmp_path)
    struck = run.occurrence["flood"]

    assert 0.0 < struck.mean() < 0.25
