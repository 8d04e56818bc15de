"""Every notebook runs from first to last cell, with warnings as errors, and is kept clean."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("**/*.ipynb"))

# Whether a notebook runs is seen from a tenth of its iterations as well.
ITERATIONS = re.compile(r"(?<=iterations=)(\d+)0_000\b")

# The kernel warns of itself when it shuts down, which is none of the notebook's business.
STRICT = "import warnings\n\nwarnings.simplefilter('error')"
LENIENT = "warnings.resetwarnings()"


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run a copy of a notebook in a folder that lies beside the examples, as `notebooks` does."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    place = folder / "notebooks"
    place.mkdir()
    cell = nbformat.v4.new_code_cell
    notebook = nbformat.from_dict(notebook)
    for each in notebook.cells:
        each.source = ITERATIONS.sub(r"\1_000", each.source)
    copy = nbformat.from_dict(notebook | {"cells": [cell(STRICT), *notebook.cells, cell(LENIENT)]})
    resources = {"metadata": {"path": str(place)}}
    with pytest.MonkeyPatch.context() as environment:
        # The kernel's settings and history stay out of the home of whoever runs the tests.
        for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
            environment.setenv(variable, str(folder / variable.lower()))
        client = NotebookClient(copy, timeout=300, kernel_name="python3", resources=resources)
        return client.execute()


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def pictures(cell: NotebookNode) -> int:
    return sum("image/png" in output.get("data", {}) for output in cell.outputs)


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest) -> NotebookNode:
    """A notebook as it lies in the project."""
    return nbformat.read(request.param, as_version=4)


@pytest.fixture(scope="module")
def done(kept: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """The same notebook after a run."""
    return run(kept, tmp_path_factory.mktemp("notebook"))


def test_there_is_a_first_notebook():
    assert ROOT / "notebooks" / "first-plan.ipynb" in NOTEBOOKS


def test_a_notebook_runs_without_errors_or_warnings(done):
    assert all(cell.execution_count for cell in code(done))


def test_a_notebook_shows_every_picture_that_it_draws(done):
    assert [cell.source.count("plotting.") for cell in code(done)] == [*map(pictures, code(done))]


def test_a_notebook_is_kept_without_outputs(kept):
    nbformat.validate(kept)
    assert all(not cell.outputs and cell.execution_count is None for cell in code(kept))


def test_a_warning_in_a_notebook_is_an_error(tmp_path):
    """Negative control."""
    cell = nbformat.v4.new_code_cell("warnings.warn('look here')")
    with pytest.raises(CellExecutionError, match="look here"):
        run(nbformat.v4.new_notebook(cells=[cell]), tmp_path)
