"""The report of a run: a small value that saves itself as a page, and prints itself as text.

Its parts are imported when a report is made, since most programs that import riskplan make none.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from riskplan._files import PathLike, as_path, write_file
from riskplan.errors import FileError, RequestError
from riskplan.model import Plan
from riskplan.reporting.language import Language
from riskplan.results import SimulationResult

if TYPE_CHECKING:
    from riskplan.reporting.blocks import Content
    from riskplan.reporting.evidence import Evidence

__all__ = ["Report", "report"]

_SUFFIXES = (".html", ".htm")


@frozen(eq=False, repr=False)
class Report:
    """A report, ready to be saved, printed or shown in a notebook.

    Parameters
    ----------
    content : Content
        All that it says, as plain values.
    evidence : Evidence
        What its pictures are drawn from.
    """

    content: Content
    evidence: Evidence

    def html(self) -> str:
        """Return the page: one piece of HTML that needs no network and no script."""
        from riskplan.reporting.html import page_of

        return page_of(self.content, self.evidence)

    def text(self) -> str:
        """Return the same content as text for a terminal, at most 100 columns wide."""
        from riskplan.reporting.terminal import text_of

        return text_of(self.content)

    def summary(self) -> str:
        """Return the answers alone as text, without the plan and the reading guide."""
        from riskplan.reporting.sections import ANSWERS
        from riskplan.reporting.terminal import text_of

        answers = [s for s in self.content.sections if s.key in ANSWERS]
        return text_of(attrs.evolve(self.content, sections=tuple(answers)))

    def save(self, path: PathLike) -> Path:
        """Write the page to a file, which is replaced as a whole or not at all.

        Parameters
        ----------
        path : str or os.PathLike
            Where to; it ends in ``.html``.

        Returns
        -------
        pathlib.Path
            The file that was written.

        Raises
        ------
        FileError
            If the name does not end in ``.html``, or if the file cannot be written.
        RequestError
            If the path is no path.
        """
        file = as_path(path)
        if file.suffix.lower() not in _SUFFIXES:
            raise FileError(
                f"{file}: a report is a page of HTML; call it for example {file.stem}.html"
            )
        return write_file(file, self.html().encode())

    def __repr__(self) -> str:
        p = self.evidence.run.provenance
        return (
            f"Report({p.plan!r}, {p.scenario}, P{self.evidence.at:g}, {p.iterations:,} iterations)"
        )

    def _repr_html_(self) -> str:
        return f'<pre lang="{self.content.language.value}">{html.escape(self.text())}</pre>'


def report(
    plan: Plan, run: SimulationResult, at: float = 80, *, language: Language = Language.ENGLISH
) -> Report:
    """Return the report of a run: how much, when, how sure, what drives that, what to hold.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.
    at : float [percent]
        The level of confidence that the answer is about, as a P-level.
    language : Language
        `Language.ENGLISH` or `Language.CHINESE`.

    Raises
    ------
    RequestError
        If the run is not one of this plan, if it kept less than `Keep.ACTIVITIES`, or if the level
        or the language cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> build = rp.CostItem("build", "Build", rp.Pert(4e6, 5e6, 9e6))
    >>> plan = rp.Plan("Bridge", currency="EUR", reserve=0.15, costs=[build])
    >>> page = report(plan, rp.simulate(plan, iterations=20_000, seed=7))
    >>> page
    Report('Bridge', planned, P80, 20,000 iterations)
    >>> print(page.content.answer[0])
    To be 80 % sure of the cost, hold EUR ...
    """
    from riskplan.reporting.evidence import gather
    from riskplan.reporting.sections import content_of
    from riskplan.reporting.writer import Writer

    _refuse_other_languages(language)
    evidence = gather(plan, run, at)
    return Report(content_of(evidence, Writer(language, run.currency)), evidence)


def _refuse_other_languages(language: object) -> None:
    if not isinstance(language, Language):
        choices = " or ".join(f"Language.{member.name}" for member in Language)
        raise RequestError(f"language must be {choices} (got {language!r})")
