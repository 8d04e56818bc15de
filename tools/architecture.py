"""Write ARCHITECTURE.md from the import contract and the first docstring line of every module."""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = "ARCHITECTURE.md"

INTRODUCTION = """\
# Architecture

<!-- Written by `make architecture`; change the docstrings, not this page. -->

riskplan is a house of rooms, and everything flows one way through them. `io` reads a file into a
`model`, the plan as frozen values with ids. `compiler` turns the plan into a program, arrays with
integer indexes, and `engine` runs the program block by block; `simulation` leads the two and joins
the blocks into `results`, labelled samples with their provenance. `analysis` draws small frozen
answers from these, `plotting` and `reporting` show them, and `cli` puts it all on the command
line. Nothing on the right of this flow is written back to the left:

```text
io ──▶ model ──▶ compiler ──▶ engine ──▶ results ──▶ analysis ──▶ plotting ──▶ reporting ──▶ cli
                 └──── simulation ────┘
```

`model` knows nothing of iterations, `engine` nothing of risks, `results` nothing of the classes of
either.

## The import contract

A room imports only from the rooms below it, and rooms on one line know nothing of each other.
`make contract` checks this, and who else may import what:

```text
{layers}
```

{contracts}
"""


def render(root: Path) -> str:
    """Return the text of ARCHITECTURE.md for the project in `root`.

    Parameters
    ----------
    root : Path
        The folder of ``pyproject.toml``, with the package in ``src/riskplan``.

    Returns
    -------
    str
        The whole page, as Markdown.

    Raises
    ------
    ValueError
        When a module has no docstring.
    """
    linter = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers, *others = linter["contracts"]
    package = root / "src" / "riskplan"
    introduction = INTRODUCTION.format(
        layers="\n".join(layers["layers"]),
        contracts="\n".join(f"- {contract['name']}." for contract in others),
    )
    rooms = [room for layer in layers["layers"] for room in re.findall(r"\w+", layer)]
    sections = [_room(package, room) for room in rooms]
    door = f"## The front door\n\n`riskplan`: {idea(package / '__init__.py')}\n"
    return "\n".join([introduction, door, *sections])


def idea(module: Path) -> str:
    """Return the first line of a module's docstring.

    Parameters
    ----------
    module : Path
        A Python file.

    Returns
    -------
    str
        The line, without white space at its ends.

    Raises
    ------
    ValueError
        When the module has no docstring.
    """
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8"), str(module)))
    if not docstring:
        raise ValueError(f"{module}: a module must start with a one-line docstring")
    return docstring.splitlines()[0].strip()


def _room(package: Path, room: str) -> str:
    folder = package / room
    if not folder.is_dir():
        return f"## `{room}`\n\n{idea(package / f'{room}.py')}\n"
    modules = sorted(path for path in folder.rglob("*.py") if path != folder / "__init__.py")
    table = ["| module | idea |", "|---|---|", *(_row(path, folder) for path in modules)]
    return f"## `{room}`\n\n{idea(folder / '__init__.py')}\n\n" + "\n".join(table) + "\n"


def _row(module: Path, folder: Path) -> str:
    cell = idea(module).replace("|", r"\|")
    return f"| `{module.relative_to(folder).as_posix()}` | {cell} |"


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write the page, or with ``--check`` say whether it is up to date.

    Parameters
    ----------
    arguments : list of str, optional
        The command line; that of the process by default.
    root : Path
        The project.

    Returns
    -------
    int
        The exit code: 1 when ``--check`` finds a page that is missing or out of date.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    check = parser.parse_args(arguments).check
    page, text = root / PAGE, render(root)
    if not check:
        page.write_text(text, "utf-8")
    elif not page.is_file() or page.read_text("utf-8") != text:
        print(f"{PAGE} is out of date: run `make architecture`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
