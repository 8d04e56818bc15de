"""The report as text for a terminal: the same content as the page, in at most 100 columns."""

from __future__ import annotations

from collections.abc import Sequence

from riskplan._format import display_width
from riskplan.reporting.blocks import (
    Align,
    Block,
    Calls,
    Code,
    Column,
    Content,
    Facts,
    Paragraph,
    Section,
    Table,
)
from riskplan.reporting.wrapping import longest_piece, padded, wrapped

__all__ = ["WIDTH", "text_of"]

WIDTH = 100
"""How many columns of a terminal a report fills at most."""

_GAP = "  "
_INDENT = "  "


def text_of(content: Content) -> str:
    """Return the report as text; the pictures, whose figures are in the tables, are left out."""
    head = [*wrapped(content.title, WIDTH), content.kind, *wrapped(content.subtitle, WIDTH)]
    lines = [*head, "=" * max(map(display_width, head)), ""]
    for caution in content.cautions:
        lines += [*_hanging("! ", caution), ""]
    for sentence in content.answer:
        lines += _hanging("• ", sentence)
    if content.tiles:
        columns = (Column(""), Column("", Align.RIGHT), Column(""))
        rows = [(tile.label, tile.value, tile.note) for tile in content.tiles]
        lines += ["", *_grid(columns, rows)]
    for block in content.origin:
        lines += ["", *_block(block, content.repeat)]
    for section in content.sections:
        lines += _section(section, content.repeat)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section(section: Section, repeat: str) -> list[str]:
    lines = ["", "", section.title, "-" * display_width(section.title)]
    for block in section.blocks:
        rows = _block(block, repeat)
        lines += ["", *rows] if rows else []
    return lines


def _block(block: Block, repeat: str) -> list[str]:
    if isinstance(block, Paragraph):
        return wrapped(block.text, WIDTH)
    if isinstance(block, Calls):
        room = WIDTH - len(_INDENT)
        return [repeat, *(_INDENT + part for line in block.lines for part in wrapped(line, room))]
    if isinstance(block, Code):
        return [block.title, *(_INDENT + line for line in block.text.splitlines())]
    if isinstance(block, Facts):
        columns = (Column(""), Column(""))
        return [*_caption(block.caption), *_grid(columns, block.rows)]
    if isinstance(block, Table):
        grid = _grid(block.columns, block.rows)
        return [*_caption(block.caption), *grid, *_caption(block.note)]
    return []


def _caption(text: str) -> list[str]:
    return wrapped(text, WIDTH) if text else []


def _hanging(mark: str, text: str) -> list[str]:
    """Return a paragraph behind a mark, its further lines below its first word."""
    first, *others = wrapped(text, WIDTH - len(mark))
    return [mark + first, *(" " * len(mark) + line for line in others)]


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells below their heads, wrapped and aligned."""
    heads = [column.title for column in columns]
    widths = _widths([heads, *rows])
    lines = [_line(cells, widths, columns) for cells in rows]
    body = [line for cell_lines in lines for line in cell_lines]
    if not any(heads):
        return body
    rule = _GAP.join("-" * width for width in widths)
    return [*_line(heads, widths, columns), rule, *body]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of the columns: as wide as they like, as narrow as they must be."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(display_width, column)) for column in columns]
    least = [max(map(longest_piece, column)) for column in columns]
    room = WIDTH - len(_GAP) * (len(columns) - 1)
    while sum(widths) > room:
        # The widest column that can still give way does; when none can, words are cut.
        flexible = [n for n in range(len(widths)) if widths[n] > least[n]] or range(len(widths))
        widest = max(flexible, key=lambda n: widths[n])
        widths[widest] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> list[str]:
    """Return the lines that one row of cells takes."""
    wraps = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wraps))
    return [
        _GAP.join(
            padded(wrap[number] if number < len(wrap) else "", width, column.align)
            for wrap, width, column in zip(wraps, widths, columns, strict=True)
        )
        for number in range(height)
    ]
