"""A cluster behind an address: examined before the run, let go of after it, errors in one line."""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from functools import partial

import numpy as np
import pytest

import riskplan as rp
from riskplan.cli import commands, main
from riskplan.simulation import cluster_executor, parcels
from tests.model.good import GOOD

distributed = pytest.importorskip("distributed", reason="distributed is not installed")

RUN = ["--iterations", "500", "--seed", "7"]


@pytest.fixture(scope="module")
def cluster():
    """A Dask cluster of one process on this machine."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL"
    ) as local:
        yield local


@pytest.fixture
def address(cluster):
    return cluster.scheduler_address


@pytest.fixture
def plan(tmp_path):
    rp.save(GOOD, tmp_path / "bridge.toml")
    return tmp_path / "bridge.toml"


@pytest.fixture
def deaf():
    """The address of something that listens and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def free():
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"tcp://127.0.0.1:{port}"


def rename_version(version: str) -> None:
    parcels.VERSION = version


def refusal_of(address: str, seconds: float = 5.0) -> rp.RiskplanError:
    with pytest.raises(rp.RiskplanError) as caught, cluster_executor(address, seconds=seconds):
        pass
    return caught.value


def test_a_run_on_a_cluster_has_the_bits_of_threads(address):
    with cluster_executor(address) as executor:
        run = rp.simulate(GOOD, iterations=1_000, seed=3, executor=executor)

    expected = rp.simulate(GOOD, iterations=1_000, seed=3)
    assert np.array_equal(expected.cost.values, run.cost.values)
    assert np.array_equal(expected.finish.values, run.finish.values)


def test_the_cluster_is_let_go_of_in_the_end(cluster, address):
    before, threads = logging.root.manager.disable, threading.active_count()
    with cluster_executor(address):
        pass

    assert before == logging.root.manager.disable
    assert threads == threading.active_count()
    with pytest.raises(RuntimeError, match="inside"), cluster_executor(address):
        raise RuntimeError("inside")
    assert threads == threading.active_count()
    deadline = time.monotonic() + 5
    while any(name.startswith("Client-") for name in cluster.scheduler.clients):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    "address", ["", "somewhere", "tcp://127.0.0.1", "tcp://127.0.0.1:x", "http://127.0.0.1:8786"]
)
def test_what_is_no_address_is_refused_at_once(address):
    error = refusal_of(address)

    assert isinstance(error, rp.RequestError)
    assert str(error).startswith(f'"{address}" is not the address of a cluster (')
    assert str(error).endswith("; write tcp://host:port")


@pytest.mark.parametrize("kind", ["deaf", "free"])
def test_an_address_without_a_scheduler_is_refused_in_time(kind, request):
    address, begin = request.getfixturevalue(kind), time.monotonic()
    error = refusal_of(address, seconds=0.3)

    assert time.monotonic() - begin < 3
    assert str(error) == (
        f"no Dask scheduler answers at {address} within 0.3 seconds; "
        "check the address, and that the cluster is up"
    )


def test_a_cluster_without_workers_is_refused():
    with distributed.LocalCluster(
        n_workers=0, processes=False, dashboard_address=":0", protocol="tcp"
    ) as empty:
        address = empty.scheduler_address
        error = refusal_of(address, seconds=0.3)

    assert str(error) == (
        f"the cluster at {address} has no workers; start one: dask worker {address}"
    )


def test_a_worker_with_another_version_is_refused_naming_both(cluster, address):
    with cluster.get_client() as client:
        client.run(rename_version, "0.0.1")
        error = refusal_of(address)
        client.run(rename_version, rp.__version__)

    (worker,) = cluster.scheduler_info["workers"]
    assert str(error) == (
        f"the worker {worker} has riskplan 0.0.1, but the run was started with riskplan "
        f"{rp.__version__}; install the same versions on both sides, or the result would depend "
        "on who computed which block"
    )


def hide_riskplan(name: str | None) -> None:
    """Make a worker forget riskplan, or remember it."""
    if name is None:
        sys.modules["riskplan.simulation.parcels"] = parcels
    else:
        sys.modules["riskplan.simulation.parcels"] = None


def test_a_worker_without_riskplan_is_refused(cluster, address):
    with cluster.get_client() as client:
        client.run(hide_riskplan, "parcels")
        error = refusal_of(address)
        client.run(hide_riskplan, None)

    (worker,) = cluster.scheduler_info["workers"]
    assert str(error).startswith(f"the worker {worker} cannot load this riskplan (")
    assert str(error).endswith(f"; install riskplan {rp.__version__} there")


def break_down(frail) -> None:
    """Lose the cluster in the middle of a task."""
    with cluster_executor(frail.scheduler_address) as executor:
        future = executor.submit(time.sleep, 0.2)
        frail.close()
        future.result(10)


def test_a_cluster_that_breaks_down_is_one_error():
    with (
        distributed.LocalCluster(
            n_workers=1,
            processes=False,
            dashboard_address=":0",
            protocol="tcp",
            silence_logs="CRITICAL",
        ) as frail,
        pytest.raises(rp.RiskplanError, match=r"the cluster at tcp://.* broke down during the run"),
    ):
        break_down(frail)


def test_without_dask_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    error = refusal_of("tcp://127.0.0.1:8786")

    assert isinstance(error, rp.MissingDependencyError)
    assert str(error) == (
        "a cluster needs the package distributed, which is not installed; install it with "
        'pip install "riskplan[cluster]"'
    )


def test_the_command_runs_on_a_cluster(plan, address, capfd):
    words = ["simulate", str(plan), *RUN, "--json", "--cluster"]
    assert main(words[:-1]) == 0
    expected = capfd.readouterr()
    assert main([*words, address]) == 0
    assert expected == capfd.readouterr()


def test_the_command_says_in_one_line_that_nobody_answers(plan, free, capfd, monkeypatch):
    impatient = partial(cluster_executor, seconds=0.3)
    monkeypatch.setattr(commands, "cluster_executor", impatient)

    assert main(["simulate", str(plan), *RUN, "--cluster", free]) == 4
    out, err = capfd.readouterr()
    assert out == ""
    assert [f"riskplan: no Dask scheduler answers at {free} within 0.3 seconds; "] == [
        line.partition("check")[0] for line in err.splitlines()
    ]


def test_the_command_says_in_one_line_what_an_address_looks_like(plan, capfd):
    assert main(["report", str(plan), *RUN, "--cluster", "here"]) == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert not plan.with_suffix(".html").exists()


def test_threads_are_not_counted_on_a_cluster(plan, capfd):
    words = ["simulate", str(plan), *RUN, "--workers", "2", "--cluster", "tcp://127.0.0.1:1"]
    assert main(words) == 2
    assert "--workers counts threads of this machine" in capfd.readouterr().err
