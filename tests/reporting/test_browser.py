"""The page in a real browser: everything is there, nothing overlaps, nothing is fetched."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import riskplan as rp
from riskplan.reporting import Language, report
from tests.plotting.plans import crowd
from tests.reporting.pages import Page, bridge_page, bridge_report, harbour_report

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
WIDE, NARROW = 1200, 400

# The page is looked at in frames, because a window of the browser cannot be as narrow as a phone.
PROBE = """
<script>
window.onload = () => {
  const box = (e) => {
    const r = e.getBoundingClientRect();
    return [r.left, r.top, r.right, r.bottom];
  };
  const seen = (e) => {
    const r = e.getBoundingClientRect();
    return r.width > 0 && r.height > 0;
  };
  const look = (frame) => {
    const page = frame.contentDocument, view = frame.contentWindow;
    return {
      width: view.innerWidth,
      scrollWidth: page.documentElement.scrollWidth,
      fetched: view.performance.getEntriesByType("resource").map((entry) => entry.name),
      headings: [...page.querySelectorAll("h1, h2")].filter(seen).map((e) => e.textContent),
      tiles: [...page.querySelectorAll(".tiles .value")].filter(seen).map((e) => e.textContent),
      answer: [...page.querySelectorAll(".answer p")].filter(seen).map((e) => e.textContent),
      figures: [...page.querySelectorAll("figure")].map((figure) => {
        const svg = figure.querySelector("svg");
        return {
          id: figure.id,
          box: svg ? box(svg) : [0, 0, 0, 0],
          texts: svg ? [...svg.querySelectorAll("text")].map((e) => [e.textContent, box(e)]) : [],
        };
      }),
    };
  };
  const found = [...document.querySelectorAll("iframe")].map(look);
  document.body.textContent = "PROBE" + JSON.stringify(found) + "EBORP";
};
</script>
"""


@pytest.fixture(scope="module")
def browser() -> str:
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    pytest.skip(f"no browser on PATH: none of {', '.join(BROWSERS)}")


def looked_at(browser: str, frames: Sequence[tuple[str, int]], folder: Path) -> list[dict]:
    """What a browser shows of pages, each in a frame of its own width."""
    inline = "".join(
        f'<iframe width="{width}" height="900" style="border: 0" srcdoc="{html.escape(page)}">'
        "</iframe>"
        for page, width in frames
    )
    file = folder / "probe.html"
    file.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{inline}{PROBE}</body>', "utf-8")
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    done = subprocess.run([*command, file.as_uri()], capture_output=True, check=True, timeout=60)
    found = re.search(r"PROBE(.*)EBORP", done.stdout.decode(), flags=re.DOTALL)
    assert found, "the probe did not run"
    views: list[dict] = json.loads(html.unescape(found[1]))
    return views


def faults(views: list[dict], figures: int) -> list[str]:
    """Everything that is wrong with a page."""
    found = []
    for view in views:
        at = f"at {view['width']}: "
        if view["scrollWidth"] > view["width"]:
            found.append(at + "the page is wider than the window")
        if view["fetched"]:
            found.append(at + "something was fetched")
        if len(view["headings"]) < 4 or not view["tiles"] or not view["answer"]:
            found.append(at + "headings, key figures or the answer cannot be seen")
        if len(view["figures"]) != figures:
            found.append(at + "a figure is missing")
        for figure in view["figures"]:
            left, top, right, bottom = figure["box"]
            if right - left < 250 or bottom - top < 90:
                found.append(at + f"{figure['id']} has no visible size")
            found += [at + f"{figure['id']}: {pair} overlap" for pair in overlapping(figure)]
            found += [at + f"{figure['id']}: {text} is cut off" for text in leaving(figure)]
    return found


def overlapping(figure: dict) -> list[tuple[str, str]]:
    texts = figure["texts"]
    return [
        (one, other)
        for number, (one, box) in enumerate(texts)
        for other, against in texts[number + 1 :]
        if overlap(box, against)
    ]


def overlap(box: list[float], other: list[float]) -> bool:
    """Whether two boxes share more than a sliver; a line is higher than its letters."""
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    least = min(box[3] - box[1], other[3] - other[1])
    return across > 1.5 and down > 0.35 * least


def leaving(figure: dict) -> list[str]:
    left, top, right, bottom = figure["box"]
    return [
        text
        for text, box in figure["texts"]
        if box[0] < left - 2 or box[1] < top - 2 or box[2] > right + 2 or box[3] > bottom + 2
    ]


@pytest.mark.parametrize("language", Language, ids=lambda language: language.name)
def test_the_page_shows_everything_on_a_desk_and_on_a_phone(browser, tmp_path, language):
    made = bridge_report(language)
    page = bridge_page(language).html
    views = looked_at(browser, [(page, WIDE), (page, NARROW)], tmp_path)

    assert [WIDE, NARROW] == [view["width"] for view in views]
    assert [] == faults(views, figures=25)
    for view in views:
        assert [tile.value for tile in made.content.tiles] == view["tiles"]
        assert list(made.content.answer) == view["answer"]
        assert {section.title for section in made.content.sections} <= set(view["headings"])


@pytest.mark.parametrize("language", Language, ids=lambda language: language.name)
def test_all_that_a_report_can_tell_fits_a_desk_and_a_phone(browser, tmp_path, language):
    page = harbour_report(language).html()
    figures = len(Page(page).all("figure"))

    assert figures > 20
    views = looked_at(browser, [(page, WIDE), (page, NARROW)], tmp_path)
    assert [] == faults(views, figures=figures)


def test_thirty_risks_with_chinese_names_can_be_read(browser, tmp_path):
    plan = crowd(30)
    run = rp.simulate(plan, iterations=500, seed=1)
    page = report(plan, run, language=Language.CHINESE).html()
    figures = len(Page(page).all("figure"))
    assert [] == faults(looked_at(browser, [(page, WIDE)], tmp_path), figures=figures)


BROKEN = [
    ("<svg ", '<svg style="display: none" ', "has no visible size"),
    ("<figure ", "<div ", "a figure is missing"),
    ("<h2 ", '<h2 hidden="" ', "cannot be seen"),
    ("<main>", '<main style="width: 1500px">', "wider than the window"),
    ("<main>", '<main><img src="http://127.0.0.1:9/logo.png">', "something was fetched"),
    ("<text ", '<text transform="translate(-400 0)" ', "overlap"),
    ("<text ", '<text dx="900" ', "is cut off"),
]


def test_a_broken_page_is_caught(browser, tmp_path):
    """Negative control: the same page with one thing broken in it, each time another."""
    good = bridge_page().html
    pages = [good.replace(whole, broken) for whole, broken, _ in BROKEN]
    assert good not in pages

    views = looked_at(browser, [(page, WIDE) for page in pages], tmp_path)

    missed = [
        fault
        for view, (_, _, fault) in zip(views, BROKEN, strict=True)
        if not any(fault in each for each in faults([view], figures=25))
    ]
    assert [] == missed
