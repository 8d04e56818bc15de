"""The command, as a script and as a person would use it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from riskplan.cli import commands, main

PLAN = """\
schema = 1
name = "Bridge"
start = 2026-01-05
deadline = 2026-05-29
currency = "CNY"
budget = 800_000
reserve = 0.15

[[costs]]
id = "piling"
name = "Piling"
amount = "pert(400_000, 500_000, 800_000)"

[[activities]]
id = "design"
name = "Design"
duration = "triangular(20, 30, 45)"

[[activities]]
id = "build"
name = "Build"
duration = "pert(40, 60, 90)"
after = ["design"]
phase = "works"

[[activities]]
id = "open"
name = "Opening"
milestone = true
after = ["build"]

[[risks]]
id = "flood"
name = "Flood"
probability = 0.2
impacts = [{ cost = 50_000 }, { delay = "uniform(5, 10)", on = "build" }]

[[risks.responses]]
id = "dam"
name = "Raise the dam"
strategy = "mitigate"
cost = 1_000
probability = 0.05
"""

RUN = ["--iterations", "2000", "--seed", "7"]


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "bridge.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def sketch(tmp_path):
    """A plan of which there is little to report."""
    path = tmp_path / "sketch.toml"
    path.write_text(PLAN[: PLAN.index("[[activities]]")].replace("deadline", "# deadline"), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path):
    """A plan with an error of structure and two of rule."""
    path = tmp_path / "broken.toml"
    text = PLAN.replace("probability = 0.2", "probability = 20").replace('["design"]', '["desing"]')
    path.write_text(text.replace('name = "Flood"', 'nmae = "Flood"\nname = "Flood"'), "utf-8")
    return path


def test_check_finds_nothing_wrong_with_a_good_plan(plan, capsys):
    assert main(["check", str(plan)]) == 0
    assert capsys.readouterr().out == f"{plan}: no errors\n"


def test_check_lists_all_problems_together(broken, capsys):
    assert main(["check", str(broken)]) == 1
    out = capsys.readouterr().out
    assert "did you mean 0.20?" in out
    assert 'did you mean "design"?' in out
    assert "nmae" in out
    assert out.endswith("errors: 3\n")


def test_check_speaks_json(broken, capsys):
    assert main(["check", str(broken), "--json"]) == 1
    words = json.loads(capsys.readouterr().out)
    assert not words["ok"]
    assert {problem["severity"] for problem in words["problems"]} == {"error"}
    assert len(words["problems"]) == 3


def test_simulate_prints_the_summary(plan, capsys):
    assert main(["simulate", str(plan), *RUN]) == 0
    out = capsys.readouterr().out
    assert "Bridge" in out
    assert "P80" in out
    assert "±" in out


@pytest.mark.parametrize("keep", ["totals", "risks"])
def test_a_run_that_keeps_less_prints_its_totals(keep, plan, capsys, tmp_path):
    import riskplan as rp

    file = tmp_path / "run.npz"
    assert main(["simulate", str(plan), *RUN, "--keep", keep, "--out", str(file)]) == 0
    run = rp.load_run(file)
    summary = rp.summarize(run)

    assert rp.Keep(keep) is run.keep
    assert capsys.readouterr().out.splitlines() == [
        str(answer) for answer in (run, summary.cost, summary.duration, rp.contingency(run))
    ]


@pytest.mark.parametrize("keep", ["totals", "risks", "activities"])
def test_what_a_run_did_not_keep_is_null_in_json(keep, plan, capsys):
    assert main(["simulate", str(plan), *RUN, "--keep", keep, "--json"]) == 0
    words = json.loads(capsys.readouterr().out)

    assert [keep == "totals"] * 2 == [words[part] is None for part in ("milestones", "phases")]


def test_a_number_with_an_exponent_is_told_how_it_is_written(plan, capsys):
    assert main(["simulate", str(plan), "--iterations", "1e4"]) == 2
    assert "'1e4': write it as a whole number, 10000" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["1.5", "ten", "nan", "inf"])
def test_what_is_no_whole_number_is_not_told_so(number, plan, capsys):
    """Negative control."""
    assert main(["simulate", str(plan), "--iterations", number]) == 2
    assert "write it as" not in capsys.readouterr().err


def test_simulate_speaks_json_with_the_same_figures_as_the_library(plan, capsys):
    import riskplan as rp

    assert main(["simulate", str(plan), *RUN, "--at", "90", "--json"]) == 0
    words = json.loads(capsys.readouterr().out)
    run = rp.simulate(rp.load(plan), iterations=2_000, seed=7)
    answer = rp.contingency(run, at=90)
    assert words["provenance"]["seed"] == 7
    assert words["contingency"]["cost"]["amount"]["value"] == answer.cost.amount.value
    assert words["reserve"]["confidence"]["value"] == answer.audit.confidence.value
    assert words["cost"]["target_exceedance"]["value"] == run.cost.exceedance(800_000).value


def test_json_tells_when_milestones_are_reached_and_phases_end(plan, capsys):
    import riskplan as rp

    assert main(["simulate", str(plan), *RUN, "--json"]) == 0
    words = json.loads(capsys.readouterr().out)
    run = rp.simulate(rp.load(plan), iterations=2_000, seed=7)
    p80 = run.finish.percentile(80).value.isoformat()
    assert words["milestones"]["open"]["percentiles"][1]["value"] == p80
    assert words["phases"]["works"] == words["milestones"]["open"]


def test_json_counts_in_days_where_the_plan_has_no_start(plan, capsys):
    text = PLAN.replace("start = 2026-01-05\n", "").replace("deadline = 2026-05-29\n", "")
    plan.write_text(text, "utf-8")
    assert main(["simulate", str(plan), *RUN, "--json"]) == 0
    words = json.loads(capsys.readouterr().out)
    assert words["milestones"]["open"]["base"] == words["duration"]["base"] == 90.0


def test_simulate_writes_its_answers_to_a_file(plan, tmp_path, capsys):
    out = tmp_path / "answers.json"
    assert main(["simulate", str(plan), *RUN, "--out", str(out), "--json"]) == 0
    assert json.loads(out.read_text("utf-8")) == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["run.npz", "run.PARQUET"])
def test_simulate_saves_its_run_to_a_file(name, plan, tmp_path, capsys):
    import riskplan as rp

    if name.lower().endswith("parquet"):
        pytest.importorskip("pyarrow")
    assert main(["simulate", str(plan), *RUN, "--out", str(tmp_path / name), "--json"]) == 0
    words = json.loads(capsys.readouterr().out)
    run = rp.load_run(tmp_path / name)
    assert words["provenance"]["digest"] == run.provenance.digest
    assert words["cost"]["mean"]["value"] == run.cost.mean()


@pytest.mark.parametrize("name", ["run.txt", "run", "run.npz.bak", "report.html"])
def test_a_file_of_no_known_kind_is_refused_before_the_simulation(name, plan, capsys, monkeypatch):
    monkeypatch.setattr(commands, "simulate", pytest.fail)
    assert main(["simulate", str(plan), *RUN, "--out", name]) == 2
    assert f"{name}: answers go to .json, a run to .npz or .parquet" in capsys.readouterr().err


def test_a_saved_run_is_no_plan(plan, tmp_path, capsys):
    run = tmp_path / "run.npz"
    assert main(["simulate", str(plan), *RUN, "--out", str(run)]) == 0
    assert main(["simulate", str(run)]) == 3
    assert "this is a saved run" in capsys.readouterr().err


def test_json_has_no_infinity_where_one_iteration_has_no_error(plan, capsys):
    assert main(["simulate", str(plan), "--iterations", "1", "--seed", "1", "--json"]) == 0
    words = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert words["cost"]["mean"]["high"] is None


def test_the_scenario_without_responses_is_worse(plan, capsys):
    means = []
    for scenario in ("inherent", "planned"):
        assert main(["simulate", str(plan), *RUN, "--scenario", scenario, "--json"]) == 0
        means.append(json.loads(capsys.readouterr().out)["duration"]["mean"]["value"])
    assert means[0] > means[1]


@pytest.mark.parametrize(
    ("spelling", "sampling", "iterations"),
    [
        ("antithetic", "antithetic", 20_000),
        ("latin-hypercube", "latin-hypercube(500)", 20_000),
        ("sobol", "sobol(512)", 20_480),
        ("sobol(4096)", "sobol(4096)", 20_480),
    ],
)
def test_a_sampling_plan_fills_its_cells_unless_told_otherwise(
    spelling, sampling, iterations, plan, capsys
):
    words = ["simulate", str(plan), "--seed", "7", "--json", "--sampling", spelling]
    assert main(words) == 0
    provenance = json.loads(capsys.readouterr().out)["provenance"]
    assert (provenance["sampling"], provenance["iterations"]) == (sampling, iterations)


def test_the_number_of_threads_changes_nothing(plan, capsys):
    printed = []
    for workers in ([], ["--workers", "1"], ["--workers", "3"]):
        assert main(["simulate", str(plan), *RUN, "--json", *workers]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] == printed[2]


def test_provenance_is_told_without_the_plan_itself(plan, capsys):
    assert main(["simulate", str(plan), *RUN, "--json"]) == 0
    provenance = json.loads(capsys.readouterr().out)["provenance"]
    assert (provenance["seed"], provenance["keep"]) == (7, "activities")
    assert "recipe" not in provenance


def test_report_writes_a_page_and_prints_the_summary(sketch, tmp_path, capsys):
    out = tmp_path / "bridge.html"
    assert main(["report", str(sketch), *RUN, "--out", str(out)]) == 0
    assert out.read_text("utf-8").lower().startswith("<!doctype html>")
    printed = capsys.readouterr().out
    assert "P80" in printed
    assert str(out) in printed


def test_report_stands_beside_the_plan_unless_told_otherwise(sketch, capsys):
    assert main(["report", str(sketch), *RUN, "--language", "zh", "--json"]) == 0
    page = sketch.with_suffix(".html")
    assert json.loads(capsys.readouterr().out)["report"] == str(page)
    assert 'lang="zh' in page.read_text("utf-8")


def test_schema_prints_the_schema(tmp_path, capsys):
    assert main(["schema"]) == 0
    printed = capsys.readouterr().out
    out = tmp_path / "plan.schema.json"
    assert main(["schema", "--out", str(out)]) == 0
    assert json.loads(printed) == json.loads(out.read_text("utf-8"))


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["check", "absent.toml"], 3, "absent.toml"),
        (["simulate", "absent.toml"], 3, "absent.toml"),
        (["check"], 2, "PLAN"),
        (["forecast"], 2, "forecast"),
        (["simulate", "PLAN", "--at", "0.8"], 2, "at=80"),
        (["simulate", "PLAN", "--iterations", "0"], 2, "iterations"),
        (["simulate", "PLAN", "--seed", "-1"], 2, "seed"),
        (["simulate", "PLAN", "--scenario", "rosy"], 2, "inherent"),
        (["simulate", "PLAN", "--sampling", "dice"], 2, "sobol(512)"),
        (["simulate", "PLAN", "--sampling", "sobol(500)"], 2, "cell=512"),
        (["simulate", "PLAN", *RUN, "--sampling", "sobol"], 2, "write 1,536 or 2,048"),
        (["simulate", "PLAN", "--workers", "0"], 2, "workers"),
        (["report", "SKETCH", *RUN, "--out", "/nowhere/at/all.html"], 3, "/nowhere"),
        (["simulate", "PLAN", *RUN, "--out", "/nowhere/at/all.json"], 3, "/nowhere"),
    ],
)
def test_a_mistake_gets_one_message_and_an_exit_code(words, code, message, plan, sketch, capsys):
    files = {"PLAN": str(plan), "SKETCH": str(sketch)}
    given = [files.get(word, word) for word in words]
    assert main(given) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("riskplan: ")
    assert message in captured.err
    assert "Traceback" not in captured.err


def test_a_broken_plan_is_not_simulated(broken, capsys):
    assert main(["simulate", str(broken), *RUN]) == 1
    assert "3 problems in" in capsys.readouterr().err


def test_an_error_speaks_json_too(broken, capsys):
    assert main(["simulate", str(broken), *RUN, "--json"]) == 1
    words = json.loads(capsys.readouterr().out)
    assert (words["error"], words["exit_code"], len(words["problems"])) == ("PlanError", 1, 3)


def test_what_cannot_be_simulated_yet_has_its_own_exit_code(tmp_path, capsys):
    hail = 'id = "hail"\nname = "Hail"\ncount = 2\nwindow = "2026-05-01 to 2026-05-31"'
    path = tmp_path / "hail.toml"
    path.write_text(f"{PLAN}\n[[risks]]\n{hail}\nimpacts = [{{delay = 1, on = ['design']}}]\n")
    assert main(["simulate", str(path), *RUN]) == 4
    assert "only one strike in a window is simulated" in capsys.readouterr().err


def test_a_warning_is_one_line_on_the_error_stream(plan, capsys):
    assert main(["simulate", str(plan), "--iterations", "5", "--seed", "1", "--json"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all(line.startswith("warning: 5 iterations cannot support") for line in lines)


def test_each_warning_is_shown_once_by_each_call(plan, capsys):
    shown = []
    for _ in range(2):
        assert main(["simulate", str(plan), "--iterations", "1", "--seed", "1"]) == 0
        shown.append(capsys.readouterr().err.splitlines())
    assert shown[0] == shown[1] == list(dict.fromkeys(shown[0])) != []


def test_more_iterations_than_memory_holds_are_a_wrong_request(plan, capsys, monkeypatch):
    monkeypatch.setattr("riskplan.simulation.memory.free_bytes", lambda: 1.0)
    assert main(["simulate", str(plan), *RUN]) == 2
    assert "not even one iteration fits" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (ZeroDivisionError("by zero"), 70, "a bug in riskplan (ZeroDivisionError: by zero)"),
        (MemoryError(), 4, "fewer iterations"),
    ],
)
def test_no_failure_shows_a_traceback(failure, code, message, plan, capsys, monkeypatch):
    def fail(*_args, **_kwargs):
        raise failure

    monkeypatch.setattr(commands, "simulate", fail)
    assert main(["simulate", str(plan)]) == code
    assert message in capsys.readouterr().err


def test_the_installed_command_runs(plan):
    command = [sys.executable, "-c", "from riskplan.cli import main; raise SystemExit(main())"]
    done = subprocess.run(
        [*command, "check", str(plan)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_help_lists_the_commands(capsys):
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("check", "simulate", "report", "schema"))
    assert main(["--version"]) == 0
