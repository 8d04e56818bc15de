"""Published figures of the shared reference material."""

from __future__ import annotations

import json

import pytest

from riskplan.distributions import Discrete, LogNormal, from_percentiles


def test_the_outcomes_of_a_public_sector_comparator(shared):
    """`emv_small_tables.json`, first case: a table of the Partnerships Victoria guidance."""
    case = json.loads((shared / "reference/emv_small_tables.json").read_text("utf-8"))["cases"][0]
    probabilities, values = zip(*case["outcomes"], strict=True)
    expected = case["expected"]
    table = Discrete(values, probabilities)

    assert expected["mean"] == pytest.approx(table.mean(), rel=1e-15)
    assert expected["most_likely"] == table.most_likely()
    assert expected["sd"] == pytest.approx(table.std(), rel=1e-14)
    assert [expected["P80"], expected["P90"]] == table.ppf([0.8, 0.9]).tolist()


def test_lognormal_losses_of_their_90_percent_interval(shared):
    """`riskquant_lognormal90_poisson.json`, every deterministic row, and the hard mean."""
    text = (shared / "reference/riskquant_lognormal90_poisson.json").read_text("utf-8")
    reference = json.loads(text)
    rows = reference["deterministic"]

    assert rows
    for row in rows:
        loss = from_percentiles({5: row["low5"], 95: row["high95"]}, LogNormal)
        assert row["lognormal_mu"] == pytest.approx(loss.mu, rel=1e-14)
        assert row["lognormal_sigma"] == pytest.approx(loss.sigma, rel=1e-14)
        assert row["mean_loss"] == pytest.approx(loss.mean(), rel=1e-13)

    hard = reference["hard_mean"]
    loss = from_percentiles({5: hard["low"], 95: hard["high"]}, LogNormal)
    assert hard["expected"] == pytest.approx(loss.mean(), rel=1e-13)


def test_the_published_lognormal_without_the_shared_folder():
    """The first row of the same file, so that a checkout alone proves it, too."""
    loss = from_percentiles({5: 1, 95: 10}, LogNormal)

    assert 1.151292546497023 == pytest.approx(loss.mu, rel=1e-15)
    assert 0.6999361691719632 == pytest.approx(loss.sigma, rel=1e-15)
    assert 4.040012826945727 == pytest.approx(loss.mean(), rel=1e-14)


def test_a_wrong_interval_misses_the_published_mean():
    """Negative control: the 10th and 90th percentile give another law."""
    loss = from_percentiles({10: 1, 90: 10}, LogNormal)

    assert 4.040012826945727 != pytest.approx(loss.mean(), rel=0.01)
