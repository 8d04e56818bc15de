"""The rules of the house that no linter knows, read from the syntax trees of `src/riskplan`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.project.places import PACKAGE

FILE_LINES = 400
FUNCTION_LINES = 60
PUBLIC_METHODS = 20
HOME_OF_CHANCE = "engine/streams.py"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[ast.Module, str], Iterator[int]]


def asserts(tree: ast.Module, _source: str) -> Iterator[int]:
    """Lines with an `assert`, which users who run Python with -O would not meet."""
    return (node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert))


def bare_excepts(tree: ast.Module, _source: str) -> Iterator[int]:
    """Lines with an `except` that names no exception."""
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return (node.lineno for node in handlers if node.type is None)


def evals(tree: ast.Module, _source: str) -> Iterator[int]:
    """Lines that call `eval` or `exec`."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return (node.lineno for node in calls if dotted(node.func) in {"eval", "exec"})


def long_files(_tree: ast.Module, source: str) -> Iterator[int]:
    """The last line of a file that has too many."""
    length = len(source.splitlines())
    if length > FILE_LINES:
        yield length


def long_functions(tree: ast.Module, _source: str) -> Iterator[int]:
    """Where a function starts that has too many lines, its docstring not counted."""
    functions = (node for node in ast.walk(tree) if isinstance(node, Function))
    return (node.lineno for node in functions if lines_without_docstring(node) > FUNCTION_LINES)


def big_classes(tree: ast.Module, _source: str) -> Iterator[int]:
    """Where a class starts that has too many public methods, properties included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = {item.name for item in node.body if isinstance(item, Function)}
            if sum(not name.startswith("_") for name in methods) > PUBLIC_METHODS:
                yield node.lineno


def chance(tree: ast.Module, _source: str) -> Iterator[int]:
    """Lines that reach for `random` or `numpy.random`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [dotted(node)]
        else:
            continue
        if any(is_chance(name) for name in names):
            yield node.lineno


def is_chance(name: str) -> bool:
    first, second, *_ = [*name.split("."), ""]
    return first == "random" or (first in {"np", "numpy"} and second == "random")


def dotted(node: ast.expr) -> str:
    """`a.b.c` for an expression that spells it, else an empty text."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def lines_without_docstring(function: Function) -> int:
    first, last = function.body[0], function.body[-1]
    lines = (last.end_lineno or last.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


RULES: list[Rule] = [
    asserts,
    bare_excepts,
    evals,
    long_files,
    long_functions,
    big_classes,
    chance,
]


def offences(rule: Rule, source: str) -> list[int]:
    return list(rule(ast.parse(source), source))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule):
    files = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    if rule is chance:
        del files[HOME_OF_CHANCE]
    found = {name: offences(rule, path.read_text("utf-8")) for name, path in files.items()}

    assert len(found) > 1
    assert {} == {name: lines for name, lines in found.items() if lines}


def test_the_home_of_chance_is_the_one_place_that_needs_its_exception():
    """Without the exception the rule would find the generator, so the rule does look there."""
    assert offences(chance, (PACKAGE / HOME_OF_CHANCE).read_text("utf-8"))


def function_of(lines: int, docstring: str = "") -> str:
    return "\n".join([f"def f():{docstring}", *["    x = 1"] * (lines - 1)])


def class_of(methods: int, name: str = "method") -> str:
    return "\n".join(["class C:", *[f"    def {name}{i}(self): ..." for i in range(methods)]])


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (asserts, "def f(x):\n    assert x"),
        (bare_excepts, "try:\n    f()\nexcept:\n    g()"),
        (evals, "x = eval('1')"),
        (evals, "exec('x = 1')"),
        (long_files, "x = 1\n" * 401),
        (long_functions, function_of(61)),
        (long_functions, "async " + function_of(61)),
        (big_classes, class_of(21)),
        (chance, "import random"),
        (chance, "import numpy.random as chance"),
        (chance, "from random import uniform"),
        (chance, "from numpy import random"),
        (chance, "from numpy.random import Philox"),
        (chance, "x = np.random.Generator(bits)"),
        (chance, "x = numpy.random.seed(1)"),
    ],
)
def test_a_rule_catches_what_breaks_it(rule, source):
    """Negative control for each rule."""
    assert offences(rule, source)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (asserts, "def check(x):\n    raise AssertionError(x)"),
        (bare_excepts, "try:\n    f()\nexcept ValueError:\n    g()"),
        (evals, "x = literal_eval('1')\ny = frame.eval('a + b')"),
        (long_files, "x = 1\n" * 400),
        (long_functions, function_of(60)),
        (long_functions, function_of(60, '\n    """One.\n\n    Two.\n    """')),
        (big_classes, class_of(20)),
        (big_classes, class_of(30, "_private")),
        (chance, "import numpy as np\nx = np.linspace(0, 1)\nrandom_share = plan.random"),
    ],
)
def test_a_rule_leaves_good_code_alone(rule, source):
    assert [] == offences(rule, source)
