"""What a report is made of, as plain frozen values that know nothing of pages or terminals."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import frozen

from riskplan.reporting.language import Language

__all__ = [
    "Align",
    "Block",
    "Calls",
    "Code",
    "Column",
    "Content",
    "Facts",
    "Paragraph",
    "Picture",
    "PictureKey",
    "Section",
    "Table",
    "Tile",
    "table",
]


class Align(enum.Enum):
    """To which side of its column a text stands."""

    LEFT = "left"
    RIGHT = "right"


class PictureKey(enum.Enum):
    """The pictures of a report; the value is part of what the page calls them."""

    S_CURVE = "s-curve"
    COST_HISTOGRAM = "cost-histogram"
    FINISH_CURVE = "finish-curve"
    FINISH_HISTOGRAM = "finish-histogram"
    TORNADO = "tornado"
    TORNADO_DAYS = "tornado-days"
    WATERFALL = "waterfall"
    WATERFALL_DAYS = "waterfall-days"
    RESPONSES = "responses"
    RESPONSE_FRONTIER = "response-frontier"
    SCENARIO_COSTS = "scenario-costs"
    SCENARIO_FINISHES = "scenario-finishes"
    CONTINGENCY = "contingency"
    CONTINGENCY_DAYS = "contingency-days"
    STEPS = "steps"
    STEPS_DAYS = "steps-days"
    DRAWDOWN = "drawdown"
    JOINT = "joint"
    FUNDING = "funding"
    MONTHS = "months"
    NPV = "npv"
    GANTT = "gantt"
    PATHS = "paths"
    HEAT_MAP = "heat-map"
    SLOPES = "slopes"
    SLOPES_DAYS = "slopes-days"


@frozen
class Paragraph:
    """A few sentences."""

    text: str


@frozen
class Code:
    """Lines to copy, as they are."""

    title: str
    text: str


@frozen
class Calls:
    """The calls that repeat the figures of a section, after the lines that make plan and run."""

    lines: tuple[str, ...]


@frozen
class Facts:
    """Pairs of label and value."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@frozen
class Column:
    """The head of a column, and to which side its cells stand."""

    title: str
    align: Align = Align.LEFT


@frozen
class Table:
    """Rows of cells under the heads of their columns; the note says what is not shown."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@frozen
class Picture:
    """A picture, by its key, with a title and a description for those who cannot see it."""

    key: PictureKey
    title: str
    alternative: str


Block: TypeAlias = Paragraph | Code | Calls | Facts | Table | Picture


@frozen
class Tile:
    """One key figure."""

    label: str
    value: str
    note: str


@frozen
class Section:
    """A part of the report; the key is what links call it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@frozen
class Content:
    """All that a report says.

    Parameters
    ----------
    language : Language
    title, subtitle, kind : str
        The name of the plan, the run in one line, and what kind of document it is.
    cautions : tuple of str
        What the reader must know before any figure.
    answer : tuple of str
        The answer in a few sentences.
    tiles : tuple of Tile
        The key figures.
    origin : tuple of Block
        The code that makes plan and run.
    repeat : str
        What to call the calls that repeat a section.
    sections : tuple of Section
    """

    language: Language
    title: str
    subtitle: str
    kind: str
    cautions: tuple[str, ...]
    answer: tuple[str, ...]
    tiles: tuple[Tile, ...]
    origin: tuple[Block, ...]
    repeat: str
    sections: tuple[Section, ...]


def table(
    caption: str,
    columns: Sequence[tuple[str, Align]],
    rows: Iterable[Sequence[str]],
    note: str = "",
) -> Table:
    """Return a table without the columns that say nothing in any row.

    Examples
    --------
    >>> sides = [("Name", Align.LEFT), ("Note", Align.LEFT)]
    >>> table("Risks", sides, [("flood", ""), ("frost", "")]).columns
    (Column(title='Name', align=<Align.LEFT: 'left'>),)
    """
    lines = [tuple(row) for row in rows]
    kept = [n for n in range(len(columns)) if any(line[n] for line in lines)]
    return Table(
        caption=caption,
        columns=tuple(Column(*columns[n]) for n in kept),
        rows=tuple(tuple(line[n] for n in kept) for line in lines),
        note=note,
    )
