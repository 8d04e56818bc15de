"""Figures to text in the language of the report, each with its error and only its earned digits."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from attrs import frozen

from riskplan._format import dates_text, estimate_text, percent_text
from riskplan.reporting import words
from riskplan.reporting.language import Language, Phrase
from riskplan.results import DateEstimate, DateSamples, Estimate, Samples

__all__ = ["Writer"]


@frozen
class Writer:
    """Writes phrases and figures.

    Parameters
    ----------
    language : Language
    currency : str
    """

    language: Language
    currency: str

    def say(self, phrase: Phrase, **values: Any) -> str:
        """Return a phrase in the language of the report."""
        return self.language.say(phrase, **values)

    def named(self, name: str) -> str:
        """Return a name, translated where it is one that riskplan supplies."""
        phrase = words.NAMES.get(name)
        return name if phrase is None else self.say(phrase)

    def amount(self, value: float) -> str:
        """Return a number with its error; an exact one is written in full.

        Examples
        --------
        >>> writer = Writer(Language.ENGLISH, "CNY")
        >>> writer.amount(Estimate(41_688_412, 41_668_000, 41_709_000)), writer.amount(1_500.0)
        ('41,690,000 ± 20,000', '1,500')
        >>> writer.amount(Estimate(12, -math.inf, math.inf))
        '12 (error unknown)'
        """
        if not isinstance(value, Estimate):
            return estimate_text(value, 0.0)
        if not math.isfinite(value.error):
            return self.say(words.UNKNOWN_ERROR, value=estimate_text(value, 0.0))
        return estimate_text(value, value.error)

    def money(self, value: float) -> str:
        """Return an amount with its currency in front."""
        return f"{self.currency} {self.amount(value)}".lstrip()

    def without_sign(self, value: Estimate) -> Estimate:
        """Return an estimate as a magnitude, for a sentence that names the direction itself."""
        return Estimate(-value, -value.high, -value.low) if value < 0 else value

    def percent(self, value: float) -> str:
        """Return a fraction or a probability in percent, with its error."""
        if isinstance(value, Estimate):
            return percent_text(value, value.error)
        return percent_text(round(value, 4))

    def days(self, value: float) -> str:
        """Return working days with their error and their name."""
        return self.say(words.DAYS, days=self.number(value))

    def number(self, value: float) -> str:
        """Return working days with their error; exact ones to a tenth."""
        return self.amount(value if isinstance(value, Estimate) else round(value, 1))

    def date(self, value: dt.date | DateEstimate) -> str:
        """Return a date, with the range it lies in where it is an estimate."""
        if isinstance(value, DateEstimate):
            return dates_text(value.value, value.low, value.high)
        return f"{value:%Y-%m-%d}"

    def time(self, samples: DateSamples | Samples, at: float) -> str:
        """Return a percentile of a finish: a date, or days where the plan has no start."""
        if isinstance(samples, DateSamples):
            return self.date(samples.quiet_percentile(at))
        return self.number(samples.quiet_percentile(at))
