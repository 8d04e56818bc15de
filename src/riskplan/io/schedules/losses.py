"""What a schedule says and a plan cannot: one line for a kind, with the tasks that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from riskplan.io.schedules.raw import FileLink, FileTask

__all__ = ["Losses"]

_FEW = 10


@frozen
class Losses:
    """Lines for people, gathered while a schedule is read.

    Parameters
    ----------
    lines : list of str
    """

    lines: list[str] = field(factory=list)
    _places: dict[str, list[str]] = field(factory=dict)

    def say(self, line: str) -> None:
        """Add a line of its own."""
        self.lines.append(line)

    def of_task(self, what: str, task: FileTask) -> None:
        """Add a task to the line that says what it is."""
        self._places.setdefault(what, []).append(task.activity_id or str(task.id or task.uid))

    def of_link(self, what: str, link: FileLink) -> None:
        """Add a link to the line that says what it is."""
        self._places.setdefault(what, []).append(f"{link.predecessor} → {link.successor}")

    def __iter__(self) -> Iterator[str]:
        yield from self.lines
        for what, places in self._places.items():
            rest = len(places) - _FEW
            more = f" and {rest:,} more" if rest > 0 else ""
            yield f"{what}: {', '.join(places[:_FEW])}{more}"
