"""Figures to text in the language of the report, each with its error and only its earned digits."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from riskplan._format import (
    dates_text,
    earned,
    estimate_text,
    interval_text,
    number_text,
    percent_text,
)
from riskplan.distributions import Constant, Distribution
from riskplan.reporting import words
from riskplan.reporting.language import Language, Phrase
from riskplan.results import DateEstimate, DateSamples, Estimate, Samples

__all__ = ["Writer"]

_THOUSAND = 1000.0


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

    def caption(self, phrase: Phrase, unit: str) -> str:
        """Return the caption of a table, with the unit of its amounts if they have one."""
        return f"{self.say(phrase)} ({unit})" if unit else self.say(phrase)

    def joined(self, sentences: Iterable[str]) -> str:
        """Return sentences behind each other, spaced as the language does."""
        return (" " if self.language is Language.ENGLISH else "").join(sentences)

    def named(self, name: str) -> str:
        """Return a name, translated where it is one that riskplan supplies."""
        phrase = words.NAMES.get(name)
        return name if phrase is None else self.say(phrase)

    def amount(self, value: float) -> str:
        """Return a number with its error; of an exact one from a thousand up the whole part.

        Examples
        --------
        >>> writer = Writer(Language.ENGLISH, "CNY")
        >>> writer.amount(Estimate(41_688_412, 41_668_000, 41_709_000)), writer.amount(1_500.3)
        ('41,690,000 ± 20,000', '1,500')
        >>> writer.amount(Estimate(12, -math.inf, math.inf))
        '12 ± ?'

        Of one that sits off the centre of its interval, the ends are told, as far as known.

        >>> writer.amount(Estimate(5, 5, 15)), writer.amount(Estimate(1_236, 1_182, math.inf))
        ('5 (5 … 15)', '1,240 (at least 1,180)')
        """
        if not isinstance(value, Estimate):
            return estimate_text(round(value) if abs(value) >= _THOUSAND else value, 0.0)
        if value.high == math.inf and math.isfinite(value.low):
            decimals = earned(value - value.low)
            middle, low = (number_text(end, decimals) for end in (value, value.low))
            return self.say(words.AT_LEAST, value=middle, low=low)
        return interval_text(value.value, value.low, value.high)

    def money(self, value: float) -> str:
        """Return an amount with its currency in front."""
        return f"{self.currency} {self.amount(value)}".lstrip()

    def without_sign(self, value: Estimate) -> Estimate:
        """Return an estimate as a magnitude, for a sentence that names the direction itself."""
        return Estimate(-value, -value.high, -value.low) if value < 0 else value

    def change(self, value: float) -> str:
        """Return an amount with its sign in front, for a difference.

        Examples
        --------
        >>> writer = Writer(Language.ENGLISH, "CNY")
        >>> writer.change(Estimate(12.0, 11.0, 13.0)), writer.change(Estimate(-3.0, -3.5, -2.5))
        ('+12.0 ± 1.0', '-3.0 ± 0.5')
        """
        return f"+{self.amount(value)}" if value > 0.0 else self.amount(value)

    def percent(self, value: float) -> str:
        """Return a fraction or a probability in percent, with its error.

        Examples
        --------
        >>> writer = Writer(Language.ENGLISH, "CNY")
        >>> writer.percent(Estimate(0.8213, 0.8159, 0.8267)), writer.percent(0.15)
        ('82.1 % ± 0.5 %', '15 %')
        >>> writer.percent(Estimate(0.0, 0.0, 0.00042)), writer.percent(Estimate(1.0, 0.99958, 1.0))
        ('< 0.05 %', '> 99.95 %')
        """
        if isinstance(value, Estimate) and value.error:
            return self._uncertain_percent(value)
        return percent_text(round(value, 4))

    def _uncertain_percent(self, value: Estimate) -> str:
        """Return a share of iterations; none and all of them say only what the true one can be."""
        if not math.isfinite(value.error):
            return self.say(words.UNKNOWN_ERROR, value=percent_text(round(value, 4)))
        decimals = max(earned(100.0 * (value.high - value.low)), 0)
        step = 10.0**-decimals
        if value == 0.0:
            return f"< {number_text(math.ceil(100.0 * value.high / step) * step, decimals)} %"
        if value == 1.0:
            return f"> {number_text(math.floor(100.0 * value.low / step) * step, decimals)} %"
        if min(value - value.low, value.high - value) < value.error / 2.0:
            low, high = (number_text(100.0 * end, decimals) for end in (value.low, value.high))
            return f"{number_text(100.0 * value, decimals)} % ({low} % … {high} %)"
        return percent_text(value, value.error)

    def chance(self, probability: float | Distribution, count: Distribution | None = None) -> str:
        """Return a probability of the plan: in percent, or as it is spelled where it is a law.

        With a count also how often the risk strikes, or only that where it is certain that it can.

        Examples
        --------
        >>> writer = Writer(Language.ENGLISH, "CNY")
        >>> writer.chance(0.2), writer.chance(1.0, Constant(3))
        ('20 %', 'strikes 3 times on average')
        """
        if isinstance(probability, Distribution):
            chance = str(probability)
        else:
            chance = self.percent(probability)
        if count is None:
            return chance
        strikes = self.strikes(count)
        if probability == 1.0:
            return strikes
        return self.say(words.CHANCE_THEN_STRIKES, chance=chance, strikes=strikes)

    def strikes(self, count: Distribution) -> str:
        """Return how often a risk strikes on average, and the law of it unless it is certain."""
        strikes = self.on_average(self.times(count.mean()))
        if isinstance(count, Constant):
            return strikes
        return self.say(words.STRIKES_BY, strikes=strikes, law=count)

    def on_average(self, times: str) -> str:
        """Return the words for a mean number of strikes, or for a change of it."""
        return self.say(words.STRIKES_ONCE if times == "1" else words.STRIKES, times=times)

    def times(self, strikes: float) -> str:
        """Return a mean number of strikes, to three digits."""
        return self.amount(float(f"{strikes:.3g}"))

    def law(self, law: Distribution) -> str:
        """Return an estimate as the plan spells it; a certain one as a number, nothing for 0."""
        if isinstance(law, Constant):
            return self.amount(law.value) if law.value else ""
        return str(law)

    def days(self, value: float) -> str:
        """Return working days with their error and their name."""
        days = self.number(value)
        return self.say(words.DAY if days == "1" else words.DAYS, days=days)

    def number(self, value: float) -> str:
        """Return working days with their error; exact ones to a tenth."""
        return self.amount(value if isinstance(value, Estimate) else round(value, 1))

    def date(self, value: dt.date | DateEstimate) -> str:
        """Return a date, with the range it lies in where it is an estimate."""
        if isinstance(value, DateEstimate):
            return dates_text(value.value, value.low, value.high)
        return f"{value:%Y-%m-%d}"

    def base(self, samples: DateSamples | Samples) -> str:
        """Return a finish in the base plan: a date, or days where the plan has no start."""
        if isinstance(samples, DateSamples):
            return self.date(samples.base)
        return self.number(samples.base)

    def time(self, samples: DateSamples | Samples, at: float) -> str:
        """Return a percentile of a finish: a date, or days where the plan has no start."""
        if isinstance(samples, DateSamples):
            return self.date(samples.quiet_percentile(at))
        return self.number(samples.quiet_percentile(at))
