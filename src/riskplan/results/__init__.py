"""What a simulation came to: samples with labels, estimates with errors, and provenance."""

from riskplan.results.estimate import (
    CONFIDENCE,
    DateEstimate,
    Estimate,
    mean_estimate,
    refuse_bad_level,
)
from riskplan.results.labelled import ById, LabelledSamples, Shares
from riskplan.results.provenance import Provenance
from riskplan.results.result import BaseSchedule, SimulationResult, Targets
from riskplan.results.samples import DateSamples, Samples

__all__ = [
    "CONFIDENCE",
    "BaseSchedule",
    "ById",
    "DateEstimate",
    "DateSamples",
    "Estimate",
    "LabelledSamples",
    "Provenance",
    "Samples",
    "Shares",
    "SimulationResult",
    "Targets",
    "mean_estimate",
    "refuse_bad_level",
]
