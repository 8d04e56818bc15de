"""Measure contestants side by side: each in a process of its own, in turns, in one run."""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from benchmarks.answers import Answer
from benchmarks.environments import BUILD, ROOT, Environment, UnavailableError
from benchmarks.wording import reason_of

__all__ = ["Contestant", "Goal", "Score", "contest"]

# A first run below this many seconds only warms up; a longer one counts, and few follow it.
_LONG, _VERY_LONG = 5.0, 20.0
_RUNS_OF_LONG = 3
_PATIENCE = 300.0


@dataclass(frozen=True)
class Goal:
    """What must hold: so many times the time of riskplan, or at most so many seconds or MB."""

    ratio: float | None = None
    seconds: float | None = None
    memory: float | None = None


@dataclass(frozen=True)
class Contestant:
    """Who does which job, and how.

    Parameters
    ----------
    name : str
        What the table calls it.
    module : str
        Of `benchmarks`, served in a process.
    job : str
        Name of the job's file.
    iterations : int
    options : tuple of str
        Options of the module, each ``key=value``.
    environment : Environment, optional
        This one, unless given.
    goal : Goal
    compared : bool
        Whether its answer must agree with that of the first contestant.
    """

    name: str
    module: str
    job: str
    iterations: int
    options: tuple[str, ...] = ()
    environment: Environment | None = None
    goal: Goal = field(default_factory=Goal)
    compared: bool = True


@dataclass(eq=False)
class Score:
    """What was measured of a contestant, and why there is no more where it failed."""

    contestant: Contestant
    version: str = ""
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peak: float = float("nan")
    answer: Answer | None = None
    fact: str = ""
    failure: str = ""

    @property
    def seconds(self) -> float:
        """The median wall time [s]."""
        return statistics.median(self.walls) if self.walls else float("nan")

    @property
    def cpu(self) -> float:
        """The median CPU time [s]."""
        return statistics.median(self.cpus) if self.cpus else float("nan")


class _Player:
    """A contestant's process; it sleeps until it is told to run."""

    def __init__(self, contestant: Contestant, number: int) -> None:
        BUILD.mkdir(parents=True, exist_ok=True)
        home = contestant.environment
        python = home.python() if home else sys.executable
        self.log = BUILD / f"{number}.log"
        command = [python, "-m", f"benchmarks.{contestant.module}", str(BUILD / contestant.job)]
        # Linux hands the peak memory of this process down to the new one: keep this one small.
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [*command, str(contestant.iterations), *contestant.options],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, request: str) -> dict[str, Any]:
        """Return the reply to a request; with no request, what it says first.

        Raises
        ------
        UnavailableError
            If the process has ended, or does not reply in time; then it is ended.
        """
        timer = threading.Timer(_PATIENCE, self._process.kill)
        timer.start()
        with contextlib.suppress(BrokenPipeError):
            self._say(request)
        line = self._process.stdout.readline() if self._process.stdout else ""
        late = not timer.is_alive()
        timer.cancel()
        if line:
            reply: dict[str, Any] = json.loads(line)
            return reply
        self._process.wait()
        if late:
            raise UnavailableError(f"no answer within {_PATIENCE:.0f} s")
        raise UnavailableError(reason_of(self.log.read_text()))

    def dismiss(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _say(self, request: str) -> None:
        if request and self._process.stdin:
            self._process.stdin.write(f"{request}\n")
            self._process.stdin.flush()


def contest(contestants: list[Contestant], repeats: int) -> list[Score]:
    """Measure contestants in turns.

    Parameters
    ----------
    contestants : list of Contestant
    repeats : int
        How many runs of each count, after one that warms up; fewer for those that take long.

    Returns
    -------
    list of Score
        One for each contestant.
    """
    scores = [Score(contestant) for contestant in contestants]
    with contextlib.ExitStack() as stack:
        players = [_enter(score, number, stack) for number, score in enumerate(scores)]
        for turn in range(repeats + 1):
            for player, score in zip(players, scores, strict=True):
                if player and not score.failure and turn < _turns(score, repeats):
                    _take_turn(player, score, turn)
    return scores


def _enter(score: Score, number: int, stack: contextlib.ExitStack) -> _Player | None:
    try:
        player = _Player(score.contestant, number)
        stack.callback(player.dismiss)
        score.version = player.ask("")["version"]
    except UnavailableError as error:
        score.failure = str(error)
        return None
    return player


def _turns(score: Score, repeats: int) -> int:
    first = score.walls[0] if score.walls else 0.0
    if first > _VERY_LONG:
        return 1
    return min(_RUNS_OF_LONG, repeats) if first > _LONG else repeats + 1


def _take_turn(player: _Player, score: Score, turn: int) -> None:
    try:
        reply = player.ask("run")
        if turn == 1 and score.walls[0] <= _LONG:
            score.walls.clear()
            score.cpus.clear()
        score.walls.append(reply["seconds"])
        score.cpus.append(reply["cpu"])
        if turn == 0:
            score.peak = reply["peak"]
            score.answer = Answer(**reply["answer"])
            score.fact = player.ask("fact")["fact"]
    except UnavailableError as error:
        score.failure = str(error)
