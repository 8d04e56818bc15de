"""Free memory: what this process may still take of its machine, or of its container."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from attrs import frozen

__all__ = ["free_bytes"]

_MEMINFO = Path("/proc/meminfo")
_OWN_GROUPS = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")
_KIB = 1024.0


@frozen
class _Kind:
    """How one version of Linux control groups spells a limit of memory."""

    name: str
    limit: str
    used: str
    caches: str


_KINDS = (
    _Kind("", "memory.max", "memory.current", "inactive_file"),
    _Kind("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def free_bytes() -> float | None:
    """Return how much memory this process may still take [bytes], or None where none can tell.

    Where a system does not say how much is free, it is all that the machine has. Windows says
    neither, but there an array that does not fit is refused when it is made, before the run.
    """
    known = [size for size in (_free_in_groups(), _free_on_machine()) if size is not None]
    return min(known, default=None)


def _free_on_machine() -> float | None:
    size = _numbers(_MEMINFO).get("MemAvailable:")
    return _whole_machine() if size is None else size * _KIB


def _whole_machine() -> float | None:
    names = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" not in names or "SC_PAGE_SIZE" not in names:
        return None
    return float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")


def _free_in_groups() -> float | None:
    """Return what the limits of containers leave: of the group of this process, and those above."""
    sizes = [
        _free_in_group(group, kind)
        for line in (_text(_OWN_GROUPS) or "").splitlines()
        for kind in _KINDS
        for group in _groups(line, kind)
    ]
    return min((size for size in sizes if size is not None), default=None)


def _groups(line: str, kind: _Kind) -> Iterator[Path]:
    """Yield the folders of a group and of those above it, from its line ``number:kinds:/path``."""
    _, kinds, path = line.split(":", 2)
    if kind.name in kinds.split(","):
        own = PurePosixPath(path.lstrip("/"))
        yield from (_GROUPS / kind.name / group for group in (own, *own.parents))


def _free_in_group(folder: Path, kind: _Kind) -> float | None:
    """Return what the limit of one group leaves; file caches can be given up, so they are free."""
    most, now = (_text(folder / name) or "" for name in (kind.limit, kind.used))
    if not (most.isdecimal() and now.isdecimal()):
        return None
    caches = _numbers(folder / "memory.stat").get(kind.caches, 0.0)
    return max(float(most) - float(now) + caches, 0.0)


def _numbers(path: Path) -> dict[str, float]:
    """Return the numbers of a file with a name and a number in each line."""
    words = (line.split() for line in (_text(path) or "").splitlines())
    return {name: float(number) for name, number, *_ in words}


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return None
