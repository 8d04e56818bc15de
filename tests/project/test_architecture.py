"""ARCHITECTURE.md says what the docstrings say."""

from __future__ import annotations

import shutil

import pytest

from tests.project.places import ROOT
from tools import architecture


@pytest.fixture
def copy(tmp_path):
    """A small copy of the project, which a test may spoil."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src")
    return tmp_path


def test_architecture_md_is_up_to_date():
    assert 0 == architecture.main(["--check"])


def test_every_module_has_a_line_of_its_own(copy):
    package = copy / "src" / "riskplan"
    rooms = [path for path in package.iterdir() if path.is_dir()]
    modules = {path for room in rooms for path in room.rglob("*.py")}
    modules -= {room / "__init__.py" for room in rooms}  # these describe their room

    rows = [line for line in architecture.render(copy).splitlines() if line.startswith("| `")]

    assert len(modules) == len(rows) > 0


def test_a_changed_docstring_is_noticed(copy, capsys):
    """Negative control: the check passes on a fresh page and fails once a module says otherwise."""
    architecture.main([], copy)
    assert 0 == architecture.main(["--check"], copy)

    errors = copy / "src" / "riskplan" / "errors.py"
    errors.write_text(errors.read_text("utf-8").replace('"""', '"""Another idea.\n\n', 1), "utf-8")

    assert 1 == architecture.main(["--check"], copy)
    assert "make architecture" in capsys.readouterr().err


def test_a_missing_page_is_noticed(copy):
    assert 1 == architecture.main(["--check"], copy)


def test_a_module_without_docstring_is_refused(tmp_path):
    module = tmp_path / "silent.py"
    module.write_text("x = 1\n", "utf-8")

    with pytest.raises(ValueError, match=r"silent\.py: a module must start with a one-line doc"):
        architecture.idea(module)
