"""Runs of every kind, and a comparison of two of them that leaves nothing out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import numpy as np

import riskplan as rp
from riskplan.results import Keep


def full_plan(activity: str, milestone: str) -> rp.Plan:
    """A plan of money, time and risks, with these ids of its second activity and its milestone."""
    return rp.Plan(
        "Full",
        start="2026-01-05",
        currency="CNY",
        budget=130,
        reserve=0.1,
        deadline="2026-01-14",
        phases=[rp.Phase("x", "Phase x"), rp.Phase("y", "阶段 y")],
        costs=[rp.CostItem("c", "C", rp.Uniform(90, 130), phase="x")],
        activities=[
            rp.Activity("a", "A", rp.Uniform(2, 6), phase="x"),
            rp.Activity(activity, "B", 1, phase="y"),
            rp.Milestone(milestone, "M", after=["a FS+2d", activity]),
        ],
        risks=[rp.Risk("r", "R", 0.3, impacts=[rp.CostImpact(20), rp.Delay(activity, 4)])],
    )


# Its ids would be no names of files.
FULL = full_plan("../b/", "完.m")
COST_ONLY = rp.Plan("Money", costs=[rp.CostItem("c", "C", rp.Uniform(90, 130))])
TIME_ONLY = rp.Plan(
    "Time", activities=[rp.Activity("a", "A", 5), rp.Milestone("m", "M", after="a")]
)
INSURED = FULL.evolve(
    policies=[
        rp.Policy("p", "P", "r", premium=rp.Uniform(1, 2), deductible=5, phase="y"),
        rp.Policy("q.1", "保险", "r", premium=3, adopted=False),
    ]
)
RISK_ONLY = rp.Plan("Risk", risks=[rp.Risk("r", "R", 0.3)])


def run_of(plan: rp.Plan = FULL, iterations: int = 200, **choices: Any) -> rp.SimulationResult:
    return rp.simulate(plan, **{"iterations": iterations, "seed": 4, **choices})


def every_kind() -> dict[str, rp.SimulationResult]:
    """A run of every kind, by name."""
    full = run_of()
    return {
        "full": full,
        "only money": run_of(COST_ONLY),
        "only time": run_of(TIME_ONLY),
        "only risks": run_of(RISK_ONLY),
        "insured": run_of(INSURED),
        "one iteration": run_of(iterations=1),
        "kept totals": run_of(keep=Keep.TOTALS),
        "kept risks": run_of(keep=Keep.RISKS),
        "in cells": run_of(sampling=rp.LatinHypercube(100)),
        "in pairs": run_of(sampling=rp.Antithetic()),
        "first seed": run_of(seed=0),
        "last seed": run_of(seed=2**128 - 1),
        "no recipe": attrs.evolve(full, provenance=attrs.evolve(full.provenance, recipe=None)),
    }


def leaves(value: Any, place: str = "run") -> Iterator[tuple[str, Any]]:
    """Every single value in a run with its place: an array as its type, shape and bytes."""
    if isinstance(value, np.ndarray):
        yield place, (value.dtype, value.shape, value.tobytes(), value.flags.writeable)
    elif isinstance(value, Mapping):
        yield place, list(value)
        for key, item in value.items():
            yield from leaves(item, f"{place}[{key}]")
    elif hasattr(value, "text"):
        yield place, value.text()
    elif attrs.has(type(value)):
        yield place, type(value)
        for field in attrs.fields(type(value)):
            yield from leaves(getattr(value, field.name), f"{place}.{field.name}")
    else:
        yield place, (type(value), value)


def apart(left: rp.SimulationResult, right: rp.SimulationResult) -> list[str]:
    """The places at which two runs are not the same to the last bit."""
    one, other = dict(leaves(left)), dict(leaves(right))
    return [place for place in {**one, **other} if one.get(place) != other.get(place)]
