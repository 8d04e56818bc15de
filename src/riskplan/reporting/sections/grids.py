"""Tables, calls and lists as the sections use them: sides by letter, what is long cut short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riskplan.distributions import Constant, Distribution
from riskplan.model import TimeUnit
from riskplan.reporting import terms, words
from riskplan.reporting.blocks import Align, Calls, Table, table
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.writer import Writer

__all__ = ["calls_of", "grid", "listed", "ranks_text", "with_unit"]

_SIDES = {"l": Align.LEFT, "r": Align.RIGHT}


def grid(
    w: Writer,
    caption: Phrase,
    sides: str,
    titles: Sequence[Phrase | str],
    rows: Iterable[Sequence[str]],
    *,
    unit: str = "",
    most: int | None = None,
) -> Table:
    """Return a table, cut to its first rows; a note then says how many more there are.

    Parameters
    ----------
    w : Writer
    caption : Phrase
    sides : str
        A letter for each column: ``l`` for those that stand to the left, ``r`` to the right.
    titles : sequence of Phrase or str
    rows : iterable of sequences of str
        The most important ones first.
    unit : str
        Of the amounts, for the caption.
    most : int, optional
    """
    heads = [
        (title if isinstance(title, str) else w.say(title), _SIDES[side])
        for title, side in zip(titles, sides, strict=True)
    ]
    lines = list(rows)
    left = 0 if most is None else max(len(lines) - most, 0)
    note = w.say(terms.MORE_ROWS, count=f"{left:,}") if left else ""
    return table(w.caption(caption, unit), heads, lines[:most], note)


def calls_of(f: Evidence, *answers: object, others: Iterable[str] = ()) -> Calls:
    """Return the calls that repeat some answers, and others that are no function's."""
    return Calls((*f.asker.calls(*answers), *others))


def listed(w: Writer, names: Sequence[str], most: int = 6) -> str:
    """Return names one after the other; of many, the first and how many more there are.

    Examples
    --------
    >>> from riskplan.reporting import Language
    >>> listed(Writer(Language.ENGLISH, ""), ["storm", "theft", "frost"], most=2)
    '“storm”, “theft” and 1 more'
    """
    shown = w.say(words.AND_SO).join(w.say(words.QUOTED, name=name) for name in names[:most])
    if len(names) <= most:
        return shown
    return w.say(words.AND_MORE_NAMES, names=shown, count=len(names) - most)


def ranks_text(ranks: tuple[int, int]) -> str:
    """Return a rank, or the ranks that are left open.

    Examples
    --------
    >>> ranks_text((2, 2)), ranks_text((2, 5))
    ('2', '2–5')
    """
    best, worst = ranks
    return str(best) if best == worst else f"{best}–{worst}"


def with_unit(w: Writer, law: Distribution, unit: TimeUnit) -> str:
    """Return an estimate of time with its unit.

    Examples
    --------
    >>> from riskplan.reporting import Language
    >>> writer = Writer(Language.ENGLISH, "")
    >>> [with_unit(writer, Constant(weeks), TimeUnit.WEEKS) for weeks in (1, 2)]
    ['1 week', '2 weeks']
    """
    if law == Constant(1):
        return w.say(words.ONE[unit.value])
    return f"{w.law(law) or '0'} {w.named(unit.value)}"
