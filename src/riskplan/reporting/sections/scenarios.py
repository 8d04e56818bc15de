"""The scenarios beside each other: what changes in cost, finish and promises kept."""

from __future__ import annotations

from riskplan.analysis import RunComparison
from riskplan.model import INHERENT, PLANNED
from riskplan.reporting import remarks, terms
from riskplan.reporting.answers import Compared
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer
from riskplan.results import SimulationResult

__all__ = ["scenario_name", "scenario_section"]


def scenario_section(f: Evidence, w: Writer) -> Section | None:
    """Return the run and the other scenarios of the plan, on the same random numbers."""
    compared = f.answers.compared
    if not compared:
        return None
    blocks: list[Block] = [Paragraph(w.say(remarks.SCENARIOS))]
    if f.run.has_cost:
        blocks.append(_picture(f, w, PictureKey.SCENARIO_COSTS, in_money=True))
    if f.run.has_schedule:
        blocks.append(_picture(f, w, PictureKey.SCENARIO_FINISHES, in_money=False))
    rows = [_row(f, w, scenario_name(f.scenario.id, f.scenario.name, w), f.run, None)]
    rows += [
        _row(f, w, scenario_name(each.scenario.id, each.scenario.name, w), each.run, each.changes)
        for each in compared
    ]
    at = f"{f.at:g}"
    titles = (
        terms.SCENARIO,
        w.say(terms.COST_LEVEL, at=at),
        terms.CHANGE,
        w.say(terms.FINISH_LEVEL, at=at),
        terms.CHANGE_IN_DAYS,
        terms.BUDGET_KEPT,
        terms.DEADLINE_KEPT,
    )
    caption = terms.CAPTION_SCENARIOS
    blocks.append(grid(w, caption, "lrrlrrr", titles, rows, unit=f.run.currency))
    unpaired = [each for each in compared if not each.changes.paired]
    if unpaired:
        blocks.append(Paragraph(w.say(remarks.UNPAIRED)))
    blocks.append(calls_of(f, *(each.changes for each in compared)))
    return Section("scenarios", w.say(terms.SCENARIO_SECTION), tuple(blocks))


def scenario_name(id: str, name: str, w: Writer) -> str:  # noqa: A002 - scenarios have an id
    """Return what a scenario is called, in the language of the report where riskplan named it."""
    return w.named(id) if id in (INHERENT.id, PLANNED.id) else name


def _picture(f: Evidence, w: Writer, key: PictureKey, *, in_money: bool) -> Picture:
    title = terms.PICTURE_SCENARIO_COSTS if in_money else terms.PICTURE_SCENARIO_FINISHES
    parts = [_spoken(f, w, each, in_money=in_money) for each in f.answers.compared]
    spoken = w.say(remarks.ALT_SCENARIOS, at=f"{f.at:g}", changes="; ".join(parts))
    return Picture(key, w.say(title), spoken)


def _spoken(f: Evidence, w: Writer, each: Compared, *, in_money: bool) -> str:
    name = scenario_name(each.scenario.id, each.scenario.name, w)
    if in_money:
        return f"{name}: {w.change(each.changes.cost.level(f.at))} {f.run.currency}".rstrip()
    return f"{name}: {w.change(each.changes.duration.level(f.at))}"


def _row(
    f: Evidence, w: Writer, name: str, run: SimulationResult, changes: RunComparison | None
) -> tuple[str, ...]:
    cost = change = finish = days = budget = deadline = ""
    if run.has_cost:
        cost = w.amount(run.cost.quiet_percentile(f.at))
        change = "" if changes is None else w.change(changes.cost.level(f.at))
        if run.targets.budget is not None:
            budget = w.percent(run.cost.confidence(run.targets.budget))
    if run.has_schedule:
        times = run.finish if run.has_dates else run.duration
        finish = w.time(times, f.at)
        days = "" if changes is None else w.change(changes.duration.level(f.at))
        target = run.targets.deadline
        if target is not None and run.has_dates:
            deadline = w.percent(run.finish.confidence(target))
        elif run.targets.deadline_days is not None:
            deadline = w.percent(run.duration.confidence(run.targets.deadline_days))
    return name, cost, change, finish, days, budget, deadline
