"""The plan as a whole: the curves and the percentiles of cost and finish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from riskplan.analysis import Level, Percentiles
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import (
    Align,
    Facts,
    Picture,
    PictureKey,
    Section,
    Table,
    table,
)
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.exact import exact_blocks
from riskplan.reporting.sections.grids import calls_of
from riskplan.reporting.writer import Writer
from riskplan.results import Estimate

__all__ = ["cost_section", "finish_section"]

_SPOKEN = (50.0, 80.0, 90.0)


def cost_section(f: Evidence, w: Writer) -> Section | None:
    """Return the curves and the percentiles of the total cost."""
    cost = f.summary.cost
    if cost is None:
        return None
    facts = [
        (words.BASE_COST, w.money(cost.base)),
        (words.BASE_KEPT, w.percent(cost.base_probability)),
        (words.MEAN, w.money(cost.mean)),
        (words.SPREAD, w.money(cost.std)),
    ]
    if cost.target is not None and cost.target_exceedance is not None:
        facts.append((words.BUDGET, w.money(cost.target)))
        facts.append((words.BUDGET_EXCEEDANCE, w.percent(cost.target_exceedance)))
    columns = [words.LEVEL, words.COST, words.OVER_BASE]
    if cost.target is not None:
        columns.append(words.OVER_BUDGET)
    rows = [
        [_level(level.at), w.amount(level.value), *(w.change(over) for over in _overruns(level))]
        for level in cost
    ]
    texts = [(level.at, w.money(level.value)) for level in cost if level.at in _SPOKEN]
    blocks = (
        *_curves(w, PictureKey.S_CURVE, PictureKey.COST_HISTOGRAM, cost, w.money(cost.base), texts),
        _percentiles(w, words.CAPTION_COST_TABLE, columns, rows, f.run.currency),
        _facts(w, facts),
        *exact_blocks(f, w),
        calls_of(f, f.summary, f.verification),
    )
    return Section("cost", w.say(words.COST_SECTION), blocks)


def finish_section(f: Evidence, w: Writer) -> Section | None:
    """Return the curves and the percentiles of the finish, in dates or in days."""
    duration = f.summary.duration
    if duration is None:
        return None
    base = w.date(f.run.finish.base) if f.run.has_dates else w.days(duration.base)
    facts = [
        (words.BASE_FINISH, base),
        (words.BASE_KEPT, w.percent(duration.base_probability)),
        (words.MEAN, w.days(duration.mean)),
        (words.SPREAD, w.days(duration.std)),
    ]
    deadline = f.run.targets.deadline
    if deadline is not None and duration.target_exceedance is not None:
        facts.append((words.DEADLINE, w.date(deadline)))
        facts.append((words.DEADLINE_EXCEEDANCE, w.percent(duration.target_exceedance)))
    columns = [words.LEVEL, words.DATE, words.DURATION, words.DELAY]
    if duration.target is not None:
        columns.append(words.AFTER_DEADLINE)
    rows = [
        [
            _level(level.at),
            "" if level.date is None else w.date(level.date),
            w.number(level.value),
            *(w.change(over) for over in _overruns(level)),
        ]
        for level in duration
    ]
    texts = [
        (level.at, w.days(level.value) if level.date is None else w.date(level.date.value))
        for level in duration
        if level.at in _SPOKEN
    ]
    keys = (PictureKey.FINISH_CURVE, PictureKey.FINISH_HISTOGRAM)
    caption = words.CAPTION_FINISH_TABLE if f.run.has_dates else words.CAPTION_DURATION_TABLE
    blocks = (
        *_curves(w, *keys, duration, base, texts),
        _percentiles(w, caption, columns, rows, w.say(words.WORKING_DAYS)),
        _facts(w, facts),
        calls_of(f, f.summary),
    )
    return Section("finish", w.say(words.FINISH_SECTION), blocks)


def _percentiles(
    w: Writer,
    caption: Phrase,
    titles: Sequence[Phrase],
    rows: Iterable[Sequence[str]],
    unit: str,
) -> Table:
    left = (words.LEVEL, words.DATE)
    heads = [(w.say(t), Align.LEFT if t in left else Align.RIGHT) for t in titles]
    return table(w.caption(caption, unit), heads, rows)


def _overruns(level: Level) -> Iterator[Estimate]:
    """Yield how far a percentile lies over the base and, where there is one, over the target."""
    yield level.over_base
    if level.over_target is not None:
        yield level.over_target


def _facts(w: Writer, facts: Iterable[tuple[Phrase, str]]) -> Facts:
    return Facts(w.say(words.CAPTION_BRIEF), tuple((w.say(label), text) for label, text in facts))


def _curves(
    w: Writer,
    curve: PictureKey,
    histogram: PictureKey,
    numbers: Percentiles,
    base: str,
    texts: Sequence[tuple[float, str]],
) -> tuple[Picture, Picture]:
    spoken = w.say(
        sentences.ALT_CURVE,
        base_name=w.say(words.BASE),
        base=base,
        kept=w.percent(numbers.base_probability),
        levels=_listed(texts),
    )
    bars = w.say(sentences.ALT_HISTOGRAM, middle=texts[0][1])
    return (
        Picture(curve, w.say(_TITLES[curve]), spoken),
        Picture(histogram, w.say(_TITLES[histogram]), bars),
    )


_TITLES = {
    PictureKey.S_CURVE: words.PICTURE_S_CURVE,
    PictureKey.COST_HISTOGRAM: words.PICTURE_COST_HISTOGRAM,
    PictureKey.FINISH_CURVE: words.PICTURE_FINISH_CURVE,
    PictureKey.FINISH_HISTOGRAM: words.PICTURE_FINISH_HISTOGRAM,
}


def _level(at: float) -> str:
    return f"P{at:g}"


def _listed(texts: Iterable[tuple[float, str]]) -> str:
    return "; ".join(f"{_level(at)}: {text}" for at, text in texts)
