"""The command as a module, for machines on which scripts are not on the path."""

from __future__ import annotations

import subprocess
import sys

import riskplan


def test_python_m_riskplan_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "riskplan", "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.split()[-1] == riskplan.__version__


def test_its_exit_code_is_that_of_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "riskplan", "check", "nowhere.toml"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert "nowhere.toml" in done.stderr
