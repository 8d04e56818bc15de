"""The report as one page of HTML that needs nothing but itself: no network and no script."""

from __future__ import annotations

import re

from riskplan.reporting import words
from riskplan.reporting.blocks import Block, Content, Picture
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.pictures import svg_of

__all__ = ["page_of"]

# A date, a range of dates, a short law, a number with what belongs to it: none may be broken.
_DATE = r"\d{4}-\d\d-\d\d"
_NUMBER = r"(?:± |[A-Z]{3} )?[-+]?\d[\d,]*(?:\.\d+)?(?:–\d+)?(?: %)?"
_LAW = r"\w+\([-\d., e+]{1,40}\)"
_FIGURE = re.compile(rf"(\({_DATE} … {_DATE}\)|{_DATE}|{_LAW}|{_NUMBER})")


def page_of(content: Content, evidence: Evidence) -> str:
    """Return the report as a page, its pictures inline."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    def picture(block: Picture) -> str:
        return svg_of(block.key, evidence, content.language)

    def kind(block: Block) -> str:
        return type(block).__name__

    environment = Environment(
        loader=PackageLoader("riskplan.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    say = content.language.say
    titles = {"answer": say(words.ANSWER), "contents": say(words.CONTENTS)}
    template = environment.get_template("report.html.j2")
    return template.render(
        content=content, titles=titles, picture=picture, kind=kind, pieces=pieces
    )


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return the parts of a text, and of each whether it is a figure that has to stay together.

    Examples
    --------
    >>> pieces("hold 19,000 ± 600 by 2026-06-04")
    [('hold ', False), ('19,000', True), (' ', False), ('± 600', True), (' by ', False), ...]
    """
    parts = [(part, number % 2 == 1) for number, part in enumerate(_FIGURE.split(text))]
    return [(part, is_figure) for part, is_figure in parts if part]
