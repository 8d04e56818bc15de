"""Hypothesis strategies for plans whose cost has an exact law: everything that it can hold."""

from __future__ import annotations

from hypothesis import strategies as st

import riskplan as rp
from riskplan.distributions import Poisson

NUMBERS = st.integers(0, 40)
CHANCES = st.sampled_from([0.02, 0.1, 0.3, 0.5, 0.9, 1.0, rp.Uniform(0.1, 0.4)])
COUNTS = st.sampled_from(
    [None, None, None, Poisson(0.3), Poisson(3), rp.Discrete([0, 1, 4], [0.5, 0.25, 0.25])]
)
KINDS = st.sampled_from([rp.Kind.THREAT, rp.Kind.THREAT, rp.Kind.OPPORTUNITY])


@st.composite
def laws(draw: st.DrawFn, least: float = 0.0) -> rp.Distribution:
    """Draw a law of any kind: narrow and wide, with jumps in its density, with a long tail."""
    start = least + draw(st.sampled_from([0.0, 1.0, 3.7])) * draw(st.sampled_from([0.1, 1.0, 10.0]))
    width = draw(st.sampled_from([0.05, 0.7, 5.0, 60.0]))
    mode = start + width * draw(st.sampled_from([0.0, 0.2, 0.5, 1.0]))
    family = draw(
        st.sampled_from(["uniform", "triangular", "pert", "normal", "long", "few", "one"])
    )
    match family:
        case "uniform":
            return rp.Uniform(start, start + width)
        case "triangular":
            return rp.Triangular(start, mode, start + width)
        case "pert":
            return rp.Pert(start, mode, start + width)
        case "normal":
            return rp.Truncated(rp.Normal(start, width), low=0.0)
        case "long":
            return rp.LogNormal(
                draw(st.sampled_from([0.0, 2.0])), draw(st.sampled_from([0.5, 1.4]))
            )
        case "few":
            return rp.Discrete([start, start + width / 2, start + width], [0.5, 0.3, 0.2])
        case _:
            return rp.Constant(start + width)


@st.composite
def risks(draw: st.DrawFn, most: int = 5) -> list[rp.Risk]:
    """Draw risks with conditions, an exclusive group, counts, uncertain chances and savings."""
    found: list[rp.Risk] = []
    for row in range(draw(st.integers(0, most))):
        grouped = draw(st.integers(0, 4)) == 0
        count = None if grouped else draw(COUNTS)
        above = [None, None, *(risk.id for risk in found)]
        found.append(
            rp.Risk(
                f"r{row}",
                f"Risk {row}",
                0.2 if grouped else draw(CHANCES),
                count=count,
                kind=draw(KINDS),
                impacts=[rp.CostImpact(draw(laws())) for _ in range(draw(st.integers(0, 2)))],
                given=None if grouped else draw(st.sampled_from(above)),
                exclusive="group" if grouped else None,
            )
        )
    return draw(st.permutations(found))


@st.composite
def plans(draw: st.DrawFn) -> rp.Plan:
    """Draw plans of a few cost items and risks; now and then two items move as one."""
    costs = [
        rp.CostItem(f"c{row}", f"Line {row}", draw(laws()))
        for row in range(draw(st.integers(0, 4)))
    ]
    register = draw(risks())
    if not (costs or any(risk.impacts for risk in register)):
        costs = [rp.CostItem("c0", "Line 0", draw(laws()))]
    together = [rp.Correlation(["c0", "c1"], 1.0, nearest=True)] * (
        len(costs) > 1 and draw(st.booleans())
    )
    return rp.Plan("Drawn", costs=costs, risks=register, correlations=together)
