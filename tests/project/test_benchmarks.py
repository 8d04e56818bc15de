"""The benchmarks judge fairly: agreement, void rows, failures, and nothing of one machine."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy.stats import spearmanr

from benchmarks.answers import Answer, distances, rank_correlation, statistics_of
from benchmarks.contest import Contestant, Goal, Score, contest
from benchmarks.environments import ROOT, Environment, UnavailableError
from benchmarks.growth import fitted
from benchmarks.jobs import load, network, register
from benchmarks.matches import MATCHES, Match, Sizes
from benchmarks.ours import network_plan, register_plan
from benchmarks.plain import reordered_lines, simulate_network, simulate_register
from benchmarks.table import head, match_section
from benchmarks.wording import figure, reason_of
from riskplan import simulate

N = 20_000


def answer(values, critical=()):
    return Answer(len(values), *statistics_of(values), list(critical))


def normals(seed, n=N, shift=0.0):
    return np.random.default_rng(seed).normal(100.0 + shift, 10.0, n)


def voids(one, other):
    return [distance.where for distance in distances(one, other) if distance.void]


def table(first, *others, goal=None):
    scores = []
    for name, (seconds, result) in enumerate((first, *others)):
        contestant = Contestant(str(name), "ours", "a.npz", N, goal=goal or Goal())
        scores.append(Score(contestant, "1.0", [seconds], [seconds], 50.0, result))
    return match_section(Match("Title", [s.contestant for s in scores]), scores)


def test_two_samples_of_one_law_agree():
    assert [] == voids(answer(normals(1)), answer(normals(2, n=2_000)))


@pytest.mark.parametrize(
    "other",
    [normals(2, shift=0.6), (normals(2) - 100.0) * 1.05 + 100.0],
    ids=["a shifted mean", "a wider spread"],
)
def test_a_sample_of_another_law_is_void(other):
    """The negative control."""
    assert voids(answer(normals(1)), answer(other))


def test_one_activity_that_differs_makes_a_row_void():
    """The negative control of criticality: one in a thousand, among which chance has much play."""
    shares = np.full(1_000, 0.2)
    other = shares.copy()
    other[7] = 0.25
    assert ["criticality"] == voids(answer(normals(1), shares), answer(normals(2), other))
    assert [] == voids(answer(normals(1), shares), answer(normals(2), shares))


def test_a_rare_criticality_is_no_surprise():
    assert [] == voids(answer(normals(1), [0.0]), answer(normals(2, n=1_000), [0.002]))


def test_a_void_row_shows_no_figures():
    text = table((1.0, answer(normals(1))), (5.0, answer(normals(2, shift=5.0))))
    row = text.splitlines()[5]
    assert "VOID" in row
    assert "5.00" not in row


def test_a_row_says_whether_its_goal_holds():
    rows = table(
        (1.0, answer(normals(1))),
        (5.0, answer(normals(2))),
        (2.0, answer(normals(3))),
        goal=Goal(ratio=3.0),
    ).splitlines()
    assert "| 5.00 | ratio ≥ 3: yes |" in rows[5]
    assert "| 2.00 | ratio ≥ 3: **no** |" in rows[6]


@pytest.mark.parametrize("correlation", [0.0, 0.3])
def test_a_register_survives_its_file(tmp_path, correlation):
    job = register(3, 2, correlation)
    job.save(tmp_path / "job.npz")
    assert register_plan(job) == register_plan(load(tmp_path / "job.npz"))


def test_a_network_survives_its_file(tmp_path):
    job = network(20, 30, 4, pert=True)
    job.save(tmp_path / "job.npz")
    assert network_plan(job) == network_plan(load(tmp_path / "job.npz"))


def test_riskplan_and_plain_numpy_agree_on_a_register():
    job = register(5, 3)
    ours = simulate(register_plan(job), iterations=N, seed=1).cost.values
    assert [] == voids(answer(ours), answer(simulate_register(job, N, 1)))


@pytest.mark.parametrize("pert", [False, True])
def test_riskplan_and_plain_numpy_agree_on_a_network(pert):
    job = network(30, 60, 5, pert=pert)
    ours = simulate(network_plan(job), iterations=5_000, seed=1)
    ends, critical = simulate_network(job, 5_000, 1)
    result = answer(ours.duration.values, ours.criticality.values)
    assert [] == voids(result, answer(ends, critical))


def test_the_reordered_lines_have_the_correlation_asked_for():
    lines = reordered_lines(np.random.default_rng(1), register(1, 3, correlation=0.6), N)
    assert 0.6 == pytest.approx(spearmanr(lines[0], lines[2]).statistic, abs=0.02)


def test_a_rank_correlation_is_told_with_its_extremes():
    lines = np.array([[1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 40.0, 30.0]])
    assert "Spearman 0.8000 on average, 0.800 to 0.800" in rank_correlation(lines, 0.8)


def test_a_line_goes_through_points_on_it():
    line = fitted([1, 2, 3, 4], [5.0, 7.0, 9.0, 11.0])
    assert (3.0, 2.0, 1.0) == pytest.approx((line.start, line.slope, line.r_squared))


def test_a_bend_is_seen_in_the_fit():
    """The negative control of the fit."""
    assert fitted([1, 2, 3, 4], [1.0, 4.0, 9.0, 16.0]).r_squared < 0.98


def test_a_contestant_that_fails_gives_its_reason_and_harms_nobody():
    folder = ROOT / "build" / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    register(2, 2).save(folder / "test.npz")
    contestants = [
        Contestant("absent", "peers.absent", "test.npz", 300),
        Contestant("plain", "plain", "test.npz", 300),
    ]
    absent, plain = contest(contestants, repeats=2)
    assert "No module named" in absent.failure
    assert (2, "") == (len(plain.walls), plain.failure)
    text = match_section(Match("Title", contestants), [absent, plain])
    assert "no result:" in text
    assert "the first row has no answer" in text


def test_an_environment_that_no_python_suits_is_unavailable():
    with pytest.raises(UnavailableError, match=r"needs Python 3\.99"):
        Environment("test", (), minor=99).python()


def test_a_reason_holds_no_place_of_this_machine():
    log = (
        "Traceback (most recent call last):\n"
        f'  File "{sys.executable}", line 3\n'
        "demo.PlanError: 2 problems in /home/somebody/plan.toml\n"
        "  see https://example.org/simple/riskplan/ for | more\n"
    )
    assert "demo.PlanError: 2 problems in … see … for / more" == reason_of(log)


def test_the_head_of_the_page_names_no_place():
    assert str(ROOT) not in head()
    assert "cores of" in head()


def test_every_contestant_is_a_module():
    modules = {
        contestant.module
        for matches in MATCHES.values()
        for match in matches(Sizes(divisor=1_000))
        for contestant in match.contestants
    }
    missing = [
        m for m in modules if not (ROOT / "benchmarks" / f"{m.replace('.', '/')}.py").exists()
    ]
    assert [] == missing


@pytest.mark.parametrize(
    ("number", "text"), [(0.01234, "0.0123"), (1.234, "1.23"), (99.96, "100"), (345.6, "346")]
)
def test_a_figure_has_three_digits(number, text):
    assert text == figure(number)
