"""The pictures of a report, drawn from its evidence in its language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from riskplan import plotting
from riskplan.analysis import Measure
from riskplan.reporting.blocks import PictureKey
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Language
from riskplan.reporting.sections.scenarios import scenario_name
from riskplan.reporting.writer import Writer

__all__ = ["svg_of"]

_MOST_PATHS = 6
_LABELS = {Language.ENGLISH: plotting.ENGLISH, Language.CHINESE: plotting.CHINESE}


def svg_of(key: PictureKey, f: Evidence, language: Language) -> str:
    """Return a picture as an SVG element for a page of HTML."""
    draw = _pictures(f, language)[key]
    return plotting.inline_svg(key.value, partial(draw, labels=_LABELS[language]))


def _pictures(f: Evidence, language: Language) -> dict[PictureKey, Callable[..., object]]:
    """Return what draws each picture that there is an answer for."""
    return {**_totals(f), **_decisions(f, language), **_time_and_money(f)}


def _totals(f: Evidence) -> dict[PictureKey, Callable[..., object]]:
    levels = sorted({50.0, 90.0, float(f.at)})
    pictures: dict[PictureKey, Callable[..., object]] = {
        PictureKey.CONTINGENCY: partial(plotting.contingency_bars, f.contingency),
        PictureKey.CONTINGENCY_DAYS: partial(plotting.contingency_days_bars, f.contingency),
        PictureKey.S_CURVE: partial(plotting.s_curve, f.run, levels=levels),
        PictureKey.COST_HISTOGRAM: partial(plotting.cost_histogram, f.run, levels=levels),
        PictureKey.FINISH_CURVE: partial(plotting.finish_curve, f.run, levels=levels),
        PictureKey.FINISH_HISTOGRAM: partial(plotting.finish_histogram, f.run, levels=levels),
        PictureKey.HEAT_MAP: partial(plotting.heat_maps, f.inherent, f.planned, numbers=f.numbers),
    }
    if f.contingency.decisions is not None:
        steps = f.contingency.decisions
        pictures[PictureKey.STEPS] = partial(plotting.step_bars, steps)
        pictures[PictureKey.STEPS_DAYS] = partial(plotting.step_days_bars, steps)
    return pictures


def _decisions(f: Evidence, language: Language) -> dict[PictureKey, Callable[..., object]]:
    a = f.answers
    pictures: dict[PictureKey, Callable[..., object]] = {}
    if a.sensitivity is not None:
        tornado = partial(plotting.tornado, a.sensitivity)
        pictures[PictureKey.TORNADO] = partial(tornado, measure=Measure.COST)
        pictures[PictureKey.TORNADO_DAYS] = partial(tornado, measure=Measure.DAYS)
    if a.cost_shares is not None:
        pictures[PictureKey.WATERFALL] = partial(plotting.waterfall, a.cost_shares)
    if a.days_shares is not None:
        pictures[PictureKey.WATERFALL_DAYS] = partial(plotting.waterfall, a.days_shares)
    if a.worth is not None:
        pictures[PictureKey.RESPONSES] = partial(plotting.response_bars, a.worth)
    if a.frontier is not None:
        frontier = partial(plotting.response_frontier, a.frontier)
        pictures[PictureKey.RESPONSE_FRONTIER] = frontier
    if a.compared:
        writer = Writer(language, f.run.currency)
        runs = {scenario_name(f.scenario.id, f.scenario.name, writer): f.run}
        for each in a.compared:
            runs[scenario_name(each.scenario.id, each.scenario.name, writer)] = each.run
        pictures[PictureKey.SCENARIO_COSTS] = partial(plotting.s_curves, runs, at=f.at)
        pictures[PictureKey.SCENARIO_FINISHES] = partial(plotting.finish_curves, runs, at=f.at)
    if a.matrix is not None and a.matrix.cost is not None:
        pictures[PictureKey.SLOPES] = partial(plotting.matrix_slopes, a.matrix.cost)
    if a.matrix is not None and a.matrix.days is not None:
        pictures[PictureKey.SLOPES_DAYS] = partial(plotting.matrix_slopes, a.matrix.days)
    return pictures


def _time_and_money(f: Evidence) -> dict[PictureKey, Callable[..., object]]:
    a = f.answers
    pictures: dict[PictureKey, Callable[..., object]] = {}
    if f.timetable is not None:
        pictures[PictureKey.GANTT] = partial(plotting.gantt, f.timetable)
    if a.paths is not None:
        pictures[PictureKey.PATHS] = partial(plotting.path_bars, a.paths, most=_MOST_PATHS)
    if a.drawdown is not None:
        pictures[PictureKey.DRAWDOWN] = partial(plotting.drawdown_curve, a.drawdown)
    if a.joint is not None:
        pictures[PictureKey.JOINT] = partial(plotting.joint, f.run, a.joint)
    if a.flow is not None:
        funding = partial(plotting.funding_curve, a.flow, at=f.at)
        pictures[PictureKey.FUNDING] = funding
        pictures[PictureKey.MONTHS] = partial(funding, cumulative=False)
    if a.economics is not None:
        pictures[PictureKey.NPV] = partial(plotting.npv_histogram, a.economics)
    return pictures
