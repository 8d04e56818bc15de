"""Print the lowest core dependencies that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOWER_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)>=(?P<version>[0-9.]+)")


def constraints(requirements: Iterable[str]) -> list[str]:
    """Pin each requirement, which must be one lower bound, to that bound.

    Parameters
    ----------
    requirements : iterable of str
        Such as ``numpy>=2.0``.

    Returns
    -------
    list of str
        Such as ``numpy==2.0``.

    Raises
    ------
    ValueError
        When a requirement is anything but one lower bound.
    """
    return [_pin(requirement) for requirement in requirements]


def _pin(requirement: str) -> str:
    match = LOWER_BOUND.fullmatch(requirement)
    if match is None:
        raise ValueError(f"a core dependency must read name>=version (got {requirement!r})")
    return f"{match['name']}=={match['version']}"


def main() -> int:
    """Write the constraints of this project to standard output."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    print("\n".join(constraints(project["dependencies"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
