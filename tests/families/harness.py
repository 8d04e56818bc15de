"""Distances between samples and the truth, in standard errors: what every statistical test asks."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

ENOUGH = 4.0
"""Standard errors: a right simulator is further off once in 16 000 comparisons."""


def mean_off(values: ArrayLike, mean: float, std: float | None = None) -> float:
    """How far a sample mean lies from the true one; its spread is the sample's unless given."""
    sample = np.asarray(values, dtype=np.float64)
    spread = float(np.std(sample, ddof=1)) if std is None else std
    distance = abs(float(np.mean(sample)) - mean)
    return distance / (spread / math.sqrt(len(sample))) if distance else 0.0


def std_off(values: ArrayLike, std: float) -> float:
    """How far a sample standard deviation lies from the true one."""
    sample = np.asarray(values, dtype=np.float64)
    away = (sample - sample.mean()) / sample.std()
    error = std * math.sqrt((float(np.mean(away**4)) - 1.0) / (4.0 * len(sample)))
    return abs(float(np.std(sample, ddof=1)) - std) / error


def share_off(hits: ArrayLike, probability: float) -> float:
    """How far a share of hits lies from its probability."""
    flags = np.asarray(hits, dtype=np.bool_)
    distance = abs(float(flags.mean()) - probability)
    error = math.sqrt(probability * (1.0 - probability) / flags.size)
    return distance / error if distance else 0.0


def levels_off(values: ArrayLike, quantiles: Mapping[float, float]) -> float:
    """How far the levels of true quantiles lie from where they belong, at worst: |F(q) - p|."""
    sample = np.asarray(values, dtype=np.float64)
    return max(share_off(sample <= quantile, level) for level, quantile in quantiles.items())
