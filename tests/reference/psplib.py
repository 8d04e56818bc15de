"""A reader of the `.sm` files of PSPLIB, as far as precedence and durations go."""

from __future__ import annotations

from pathlib import Path

import riskplan as rp


def read_network(path: Path) -> rp.Plan:
    """Return the jobs of a file as activities with constant durations.

    The tables are those of Kolisch and Sprecher, "PSPLIB - A project scheduling problem library",
    EJOR 96 (1996), appendix: `jobnr. #modes #successors successors` and `jobnr. mode duration …`.
    """
    text = path.read_text("ascii")
    successors = {job: rest[2:] for job, *rest in _rows(text, "PRECEDENCE RELATIONS:")}
    durations = {job: rest[1] for job, *rest in _rows(text, "REQUESTS/DURATIONS:")}
    before: dict[int, list[str]] = {job: [] for job in durations}
    for job, following in successors.items():
        for successor in following:
            before[successor].append(str(job))
    activities = [
        rp.Activity(str(job), f"Job {job}", days, after=before[job])
        for job, days in durations.items()
    ]
    return rp.Plan(path.name, activities=activities)


def _rows(text: str, title: str) -> list[list[int]]:
    """Return the rows of numbers of a section, up to the line of stars that ends it."""
    section = text.split(title)[1].split("*****", maxsplit=1)[0]
    lines = [line.split() for line in section.splitlines()]
    return [[int(word) for word in line] for line in lines if line and line[0].isdigit()]
