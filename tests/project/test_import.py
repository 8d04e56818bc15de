"""`import riskplan` is cheap, changes nothing outside, and opens one flat, sorted front door."""

from __future__ import annotations

import inspect
import json
import pkgutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import riskplan

LATE = [
    "asyncio",
    "click",
    "distributed",
    "jinja2",
    "jpype",
    "matplotlib",
    "mpxj",
    "openpyxl",
    "pandas",
    "pyarrow",
    "scipy.special",
    "scipy.stats",
    "tqdm",
]

# What NumPy, SciPy and attrs do when they are imported is theirs, so they come before the snapshot.
PROBE = """
import importlib, json, locale, random, sys, warnings
import attrs, cattrs, numpy, scipy

def state():
    return {
        "random": repr(random.getstate()),
        "numpy.random": repr(numpy.random.get_state()),
        "warnings": repr(warnings.filters),
        "showwarning": repr(warnings.showwarning),
        "numpy errors": repr(numpy.geterr()),
        "numpy print options": repr(numpy.get_printoptions()),
        "locale": repr(locale.setlocale(locale.LC_ALL)),
        "excepthook": repr(sys.excepthook),
    }

module, *late = sys.argv[1:]
numpy.set_printoptions(threshold=sys.maxsize)
before = state()
door = importlib.import_module(module)
at_once = sorted(name for name in sys.modules if name.startswith("riskplan."))
for name in getattr(door, "__all__", []):
    if name != "plotting":
        getattr(door, name)
after = state()
changed = [name for name in before if before[name] != after[name]]
loaded = [name for name in late if name in sys.modules]
print(json.dumps({"at once": at_once, "loaded": loaded, "changed": changed}))
"""


def effects(module: str, folder: Path | None = None) -> dict[str, list[str]]:
    """What a fresh interpreter has loaded and changed once it has used every name of a module."""
    command = [sys.executable, "-c", PROBE, module, *LATE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


def test_riskplan_changes_nothing_and_loads_nothing_heavy_before_it_is_needed():
    expected = {"at once": ["riskplan._version"], "loaded": [], "changed": []}

    assert expected == effects("riskplan")


def test_a_plain_run_does_not_load_what_only_other_runs_need():
    script = """
        import sys
        import riskplan as rp
        rp.simulate(rp.Plan("p", costs=[rp.CostItem("c", "C", rp.Normal(9, 1))]), seed=1)
        print([name for name in ("scipy.stats", "pandas", "riskplan.exact") if name in sys.modules])
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]

    assert (
        "[]" == subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    )


def test_every_name_is_shown_by_dir_and_an_unknown_one_is_refused():
    assert set(riskplan.__all__) <= set(dir(riskplan))
    with pytest.raises(AttributeError, match="no attribute 'simulte'"):
        riskplan.simulte  # noqa: B018


def test_a_module_with_effects_is_caught(tmp_path):
    """Negative control: the probe sees each kind of effect."""
    (tmp_path / "naughty.py").write_text(
        textwrap.dedent("""
        import random, sys, warnings
        import numpy
        import asyncio, scipy.stats, tqdm, click, jinja2, pandas, matplotlib

        random.seed(1)
        numpy.random.seed(1)
        warnings.simplefilter("ignore")
        warnings.showwarning = print
        numpy.seterr(all="ignore")
        numpy.set_printoptions(precision=3)
        sys.excepthook = print
        """),
        "utf-8",
    )

    found = effects("naughty", tmp_path)

    assert set(LATE) - {"distributed", "jpype", "mpxj", "openpyxl", "pyarrow"} <= set(
        found["loaded"]
    )
    assert {
        "random",
        "numpy.random",
        "warnings",
        "showwarning",
        "numpy errors",
        "numpy print options",
        "excepthook",
    } == set(found["changed"])


def namesakes(modules: list[str], names: list[str]) -> list[str]:
    """The public names that are also the last part of a module's name."""
    return sorted({module.rpartition(".")[2] for module in modules} & set(names))


def test_no_module_shares_its_name_with_a_public_function():
    modules = [m.name for m in pkgutil.walk_packages(riskplan.__path__, "riskplan.")]
    functions = [n for n in riskplan.__all__ if inspect.isroutine(getattr(riskplan, n))]

    assert modules
    assert functions
    assert [] == namesakes(modules, functions)


def test_a_namesake_is_caught():
    """Negative control: a module `riskplan.io.load` would hide the function `load`."""
    assert ["load"] == namesakes(["riskplan.io.load", "riskplan.io.text"], ["load", "save"])


def place_at_the_door(name: str) -> tuple[bool, bool, str]:
    """Constants come first, then classes, then functions, each by name."""
    return not name.isupper(), not name[0].isupper(), name


def test_the_front_door_is_sorted_and_has_no_name_twice():
    assert sorted(set(riskplan.__all__), key=place_at_the_door) == riskplan.__all__


@pytest.mark.parametrize("name", riskplan.__all__)
def test_every_public_name_exists_and_says_what_it_is(name):
    value = getattr(riskplan, name)

    assert inspect.isroutine(value) <= bool(inspect.getdoc(value))
    assert inspect.isclass(value) <= bool(inspect.getdoc(value))
