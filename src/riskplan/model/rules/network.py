"""Rules of order: neither the links of the schedule nor the conditions of risks form a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskplan.errors import Problem
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed

__all__ = ["conditions_form_no_cycle", "links_form_no_cycle"]


def links_form_no_cycle(plan: Plan) -> Iterator[Problem]:
    """Refuse activities that wait for each other, spelled out as a path."""
    graph: dict[str, list[str]] = {}
    for activity in plan.activities:  # of two with one id, links mean the first
        graph.setdefault(activity.id, [link.predecessor for link in activity.after])
    for path in cycles(graph):
        yield Problem(
            _place("activities", plan, path[0]),
            f"the links form a cycle: {' → '.join(reversed(path))}",
            "remove one of these links",
        )


def conditions_form_no_cycle(plan: Plan) -> Iterator[Problem]:
    """Refuse risks that are only possible once each other occurred."""
    graph: dict[str, list[str]] = {}
    for risk in plan.risks:
        graph.setdefault(risk.id, []).extend([risk.given] if risk.given else [])
    for path in cycles(graph):
        yield Problem(
            _place("risks", plan, path[0]),
            f"given forms a cycle: {' → '.join(reversed(path))}",
            "one of these risks must be possible by itself",
        )


def cycles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield one cycle of each knot in a graph, as the path that returns to its first name.

    A depth-first search with its own stack, because a chain of ten thousand activities is deeper
    than Python's.
    """
    done = {name for name, following in graph.items() if not following}
    for root in graph:
        if root in done:
            continue
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                on_path.discard(path.pop())
                done.add(name)
            elif name in on_path:
                yield [*path[path.index(name) :], name]
            elif name not in done and name in graph:
                path.append(name)
                on_path.add(name)
                stack.append((name, True))
                stack.extend((following, False) for following in graph[name])


def _place(table: str, plan: Plan, id: str) -> str:  # noqa: A002 - the field is called id
    items = plan.activities if table == "activities" else plan.risks
    return next(place for place, item in placed(table, items) if item.id == id)
