"""A page of HTML taken apart: its texts, elements and ids; and plans with something missing."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import riskplan as rp
from riskplan.reporting import Language, Report, report
from tests.plotting.plans import bridge, bridge_run, crowd

SILENT = {"style", "script", "title"}


class Page(HTMLParser):
    """The elements of a page in order, and the text that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if not SILENT & set(self.open):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


@cache
def bridge_report(language: Language = Language.ENGLISH) -> Report:
    return report(bridge(), bridge_run(), language=language)


@cache
def bridge_page(language: Language = Language.ENGLISH) -> Page:
    return Page(bridge_report(language).html())


def sections(content) -> list[str]:
    return [section.key for section in content.sections]


def texts_in(content):
    """Every text of a report's content, cell by cell."""
    yield from (content.title, content.subtitle, *content.cautions, *content.answer)
    for tile in content.tiles:
        yield from (tile.label, tile.value, tile.note)
    for block in content.origin:
        yield from texts_of(block)
    yield content.repeat
    for section in content.sections:
        yield section.title
        for block in section.blocks:
            yield from texts_of(block)


def texts_of(block):
    """Every text of a block, cell by cell."""
    match type(block).__name__:
        case "Paragraph":
            yield block.text
        case "Code":
            yield from (block.title, *block.text.splitlines())
        case "Calls":
            yield from block.lines
        case "Facts":
            yield from (block.caption, *(text for row in block.rows for text in row))
        case "Table":
            yield from (block.caption, block.note)
            yield from (column.title for column in block.columns)
            yield from (text for row in block.rows for text in row)


def section_of(content, key: str):
    """The section of a key."""
    (found,) = (section for section in content.sections if section.key == key)
    return found


def rows_of(content, key: str, caption: str) -> list[tuple[str, ...]]:
    """The rows of the table of a section whose caption begins with a text."""
    (found,) = (
        block
        for block in section_of(content, key).blocks
        if type(block).__name__ == "Table" and block.caption.startswith(caption)
    )
    return list(found.rows)


def harbour(**changes) -> rp.Plan:
    """A plan with all that a report can tell: returns, funding, insurance, buffers, scenarios."""
    storm = rp.Risk(
        "storm",
        "Storm",
        0.3,
        category="nature",
        impacts=[rp.CostImpact(rp.Uniform(40, 90), phase="build"), rp.Delay("quay", 15)],
        responses=[
            rp.Response("wall", "Wall", rp.Strategy.MITIGATE, cost=30, probability=0.1),
            rp.Response(
                "guard", "Guard", rp.Strategy.MITIGATE, cost=1, probability="-60%", adopted=False
            ),
        ],
    )
    theft = rp.Risk(
        "theft",
        "Theft",
        0.4,
        category="people",
        impacts=[rp.CostImpact(rp.Triangular(10, 20, 60), phase="design")],
        responses=[rp.Response("fence", "Fence", rp.Strategy.MITIGATE, cost=2, probability=0.1)],
    )
    plan = rp.Plan(
        "Harbour",
        start="2026-01-05",
        deadline="2026-09-30",
        currency="EUR",
        budget=900,
        reserve=0.1,
        discount_rate=0.08,
        roi_floor=0.1,
        premium_cap=0.08,
        phases=[rp.Phase("design", "Design"), rp.Phase("build", "Build")],
        costs=[rp.CostItem("steel", "Steel", rp.Pert(250, 300, 450), phase="build")],
        activities=[
            rp.Activity("survey", "Survey", rp.Triangular(10, 20, 35), phase="design"),
            rp.Activity("draw", "Draw up", rp.Triangular(12, 20, 32), phase="design"),
            rp.Buffer("spare", "Spare week", 5, after=["survey", "draw"], phase="design"),
            rp.Activity(
                "quay", "Quay", rp.Pert(70, 90, 140), after=["spare"], phase="build", day_rate=4
            ),
            rp.Milestone("open", "Open", after=["quay"], phase="build"),
        ],
        risks=[storm, theft],
        policies=[rp.Policy("gale", "Gale cover", "storm", premium=8, deductible=10, share=0.8)],
        benefits=[rp.Benefit("fees", "Fees", rp.Uniform(20, 40), after="open", months=36)],
        funding=[rp.Funding(400, "2026-01-01"), rp.Funding(400, "2026-06-01")],
        escalation=rp.Uniform(0.01, 0.05),
        scenarios=[rp.Scenario("gale-year", "A year of gales", occur=["storm"])],
    )
    return plan.evolve(**changes)


@cache
def harbour_report(language: Language = Language.ENGLISH) -> Report:
    plan = harbour()
    return report(plan, rp.simulate(plan, iterations=2_000, seed=3), language=language)


def odd_plans() -> dict[str, rp.Plan]:
    """Plans with something missing, or with too much of something."""
    some = rp.Uniform(1, 2)
    saving = rp.Risk("luck", "Luck", 0.9, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(5)])
    avoid = rp.Response("not", "Do not", rp.Strategy.AVOID, cost=some, owner="me")
    late = rp.Risk(
        "late",
        "Late",
        rp.Uniform(0.1, 0.3),
        impacts=[
            rp.Delay("a", some, unit=rp.TimeUnit.MONTHS),
            rp.DurationFactor("a", some, draws=rp.Draws.SEPARATE),
        ],
        responses=[
            rp.Response("ask", "Ask", rp.Strategy.MITIGATE, probability=rp.Uniform(0.01, 0.05)),
            rp.Response("push", "Push", rp.Strategy.MITIGATE, impacts=[rp.Delay("a", 1)]),
        ],
    )
    return {
        "cost only": rp.Plan("C", costs=[rp.CostItem("a", "A", some)]),
        "schedule only": rp.Plan("S", activities=[rp.Activity("a", "A", some)]),
        "dates": rp.Plan(
            "D", start="2026-01-05", deadline="2026-01-05", activities=[rp.Activity("a", "A", 3)]
        ),
        "milestones only": rp.Plan("M", activities=[rp.Milestone("m", "M")]),
        "one silent risk": rp.Plan("R", risks=[rp.Risk("r", "R", 0.2)]),
        "one risk": rp.Plan("R", risks=[rp.Risk("r", "R", 0.2, impacts=[rp.CostImpact(5)])]),
        "a saving": rp.Plan("R", reserve=5, risks=[saving]),
        "certain": rp.Plan("K", budget=100, reserve=0.1, costs=[rp.CostItem("a", "A", 100)]),
        "closed": rp.Plan(
            "K",
            costs=[rp.CostItem("a", "A", 100)],
            risks=[rp.Risk("r", "R", 0.2, status=rp.Status.CLOSED)],
        ),
        "avoided": rp.Plan(
            "K",
            reserve=rp.Reserve(0.01, of=rp.ReserveBasis.TOTAL),
            costs=[rp.CostItem("a", "A", rp.Pert(100, 120, 300))],
            risks=[
                rp.Risk("r", "R", 0.2, impacts=[rp.CostImpact(some)], responses=[avoid]),
                rp.Risk("s", "S", 0.1, impacts=[rp.CostImpact(share=0.1, of="a")]),
            ],
        ),
        "other units": rp.Plan(
            "K",
            activities=[rp.Activity("a", "A", some, unit=rp.TimeUnit.WEEKS)],
            costs=[rp.CostItem("c", "C", 5, day_rate=some, during="a")],
            risks=[late],
        ),
        "huge": rp.Plan("K", budget=5e15, costs=[rp.CostItem("a", "A", rp.Uniform(1e15, 1e16))]),
        "tiny": rp.Plan("K", reserve=0.5, costs=[rp.CostItem("a", "A", rp.Uniform(1e-9, 1e-8))]),
        "heavy tail": rp.Plan("K", costs=[rp.CostItem("a", "A", rp.LogNormal(10, 2))]),
        "crowd": crowd(30),
    }


@cache
def odd_report(name: str, iterations: int = 300, language: Language = Language.ENGLISH) -> Report:
    plan = odd_plans()[name]
    return report(plan, rp.simulate(plan, iterations=iterations, seed=1), language=language)


@cache
def odd_page(name: str, iterations: int = 300, language: Language = Language.ENGLISH) -> Page:
    return Page(odd_report(name, iterations, language).html())


def hostile() -> rp.Plan:
    """A plan whose texts try to be markup, templates and formulas."""
    name = "<script>alert(1)</script> & {{ 7 * 7 }} {0} %s $x^2$ </pre>"
    return rp.Plan(
        name,
        currency="<b>",
        description=name,
        costs=[rp.CostItem("a", name, rp.Uniform(10, 20), note=name)],
        activities=[rp.Activity("a1", name, 3, note=name)],
        risks=[rp.Risk("r", name, 0.2, impacts=[rp.CostImpact(5, note=name)], owner=name)],
    )
