"""The answer in a few sentences, and the key figures beside it."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.model import INHERENT
from riskplan.reporting import remarks, sentences, terms, words
from riskplan.reporting.blocks import Tile
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import listed
from riskplan.reporting.sections.responses import loss_makers
from riskplan.reporting.writer import Writer

__all__ = ["answer_of", "cautions_of", "tiles_of"]

_MOST_NAMES = 3


def cautions_of(f: Evidence, w: Writer) -> tuple[str, ...]:
    """Return what must be known before any figure is read."""
    if not f.is_rough:
        return ()
    return (w.say(sentences.FEW_ITERATIONS, iterations=f"{f.run.iterations:,}"),)


def answer_of(f: Evidence, w: Writer) -> tuple[str, ...]:
    """Return the answer: how much, what the reserve buys, when, and what drives that."""
    if not (f.run.has_cost or f.run.has_schedule):
        return (w.say(sentences.NEITHER_MONEY_NOR_TIME),)
    parts = (_contingency(f, w), _reserve(f, w), _base_and_budget(f, w), _finish(f, w))
    more = (_joint(f, w), _drivers(f, w), _responses(f, w), _returns(f, w))
    return tuple(part for part in (*parts, *more) if part)


def tiles_of(f: Evidence, w: Writer) -> tuple[Tile, ...]:
    """Return the key figures of cost, finish and worth."""
    return (*_cost_tiles(f, w), *_finish_tiles(f, w), *_further_tiles(f, w))


def _contingency(f: Evidence, w: Writer) -> str:
    margin = f.contingency.cost
    if margin is None:
        return ""
    values = {"at": f"{f.at:g}", "base": w.money(margin.base)}
    if margin.amount == 0.0:
        return w.say(sentences.BASE_IS_CERTAIN, **values)
    if margin.amount < 0:
        spare = w.money(w.without_sign(margin.amount))
        return w.say(sentences.BASE_SUFFICES, amount=spare, **values)
    values["amount"] = w.money(margin.amount)
    if margin.share_of_base is None:
        return w.say(sentences.HOLD_WITHOUT_SHARE, **values)
    return w.say(sentences.HOLD, share=w.percent(margin.share_of_base), **values)


def _reserve(f: Evidence, w: Writer) -> str:
    audit = f.contingency.audit
    if audit is None:
        return ""
    reserve = w.money(audit.reserve)
    if audit.share_of_base is not None:
        share = w.say(words.OF_THE_BASE, share=w.percent(audit.share_of_base))
        reserve = f"{reserve} ({share})"
    gap = audit.gap(f.at)
    verdict = sentences.RESERVE_SHORT if gap > 0 else sentences.RESERVE_AMPLE
    if gap.low <= 0 <= gap.high:
        verdict = sentences.RESERVE_FITS
    bought = w.percent(audit.confidence)
    return w.say(sentences.RESERVE_BUYS, reserve=reserve, confidence=bought) + w.say(
        verdict, at=f"{f.at:g}", gap=w.money(w.without_sign(gap))
    )


def _base_and_budget(f: Evidence, w: Writer) -> str:
    cost = f.summary.cost
    if cost is None:
        return ""
    parts = [w.say(sentences.BASE_COST_KEPT, probability=w.percent(cost.base_probability))]
    if cost.target is not None and cost.target_exceedance is not None:
        budget, probability = w.money(cost.target), w.percent(cost.target_exceedance)
        parts.append(w.say(sentences.BUDGET_EXCEEDED, budget=budget, probability=probability))
    return w.joined(parts)


def _finish(f: Evidence, w: Writer) -> str:
    duration, margin = f.summary.duration, f.contingency.days
    if duration is None or margin is None:
        return ""
    has_dates = f.run.has_dates
    base = w.date(f.run.finish.base) if has_dates else w.days(duration.base)
    finish = w.days(margin.level) if margin.date is None else w.date(margin.date.value)
    met = w.say(sentences.FINISH_MET, base=base, probability=w.percent(duration.base_probability))
    rest = sentences.FINISH_LATER if margin.amount > 0 else sentences.FINISH_NO_LATER
    parts = [met + w.say(rest, at=f"{f.at:g}", finish=finish, days=w.days(margin.amount))]
    deadline = f.run.targets.deadline
    if deadline is not None and duration.target_exceedance is not None:
        missed = w.percent(duration.target_exceedance)
        parts.append(
            w.say(sentences.DEADLINE_MISSED, deadline=w.date(deadline), probability=missed)
        )
    return w.joined(parts)


def _drivers(f: Evidence, w: Writer) -> str:
    # One risk alone is not the largest of any.
    if len(f.contributions) < 2:
        return ""
    in_money, in_days = f.contributions.by_cost()[0], f.contributions.by_days()[0]
    amount, days = w.money(in_money.cost_effect), w.days(in_days.days_effect)
    moves_cost = f.run.has_cost and bool(in_money.cost_effect)
    moves_finish = f.run.has_schedule and bool(in_days.days_effect)
    if moves_cost and moves_finish and in_money.id == in_days.id:
        return w.say(sentences.LARGEST_IN_BOTH, name=in_money.name, amount=amount, days=days)
    parts = []
    if moves_cost:
        parts.append(w.say(sentences.LARGEST_IN_MONEY, name=in_money.name, amount=amount))
    if moves_finish:
        parts.append(w.say(sentences.LARGEST_IN_DAYS, name=in_days.name, days=days))
    return w.joined(parts)


def _joint(f: Evidence, w: Writer) -> str:
    joint = f.answers.joint
    if joint is None or joint.joint is None or joint.dependence is None:
        return ""
    return w.say(remarks.BOTH_KEPT, joint=w.percent(joint.joint))


def _responses(f: Evidence, w: Writer) -> str:
    """Return what the responses in force change, and which of them cost more than they save."""
    parts = []
    for each in f.answers.compared:
        if each.scenario == INHERENT and f.run.has_cost:
            change = each.changes.cost.level(f.at)
            if change.low > 0.0 or change.high < 0.0:
                phrase = remarks.RESPONSES_SAVE if change > 0.0 else remarks.RESPONSES_COST
                amount = w.money(change if change > 0.0 else w.without_sign(change))
                insured = bool(f.scenario.policies_in_force(f.plan.policies))
                what = terms.RESPONSES_AND_INSURANCE if insured else terms.THE_RESPONSES
                parts.append(w.say(phrase, what=w.say(what), at=f"{f.at:g}", amount=amount))
    worth = f.answers.worth
    losing = [] if worth is None else loss_makers(worth)
    if losing:
        names = listed(w, [row.label for row in losing], _MOST_NAMES)
        parts.append(w.say(remarks.RESPONSES_LOSE, names=names))
    return w.joined(parts)


def _returns(f: Evidence, w: Writer) -> str:
    worth = f.answers.economics
    if worth is None:
        return ""
    mean = w.money(worth.npv.mean())
    parts = [w.say(remarks.NPV_IS, mean=mean, loss=w.percent(worth.loss))]
    if worth.roi_floor is not None:
        floor, kept = w.percent(worth.roi_floor), w.percent(worth.meets_floor)
        parts.append(w.say(remarks.ROI_REACHED, floor=floor, kept=kept))
    return w.joined(parts)


def _cost_tiles(f: Evidence, w: Writer) -> Iterator[Tile]:
    cost, needed, audit = f.summary.cost, f.contingency.cost, f.contingency.audit
    if cost is None or needed is None:
        return
    at = f"{f.at:g}"
    base = w.say(words.BASE_IS, base=w.money(needed.base))
    yield Tile(w.say(words.COST_AT, at=at), w.money(needed.level), base)
    share = ""
    if needed.share_of_base is not None and needed.share_of_total is not None:
        share = w.say(
            words.OF_BASE_AND_TOTAL,
            base=w.percent(needed.share_of_base),
            total=w.percent(needed.share_of_total),
        )
    yield Tile(w.say(words.CONTINGENCY_AT, at=at), w.money(needed.amount), share)
    if audit is not None:
        reserve = w.say(words.RESERVE_IS, reserve=w.money(audit.reserve))
        yield Tile(w.say(words.RESERVE_BUYS), w.percent(audit.confidence), reserve)
    if cost.target is not None and cost.target_exceedance is not None:
        budget = w.say(words.BUDGET_IS, budget=w.money(cost.target))
        yield Tile(w.say(words.BUDGET_EXCEEDED), w.percent(cost.target_exceedance), budget)


def _finish_tiles(f: Evidence, w: Writer) -> Iterator[Tile]:
    duration, needed = f.summary.duration, f.contingency.days
    if duration is None or needed is None:
        return
    finish = w.days(needed.level) if needed.date is None else w.date(needed.date.value)
    late = words.DELAY_AT if needed.amount >= 0 else words.LEAD_AT
    delay = w.say(late, days=w.days(w.without_sign(needed.amount)))
    yield Tile(w.say(words.FINISH_AT, at=f"{f.at:g}"), finish, delay)
    deadline = f.run.targets.deadline
    if deadline is not None and duration.target_exceedance is not None:
        missed = w.percent(duration.target_exceedance)
        yield Tile(
            w.say(words.DEADLINE_MISSED), missed, w.say(words.DEADLINE_IS, date=w.date(deadline))
        )


def _further_tiles(f: Evidence, w: Writer) -> Iterator[Tile]:
    joint, worth = f.answers.joint, f.answers.economics
    if joint is not None and joint.joint is not None and joint.dependence is not None:
        yield Tile(w.say(terms.BOTH_KEPT), w.percent(joint.joint), w.say(terms.BOTH_NOTE))
    if worth is not None:
        loss = w.say(terms.BELOW_ZERO, loss=w.percent(worth.loss))
        yield Tile(w.say(terms.NPV_MEAN), w.money(worth.npv.mean()), loss)
