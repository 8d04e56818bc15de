"""The network: activities that drive the finish, critical paths, merge points and buffers."""

from __future__ import annotations

import numpy as np

from riskplan.analysis import ActivityRisk, ActivityRisks, CriticalPaths, MergeBias
from riskplan.model import Buffer, BufferLevel, Milestone
from riskplan.reporting import remarks, sentences, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.grids import calls_of, grid, listed, with_unit
from riskplan.reporting.writer import Writer
from riskplan.results import mean_estimate, share_estimate

__all__ = ["schedule_section"]

_MOST = 12
_MOST_PATHS = 6
_LONG = 8
_SPOKEN = 2
_HAIR = 1e-9
_LEVELS = {
    BufferLevel.ACTIVITY: terms.BUFFER_OF_ACTIVITY,
    BufferLevel.STAGE: terms.BUFFER_OF_STAGE,
    BufferLevel.PROJECT: terms.BUFFER_OF_PROJECT,
}


def schedule_section(f: Evidence, w: Writer) -> Section | None:
    """Return the Gantt chart, what drives the finish in days, and where the network delays it."""
    a = f.answers
    if f.timetable is None or a.activities is None or a.paths is None:
        return None
    spoken = w.say(sentences.ALT_GANTT, count=len(f.timetable))
    blocks: list[Block] = [Picture(PictureKey.GANTT, w.say(words.PICTURE_GANTT), spoken)]
    blocks += _activities(f, w, a.activities)
    if a.paths.count > 1:
        blocks += _paths(w, a.paths)
    if a.merges is not None and any(row.bias for row in a.merges):
        blocks += _merges(f, w, a.merges)
    buffers = [item for item in f.plan.activities if isinstance(item, Buffer)]
    others: tuple[str, ...] = ()
    if buffers:
        blocks += _buffers(f, w, buffers)
        others = (f'run.activity_finish["{buffers[0].id}"]',)
    blocks.append(calls_of(f, f.timetable, a.activities, a.paths, a.merges, others=others))
    return Section("schedule", w.say(words.SCHEDULE_SECTION), tuple(blocks))


def _activities(f: Evidence, w: Writer, risks: ActivityRisks) -> list[Block]:
    """Return the activities that move the finish most, then those critical most often."""
    real = {a.id for a in f.plan.activities if not isinstance(a, Milestone | Buffer)}
    rows = [row for row in risks.by_days() if row.id in real and row.criticality]
    rows.sort(key=lambda row: (-abs(row.days_effect or 0.0), -row.criticality))
    if not rows:
        return []
    titles: list[Phrase | str] = [
        words.ACTIVITY,
        terms.EFFECT_IN_DAYS,
        words.CRITICALITY,
        terms.CRUCIALITY,
        terms.FLOAT,
        words.BASE,
        *(f"P{level:g}" for level in risks.levels),
    ]
    sides = "lrrrr" + "l" * (1 + len(risks.levels))
    table = grid(
        w,
        words.CAPTION_CRITICAL,
        sides,
        titles,
        [_activity(f, w, row) for row in rows],
        unit=w.say(words.WORKING_DAYS),
        most=_MOST,
    )
    return [table, Paragraph(w.say(remarks.ACTIVITIES, iterations=f"{risks.iterations:,}"))]


def _activity(f: Evidence, w: Writer, row: ActivityRisk) -> tuple[str, ...]:
    place = f.run.schedule.ids.index(row.id)
    if row.dates:
        base = w.date(f.run.schedule.finish_dates[place])
        levels = [w.date(level) for level in row.dates]
    else:
        base = w.number(float(f.run.schedule.early_finish[place]))
        levels = [w.number(level) for level in row.days]
    return (
        row.name,
        "" if row.days_effect is None else w.amount(row.days_effect),
        w.percent(row.criticality),
        "" if row.cruciality is None else w.amount(row.cruciality),
        w.amount(row.mean_float),
        base,
        *levels,
    )


def _paths(w: Writer, paths: CriticalPaths) -> list[Block]:
    shown = paths.rows[:_MOST_PATHS]
    common = frozenset.intersection(*(frozenset(path.ids) for path in shown))
    top = "; ".join(f"{w.percent(path.share)}" for path in shown[:_SPOKEN])
    spoken = w.say(remarks.ALT_PATHS, count=f"{paths.count:,}", shares=top)
    picture = Picture(PictureKey.PATHS, w.say(terms.PICTURE_PATHS), spoken)
    rows = []
    for path in shown:
        names = [
            name
            for id_, name in zip(path.ids, path.names, strict=True)
            if id_ not in common or len(path.ids) <= _LONG
        ]
        rows.append((w.percent(path.share), " → ".join(names)))
    if paths.count > len(shown):
        rest = sum(path.share for path in shown)
        label = w.say(terms.OTHER_PATHS, count=f"{paths.count - len(shown):,}")
        rows.append((w.percent(round(1.0 - rest, 3)), label))
    titles = (terms.SHARE_OF_FUTURES, terms.PATH)
    on_all = [name for id_, name in zip(shown[0].ids, shown[0].names, strict=True) if id_ in common]
    remark = w.say(remarks.PATHS)
    if on_all and any(len(path.ids) > _LONG for path in shown):
        remark = w.joined([remark, w.say(remarks.ON_ALL_PATHS, names=listed(w, on_all))])
    return [picture, grid(w, terms.CAPTION_PATHS, "rl", titles, rows), Paragraph(remark)]


def _merges(f: Evidence, w: Writer, merges: MergeBias) -> list[Block]:
    names = {activity.id: activity.name for activity in f.plan.activities}
    rows = [
        (
            row.name,
            f"{row.links:,}",
            w.amount(row.bias),
            w.say(terms.A_DATE) if row.latest is None else names[row.latest],
        )
        for row in merges.by_days()
        if row.bias
    ]
    titles = (terms.MERGE_POINT, terms.LINKS, terms.BIAS, terms.LATEST)
    caption, unit = terms.CAPTION_MERGES, w.say(words.WORKING_DAYS)
    table = grid(w, caption, "lrrl", titles, rows, unit=unit, most=_MOST)
    return [table, Paragraph(w.say(remarks.MERGES))]


def _buffers(f: Evidence, w: Writer, buffers: list[Buffer]) -> list[Block]:
    """Return how often each buffer is not enough, and what then gets through."""
    cell = f.run.provenance.cell
    rows = []
    for item in buffers:
        place = f.run.schedule.ids.index(item.id)
        base = float(f.run.schedule.early_finish[place])
        late = np.maximum(f.run.activity_finish[item.id] - base, 0.0)
        late[late < _HAIR] = 0.0
        rows.append(
            (
                item.name,
                w.say(_LEVELS[item.level]),
                with_unit(w, item.size, item.unit),
                w.percent(share_estimate(late > 0.0, cell)),
                w.amount(mean_estimate(late, cell)),
            )
        )
    titles = (terms.BUFFER, terms.PROTECTS, terms.SIZE, terms.USED_UP, terms.GETS_THROUGH)
    table = grid(w, terms.CAPTION_BUFFERS, "lllrr", titles, rows, most=_MOST)
    return [table, Paragraph(w.say(remarks.BUFFERS))]
