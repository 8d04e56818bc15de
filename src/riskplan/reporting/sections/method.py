"""How to read the report, and how to repeat it: the words of the field, and the run to the bit."""

from __future__ import annotations

from riskplan.model import INHERENT, PLANNED
from riskplan.reporting import remarks, sentences, words
from riskplan.reporting.blocks import Block, Calls, Code, Facts, Paragraph, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Language
from riskplan.reporting.writer import Writer
from riskplan.simulation import Random, sampling_of

__all__ = ["method_section", "origin_of", "repeat_section"]


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
    lines += [remarks.READ_DECIMALS, remarks.READ_CALLS]
    texts = [w.say(line) for line in lines]
    left_out = f.asker.left_out
    if left_out:
        texts.append(w.say(remarks.NOT_GIVEN))
    blocks: list[Block] = [Paragraph(text) for text in texts]
    blocks += [Calls(tuple(left_out))] if left_out else []
    if f.asker.too_long:
        blocks += [Paragraph(w.say(remarks.TOO_LONG)), Calls(tuple(f.asker.too_long))]
    return Section("method", w.say(words.METHOD_SECTION), tuple(blocks))


_PLAIN = (INHERENT, PLANNED)


def origin_of(f: Evidence, w: Writer) -> tuple[Block, ...]:
    """Return the code that makes plan and run, which the calls of the sections go on from."""
    return Paragraph(w.say(remarks.ORIGIN)), Code(w.say(words.IN_PYTHON), _code(f))


def _code(f: Evidence) -> str:
    p = f.run.provenance
    scenario = "scenario" if f.is_by_hand else f'"{p.scenario}"'
    made = f"scenario = {f.scenario.as_call('rp.')}\n" if f.is_by_hand else ""
    return f"""\
import riskplan as rp

plan = rp.load("PLAN")
{made}run = rp.simulate(
    plan, iterations={p.iterations}, seed={p.seed}, scenario={scenario}{_sampling(p.sampling)[0]}
)"""


def repeat_section(f: Evidence, w: Writer) -> Section:
    """Return all that is needed to repeat the run, and the calls that do so."""
    p = f.run.provenance
    facts = (
        (words.VERSION, p.version),
        (words.DIGEST, p.digest),
        (words.SCENARIO, p.scenario if f.scenario in _PLAIN else f.scenario.as_call()),
        (words.ITERATIONS, f"{p.iterations:,}"),
        (words.SEED, str(p.seed)),
        (words.SAMPLING, p.sampling),
        (words.SAMPLER, p.sampler),
    )
    in_chinese = w.language is Language.CHINESE
    language = ", language=rp.Language.CHINESE" if in_chinese else ""
    in_command = _sampling(p.sampling)[1]
    options = f"{in_command} --language zh" if in_chinese else in_command
    python = f'{_code(f)}\nrp.report(plan, run, at={f.at:g}{language}).save("report.html")'
    command = f"""\
riskplan report PLAN --out report.html --at {f.at:g} --scenario {p.scenario} \\
    --iterations {p.iterations} --seed {p.seed}{options}"""
    blocks: list[Block] = [
        Paragraph(w.say(sentences.REPEAT)),
        Facts(w.say(words.CAPTION_RUN), tuple((w.say(label), text) for label, text in facts)),
        Code(w.say(words.IN_PYTHON), python),
    ]
    if not f.is_by_hand:  # the command knows only what the file says
        blocks.append(Code(w.say(words.ON_THE_COMMAND_LINE), command))
    return Section("repeat", w.say(words.REPEAT_SECTION), tuple(blocks))


def _sampling(spelling: str) -> tuple[str, str]:
    """Return what a call and a command say of a sampling plan: of the usual one, nothing."""
    plan = sampling_of(spelling)
    if plan == Random():
        return "", ""
    return f",\n    sampling=rp.{plan!r}", f' --sampling "{spelling}"'  # shells stop at brackets
