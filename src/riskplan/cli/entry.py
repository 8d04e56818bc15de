"""The way in and out of the command: every error becomes one message and an exit code."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import click

from riskplan.cli.commands import riskplan
from riskplan.cli.machine import json_text, problem_words
from riskplan.errors import FileError, PlanError, RequestError, RiskplanError, RiskplanWarning

__all__ = ["main"]

_PLAN_IS_WRONG = 1
_USAGE_IS_WRONG = 2
_FILE_IS_WRONG = 3
_CANNOT_DO_IT = 4
_BUG = 70
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``riskplan``; those of the process unless given.

    Returns
    -------
    int
        0 done; 1 the plan breaks rules; 2 wrong usage, or a request that cannot be met as it is,
        such as more iterations than memory holds; 3 a file cannot be read or written; 4 the plan,
        the installation or the cluster lacks what it takes; 70 a bug; 130 interrupted.

    Examples
    --------
    >>> main(["check", "no-such-plan.toml"])
    3
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries say to developers
        warnings.simplefilter("always", RiskplanWarning)
        warnings.showwarning = _each_once()
        try:
            result = riskplan.main(words, prog_name="riskplan", standalone_mode=False)
        except Exception as error:  # noqa: BLE001 - no traceback may reach a user of the command
            return _explain(error, as_json="--json" in words)
        except KeyboardInterrupt:
            click.echo("riskplan: interrupted", err=True)
            return _INTERRUPTED
    return result if isinstance(result, int) else 0


def _explain(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong, to people on the error stream and to machines on the output."""
    code, message = _verdict(error)
    if as_json and not isinstance(error, click.exceptions.Exit):
        click.echo(json_text(_machine_words(error, message, code)))
    if message:
        click.echo(f"riskplan: {message}", err=True)
    return code


def _verdict(error: Exception) -> tuple[int, str]:
    match error:
        case click.exceptions.Exit():
            return error.exit_code, ""
        case click.Abort():
            return _INTERRUPTED, "interrupted"
        case click.ClickException():
            context = getattr(error, "ctx", None)
            hint = f"\ntry: {context.command_path} --help" if context else ""
            return _USAGE_IS_WRONG, f"{error.format_message()}{hint}"
        case PlanError():
            return _PLAN_IS_WRONG, str(error)
        case RequestError():
            return _USAGE_IS_WRONG, str(error)
        case FileError():
            return _FILE_IS_WRONG, str(error)
        case RiskplanError():
            return _CANNOT_DO_IT, str(error)
        case BrokenPipeError():
            return 0, ""
        case MemoryError():
            return _CANNOT_DO_IT, "not enough memory; ask for fewer iterations"
        case _:
            return _BUG, f"a bug in riskplan ({type(error).__name__}: {error}); please report it"


def _machine_words(error: Exception, message: str, code: int) -> dict[str, Any]:
    words: dict[str, Any] = {"error": type(error).__name__, "message": message, "exit_code": code}
    if isinstance(error, PlanError):
        words["problems"] = [problem_words(problem) for problem in error.problems]
    return words


def _each_once() -> Callable[..., None]:
    """Return what shows each warning once, wherever it is raised again.

    The "once" of Python itself forgets where a library meanwhile changed the filters, and
    remembers from one call of `main` to the next.
    """
    shown: set[str] = set()

    def show(message: Warning | str, *_args: Any, **_options: Any) -> None:
        line = f"warning: {message}"
        if line not in shown:
            shown.add(line)
            click.echo(line, err=True)

    return show
