"""Pictures of the answers: each function takes `ax`, draws on it, and returns it."""

from riskplan.plotting.bars import contingency_bars, contingency_days_bars, delay_bars, risk_bars
from riskplan.plotting.cash import funding_curve
from riskplan.plotting.convergence import convergence_curve
from riskplan.plotting.curves import (
    cost_histogram,
    finish_curve,
    finish_histogram,
    npv_histogram,
    s_curve,
)
from riskplan.plotting.drawdowns import drawdown_curve
from riskplan.plotting.drivers import tornado, waterfall
from riskplan.plotting.labels import CHINESE, ENGLISH, Labels
from riskplan.plotting.matrices import heat_map, heat_maps
from riskplan.plotting.overlays import finish_curves, s_curves
from riskplan.plotting.paths import path_bars
from riskplan.plotting.scatter import joint
from riskplan.plotting.slopes import matrix_slopes
from riskplan.plotting.steps import step_bars, step_days_bars
from riskplan.plotting.style import fonts, styled
from riskplan.plotting.timeline import gantt
from riskplan.plotting.vector import inline_svg
from riskplan.plotting.worth import response_bars, response_frontier

__all__ = [
    "CHINESE",
    "ENGLISH",
    "Labels",
    "contingency_bars",
    "contingency_days_bars",
    "convergence_curve",
    "cost_histogram",
    "delay_bars",
    "drawdown_curve",
    "finish_curve",
    "finish_curves",
    "finish_histogram",
    "fonts",
    "funding_curve",
    "gantt",
    "heat_map",
    "heat_maps",
    "inline_svg",
    "joint",
    "matrix_slopes",
    "npv_histogram",
    "path_bars",
    "response_bars",
    "response_frontier",
    "risk_bars",
    "s_curve",
    "s_curves",
    "step_bars",
    "step_days_bars",
    "styled",
    "tornado",
    "waterfall",
]
