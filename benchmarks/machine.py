"""The class of the machine: what a reader must know to compare, and nothing that names it."""

from __future__ import annotations

import os
import platform
from pathlib import Path

__all__ = ["machine_class"]

_GIB = 2.0**30


def machine_class() -> str:
    """Return cores, processor, memory and system in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    return (
        f"{len(os.sched_getaffinity(0))} cores of {_processor()}, {memory:.0f} GiB of memory,"
        f" {platform.system()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.machine()
