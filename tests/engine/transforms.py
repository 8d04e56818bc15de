"""What the tests of transforms share: uniforms that are hard on them, and how far they are off."""

from __future__ import annotations

import numpy as np

from riskplan.distributions import Distribution
from riskplan.engine.fitting import GRID
from riskplan.engine.quantiles import Transform, transform_of


def _levels() -> np.ndarray:
    """Probabilities that are dense everywhere, go far out, and stand on the edges of cells."""
    far = np.logspace(-16, -1, 4_001)
    below, above = GRID.probabilities(GRID.edges())
    edges = np.concatenate([below, 1 - above, np.arange(1, 128) / 128])
    edges = np.concatenate([edges, np.nextafter(edges, 0), np.nextafter(edges, 1)])
    both = np.concatenate([far, 1 - far, edges, np.linspace(0, 1, 20_001), [2**-54, 1 - 2**-53]])
    return np.unique(both[(both >= 2.0**-54) & (both < 1)])


LEVELS = _levels()


def values_of(law: Distribution) -> np.ndarray:
    """The fast quantiles at `LEVELS`."""
    return transform_of(law)(LEVELS.copy())


def error(law: Distribution, transform: Transform | None = None) -> float:
    """The largest distance between fast and exact quantiles [standard deviations]."""
    values = (transform or transform_of(law))(LEVELS.copy())
    return float(np.max(np.abs(values - law.ppf(LEVELS)))) / law.std()


def rounding(law: Distribution) -> float:
    """What rounding may do to a quantile [standard deviations]."""
    ends = [abs(end) for end in law.support() if np.isfinite(end)]
    return 1e-14 * max([*ends, law.std()]) / law.std()
