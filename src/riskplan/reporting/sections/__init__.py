"""What a report says, part by part: one source for the page and for the terminal."""

from __future__ import annotations

from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import Content
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.answer import answer_of, cautions_of, tiles_of
from riskplan.reporting.sections.inputs import input_section
from riskplan.reporting.sections.method import method_section, repeat_section
from riskplan.reporting.sections.risks import register_section, risk_section
from riskplan.reporting.sections.schedule import phase_section, schedule_section
from riskplan.reporting.sections.totals import contingency_section, cost_section, finish_section
from riskplan.reporting.writer import Writer

__all__ = ["ANSWERS", "content_of"]

ANSWERS = frozenset({"contingency", "cost", "finish", "risks", "phases", "repeat"})
"""The sections that answer; the others say what was asked and how to read the answer."""

_SECTIONS = (
    contingency_section,
    cost_section,
    finish_section,
    risk_section,
    phase_section,
    schedule_section,
    register_section,
    input_section,
    method_section,
    repeat_section,
)


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
            scenario=w.named(p.scenario),
            iterations=f"{p.iterations:,}",
            seed=p.seed,
            version=p.version,
        ),
        kind=w.say(words.REPORT),
        cautions=cautions_of(f, w),
        answer=answer_of(f, w),
        tiles=tiles_of(f, w),
        sections=tuple(section for section in sections if section is not None),
    )
