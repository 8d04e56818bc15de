"""Pictures of the answers: each function takes `ax`, draws on it, and returns it."""

from riskplan.plotting.bars import contingency_bars, contingency_days_bars, delay_bars, risk_bars
from riskplan.plotting.convergence import convergence_curve
from riskplan.plotting.curves import cost_histogram, finish_curve, finish_histogram, s_curve
from riskplan.plotting.labels import CHINESE, ENGLISH, Labels
from riskplan.plotting.matrices import heat_map, heat_maps
from riskplan.plotting.paths import path_bars
from riskplan.plotting.style import fonts, styled
from riskplan.plotting.timeline import gantt
from riskplan.plotting.vector import inline_svg

__all__ = [
    "CHINESE",
    "ENGLISH",
    "Labels",
    "contingency_bars",
    "contingency_days_bars",
    "convergence_curve",
    "cost_histogram",
    "delay_bars",
    "finish_curve",
    "finish_histogram",
    "fonts",
    "gantt",
    "heat_map",
    "heat_maps",
    "inline_svg",
    "path_bars",
    "risk_bars",
    "s_curve",
    "styled",
]
