"""The command: check, simulate, report and schema, with exit codes that scripts can use."""

from riskplan.cli.entry import main

__all__ = ["main"]
