"""How to read the report, and how to repeat it: the words of the field, and the run to the bit."""

from __future__ import annotations

from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import Code, Facts, Paragraph, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Language
from riskplan.reporting.writer import Writer
from riskplan.simulation import Random, sampling_of

__all__ = ["method_section", "repeat_section"]


def method_section(f: Evidence, w: Writer) -> Section:
    """Return what P80, the error, the base and the mean are."""
    lines = [
        sentences.READ_PERCENTILE,
        sentences.READ_ERROR,
        sentences.READ_BASE,
        sentences.READ_MEAN,
        sentences.READ_CONTINGENCY,
    ]
    if f.run.has_schedule:
        lines.append(sentences.READ_DAYS)
    blocks = tuple(Paragraph(w.say(line)) for line in lines)
    return Section("method", w.say(words.METHOD_SECTION), blocks)


def repeat_section(f: Evidence, w: Writer) -> Section:
    """Return all that is needed to repeat the run, and the calls that do so."""
    p = f.run.provenance
    facts = (
        (words.VERSION, p.version),
        (words.DIGEST, p.digest),
        (words.SCENARIO, p.scenario),
        (words.ITERATIONS, f"{p.iterations:,}"),
        (words.SEED, str(p.seed)),
        (words.SAMPLING, p.sampling),
        (words.SAMPLER, p.sampler),
    )
    in_chinese = w.language is Language.CHINESE
    language = ", language=rp.Language.CHINESE" if in_chinese else ""
    in_call, in_command = _sampling(p.sampling)
    options = f"{in_command} --language zh" if in_chinese else in_command
    python = f"""\
import riskplan as rp

plan = rp.load("PLAN")
run = rp.simulate(
    plan, iterations={p.iterations}, seed={p.seed}, scenario="{p.scenario}"{in_call}
)
rp.report(plan, run, at={f.at:g}{language}).save("report.html")"""
    command = f"""\
riskplan report PLAN --out report.html --at {f.at:g} --scenario {p.scenario} \\
    --iterations {p.iterations} --seed {p.seed}{options}"""
    blocks = (
        Paragraph(w.say(sentences.REPEAT)),
        Facts(w.say(words.CAPTION_RUN), tuple((w.say(label), text) for label, text in facts)),
        Code(w.say(words.IN_PYTHON), python),
        Code(w.say(words.ON_THE_COMMAND_LINE), command),
    )
    return Section("repeat", w.say(words.REPEAT_SECTION), blocks)


def _sampling(spelling: str) -> tuple[str, str]:
    """Return what a call and a command say of a sampling plan: of the usual one, nothing."""
    plan = sampling_of(spelling)
    if plan == Random():
        return "", ""
    return f",\n    sampling=rp.{plan!r}", f' --sampling "{spelling}"'  # shells stop at brackets
