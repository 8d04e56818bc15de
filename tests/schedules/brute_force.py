"""A scheduler that tries one minute after the other, and knows nothing of the one it referees.

A task begins at the first working minute of its calendar at which every link is satisfied, and ends
behind the last minute that it needs. Its float is how many working minutes it can be held back
before the project ends later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

__all__ = ["BruteLink", "BruteTask", "Works", "floats", "schedule"]

Works = Sequence[bool]
"""Whether a calendar works, minute by minute."""


@dataclass(frozen=True)
class BruteLink:
    """A link from an earlier task: between two ends, with a lag [minutes] on some calendar."""

    before: int
    kind: str
    lag: int
    on: int


@dataclass(frozen=True)
class BruteTask:
    """A task that takes so many minutes; nothing, where it is only reached."""

    calendar: int
    minutes: int
    links: tuple[BruteLink, ...] = ()
    not_before: int = 0
    held_back: int = 0


def schedule(tasks: Sequence[BruteTask], calendars: Sequence[Works]) -> list[tuple[int, int]]:
    """Return the minutes at which each task begins and ends, earlier tasks first in the list."""
    found: list[tuple[int, int]] = []
    for task in tasks:
        bounds = [(link.kind, _moved(link, found, calendars)) for link in task.links]
        place = _reach if task.minutes == 0 else _do
        found.append(place(task, bounds, calendars[task.calendar]))
    return found


def _moved(link: BruteLink, found: Sequence[tuple[int, int]], calendars: Sequence[Works]) -> int:
    """Return the minute that a link leads to, lag included."""
    minute = found[link.before][0 if link.kind[0] == "S" else 1]
    works = calendars[link.on]
    left = abs(link.lag)
    while left:
        if link.lag > 0:
            left -= works[minute]
            minute += 1
        else:
            minute -= 1
            left -= works[minute]
    return minute


def _do(task: BruteTask, bounds: Sequence[tuple[str, int]], works: Works) -> tuple[int, int]:
    begin, held_back = _next(task.not_before, works), task.held_back
    end = _end(begin, task.minutes, works)
    while True:
        if all(_is_kept(kind, bound, begin, end, works) for kind, bound in bounds):
            if not held_back:
                return begin, end
            held_back -= 1
        # A working minute later it begins, and so it ends.
        begin, end = _next(begin + 1, works), _next(end, works) + 1


def _next(minute: int, works: Works) -> int:
    while not works[minute]:
        minute += 1
    return minute


def _is_kept(kind: str, bound: int, begin: int, end: int, works: Works) -> bool:
    """Return whether a beginning, or the work until an end, is not before a bound."""
    return begin >= bound if kind[1] == "S" else not any(works[end:bound])


def _end(begin: int, minutes: int, works: Works) -> int:
    end = begin
    while minutes:
        minutes -= works[end]
        end += 1
    return end


def _reach(task: BruteTask, bounds: Sequence[tuple[str, int]], works: Works) -> tuple[int, int]:
    """Reach a point when the last of its links lets it, and not before work can begin at all."""
    minute = max([_next(task.not_before, works), *(bound for _, bound in bounds)])
    held_back = task.held_back
    while held_back:
        held_back -= works[minute]
        minute += 1
    return minute, minute


def floats(tasks: Sequence[BruteTask], calendars: Sequence[Works]) -> list[int]:
    """Return for how many of its working minutes each task can be held back at no harm."""
    end = _last(schedule(tasks, calendars))

    def harms(row: int) -> Callable[[int], bool]:
        def held(minutes: int) -> bool:
            delayed = [*tasks]
            delayed[row] = replace(tasks[row], held_back=minutes)
            return _last(schedule(delayed, calendars)) > end

        return held

    return [_first(harms(row)) - 1 for row in range(len(tasks))]


def _last(found: Sequence[tuple[int, int]]) -> int:
    return max(end for _, end in found)


def _first(is_true: Callable[[int], bool]) -> int:
    """Return the first number from 1 at which something becomes true for good."""
    high = 1
    while not is_true(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_true(middle) else (middle, high)
    return high
