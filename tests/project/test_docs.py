"""Every Python block of the README and of the docs runs, as a reader would run it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import attrs
import pytest

import riskplan as rp
from tests.project.places import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(?P<language>[^\n]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)

FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)

# A block in any other language might be Python in disguise, which nobody would run.
LANGUAGES = {"python", "bash", "console", "json", "sh", "text", "toml"}


def blocks(text: str) -> list[tuple[str, str]]:
    """The language and the code of each fenced block, with the lines where the page has them."""
    return [
        (match["language"].strip(), "\n" * text.count("\n", 0, match.start("code")) + match["code"])
        for match in BLOCK.finditer(text)
    ]


def run(text: str, name: str) -> dict[str, object]:
    """Run the Python blocks of a page one after the other, and return the names they share."""
    namespace: dict[str, object] = {"__name__": name}
    for language, code in blocks(text):
        if language == "python":
            exec(compile(code, name, "exec"), namespace)  # noqa: S102
    return namespace


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty folder to work in, with the examples and no screen."""
    if (ROOT / "examples").is_dir():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_blocks_of_a_page_run(page):
    run(page.read_text("utf-8"), str(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_names_its_language(page):
    text = page.read_text("utf-8")

    assert {language for language, _ in blocks(text)} <= LANGUAGES
    # A fence that belongs to no block would be Python that nobody runs.
    assert 2 * len(blocks(text)) == len(FENCE.findall(text))


PAGE = """\
Text.

```python
x = 1
```

```bash
rm everything
```

```python
y = x / {divisor}
```
"""


def test_the_blocks_of_a_page_share_their_names():
    names = run(PAGE.format(divisor=2), "page.md")

    assert (1, 0.5) == (names["x"], names["y"])


def test_a_block_that_fails_is_reported_with_its_line_in_the_page():
    """Negative control: the second block divides by zero, on line 12."""
    with pytest.raises(ZeroDivisionError) as caught:
        run(PAGE.format(divisor=0), "page.md")

    last = caught.traceback[-1]
    assert ("page.md", 12) == (last.frame.code.raw.co_filename, last.lineno + 1)


def test_the_readme_is_among_the_pages():
    assert Path("README.md") in {page.relative_to(ROOT) for page in PAGES}


PLAN_FILE = ROOT / "docs" / "reference" / "plan-file.md"


def plan_files(text: str) -> list[str]:
    """The plans of a page: each block with a schema, and the TOML blocks that continue it."""
    files: list[str] = []
    for language, code in blocks(text):
        if language == "toml" and code.lstrip().startswith("schema"):
            files.append(code.lstrip())
        elif language == "toml":
            files[-1] += code.lstrip()
    return files


@pytest.mark.parametrize("number", [0, 1])
def test_the_plan_files_of_the_reference_are_plans(number, tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text(plan_files(PLAN_FILE.read_text("utf-8"))[number], "utf-8")

    plan = rp.load(file)
    rp.save(plan, tmp_path / "again.toml")

    assert rp.load(tmp_path / "again.toml") == plan
    assert rp.check(plan).ok


def test_there_are_no_further_plan_files_in_the_reference():
    assert 2 == len(plan_files(PLAN_FILE.read_text("utf-8")))


@pytest.mark.parametrize("cls", [rp.Activity, rp.Milestone, rp.Buffer, rp.Hammock, rp.Calendar])
def test_the_reference_names_every_key_of_a_schedule(cls):
    text = PLAN_FILE.read_text("utf-8")

    assert [] == [
        field.name
        for field in attrs.fields(cls)
        if f"`{field.name}`" not in text and f"{field.name} =" not in text
    ]
