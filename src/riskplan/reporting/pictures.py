"""The pictures of a report, drawn from its evidence in its language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from riskplan import plotting
from riskplan.reporting.blocks import PictureKey
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Language

__all__ = ["svg_of"]

_LABELS = {Language.ENGLISH: plotting.ENGLISH, Language.CHINESE: plotting.CHINESE}


def svg_of(key: PictureKey, f: Evidence, language: Language) -> str:
    """Return a picture as an SVG element for a page of HTML."""
    levels = sorted({50.0, 90.0, float(f.at)})
    pictures: dict[PictureKey, Callable[..., object]] = {
        PictureKey.CONTINGENCY: partial(plotting.contingency_bars, f.contingency),
        PictureKey.CONTINGENCY_DAYS: partial(plotting.contingency_days_bars, f.contingency),
        PictureKey.S_CURVE: partial(plotting.s_curve, f.run, levels=levels),
        PictureKey.COST_HISTOGRAM: partial(plotting.cost_histogram, f.run, levels=levels),
        PictureKey.FINISH_CURVE: partial(plotting.finish_curve, f.run, levels=levels),
        PictureKey.FINISH_HISTOGRAM: partial(plotting.finish_histogram, f.run, levels=levels),
        PictureKey.HEAT_MAP: partial(plotting.heat_maps, f.inherent, f.planned),
        PictureKey.RISK_BARS: partial(plotting.risk_bars, f.contributions),
        PictureKey.DELAY_BARS: partial(plotting.delay_bars, f.contributions),
    }
    if f.timetable is not None:
        pictures[PictureKey.GANTT] = partial(plotting.gantt, f.timetable)
    return plotting.inline_svg(key.value, partial(pictures[key], labels=_LABELS[language]))
