"""Clusters: the executor of a Dask scheduler, examined before any work goes there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from riskplan._version import VERSION
from riskplan.errors import MissingDependencyError, RequestError, RiskplanError
from riskplan.simulation.parcels import refuse_other_versions, versions_here

__all__ = ["cluster_executor"]

_SECONDS_TO_ANSWER = 5.0


@contextmanager
def cluster_executor(address: str, *, seconds: float = _SECONDS_TO_ANSWER) -> Iterator[Executor]:
    """Give the executor of a Dask cluster, and let go of the cluster in the end.

    What Dask logs meanwhile is kept quiet: all that matters comes as an error.

    Parameters
    ----------
    address : str
        Of the scheduler: ``"tcp://host:8786"``.
    seconds : float
        How long scheduler and workers have to answer.

    Yields
    ------
    concurrent.futures.Executor

    Raises
    ------
    MissingDependencyError
        If Dask is not installed here.
    RequestError
        If the address is none.
    RiskplanError
        If no scheduler answers there, it has no workers, a worker has other versions than this
        process, or the cluster breaks down during the run.
    """
    distributed = _distributed()
    with _quiet(), _connected(distributed, address, seconds) as client:
        _refuse_unfit(client, address, seconds)
        try:
            yield client.get_executor(pure=False)
        except (CancelledError, distributed.KilledWorker) as error:
            raise RiskplanError(
                f"the cluster at {address} broke down during the run "
                f"({type(error).__name__}); see the logs of its scheduler and workers, which "
                "may have run out of memory"
            ) from error


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise MissingDependencyError(
            "a cluster needs the package distributed, which is not installed; install it with "
            'pip install "riskplan[cluster]"'
        ) from error
    return distributed


@contextmanager
def _quiet() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _connected(distributed: Any, address: str, seconds: float) -> Any:
    """Return a client, or refuse an address where no scheduler answers.

    The scheduler is called first: a client would wait for ever where something else listens.
    """
    import asyncio

    async def call() -> None:
        keys = distributed.Security().get_connection_args("client")
        async with distributed.rpc(address, connection_args=keys) as scheduler:
            await scheduler.identity()

    try:
        asyncio.run(asyncio.wait_for(call(), seconds))
        return distributed.Client(address, timeout=seconds, set_as_default=False)
    except (ValueError, TypeError) as error:
        raise RequestError(
            f'"{address}" is not the address of a cluster ({error}); write tcp://host:port'
        ) from error
    except OSError as error:
        raise RiskplanError(
            f"no Dask scheduler answers at {address} within {seconds:g} seconds; "
            "check the address, and that the cluster is up"
        ) from error


def _refuse_unfit(client: Any, address: str, seconds: float) -> None:
    """Refuse a cluster without workers, or one that cannot do what this process would do."""
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as error:
        raise RiskplanError(
            f"the cluster at {address} has no workers; start one: dask worker {address}"
        ) from error
    answers = {"the scheduler": _answer_of_scheduler(client)}
    for worker, answer in client.run(versions_here, on_error="return").items():
        answers[f"the worker {worker}"] = answer
    for where, answer in answers.items():
        if isinstance(answer, Exception):
            raise RiskplanError(
                f"{where} cannot load this riskplan ({answer}); install riskplan {VERSION} there"
            ) from answer
        refuse_other_versions(versions_here(), answer, where)


def _answer_of_scheduler(client: Any) -> Any:
    try:
        return client.run_on_scheduler(versions_here)
    except Exception as error:  # noqa: BLE001 - as the workers' errors come, too
        return error
