"""What a report says, part by part: one source for the page and for the terminal."""

from __future__ import annotations

from riskplan.model import INHERENT, PLANNED
from riskplan.reporting import sentences, terms, words
from riskplan.reporting.blocks import Content
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.answer import answer_of, cautions_of, tiles_of
from riskplan.reporting.sections.drivers import driver_section
from riskplan.reporting.sections.inputs import input_section
from riskplan.reporting.sections.insurance import insurance_section
from riskplan.reporting.sections.matrix import matrix_section
from riskplan.reporting.sections.method import method_section, origin_of, repeat_section
from riskplan.reporting.sections.money import cash_section, return_section
from riskplan.reporting.sections.network import schedule_section
from riskplan.reporting.sections.phases import phase_section
from riskplan.reporting.sections.promises import joint_section
from riskplan.reporting.sections.releases import drawdown_section
from riskplan.reporting.sections.reserves import contingency_section
from riskplan.reporting.sections.responses import response_section
from riskplan.reporting.sections.risks import register_section, risk_section
from riskplan.reporting.sections.scenarios import scenario_section
from riskplan.reporting.sections.totals import cost_section, finish_section
from riskplan.reporting.writer import Writer

__all__ = ["ANSWERS", "content_of"]

_SECTIONS = (
    cost_section,
    finish_section,
    driver_section,
    response_section,
    insurance_section,
    scenario_section,
    contingency_section,
    drawdown_section,
    joint_section,
    cash_section,
    return_section,
    phase_section,
    schedule_section,
    risk_section,
    matrix_section,
    register_section,
    input_section,
    method_section,
    repeat_section,
)

ANSWERS = frozenset(
    {"cost", "finish", "drivers", "responses", "contingency", "joint", "phases", "risks", "repeat"}
)
"""The sections of a summary; the others go into detail, or say what was asked."""


def _scenario(f: Evidence, w: Writer) -> str:
    name = f.run.provenance.scenario
    return w.named(name) if f.scenario in (INHERENT, PLANNED) else f.scenario.name


def content_of(f: Evidence, w: Writer) -> Content:
    """Return all that the report says, in the reading order of a board.

    What does not apply to the plan is left out.
    """
    p = f.run.provenance
    sections = (make(f, w) for make in _SECTIONS)
    return Content(
        language=w.language,
        title=f.plan.name,
        subtitle=w.say(
            sentences.SUBTITLE,
            scenario=_scenario(f, w),
            iterations=f"{p.iterations:,}",
            seed=p.seed,
            version=p.version,
        ),
        kind=w.say(words.REPORT),
        cautions=cautions_of(f, w),
        answer=answer_of(f, w),
        tiles=tiles_of(f, w),
        origin=origin_of(f, w),
        repeat=w.say(terms.TO_REPEAT),
        sections=tuple(section for section in sections if section is not None),
    )
