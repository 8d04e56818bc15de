"""Measure jobs side by side and print the tables: ``python -m benchmarks [A B C ...]``."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks.contest import contest
from benchmarks.environments import BUILD, ROOT
from benchmarks.growth import growths
from benchmarks.matches import MATCHES, Sizes
from benchmarks.table import growth_section, head, imports_section, match_section

_PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
_PARTS = (*MATCHES, "growth", "imports")
_SMALL = 20
_IMPORT = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
_IMPORTS = (
    "import numpy",
    "import riskplan",
    "from riskplan import Plan, load, simulate",
    "from riskplan import Plan, load, simulate, contingency, report, exact_cost",
)


def main() -> None:
    """Run what the command line asks for; a full run is written to the page in the docs."""
    asked = _arguments()
    sizes = Sizes(_SMALL if asked.small else 1, peers=not asked.without_peers)
    BUILD.mkdir(parents=True, exist_ok=True)
    page = []
    for section in chain([head()], _sections(asked.parts or list(_PARTS), sizes, asked.repeats)):
        print(section, flush=True)
        page.append(section)
    out = asked.out or (None if asked.parts or asked.small or asked.without_peers else _PAGE)
    if out:
        out.write_text("\n".join(page), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(_PARTS)}; all")
    parser.add_argument("--without-peers", action="store_true", help="NumPy and numba only")
    parser.add_argument("--small", action="store_true", help="only to see that everything works")
    parser.add_argument("--repeats", type=int, default=5, help="measured runs of each (5)")
    parser.add_argument("--out", type=Path, help="file to write; a full run writes the docs")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(_PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(_PARTS)}")
    return asked


def _sections(parts: list[str], sizes: Sizes, repeats: int) -> Iterator[str]:
    for part in parts:
        start = time.perf_counter()
        if part == "growth":
            yield growth_section(growths(sizes, repeats))
        elif part == "imports":
            yield imports_section({line: _import_time(line, repeats) for line in _IMPORTS})
        else:
            for match in MATCHES[part](sizes):
                yield match_section(match, contest(match.contestants, repeats))
        print(f"{part}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


def _import_time(statement: str, repeats: int) -> float:
    """Return the median time of an import in a new process [s]; not a number if it fails."""
    command = [sys.executable, "-c", _IMPORT.format(statement)]
    return statistics.median(
        float(subprocess.run(command, check=False, capture_output=True, text=True).stdout or "nan")
        for _ in range(repeats)
    )


if __name__ == "__main__":
    main()
