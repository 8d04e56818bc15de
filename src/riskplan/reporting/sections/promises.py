"""Cost and date together: why two promises of 80 % are not one, and which pairs are sure enough."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from riskplan.analysis import JointConfidence, JointPair
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer
from riskplan.results import DateEstimate, Estimate

__all__ = ["joint_section"]

_TRAP = 80.0
_PAIRS = 6
_PERCENT = 100.0


def joint_section(f: Evidence, w: Writer) -> Section | None:
    """Return how sure budget and deadline are together, the trap, and pairs that are sure enough.

    A plan whose cost or finish is certain has no such question.
    """
    joint = f.answers.joint
    if joint is None or joint.dependence is None:
        return None
    blocks: list[Block] = [Paragraph(text) for text in _asked(joint, w)]
    trap = joint.level(_TRAP)
    values = {"cost": w.money(trap.cost), "finish": _when(w, trap.finish)}
    told = w.say(remarks.TRAP, joint=w.percent(trap.joint), **values)
    blocks.append(Paragraph(told))
    blocks.append(Picture(PictureKey.JOINT, w.say(terms.PICTURE_JOINT), told))
    titles = (words.LEVEL, words.COST, terms.FINISH, terms.TOGETHER)
    rows = [
        (f"P{one.at:g}", w.amount(one.cost), _when(w, one.finish), w.percent(one.joint))
        for one in joint.levels
    ]
    blocks.append(grid(w, terms.CAPTION_TRAP, "lrlr", titles, rows, unit=joint.currency))
    if joint.frontier:
        at = f"{joint.at:g}"
        heads = (terms.FINISH, words.COST, terms.FINISH_ALONE, terms.COST_ALONE)
        pairs = [_pair(pair, w) for pair in _some(joint.frontier)]
        blocks.append(Paragraph(w.say(remarks.PAIRS, at=at)))
        caption = terms.CAPTION_PAIRS
        blocks.append(grid(w, caption, "lrrr", heads, pairs, unit=joint.currency))
    blocks.append(calls_of(f, joint))
    return Section("joint", w.say(terms.JOINT_SECTION), tuple(blocks))


def _asked(joint: JointConfidence, w: Writer) -> Iterator[str]:
    """Yield how sure what the plan promises is, and the nearest that is sure enough."""
    cost, finish = joint.cost_confidence, joint.finish_confidence
    if joint.joint is None or joint.cost is None or joint.finish is None:
        return
    if cost is None or finish is None:
        return
    yield w.say(
        remarks.PROMISED,
        budget=w.money(joint.cost),
        deadline=_when(w, joint.finish),
        joint=w.percent(joint.joint),
        cost=w.percent(cost),
        finish=w.percent(finish),
    )
    at = f"{joint.at:g}"
    if joint.reached:
        yield w.say(remarks.REACHED, at=at)
        return
    wanted = joint.at / _PERCENT
    if finish < wanted:
        yield w.say(remarks.NO_BUDGET_HELPS, at=at)
    elif cost < wanted:
        yield w.say(remarks.NO_DATE_HELPS, at=at)
    if joint.nearest is not None:
        pair = joint.nearest
        values = {"cost": w.money(pair.cost), "finish": _when(w, pair.finish)}
        yield w.say(remarks.NEAREST, at=at, **values)


def _some(pairs: tuple[JointPair, ...]) -> list[JointPair]:
    """Return a few pairs of many, both ends among them; those whose error is known, if any is."""
    known = tuple(pair for pair in pairs if math.isfinite(pair.cost.error))
    pairs = known or pairs
    if len(pairs) <= _PAIRS:
        return list(pairs)
    step = (len(pairs) - 1) / (_PAIRS - 1)
    return [pairs[round(number * step)] for number in range(_PAIRS)]


def _pair(pair: JointPair, w: Writer) -> tuple[str, ...]:
    return (
        _when(w, pair.finish),
        w.amount(pair.cost),
        w.percent(pair.finish_confidence),
        w.percent(pair.cost_confidence),
    )


def _when(w: Writer, finish: DateEstimate | Estimate | dt.datetime | float) -> str:
    """Return a finish: a date, or working days where the answer is in days."""
    if isinstance(finish, DateEstimate | dt.datetime):
        return w.date(finish)
    return w.days(finish)
