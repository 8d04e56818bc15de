"""A file to a plan, or to the list of everything that is wrong in it."""

from __future__ import annotations

from riskplan._files import PathLike, as_path
from riskplan.compiler import unsupported_in
from riskplan.errors import PlanError, Problem
from riskplan.io.decoding import text_of
from riskplan.io.findings import Findings
from riskplan.io.formats import format_to_read
from riskplan.io.health import health_problems
from riskplan.io.structure import Reading, structured
from riskplan.model import Plan, problems_in

__all__ = ["check", "load"]


def load(path: PathLike) -> Plan:
    """Read a plan from a file.

    Parameters
    ----------
    path : str or os.PathLike
        A file in TOML or in JSON, which its suffix tells: ``.toml`` or ``.json``.

    Returns
    -------
    Plan
        Warnings do not stand in the way; `check` shows them.

    Raises
    ------
    FileError
        If the file cannot be read, or is not what its suffix says; with line and column.
    PlanError
        If the plan has errors; ``problems`` lists all of them, each with its place in the file.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> text = '''
    ... schema = 1
    ... name = "Bridge"
    ... activities = [{ id = "build", name = "Build", duration = "pert(60, 80, 130)" }]
    ... '''
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "bridge.toml"
    ...     _ = file.write_text(text, "utf-8")
    ...     load(file)
    Plan('Bridge': 0 cost items, 1 activity, 0 risks)
    """
    reading = _read(path)
    findings = Findings(reading.problems, str(path))
    if not findings.ok:
        raise PlanError(findings.errors, findings.source)
    return reading.plan


def check(source: Plan | PathLike) -> Findings:
    """Find every problem of a plan at once, each with its place and a remedy.

    Parameters
    ----------
    source : Plan, str or os.PathLike
        A plan, or the file of one.

    Returns
    -------
    Findings
        Errors, which stop a simulation, and warnings, which do not; what cannot be simulated
        yet is among the latter, because the plan is right. So is what `schedule_health` finds.

    Raises
    ------
    FileError
        If the file cannot be read, or is not what its suffix says.

    Examples
    --------
    >>> from riskplan.model import CostImpact, CostItem, Risk
    >>> flood = Risk("flood", "Flood", 20, impacts=[CostImpact(5_000)])
    >>> check(Plan("Bridge", costs=[CostItem("dam", "Dam", 80_000)], risks=[flood]))
    1 error in the plan
      error   risks[0] "flood": probability must be between 0 and 1 (got 20); did you mean 0.20?
    """
    if isinstance(source, Plan):
        return _found(source, problems_in(source), "the plan")
    reading = _read(source)
    return _found(reading.plan, reading.problems, str(source))


def _found(plan: Plan, problems: tuple[Problem, ...], source: str) -> Findings:
    findings = Findings((*problems, *unsupported_in(plan)), source)
    # What breaks a rule has no base schedule to look at.
    return Findings((*findings, *health_problems(plan)), source) if findings.ok else findings


def _read(path: PathLike) -> Reading:
    file = as_path(path)
    parse = format_to_read(file).parse
    text = text_of(file, 'a plan begins with schema = 1 and name = "…"')
    return structured(parse(text, str(path)))
