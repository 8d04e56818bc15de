"""What a simulation came to: samples with labels, estimates with errors, and provenance."""

from riskplan.results.archive import load_run
from riskplan.results.cells import CONFIDENCE
from riskplan.results.estimate import DateEstimate, Estimate, mean_estimate, share_estimate
from riskplan.results.foreign import from_samples
from riskplan.results.keep import Keep
from riskplan.results.labelled import ById, LabelledSamples, Shares
from riskplan.results.packing import packed
from riskplan.results.paired import PairedSamples, share_difference, why_unpaired
from riskplan.results.provenance import Provenance, Recipe, RecipeText
from riskplan.results.ranks import fewest_iterations, refuse_bad_level
from riskplan.results.result import SimulationResult, Targets
from riskplan.results.samples import DateSamples, Samples
from riskplan.results.schedule import BaseSchedule
from riskplan.results.stopping import Precision, Stopping, judged

__all__ = [
    "CONFIDENCE",
    "BaseSchedule",
    "ById",
    "DateEstimate",
    "DateSamples",
    "Estimate",
    "Keep",
    "LabelledSamples",
    "PairedSamples",
    "Precision",
    "Provenance",
    "Recipe",
    "RecipeText",
    "Samples",
    "Shares",
    "SimulationResult",
    "Stopping",
    "Targets",
    "fewest_iterations",
    "from_samples",
    "judged",
    "load_run",
    "mean_estimate",
    "packed",
    "refuse_bad_level",
    "share_difference",
    "share_estimate",
    "why_unpaired",
]
