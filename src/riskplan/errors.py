"""Every error and warning that riskplan raises, in one tree.

::

    Exception
    └── RiskplanError              anything riskplan refuses
        ├── PlanError              a plan breaks rules; ``.problems`` lists all of them
        ├── DistributionError      the parameters or the spelling of a distribution
        ├── FileError              a file that cannot be read or written
        ├── RequestError           a question that cannot be answered as asked
        ├── UnsupportedError       the plan says it, but the simulator cannot do it yet
        └── MissingDependencyError an optional package is not installed
    UserWarning
    └── RiskplanWarning            anything worth a second look
        └── PrecisionWarning       the iterations cannot support the figure asked for

A message names the place, the rule, the value found and the remedy. The problems of a plan are
collected as `Problem` values and reported all at once.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from attrs import field, frozen

__all__ = [
    "DistributionError",
    "FileError",
    "MissingDependencyError",
    "PlanError",
    "PrecisionWarning",
    "Problem",
    "RequestError",
    "RiskplanError",
    "RiskplanWarning",
    "Severity",
    "UnsupportedError",
    "counted",
]


class Severity(enum.Enum):
    """How much a problem weighs: an error stops the simulation, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Problem:
    """One broken rule: where, what, and how to mend it.

    Parameters
    ----------
    place : str
        Where in the plan, for example ``risks[3] "supplier"``.
    message : str
        The rule and the value that breaks it.
    remedy : str
        What to do about it; may be empty.
    severity : Severity
        `Severity.ERROR` unless said otherwise.

    Examples
    --------
    >>> print(Problem('risks[3] "late"', "probability must be between 0 and 1 (got 20)",
    ...               "did you mean 0.20?"))
    risks[3] "late": probability must be between 0 and 1 (got 20); did you mean 0.20?
    """

    place: str
    message: str
    remedy: str = ""
    severity: Severity = field(default=Severity.ERROR, kw_only=True)

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"


class RiskplanError(Exception):
    """The root of every error that riskplan raises."""


class PlanError(RiskplanError, ValueError):
    """A plan breaks one or more rules.

    Parameters
    ----------
    problems : iterable of Problem
        Everything that is wrong; warnings may be among them.
    source : str
        The file the plan came from, or ``"the plan"``.

    Attributes
    ----------
    problems : tuple of Problem
    source : str
    """

    def __init__(self, problems: Iterable[Problem], source: str = "the plan") -> None:
        self.problems = tuple(problems)
        self.source = source
        lines = [str(problem) for problem in self.problems]
        super().__init__("\n  ".join([f"{counted(len(lines), 'problem')} in {source}", *lines]))

    def __reduce__(self) -> tuple[type[PlanError], tuple[tuple[Problem, ...], str]]:
        return type(self), (self.problems, self.source)


class DistributionError(RiskplanError, ValueError):
    """The parameters of a distribution break its rule, or its spelling cannot be read."""


class FileError(RiskplanError, OSError):
    """A file cannot be read or written."""


class RequestError(RiskplanError, ValueError):
    """A question that cannot be answered as asked; the message says what can."""


class UnsupportedError(RiskplanError):
    """The plan states something that the simulator cannot honour yet; it refuses to ignore it."""


class MissingDependencyError(RiskplanError, ImportError):
    """An optional package is needed and absent; the message names the extra to install."""


class RiskplanWarning(UserWarning):
    """Something worth a second look."""


class PrecisionWarning(RiskplanWarning):
    """The iterations are too few for the figure asked for; the message says how many would do."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return the count with its noun, in the plural where it belongs.

    Examples
    --------
    >>> counted(1, "problem"), counted(3, "problem"), counted(2, "activity", "activities")
    ('1 problem', '3 problems', '2 activities')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
