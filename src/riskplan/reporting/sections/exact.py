"""The exact cost beside the simulated one, where the plan has one."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.analysis.verification import Comparison, Verification
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import Align, Block, Paragraph, table
from riskplan.reporting.evidence import MOST_AMOUNTS, Evidence
from riskplan.reporting.writer import Writer

__all__ = ["exact_blocks"]

_SHOWN = ("P50", "P80", "P90")


def exact_blocks(f: Evidence, w: Writer) -> Iterator[Block]:
    """Yield what the exact law of the total cost says of the simulation, where there is one."""
    if f.is_large:
        yield Paragraph(w.say(sentences.EXACT_LEFT_OUT, most=f"{MOST_AMOUNTS:,}"))
    if f.verification is None:
        return
    heads = [
        (w.say(words.LEVEL), Align.LEFT),
        (w.say(words.EXACT_COST), Align.RIGHT),
        (w.say(words.SIMULATED), Align.RIGHT),
        (w.say(words.APART), Align.RIGHT),
    ]
    rows = [_row(comparison, w) for comparison in f.verification if comparison.figure in _SHOWN]
    yield table(w.caption(words.CAPTION_EXACT, f.run.currency), heads, rows)
    yield Paragraph(_verdict(f.verification, w))


def _row(comparison: Comparison, w: Writer) -> tuple[str, ...]:
    exact, simulated = comparison.exact, comparison.simulated
    # An error of the grid that nobody can see beside that of the run is left unsaid.
    shown = exact.value if 10.0 * exact.error <= simulated.error else exact
    return (comparison.figure, w.amount(shown), w.amount(simulated), f"{comparison.off:.1f}")


def _verdict(verification: Verification, w: Writer) -> str:
    sentence = sentences.EXACT_AGREES if verification.agrees else sentences.EXACT_DISAGREES
    return w.say(
        sentence,
        off=f"{verification.worst.off:.1f}",
        threshold=f"{verification.threshold:.1f}",
    )
