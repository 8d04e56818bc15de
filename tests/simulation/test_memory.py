"""Memory: the estimate beside what was measured, what is free, and what is refused beforehand."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.engine import Sampler
from riskplan.simulation import blocks, free_memory, memory
from riskplan.simulation.blocks import Task
from riskplan.simulation.free_memory import free_bytes
from riskplan.simulation.memory import bytes_needed
from riskplan.simulation.requests import kept_of
from tests.model.good import GOOD

GIB = 2.0**30
MIB = 2.0**20


def needed(plan: rp.Plan, keep: rp.Keep, iterations: int, workers: int = 2) -> float:
    program, _ = compile_plan(plan, rp.PLANNED)
    task = Task(program, Sampler(rp.Random(), 1), kept_of(keep, plan))
    return bytes_needed(task, plan, iterations, workers)


# --- the estimate ---------------------------------------------------------------------------------

# The peak in `ru_maxrss` may be that of the process which this one was forked from.
MEASURE = """
import sys
from pathlib import Path
import riskplan as rp
from tests.simulation.test_memory import PLANS, needed

plan, keep = PLANS[sys.argv[1]], rp.Keep(sys.argv[2])
iterations, workers = int(sys.argv[3]), int(sys.argv[4])

def run(iterations):
    run = rp.simulate(plan, iterations=iterations, seed=1, keep=keep, workers=workers)
    rp.summarize(run)
    rp.contingency(run)

def memory(name):
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))

run(500)
before = memory("VmRSS")
run(iterations)
print((memory("VmHWM") - before) / needed(plan, keep, iterations, workers))
"""

PLANS = {
    "money": rp.Plan(
        "Money",
        costs=[rp.CostItem(f"c{i}", "C", rp.Triangular(1, 2, 5)) for i in range(40)],
        risks=[
            rp.Risk(f"r{i}", "R", 0.2, impacts=[rp.CostImpact(rp.Uniform(1, 2))]) for i in range(60)
        ],
    ),
    "time": rp.Plan(
        "Time",
        activities=[
            rp.Activity(
                f"a{i}",
                "A",
                rp.Triangular(1, 2, 5),
                after=[f"a{i // 2}", f"a{i // 3}"][: 1 + (i % 2)] if i > 1 else [],
            )
            for i in range(400)
        ],
    ),
    "dates": rp.Plan(
        "Dates",
        start="2026-01-05",
        phases=[rp.Phase(f"p{i}", "P") for i in range(10)],
        activities=[
            *(rp.Activity(f"a{i}", "A", rp.Triangular(1, 2, 5), phase=f"p{i}") for i in range(10)),
            *(rp.Milestone(f"m{i}", "M", after=[f"a{i}"]) for i in range(10)),
        ],
    ),
    "calendars": rp.Plan(
        "Calendars",
        start="2026-01-05",
        calendars=[rp.Calendar(tuple(rp.Weekday)[:6], id="six")],
        activities=[
            rp.Activity(
                f"a{i}",
                "A",
                rp.Triangular(1, 2, 5),
                calendar="six" if i % 2 else None,
                after=[f"a{i // 2}", f"a{i // 3} SS"][: 1 + (i % 2)] if i > 1 else [],
            )
            for i in range(400)
        ],
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is counted otherwise")
@pytest.mark.parametrize(
    ("plan", "keep", "iterations", "workers"),
    [
        ("money", "totals", 1_500_000, 1),
        ("money", "risks", 100_000, 2),
        ("time", "totals", 30_000, 2),
        ("time", "activities", 30_000, 2),
        ("dates", "totals", 500_000, 1),
        ("dates", "risks", 200_000, 2),
        ("dates", "activities", 200_000, 2),
        ("calendars", "totals", 20_000, 1),
        ("calendars", "activities", 20_000, 2),
    ],
)
def test_a_run_takes_no_more_than_was_estimated_and_at_least_two_fifths(
    plan, keep, iterations, workers
):
    words = [sys.executable, "-c", MEASURE, plan, keep, str(iterations), str(workers)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)

    assert 0.4 < float(done.stdout) < 1.1


def test_the_samples_of_a_long_run_are_most_of_it():
    """Known by counting: 2 totals, 60 costs and occurrences, 1 phase; and 4 for the answers.

    These are a sorted copy, and what a standard deviation takes for a while.
    """
    rows = 2 + 60 * (1 + 1 / 8) + 1 + 4
    ratio = needed(PLANS["money"], rp.Keep.RISKS, 10**9) / (8 * rows * 10**9)

    assert 1.0 <= ratio < 1.001


@pytest.mark.parametrize("plan", [*PLANS.values(), GOOD], ids=lambda plan: plan.name)
def test_keeping_less_needs_less(plan):
    totals, risks, activities = (needed(plan, keep, 10**6) for keep in rp.Keep)

    assert totals <= risks <= activities
    assert totals < activities or not plan.activities


def test_more_threads_need_more_and_none_at_all_need_least():
    elsewhere, one, four = (needed(PLANS["time"], rp.Keep.TOTALS, 10**5, w) for w in (0, 1, 4))

    assert elsewhere < one < four


def test_threads_that_a_short_run_leaves_idle_need_nothing():
    """Of a plan so large that its blocks are as short as they get, whatever the threads."""
    plan = rp.Plan("Long", costs=[rp.CostItem(f"c{i}", "C", 1) for i in range(5_000)])
    one, many = (needed(plan, rp.Keep.TOTALS, 4_000, workers) for workers in (1, 8))

    assert one == many


def test_a_block_longer_than_the_run_needs_no_more_than_the_run(monkeypatch):
    monkeypatch.setattr(memory, "free_bytes", lambda: 64 * MIB)
    run = rp.simulate(GOOD, iterations=1_000, seed=1, workers=2, block=10**9)

    assert 1_000 == run.iterations


# --- the refusal ----------------------------------------------------------------------------------


def refusal(monkeypatch, free: float | None, **settings) -> str:
    monkeypatch.setattr(memory, "free_bytes", lambda: free)
    monkeypatch.setattr(blocks, "run_into", lambda *_: pytest.fail("the run began"))
    with pytest.raises(rp.RequestError) as caught:
        rp.simulate(GOOD, **settings)
    return str(caught.value)


def test_a_run_that_does_not_fit_is_refused_saying_what_to_drop(monkeypatch):
    """The number that fits is held against the estimate, which moves with the length of blocks."""
    iterations = 10**7
    sizes = {keep: needed(GOOD, keep, iterations) for keep in rp.Keep}
    message = refusal(monkeypatch, 2 * GIB, iterations=iterations, workers=2)

    said, number = message.rsplit(", ", 1)[0], re.search(r"([0-9,]+) iterations fit$", message)[1]
    most = int(number.replace(",", ""))
    assert said == (
        "10,000,000 iterations with keep=Keep.ACTIVITIES need "
        f"{sizes[rp.Keep.ACTIVITIES] / GIB:.1f} GiB of memory, and 2.0 GiB are free; "
        "keep=Keep.RISKS (riskplan simulate --keep risks) needs "
        f"{sizes[rp.Keep.RISKS] / GIB:.1f} GiB, keep=Keep.TOTALS (riskplan simulate --keep "
        f"totals) needs {sizes[rp.Keep.TOTALS] / MIB:.1f} MiB"
    )
    fitting, over = (needed(GOOD, rp.Keep.ACTIVITIES, count) for count in (most, most + 10**5))
    assert fitting <= 2 * GIB < over


@pytest.mark.parametrize(
    ("free", "offered"), [(2, ["RISKS", "TOTALS"]), (1, ["TOTALS"]), (0.5, [])]
)
def test_to_keep_less_is_offered_only_where_that_would_fit(free, offered, monkeypatch):
    message = refusal(monkeypatch, free * GIB, iterations=10**7, workers=2)

    assert offered == re.findall(r"keep=Keep\.([A-Z]+) \(", message)


def test_where_not_even_one_cell_fits_a_smaller_one_is_asked_for(monkeypatch):
    message = refusal(monkeypatch, GIB, sampling=rp.Sobol(2**40), keep=rp.Keep.TOTALS)

    assert message.endswith(
        "; not even one cell of 1,099,511,627,776 iterations fits: choose a smaller cell"
    )


def test_who_keeps_the_least_can_only_ask_for_fewer_iterations(monkeypatch):
    message = refusal(monkeypatch, GIB, iterations=10**9, keep=rp.Keep.TOTALS)

    assert re.fullmatch(r".* are free; [0-9,]+ iterations fit", message)


@pytest.mark.parametrize("sampling", [rp.Random(), rp.Sobol(512)], ids=str)
def test_the_iterations_that_are_said_to_fit_do_fit(monkeypatch, sampling):
    settings = {"workers": 1, "sampling": sampling}
    message = refusal(monkeypatch, 64 * MIB, iterations=512 * 10**5, **settings)
    most = int(re.search(r"([0-9,]+) iterations fit", message)[1].replace(",", ""))
    monkeypatch.undo()
    monkeypatch.setattr(memory, "free_bytes", lambda: 64 * MIB)

    assert 10_000 < most == rp.simulate(GOOD, iterations=most, seed=1, **settings).iterations


def test_where_not_even_one_iteration_fits_none_is_offered(monkeypatch):
    message = refusal(monkeypatch, 10.0, iterations=10, keep=rp.Keep.TOTALS)

    assert message.endswith("0.0 MiB are free; not even one iteration fits")


@pytest.mark.parametrize("free", [None, 64 * MIB])
def test_a_run_that_fits_or_cannot_be_judged_is_run(monkeypatch, free):
    monkeypatch.setattr(memory, "free_bytes", lambda: free)

    assert 1_000 == rp.simulate(GOOD, iterations=1_000, seed=1).iterations


@pytest.mark.parametrize("cell", [1, 500])
def test_a_later_round_that_does_not_fit_ends_the_run_with_what_there_is(monkeypatch, cell):
    sampling = rp.Random() if cell == 1 else rp.LatinHypercube(cell)
    room = needed(GOOD, rp.Keep.TOTALS, 50_000)
    monkeypatch.setattr(memory, "free_bytes", lambda: room)
    wish = rp.Precision(relative=1e-7, cap=10**10)
    settings = {"seed": 1, "keep": rp.Keep.TOTALS, "workers": 2, "sampling": sampling}
    run = rp.simulate(GOOD, iterations=2_000, precision=wish, **settings)

    assert not run.stopping.reached
    assert 20_000 == run.iterations == run.stopping.iterations
    assert "the next step, to 200,000, did not fit in memory." in run.stopping.sentence
    assert "most allowed" not in run.stopping.sentence
    expected = rp.simulate(GOOD, iterations=20_000, **settings)
    assert expected.cost.percentile(80) == run.stopping.cost
    assert rp.replay(run).identical


def test_a_first_round_that_does_not_fit_is_refused_whatever_the_precision(monkeypatch):
    wish = rp.Precision(relative=0.01, cap=10**9)

    assert "iterations fit" in refusal(monkeypatch, GIB, iterations=10**9, precision=wish)


EXHAUST = """
import resource
from pathlib import Path
from riskplan.cli import main
import riskplan as rp

plan = rp.load("bridge.toml")
rp.simulate(plan, iterations=500)
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + 300_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
raise SystemExit(main(["simulate", "bridge.toml", "--iterations", "5000000"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a process is set otherwise")
def test_memory_that_runs_out_all_the_same_is_one_line_of_the_command(tmp_path):
    """A limit that nobody can foresee: the run asks for more than it gets."""
    rp.save(GOOD, tmp_path / "bridge.toml")
    done = subprocess.run(
        [sys.executable, "-c", EXHAUST], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (4, "", "riskplan: not enough memory; ask for fewer iterations\n") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


# --- what is free ---------------------------------------------------------------------------------


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A system of files that a test makes up."""
    monkeypatch.setattr(free_memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(free_memory, "_OWN_GROUPS", tmp_path / "own")
    monkeypatch.setattr(free_memory, "_GROUPS", tmp_path / "groups")

    def write(**files: str) -> None:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_of_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "ascii")

    return write


MEMINFO = "MemTotal:  8388608 kB\nMemFree:  10 kB\nMemAvailable:  4194304 kB\nHugePages_Total:  0\n"
LIMIT = str(int(2 * GIB))


def test_this_machine_has_some_memory_left():
    assert 0 < (free_bytes() or GIB) < 2.0**60


def test_what_linux_calls_available_is_free(system):
    system(meminfo=MEMINFO)

    assert 4 * GIB == free_bytes()


def test_the_limit_of_a_container_counts_without_its_file_caches(system):
    system(
        meminfo=MEMINFO,
        own="0::/\n",
        groups__memory_of_max=LIMIT + "\n",
        groups__memory_of_current=str(int(1.5 * GIB)),
        groups__memory_of_stat=f"anon 5\ninactive_file {int(0.25 * GIB)}\n",
    )

    assert 0.75 * GIB == free_bytes()


def test_the_narrowest_of_nested_groups_counts(system):
    system(
        own="0::/a/b\n",
        groups__a__b__memory_of_max="max",
        groups__a__b__memory_of_current="5",
        groups__a__memory_of_max=LIMIT,
        groups__a__memory_of_current="0",
    )

    assert 2 * GIB == free_bytes()


def test_groups_of_the_first_version_count_as_well(system):
    system(
        meminfo=MEMINFO,
        own="9:cpu:/elsewhere\n4:memory:/job\n",
        groups__memory__job__memory_of_limit_in_bytes=LIMIT,
        groups__memory__job__memory_of_usage_in_bytes=str(int(GIB)),
    )

    assert GIB == free_bytes()


def test_who_is_over_the_limit_has_nothing_left(system):
    system(own="0::/", groups__memory_of_max="10", groups__memory_of_current="20")

    assert 0.0 == free_bytes()


def test_a_system_without_such_files_has_what_the_machine_has(system, monkeypatch):
    names = {"SC_PHYS_PAGES": 1, "SC_PAGE_SIZE": 2}
    monkeypatch.setattr(free_memory.os, "sysconf_names", names, raising=False)
    sizes = {"SC_PHYS_PAGES": 1_000, "SC_PAGE_SIZE": 4_096}
    monkeypatch.setattr(free_memory.os, "sysconf", sizes.get, raising=False)

    assert 4_096_000.0 == free_bytes()


def test_a_system_that_says_nothing_refuses_nothing(system, monkeypatch):
    """Windows: there an array that does not fit is refused when it is made."""
    monkeypatch.delattr(free_memory.os, "sysconf_names", raising=False)

    assert free_bytes() is None
