"""The contingency report: one page for a board, and the same content for a terminal."""

from __future__ import annotations

from riskplan.reporting.language import Language
from riskplan.reporting.reports import Report, report

__all__ = ["Language", "Report", "report"]
