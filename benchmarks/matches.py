"""Who meets whom in which job, and what must hold there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.contest import Contestant, Goal
from benchmarks.environments import BUILD, Environment
from benchmarks.jobs import Network, Register, network, register
from benchmarks.wording import count

__all__ = ["MATCHES", "Match", "Sizes", "saved"]

_NUMBA = Environment("numba", ("numba",))
_MONACO = Environment("monaco", ("monaco",))
_SQUIGGLEPY = Environment("squigglepy", ("squigglepy",))
_OPENTURNS = Environment("openturns", ("openturns", "numpy"))
_CHAOSPY = Environment("chaospy", ("chaospy",))
_PMCONTROLS = Environment("pmcontrols", ("pmcontrols",))
_MCPROJSIM = Environment("mcprojsim", ("mcprojsim",), minor=13)

_TWO, _ONE = ("workers=2",), ("workers=1",)


@dataclass(frozen=True)
class Match:
    """A job, and who does it; the first contestant is the one that the others are compared with."""

    title: str
    contestants: list[Contestant]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sizes:
    """How large the jobs are: in full, or a fraction of it, to see that everything works.

    Parameters
    ----------
    divisor : int
        1 in full.
    peers : bool
        Whether the peers take part.
    """

    divisor: int = 1
    peers: bool = True

    def iterations(self, number: int) -> int:
        """Return how many iterations to run."""
        return max(number // self.divisor, 1)


def saved(name: str, job: Register | Network) -> str:
    """Write a job where the contestants look for it, and return the name of its file."""
    BUILD.mkdir(parents=True, exist_ok=True)
    job.save(BUILD / f"{name}.npz")
    return f"{name}.npz"


def _a(sizes: Sizes) -> Iterator[Match]:
    job, n = saved("a", register()), sizes.iterations(100_000)
    few = sizes.iterations(20_000)
    peers = [
        Contestant("squigglepy", "peers.squigglepy", job, n, environment=_SQUIGGLEPY),
        Contestant(
            "OpenTURNS", "peers.openturns", job, n, environment=_OPENTURNS, goal=Goal(ratio=10)
        ),
        Contestant("chaospy", "peers.chaospy", job, n, environment=_CHAOSPY, goal=Goal(ratio=100)),
        Contestant("monaco", "peers.monaco", job, few, environment=_MONACO, goal=Goal(ratio=100)),
    ]
    yield Match(
        f"A: 100 Bernoulli × PERT risks and 50 PERT lines, {count(n)} iterations",
        [
            Contestant("riskplan", "ours", job, n),
            Contestant("plain NumPy", "plain", job, n, goal=Goal(ratio=3)),
            *(peers if sizes.peers else []),
        ],
        (f"monaco runs {count(few)} iterations only, and its ratio is not scaled up for it.",)
        if sizes.peers
        else (),
    )
    n = sizes.iterations(1_000_000)
    large = Contestant(
        "OpenTURNS", "peers.openturns", job, n, environment=_OPENTURNS, goal=Goal(ratio=10)
    )
    yield Match(
        f"A, {count(n)} iterations",
        [
            Contestant("riskplan", "ours", job, n, ("keep=totals",), goal=Goal(memory=300)),
            Contestant("plain NumPy", "plain", job, n, goal=Goal(ratio=3)),
            *([large] if sizes.peers else []),
        ],
        (
            "riskplan keeps the totals only (`keep=rp.Keep.TOTALS`).",
            "chaospy and monaco are left out here: they would take many minutes.",
        ),
    )


def _b(sizes: Sizes) -> Iterator[Match]:
    alone, job = saved("a", register()), saved("b", register(correlation=0.3))
    n = sizes.iterations(100_000)
    yield Match(
        f"B: A with rank correlation 0.3 among the 50 lines, {count(n)} iterations",
        [
            Contestant("riskplan", "ours", job, n),
            Contestant("plain NumPy, reordered", "plain", job, n, goal=Goal(ratio=3)),
            Contestant(
                "riskplan without correlation",
                "ours",
                alone,
                n,
                goal=Goal(ratio=1 / 1.6),
                compared=False,
            ),
        ],
        ("At most 1.6 times as long as A means a ratio of at least 0.625 for A.",),
    )


def _c(sizes: Sizes) -> Iterator[Match]:
    job, n = saved("c", network(1_000, 2_000)), sizes.iterations(10_000)
    yield Match(
        "C: 1 000 triangular activities, 2 000 links, 50 risks that each delay 5 activities,"
        f" with criticality, {count(n)} iterations",
        [
            Contestant("riskplan", "ours", job, n),
            Contestant("plain NumPy in blocks", "plain", job, n, goal=Goal(ratio=1.5)),
            Contestant(
                "numba, fused", "kernel", job, n, environment=_NUMBA, goal=Goal(ratio=1 / 4)
            ),
        ],
        (
            "Within 4 times of the kernel means a ratio of at least 0.25 for it.",
            "The kernel's compilation is not measured.",
        ),
    )
    job = saved("c-large", network(10_000, 20_000))
    yield Match(
        f"C with 10 000 activities and 20 000 links, {count(n)} iterations",
        [
            Contestant("riskplan", "ours", job, n, goal=Goal(seconds=4, memory=1_500)),
            Contestant("plain NumPy in blocks", "plain", job, n),
            Contestant("numba, fused", "kernel", job, n, environment=_NUMBA),
        ],
    )
    if sizes.peers:
        yield from _c_of_peers(sizes)


def _c_of_peers(sizes: Sizes) -> Iterator[Match]:
    n, few = sizes.iterations(10_000), sizes.iterations(1_000)
    job = saved("c-pert", network(1_000, 2_000, risks=0, pert=True))
    yield Match(
        f"What pmcontrols can do of C: PERT durations and no risks, {count(n)} iterations",
        [
            Contestant("riskplan", "ours", job, n),
            Contestant("plain NumPy in blocks", "plain", job, n),
            Contestant("pmcontrols", "peers.pmcontrols", job, n, environment=_PMCONTROLS),
        ],
        ("pmcontrols tells mean, P50, P80 and P95, and no standard deviation.",),
    )
    job = saved("c-plain", network(1_000, 2_000, risks=0))
    yield Match(
        f"What mcprojsim can do of C: no risks, {count(few)} iterations instead of {count(n)}",
        [
            Contestant("riskplan", "ours", job, n),
            Contestant("mcprojsim", "peers.mcprojsim", job, few, environment=_MCPROJSIM),
        ],
        (
            "mcprojsim has risks, but none that strikes several activities with one draw.",
            "It runs a process for each core; its ratio is not scaled up for its few iterations.",
        ),
    )


def _setup(sizes: Sizes) -> Iterator[Match]:
    n = 10_000 // sizes.divisor
    job = saved("setup", network(n, 0, risks=0, pert=True))
    yield Match(
        f"Set-up: {count(n)} different PERT activities, one iteration",
        [Contestant("riskplan", "ours", job, 1, goal=Goal(seconds=0.5))],
        ("Rules, digest, compilation, the base schedule and the one iteration.",),
    )


def _threads(sizes: Sizes) -> Iterator[Match]:
    jobs = (
        ("A", saved("a", register()), (100_000, 400_000)),
        ("C", saved("c", network(1_000, 2_000)), (10_000, 100_000)),
    )
    for name, job, numbers in jobs:
        for n in map(sizes.iterations, numbers):
            options = ("keep=totals",)
            yield Match(
                f"Threads: {name}, {count(n)} iterations",
                [
                    Contestant("riskplan, two threads", "ours", job, n, _TWO + options),
                    Contestant(
                        "riskplan, one thread", "ours", job, n, _ONE + options, goal=Goal(ratio=1.6)
                    ),
                ],
            )


MATCHES: dict[str, Callable[[Sizes], Iterator[Match]]] = {
    "A": _a,
    "B": _b,
    "C": _c,
    "setup": _setup,
    "threads": _threads,
}
