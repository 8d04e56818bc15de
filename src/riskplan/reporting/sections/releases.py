"""When the contingency can be released: what is still needed month by month, and after a phase."""

from __future__ import annotations

from riskplan.analysis import Convention
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer

__all__ = ["drawdown_section"]

_MOST_MONTHS = 24
_MOST = 12
_CONVENTIONS = {
    Convention.OBLIGATION: remarks.BY_OBLIGATION,
    Convention.EXPENDITURE: remarks.BY_EXPENDITURE,
}


def drawdown_section(f: Evidence, w: Writer) -> Section | None:
    """Return what is still needed at the start of each month, and what each phase sets free."""
    drawn = f.answers.drawdown
    if drawn is None or not any(need for month in drawn for need in month.needed):
        return None
    place = drawn.levels.index(f.at)
    first, last = drawn.months[0], drawn.months[-1]
    spoken = w.say(
        remarks.ALT_DRAWDOWN,
        first=f"{w.date(first.on)}: {w.money(first.needed[place])}",
        last=f"{w.date(last.on)}: {w.money(last.needed[place])}",
    )
    blocks: list[Block] = [
        Paragraph(w.joined([w.say(remarks.DRAWDOWN), w.say(_CONVENTIONS[drawn.convention])])),
        Picture(PictureKey.DRAWDOWN, w.say(terms.PICTURE_DRAWDOWN), spoken),
    ]
    if len(drawn.releases) > 1:
        titles: list[Phrase | str] = [words.PHASE, terms.ENDS]
        for level in drawn.levels:
            titles += [
                w.say(terms.HELD, at=f"{level:g}"),
                w.say(terms.RELEASED, at=f"{level:g}"),
            ]
        rows = [
            (
                release.name or w.say(terms.END_OF_PLAN),
                w.date(release.on),
                *(
                    w.amount(part)
                    for pair in zip(release.held, release.released, strict=True)
                    for part in pair
                ),
            )
            for release in drawn.releases
        ]
        sides = "ll" + "rr" * len(drawn.levels)
        caption = terms.CAPTION_RELEASES
        blocks.append(grid(w, caption, sides, titles, rows, unit=drawn.currency, most=_MOST))
    heads: list[Phrase | str] = [terms.FROM, *(f"P{level:g}" for level in drawn.levels)]
    months = [(w.date(month.on), *map(w.amount, month.needed)) for month in drawn]
    sides = "l" + "r" * len(drawn.levels)
    blocks.append(
        grid(
            w, terms.CAPTION_DRAWDOWN, sides, heads, months, unit=drawn.currency, most=_MOST_MONTHS
        )
    )
    blocks.append(calls_of(f, drawn))
    return Section("drawdown", w.say(terms.DRAWDOWN_SECTION), tuple(blocks))
