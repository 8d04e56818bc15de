"""The problems of a plan as a value: to read, to count, to put into a table."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from riskplan.errors import Problem, Severity, counted

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Findings"]


def _to_tuple(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problems)


@frozen(repr=False)
class Findings:
    """What `check` found: every problem of a plan, errors and warnings.

    Parameters
    ----------
    problems : tuple of Problem
        In the order of the rules.
    source : str
        The file the plan came from, or ``"the plan"``.

    Examples
    --------
    >>> late = Problem('risks[0] "late"', "has no impact", severity=Severity.WARNING)
    >>> findings = Findings((Problem("budget", "must be above 0 (got -5)"), late), "plan.toml")
    >>> findings
    1 error and 1 warning in plan.toml
      error   budget: must be above 0 (got -5)
      warning risks[0] "late": has no impact
    >>> findings.ok, len(findings), findings.warnings == (late,)
    (False, 2, True)
    """

    problems: tuple[Problem, ...] = field(converter=_to_tuple)
    source: str = "the plan"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a simulation."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that deserve a second look."""
        return self._of(Severity.WARNING)

    @property
    def ok(self) -> bool:
        """Whether the plan can be simulated: there may be warnings, but no errors."""
        return not self.errors

    def to_frame(self) -> pd.DataFrame:
        """Return the problems as a table.

        Returns
        -------
        pandas.DataFrame
            One row for each problem: severity, place, message, remedy.

        Examples
        --------
        >>> Findings([Problem("budget", "must be above 0", "leave it out")]).to_frame()
          severity   place          message        remedy
        0    error  budget  must be above 0  leave it out
        """
        import pandas as pd

        rows = [(p.severity.value, p.place, p.message, p.remedy) for p in self.problems]
        return pd.DataFrame(rows, columns=["severity", "place", "message", "remedy"])

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __repr__(self) -> str:
        lines = [f"  {problem.severity.value:<7} {problem}" for problem in self.problems]
        return "\n".join([self._title(), *lines])

    def _repr_html_(self) -> str:
        title = html.escape(self._title())
        if not self.problems:
            return f"<p>{title}</p>"
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:left">{html.escape(text)}</td>'
                for text in (p.severity.value, p.place, p.message, p.remedy)
            )
            + "</tr>"
            for p in self.problems
        )
        return f"<table><caption>{title}</caption><tbody>{rows}</tbody></table>"

    def _of(self, severity: Severity) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is severity)

    def _title(self) -> str:
        counts = [
            counted(len(problems), noun)
            for problems, noun in ((self.errors, "error"), (self.warnings, "warning"))
            if problems
        ]
        return f"{' and '.join(counts) or 'no problems'} in {self.source}"
