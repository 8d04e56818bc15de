"""The process of a contestant: does its job each time it is told to, and says what that took."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from benchmarks.answers import Answer, statistics_of
from benchmarks.jobs import Floats

__all__ = ["Outcome", "Request", "requested", "serve"]

_KIB_IN_MB = 1024.0


@dataclass(frozen=True, eq=False)
class Request:
    """What a contestant is asked to do: the job, how many iterations, and options as text."""

    path: Path
    iterations: int
    options: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a run returns: the values of the total, or statistics where a peer tells only these."""

    values: Floats | None = None
    critical: Floats | None = None
    statistics: Mapping[str, float] = field(default_factory=dict)


Run = Callable[[], Outcome]


def requested() -> Request:
    """Return what the command line asks for: JOB ITERATIONS [KEY=VALUE ...]."""
    path, iterations, *options = sys.argv[1:]
    return Request(Path(path), int(iterations), dict(option.split("=") for option in options))


def serve(
    package: str,
    asked: Request,
    prepare: Callable[[], Run],
    fact: Callable[[], str] = str,
) -> None:
    """Answer each line on standard input with a line of JSON, until there is none.

    Parameters
    ----------
    package : str
        Whose version is told.
    asked : Request
    prepare : callable
        Makes what exists before a run, for example the plan; this is not measured.
    fact : callable
        A sentence about the answer; this is not measured either.
    """
    out = _private_stdout()
    _tell(out, {"version": version(package)})
    for line in sys.stdin:
        if line.strip() == "fact":
            _tell(out, {"fact": fact()})
            continue
        run = prepare()
        cpu, start = _cpu(), time.perf_counter()
        outcome = run()
        seconds = time.perf_counter() - start
        reply = {"seconds": seconds, "cpu": _cpu() - cpu, "peak": _peak()}
        _tell(out, reply | {"answer": asdict(_answer(outcome, asked.iterations))})


def _answer(outcome: Outcome, iterations: int) -> Answer:
    critical = [] if outcome.critical is None else outcome.critical.tolist()
    if outcome.values is None:
        return Answer(iterations, outcome.statistics, critical=critical)
    return Answer(iterations, *statistics_of(outcome.values), critical)


def _private_stdout() -> TextIO:
    """Return standard output, and lead what a peer prints into the log instead."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _tell(out: TextIO, message: Mapping[str, object]) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


def _cpu() -> float:
    """Return the CPU time of all threads, and of child processes that have ended [s]."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak() -> float:
    """Return the peak memory of the largest process [MB]."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(usage.ru_maxrss for usage in usages) / _KIB_IN_MB
