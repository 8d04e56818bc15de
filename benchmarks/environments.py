"""Virtual environments for the contestants that riskplan does not depend on, made when needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wording import reason_of

__all__ = ["BUILD", "ROOT", "Environment", "UnavailableError"]

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "benchmarks"

_PATIENCE = 600.0
_NEWER = ("python3.13", "python3.14")


class UnavailableError(Exception):
    """An environment cannot be made here; the message says why."""


@dataclass(frozen=True)
class Environment:
    """What to install, and the first minor version of Python 3 that it takes."""

    name: str
    packages: tuple[str, ...]
    minor: int = 11

    def python(self) -> str:
        """Return the interpreter of the environment, which is made unless it exists.

        Raises
        ------
        UnavailableError
            If there is no suitable Python, or a package cannot be installed.
        """
        folder = BUILD / self.name
        python = folder / "bin" / "python"
        stamp, wanted = folder / "installed.txt", "\n".join(self.packages)
        if not (stamp.is_file() and stamp.read_text() == wanted):
            _call([self._base(), "-m", "venv", "--clear", str(folder)])
            install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            _call([str(python), *install, *self.packages])
            stamp.write_text(wanted)
        return str(python)

    def _base(self) -> str:
        for candidate in _interpreters():
            test = f"import sys; sys.exit(sys.version_info[:2] < (3, {self.minor}))"
            # It is run, because a name on PATH may be an empty shim.
            tried = subprocess.run([candidate, "-c", test], check=False, capture_output=True)
            if tried.returncode == 0:
                return candidate
        raise UnavailableError(f"needs Python 3.{self.minor}, and none is here")


def _interpreters() -> Iterator[str]:
    """Yield this interpreter, then newer ones on PATH, then those that pyenv keeps."""
    yield sys.executable
    yield from filter(None, map(shutil.which, _NEWER))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for name in _NEWER:
        yield from map(str, sorted(pyenv.glob(f"versions/*/bin/{name}")))


def _call(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    except subprocess.CalledProcessError as error:
        reason = reason_of(error.stderr, start="ERROR")
        raise UnavailableError(f"cannot be installed: {reason}") from error
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"cannot be installed within {_PATIENCE:.0f} s") from error
