"""The commands and their options; each calls the library and prints what it says."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

import click

from riskplan.analysis import contingency, summarize
from riskplan.cli.machine import findings_words, json_text, run_words
from riskplan.errors import Severity
from riskplan.io import check, json_schema, load, write_file
from riskplan.model import PLANNED, Plan
from riskplan.reporting import Language, report
from riskplan.results import Keep, SimulationResult, refuse_bad_level
from riskplan.simulation import SamplingPlan, cluster_executor, sampling_of, simulate

__all__ = ["riskplan"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

_ITERATIONS = 20_000
_ANSWERS = ".json"
_RUNS = (".npz", ".parquet")
_LANGUAGES = {"en": Language.ENGLISH, "zh": Language.CHINESE}

_PLAN = click.argument("plan", metavar="PLAN", type=click.Path(path_type=Path))
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


class _Whole(click.IntRange):
    """A whole number, which somebody may have written as 1e4."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse what is none with the spelling that is one."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            number = _number_of(value)
            if number is None or not number.is_integer():
                raise
            self.fail(f"{value!r}: write it as a whole number, {number:.0f}", param, ctx)


def _number_of(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _run_options(command: _Command) -> _Command:
    """Add the options that every command with a simulation has."""
    options = (
        click.option(
            "--iterations",
            type=_Whole(min=1),
            show_default=f"{_ITERATIONS}, or as few more as fill the cells",
            help="How many futures to simulate.",
        ),
        click.option("--seed", type=_Whole(min=0), help="Repeat a run; drawn and shown if absent."),
        click.option(
            "--at",
            type=float,
            default=80.0,
            show_default=True,
            callback=_level,
            help="The level of confidence, as a P-level in percent.",
        ),
        click.option(
            "--scenario",
            metavar="ID",
            default=PLANNED.id,
            show_default=True,
            help="inherent (without any responses), planned, or a scenario of the plan.",
        ),
        click.option(
            "--sampling",
            metavar="PLAN",
            default="random",
            show_default=True,
            callback=_sampling,
            help="random, antithetic, latin-hypercube or sobol; sobol(1024) has cells of 1024.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            help="How many threads to use; one for each core if absent.",
        ),
        click.option(
            "--cluster",
            metavar="ADDRESS",
            help="Run on the Dask cluster with this scheduler, such as tcp://host:8786.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _level(_context: click.Context, _parameter: click.Parameter, value: float) -> float:
    refuse_bad_level(value)
    return value


def _answers_or_run(
    _context: click.Context, _parameter: click.Parameter, value: Path | None
) -> Path | None:
    """Refuse a file of no known kind before the simulation, not after it."""
    if value is not None and value.suffix.lower() not in (_ANSWERS, *_RUNS):
        runs = " or ".join(_RUNS)
        raise click.BadParameter(f"{value}: answers go to {_ANSWERS}, a run to {runs}; rename it")
    return value


def _sampling(_context: click.Context, _parameter: click.Parameter, value: str) -> SamplingPlan:
    return sampling_of(value)


class _Commands(click.Group):
    """The commands, with an interrupt that needs no empty line before its message."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interrupt:
            raise click.Abort from interrupt


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True
)
@click.version_option(package_name="riskplan")
def riskplan() -> None:
    """Say how much a plan may cost, when it may finish, and what contingency it needs."""


@riskplan.command("check")
@_PLAN
@_AS_JSON
def check_command(plan: Path, as_json: bool) -> int:
    """List every problem of a plan; exit 1 if there are errors."""
    findings = check(plan)
    if as_json:
        click.echo(json_text(findings_words(findings)))
    else:
        for problem in findings:
            click.echo(f"{problem.severity.value}: {problem}")
        count = sum(problem.severity is Severity.ERROR for problem in findings)
        click.echo(f"{plan}: {'no errors' if not count else f'errors: {count}'}")
    return 0 if findings.ok else 1


@riskplan.command("simulate")
@_PLAN
@_run_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=_answers_or_run,
    help="Write the answers to a file.json, or save the run to a file.npz or file.parquet.",
)
@click.option(
    "--keep",
    type=click.Choice([level.value for level in Keep]),
    default=Keep.ACTIVITIES.value,
    show_default=True,
    help="What to hold of every iteration; less takes less memory, and prints only the totals.",
)
@_AS_JSON
def simulate_command(
    plan: Path, at: float, out: Path | None, keep: str, as_json: bool, **run: Any
) -> None:
    """Simulate a plan and print percentiles and contingency."""
    loaded, result = _simulate(plan, keep=Keep(keep), **run)
    words = run_words(result, at)
    if out is not None and out.suffix.lower() in _RUNS:
        result.save(out)
    elif out is not None:
        write_file(out, f"{json_text(words)}\n".encode())
    if as_json:
        click.echo(json_text(words))
    elif result.keep is Keep.ACTIVITIES:
        click.echo(report(loaded, result, at=at).summary(), nl=False)
    else:
        summary = summarize(result)
        for answer in (result, summary.cost, summary.duration, contingency(result, at=at)):
            if answer is not None:
                click.echo(answer)


@riskplan.command("report")
@_PLAN
@_run_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The HTML file to write; beside the plan unless given.",
)
@click.option(
    "--language",
    type=click.Choice(list(_LANGUAGES)),
    default="en",
    show_default=True,
    help="The language of the report.",
)
@_AS_JSON
def report_command(
    plan: Path,
    at: float,
    out: Path | None,
    language: str,
    as_json: bool,
    **run: Any,
) -> None:
    """Simulate a plan, write its report as one HTML page, and print the summary."""
    loaded, result = _simulate(plan, **run)
    page = report(loaded, result, at=at, language=_LANGUAGES[language])
    written = page.save(out or plan.with_suffix(".html"))
    if as_json:
        click.echo(json_text(run_words(result, at) | {"report": str(written)}))
    else:
        click.echo(page.summary())
        click.echo(f"report written to {written}")


@riskplan.command("schema")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
def schema_command(out: Path | None) -> None:
    """Print the JSON Schema of plan files, for editors that complete and check them."""
    text = json_text(json_schema())
    if out is None:
        click.echo(text)
    else:
        write_file(out, f"{text}\n".encode())


def _simulate(
    path: Path,
    *,
    iterations: int | None,
    sampling: SamplingPlan,
    workers: int | None,
    cluster: str | None,
    **run: Any,
) -> tuple[Plan, SimulationResult]:
    if cluster is not None and workers is not None:
        raise click.UsageError("--workers counts threads of this machine; a cluster has its own")
    plan = load(path)
    if iterations is None:
        iterations = -(-_ITERATIONS // sampling.cell) * sampling.cell
    with nullcontext() if cluster is None else cluster_executor(cluster) as executor:
        result = simulate(
            plan,
            iterations=iterations,
            sampling=sampling,
            executor=executor,
            workers=workers,
            **run,
        )
    return plan, result
