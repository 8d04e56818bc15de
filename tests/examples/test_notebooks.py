"""Every notebook runs from first to last cell, with warnings as errors, and is kept clean."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("**/*.ipynb"))

STRICT = "import warnings\n\nwarnings.simplefilter('error')"


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run a copy of a notebook in a folder that lies beside the examples, as `notebooks` does."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    place = folder / "notebooks"
    place.mkdir()
    copy = nbformat.from_dict(notebook)
    copy.cells.insert(0, nbformat.v4.new_code_cell(STRICT))
    client = NotebookClient(
        copy, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(place)}}
    )
    return client.execute()


@pytest.fixture(autouse=True)
def _quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the kernel's settings and history out of the home of whoever runs the tests."""
    for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))


def test_there_is_a_first_notebook():
    assert ROOT / "notebooks" / "first-plan.ipynb" in NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_errors_or_warnings(path: Path, tmp_path: Path):
    done = run(nbformat.read(path, as_version=4), tmp_path)
    assert all(cell.execution_count for cell in done.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_a_warning_in_a_notebook_is_an_error(tmp_path: Path):
    """Negative control."""
    cell = nbformat.v4.new_code_cell("import warnings\nwarnings.warn('look here')")
    with pytest.raises(CellExecutionError, match="look here"):
        run(nbformat.v4.new_notebook(cells=[cell]), tmp_path)
