"""Answers as plain dictionaries, for ``--json``: the same figures that people read, unrounded."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import attrs

from riskplan.analysis import Margin, Percentiles, contingency, summarize
from riskplan.errors import Problem
from riskplan.io import Findings
from riskplan.results import (
    DateEstimate,
    DateSamples,
    Estimate,
    Keep,
    Samples,
    SimulationResult,
)

__all__ = ["findings_words", "json_text", "problem_words", "run_words"]


def findings_words(findings: Findings) -> dict[str, Any]:
    """Return the findings of a check."""
    return {"ok": findings.ok, "problems": [problem_words(problem) for problem in findings]}


def problem_words(problem: Problem) -> dict[str, str]:
    """Return one problem."""
    return {
        "place": problem.place,
        "message": problem.message,
        "remedy": problem.remedy,
        "severity": problem.severity.value,
    }


def run_words(run: SimulationResult, at: float) -> dict[str, Any]:
    """Return the answers of a run: provenance, percentiles, contingency and the reserve's audit."""
    summary, answer = summarize(run), contingency(run, at=at)
    words: dict[str, Any] = {
        "provenance": attrs.asdict(run.provenance, filter=attrs.filters.exclude("recipe")),
        "currency": run.currency,
        "cost": _percentiles(summary.cost),
        "duration": _percentiles(summary.duration),
        "contingency": {
            "at": at,
            "cost": _margin(answer.cost),
            "days": _margin(answer.days),
        },
        "reserve": None,
        "milestones": None,
        "phases": None,
        "criticality": {id_: _estimate(run.criticality[id_]) for id_ in run.criticality},
    }
    if run.keep.covers(Keep.RISKS):
        words["milestones"] = {id_: _finish(run.milestones[id_], at) for id_ in run.milestones}
        words["phases"] = {id_: _finish(run.phases[id_], at) for id_ in run.phases}
    if answer.audit is not None:
        words["reserve"] = {
            "amount": answer.audit.reserve,
            "share_of_base": answer.audit.share_of_base,
            "share_of_total": answer.audit.share_of_total,
            "confidence": _estimate(answer.audit.confidence),
            "needed": [_margin(margin) for margin in answer.audit.needed],
        }
    return words


def json_text(words: dict[str, Any]) -> str:
    """Return a dictionary as every command writes it."""
    return json.dumps(words, ensure_ascii=False, indent=2)


def _percentiles(table: Percentiles | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "unit": table.unit,
        "base": table.base,
        "base_probability": _estimate(table.base_probability),
        "mean": _estimate(table.mean),
        "std": _estimate(table.std),
        "target": table.target,
        "target_exceedance": _estimate(table.target_exceedance),
        "percentiles": [
            {
                "at": level.at,
                **(_estimate(level.value) or {}),
                "over_base": _estimate(level.over_base),
                "over_target": _estimate(level.over_target),
                "date": _date(level.date),
            }
            for level in table
        ],
    }


def _finish(finish: DateSamples | Samples, at: float) -> dict[str, Any]:
    """Return when a milestone is reached, or a phase ends: in dates, or in working days."""
    levels = sorted({50.0, at})
    if isinstance(finish, DateSamples):
        dates = [{"at": level, **(_date(finish.quiet_percentile(level)) or {})} for level in levels]
        return {"base": finish.base.isoformat(), "percentiles": dates}
    days = [{"at": level, **(_estimate(finish.quiet_percentile(level)) or {})} for level in levels]
    return {"base": finish.base, "percentiles": days}


def _margin(margin: Margin | None) -> dict[str, Any] | None:
    if margin is None:
        return None
    return {
        "at": margin.at,
        "base": margin.base,
        "level": _estimate(margin.level),
        "amount": _estimate(margin.amount),
        "date": _date(margin.date),
    }


def _estimate(estimate: Estimate | None) -> dict[str, float | None] | None:
    """Return an estimate; an end that the iterations cannot give is null, as JSON has no ∞."""
    if estimate is None:
        return None
    ends = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    return {name: end if math.isfinite(end) else None for name, end in ends.items()}


def _date(date: DateEstimate | None) -> dict[str, str | None] | None:
    """Return a date; an end that the iterations cannot give is null."""
    if date is None:
        return None
    ends = {"value": date.value, "low": date.low, "high": date.high}
    unknown = (dt.datetime.min, dt.datetime.max)
    return {name: None if end in unknown else end.isoformat() for name, end in ends.items()}
