"""The results as a page of tables in Markdown."""

from __future__ import annotations

import datetime as dt
import math

from benchmarks.answers import distances
from benchmarks.contest import Goal, Score
from benchmarks.growth import Growth
from benchmarks.machine import machine_class
from benchmarks.matches import Match
from benchmarks.wording import count, figure, row

__all__ = ["growth_section", "head", "imports_section", "match_section"]

_HEADINGS = (
    "contestant",
    "version",
    "iterations",
    "runs",
    "time [s]",
    "CPU [s]",
    "memory [MB]",
    "ratio",
    "must hold",
    "answers",
)


def head() -> str:
    """Return the top of the page: when, where, and how to read what follows."""
    return f"""# Benchmarks

<!-- Written by `make benchmark`; run it again instead of changing this page. -->

Measured on {dt.date.today().isoformat()}: {machine_class()}.

Every contestant reads the same numbers and runs in a process of its own; they take turns in one
run. *Time* and *CPU* are medians. The interpreter, its imports and the plan as an object exist
beforehand, and so does what a peer has in place of a plan; checks, digest, compilation and
everything else of a run are measured. A first run warms up and does not count, unless it takes more
than 5 s: then it counts, and two more follow, or none beyond 20 s. *Memory* is the peak of the
whole process after its first run. *Ratio* is the contestant's time over that of the first row: how
many times faster that one is.

*Answers* says how many standard errors mean, standard deviation, P10, P50, P80, P90 and P95 are
apart from those of the first row at most, and the criticality of the activities. Beyond 4 (5 for
criticality, which is a comparison for each activity) the row is void.
"""


def match_section(match: Match, scores: list[Score]) -> str:
    """Return the table of one job."""
    first = scores[0]
    lines = [f"## {match.title}", "", row(*_HEADINGS), row(*("---" for _ in _HEADINGS))]
    lines += [_score_row(score, first) for score in scores]
    facts = [f"{score.contestant.name}: {score.fact}." for score in scores if score.fact]
    notes = [*match.remarks, *facts]
    return "\n".join([*lines, *([""] if notes else []), *(f"- {note}" for note in notes), ""])


def _score_row(score: Score, first: Score) -> str:
    contestant = score.contestant
    who = (contestant.name, score.version, count(contestant.iterations))
    if score.failure:
        return row(*who, *[""] * (len(_HEADINGS) - len(who) - 1), f"no result: {score.failure}")
    verdict, void = _verdict(score, first)
    ratio = float("nan") if void else score.seconds / first.seconds
    figures = (figure(score.seconds), figure(score.cpu), figure(score.peak))
    if void:
        figures = ("void", "void", "void")
    return row(
        *who,
        str(len(score.walls)),
        *figures,
        "" if score is first or math.isnan(ratio) else f"{ratio:.2f}",
        "" if void else _held(contestant.goal, score, ratio),
        verdict,
    )


def _verdict(score: Score, first: Score) -> tuple[str, bool]:
    """Say whether the answer agrees with that of the first row, and whether the row is void."""
    if score is first:
        return "the first row", False
    if not score.contestant.compared:
        return "another job", False
    if first.answer is None or score.answer is None:
        return "the first row has no answer", False
    found = distances(first.answer, score.answer)
    if not found:
        return "VOID: nothing to compare with", True
    text = "; ".join(f"{distance.errors:.1f} ({distance.where})" for distance in found)
    void = any(distance.void for distance in found)
    return (f"VOID: {text}" if void else text), void


def _held(goal: Goal, score: Score, ratio: float) -> str:
    """Say what must hold, and whether it does."""
    demands = []
    if goal.ratio is not None:
        demands.append((f"ratio ≥ {goal.ratio:.3g}", ratio, ratio >= goal.ratio))
    if goal.seconds is not None:
        demands.append((f"≤ {goal.seconds:g} s", score.seconds, score.seconds <= goal.seconds))
    if goal.memory is not None:
        demands.append((f"≤ {goal.memory:g} MB", score.peak, score.peak <= goal.memory))
    return "; ".join(
        f"{text}: {'not measured' if math.isnan(value) else 'yes' if held else '**no**'}"
        for text, value, held in demands
    )


def growth_section(growths: list[Growth]) -> str:
    """Return how time grows, with the lines through the times."""
    lines = ["## Growth, on one thread", ""]
    lines += [row("job and size", "times [s]", "line", "R²"), row("---", "---", "---", "---")]
    for growth in growths:
        failure = next((score.failure for score in growth.scores if score.failure), "")
        if growth.line is None:
            lines.append(row(growth.title, f"no result: {failure}", "", ""))
            continue
        times = ", ".join(
            f"{count(size)}: {figure(score.seconds)}"
            for size, score in zip(growth.sizes, growth.scores, strict=True)
        )
        fit = f"{growth.line.start:.3f} s + {growth.line.slope * 1e6:.3g} µs × {growth.unit}s"
        lines.append(row(growth.title, times, fit, f"{growth.line.r_squared:.4f}"))
    return "\n".join([*lines, ""])


def imports_section(seconds: dict[str, float]) -> str:
    """Return how long imports take; not a number where one fails."""
    lines = ["## Imports", "", row("import", "time [s]"), row("---", "---")]
    lines += [
        row(f"`{name}`", "fails" if math.isnan(value) else figure(value))
        for name, value in seconds.items()
    ]
    return "\n".join([*lines, ""])
