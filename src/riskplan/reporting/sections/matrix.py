"""The risk matrix checked: where its order of the risks contradicts the simulated one."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.analysis import MatrixOrder, RankedRisk
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import calls_of, grid, ranks_text
from riskplan.reporting.writer import Writer

__all__ = ["matrix_section"]

_MOST = 10
_SPOKEN = 3


def matrix_section(f: Evidence, w: Writer) -> Section | None:
    """Return how often the matrix has pairs in the wrong order, and which risks it misplaces."""
    check = f.answers.matrix
    if check is None:
        return None
    orders = [order for order in check if order.agreeing + order.contradicted + order.tied]
    if not orders:
        return None
    blocks: list[Block] = [block for order in orders for block in _order(w, order)]
    blocks += [Paragraph(w.say(remarks.MATRIX)), calls_of(f, check)]
    return Section("matrix", w.say(terms.MATRIX_SECTION), tuple(blocks))


def _order(w: Writer, order: MatrixOrder) -> Iterator[Block]:
    in_money = order.quantity == "cost"
    share = order.share_contradicted
    if share is None:
        yield Paragraph(w.say(remarks.NO_PAIRS if in_money else remarks.NO_PAIRS_IN_DAYS))
    else:
        phrase = remarks.CONTRADICTED if in_money else remarks.CONTRADICTED_IN_DAYS
        yield Paragraph(
            w.say(
                phrase,
                wrong=order.contradicted,
                pairs=order.agreeing + order.contradicted,
                share=w.percent(round(share.value, 2)),
                tied=order.tied,
                unclear=order.unclear,
            )
        )
    key = PictureKey.SLOPES if in_money else PictureKey.SLOPES_DAYS
    title = terms.PICTURE_SLOPES if in_money else terms.PICTURE_SLOPES_DAYS
    top = ", ".join(row.name for row in order.rows[:_SPOKEN])
    yield Picture(key, w.say(title), w.say(remarks.ALT_SLOPES, top=top))
    if order.misplaced:
        yield _misplaced(w, order, in_money=in_money)


def _misplaced(w: Writer, order: MatrixOrder, *, in_money: bool) -> Block:
    titles = (
        words.RISK,
        words.SCORE,
        terms.MATRIX_RANK,
        terms.EFFECT_RANK,
        words.COST_EFFECT if in_money else words.DAYS_EFFECT,
        terms.VERDICT,
    )
    rows = [
        (
            row.name,
            f"{row.score:g}",
            ranks_text(row.matrix_ranks),
            ranks_text(row.ranks),
            w.amount(row.effect),
            _verdict(row, w),
        )
        for row in order.misplaced
    ]
    caption = terms.CAPTION_MISPLACED if in_money else terms.CAPTION_MISPLACED_IN_DAYS
    unit = order.unit if in_money else w.say(words.WORKING_DAYS)
    return grid(w, caption, "lrllrl", titles, rows, unit=unit, most=_MOST)


def _verdict(row: RankedRisk, w: Writer) -> str:
    return w.say(terms.TOO_LOW if row.misplaced > 0 else terms.TOO_HIGH)
