"""Insurance: what each policy costs, what it pays back, and how often."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.model import PLANNED, Policy
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer
from riskplan.results import Samples

__all__ = ["insurance_section"]

_MOST = 12
_HIGH = 95


def insurance_section(f: Evidence, w: Writer) -> Section | None:
    """Return the policies, what they pay back, and what that leaves."""
    if not f.plan.policies:
        return None
    policies = f.scenario.applied_to(f.plan).policies
    in_force = PLANNED.policies_in_force(policies)
    titles = (
        terms.POLICY,
        terms.COVERS,
        terms.IN_FORCE,
        terms.PREMIUM,
        terms.PAID_BACK,
        terms.PAYS_IN,
        terms.PAID_BACK_HIGH,
    )
    rows = [_row(f, w, policy, in_force) for policy in policies]
    caption = terms.CAPTION_POLICIES
    blocks: list[Block] = [
        grid(w, caption, "lllrrrr", titles, rows, unit=f.run.currency, most=_MOST)
    ]
    blocks.append(Paragraph(w.say(remarks.INSURANCE)))
    cap, budget = f.plan.premium_cap, f.plan.budget
    if not in_force:
        blocks.append(Paragraph(w.say(remarks.NOT_INSURED)))
    if cap is not None and budget and in_force:
        premiums = sum(policy.premium.mean() for policy in in_force)
        share, limit = w.percent(premiums / budget), w.percent(cap)
        paid = w.say(remarks.PREMIUMS, premiums=w.money(premiums), share=share, cap=limit)
        blocks.append(Paragraph(paid))
    blocks.append(calls_of(f, others=_calls(in_force)))
    return Section("insurance", w.say(terms.INSURANCE_SECTION), tuple(blocks))


def _calls(in_force: tuple[Policy, ...]) -> Iterator[str]:
    """Yield the lines that repeat what the first policies pay back, and all premiums."""
    for policy in in_force[:_MOST]:
        yield (
            f'paid = rp.Samples(run.recovery["{policy.id}"], 0, run.currency, run.provenance.cell)'
        )
        yield from ("paid.mean()", "paid.exceedance(0)", f"paid.percentile({_HIGH})")
    ids = ", ".join(f'"{policy.id}"' for policy in in_force)
    yield f"sum(policy.premium.mean() for policy in plan.policies if policy.id in [{ids}])"


def _row(f: Evidence, w: Writer, policy: Policy, in_force: tuple[Policy, ...]) -> tuple[str, ...]:
    names = {risk.id: risk.name for risk in f.plan.risks}
    covers = w.say(words.AND_SO).join(names.get(id_, id_) for id_ in policy.covers)
    premium = w.amount(policy.premium.mean())
    if policy not in in_force:
        return policy.name, covers, w.say(words.NO), premium, "", "", ""
    paid = Samples(f.run.recovery[policy.id], 0.0, f.run.currency, f.run.provenance.cell)
    return (
        policy.name,
        covers,
        w.say(words.YES),
        premium,
        w.amount(paid.mean()),
        w.percent(paid.exceedance(0.0)),
        w.amount(paid.quiet_percentile(_HIGH)),
    )
