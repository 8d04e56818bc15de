"""The one text spelling of distributions, `pert(2, 4, 9)`: their repr, and the reader of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TypeAlias, cast

import attrs

from riskplan.distributions.base import Distribution
from riskplan.distributions.beta import Beta, Pert
from riskplan.distributions.bounded import Triangular, Uniform
from riskplan.distributions.counting import Poisson
from riskplan.distributions.discrete import Constant, Discrete, Empirical
from riskplan.distributions.elicitation import Trigen
from riskplan.distributions.external import ScipyDistribution
from riskplan.distributions.parameters import clipped, is_number, shown, spelled
from riskplan.distributions.shifting import Shifted
from riskplan.distributions.tokens import Scanner, excerpt
from riskplan.distributions.truncation import Truncated
from riskplan.distributions.unbounded import LogNormal, Normal
from riskplan.errors import DistributionError, counted

__all__ = ["as_distribution", "parse_distribution"]

_Value: TypeAlias = "float | str | list[float] | Distribution"

# A table of all names, so that text can name nothing else.
_FAMILIES: dict[str, type[Distribution]] = {
    family._kind(): family
    for family in (
        Beta,
        Constant,
        Discrete,
        Empirical,
        LogNormal,
        Normal,
        Pert,
        Poisson,
        ScipyDistribution,
        Shifted,
        Triangular,
        Trigen,
        Truncated,
        Uniform,
    )
}

_DEEPEST = 20
_LONGEST_MESSAGE = 300
_MOST_ARGUMENTS = 20


def parse_distribution(text: str) -> Distribution:
    """Read a distribution from its text spelling, which is also its repr.

    Names are those of the classes in small letters (any case is read); parameters go by position
    or by name. A bare number is a `Constant`. Spaces are free, numbers may have underscores, an
    exponent or a percent sign (``20%`` is 0.2), lists stand in brackets, and full-width
    parentheses and commas count as the plain ones.

    Parameters
    ----------
    text : str
        For example ``"pert(2, 4, 9)"``, ``"truncated(normal(10, 2), low=0)"``,
        ``"discrete([60, 80], [0.4, 0.6])"`` or ``"1_200"``.

    Returns
    -------
    Distribution

    Raises
    ------
    DistributionError
        When the text cannot be read, with the position and what was expected there; or when the
        parameters break a rule of the distribution.

    Examples
    --------
    >>> parse_distribution("Pert(2, mode=4, max=9)")
    pert(2, 4, 9)
    >>> parse_distribution("20%")
    constant(0.2)
    >>> parse_distribution("prt(2, 4, 9)")
    Traceback (most recent call last):
    riskplan.errors.DistributionError: ... unknown distribution "prt"; did you mean "pert"?
    """
    if not isinstance(text, str):
        raise DistributionError(
            f"a distribution must be spelled as text (got {shown(text)})"
            '; write for example "pert(2, 4, 9)"'
        )
    try:
        return _Reader(text).distribution()
    except DistributionError as error:
        raise DistributionError(clipped(str(error), _LONGEST_MESSAGE)) from None


def as_distribution(value: Distribution | float | str) -> Distribution:
    """Return the distribution that a value stands for; the model's converter.

    Parameters
    ----------
    value : Distribution, float or str
        A distribution itself, a certain number, or a text spelling.

    Returns
    -------
    Distribution

    Raises
    ------
    DistributionError
        When it is none of the three, or breaks a rule.

    Examples
    --------
    >>> as_distribution(5), as_distribution("uniform(1, 2)")
    (constant(5), uniform(1, 2))
    """
    if isinstance(value, Distribution):
        return value
    if isinstance(value, str):
        return parse_distribution(value)
    if is_number(value):
        return Constant(value)
    raise DistributionError(
        f"a distribution must be a distribution, a number or a text (got {shown(value)})"
        "; give for example Pert(2, 4, 9)"
    )


class _Reader(Scanner):
    """Recursive descent: one method for each thing that the text may say."""

    def distribution(self) -> Distribution:
        value = None if self.token.kind == "end" else self.value(_DEEPEST)
        if isinstance(value, float):
            value = Constant(value)
        if not isinstance(value, Distribution):
            self.fail("expected a number or a distribution such as pert(2, 4, 9)", 0)
        if self.token.kind != "end":
            hint = "; write a thousand as 1_000" if self.at(",") else ""
            self.fail(f"expected the end, found {self.found}{hint}")
        return value

    def value(self, depth: int) -> _Value:
        token = self.token
        if token.kind == "name":
            return self.call(depth)
        if token.kind == "number":
            return self.number()
        if self.at("["):
            return self.numbers()
        if token.kind != "text":
            self.fail(f"expected a number, a list or a distribution, found {self.found}")
        self.advance(token.end)
        return token.text[1:-1]

    def call(self, depth: int) -> Distribution:
        name = self.token
        family = _FAMILIES.get(clipped(name.text).lower())
        if family is None:
            self.fail(f"unknown distribution {_nearest(name.text, _FAMILIES)}")
        if depth == 0:
            self.fail(f"at most {_DEEPEST} distributions may be nested")
        self.advance(name.end)
        self.demand("(", f'"(" as in {_signature(family)}')
        args: list[_Value] = []
        kwargs: dict[str, _Value] = {}
        while not self.at(")"):
            if args or kwargs:
                self.demand(",", '"," or ")"')
            if len(args) + len(kwargs) == _MOST_ARGUMENTS:
                self.fail(f"too many values; expected {_signature(family)}", name.start)
            self.argument(args, kwargs, depth, fold=family is not ScipyDistribution)
        self.advance(self.token.end)
        return self.construct(family, args, kwargs, name.start)

    def argument(
        self, args: list[_Value], kwargs: dict[str, _Value], depth: int, *, fold: bool
    ) -> None:
        """Read one argument into its place; `fold` its name, unless capitals have a meaning."""
        start = self.token.start
        name = self.name_before_equals()
        name = name.lower() if name and fold else name
        if name is None and kwargs:
            self.fail("a value without a name must come before those with one")
        if name in kwargs:
            self.fail(f"{excerpt(str(name))} is given twice", start)
        value = self.value(depth - 1)
        if name is None:
            args.append(value)
        else:
            kwargs[name] = value

    def construct(
        self, family: type[Distribution], args: list[_Value], kwargs: dict[str, _Value], start: int
    ) -> Distribution:
        """Return the distribution; what does not fit its signature is refused here."""
        make = cast(Callable[..., Distribution], family)
        if family is ScipyDistribution:
            factor = kwargs.pop("factor", 1.0)
            if not args:
                self.fail(f"expected {_signature(family)}", start)
            return make(args[0], args[1:], kwargs, factor)
        if family is LogNormal and not args and kwargs.keys() == {"mean", "std"}:
            return LogNormal.from_mean_std(**cast(dict[str, float], kwargs))
        fields = attrs.fields(family)
        names = [attribute.name for attribute in fields]
        for name in kwargs:
            if name not in names:
                hint = _nearest(name, names)
                self.fail(f"unknown parameter {hint}; expected {_signature(family)}", start)
        given = names[: len(args)] + list(kwargs)
        needed = {attribute.name for attribute in fields if attribute.default is attrs.NOTHING}
        if len(args) > len(names) or len(set(given)) < len(given) or needed - set(given):
            count = counted(len(args) + len(kwargs), "value")
            self.fail(f"{count} given; expected {_signature(family)}", start)
        return make(*args, **kwargs)


def _signature(family: type[Distribution]) -> str:
    if family is ScipyDistribution:
        return 'scipy("name", its parameters)'
    parts = []
    for attribute in attrs.fields(family):
        default = attribute.default
        shown = "…" if default is None else spelled(default)
        parts.append(attribute.name + ("" if default is attrs.NOTHING else f"={shown}"))
    return f"{family._kind()}({', '.join(parts)})"


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return the unknown name with its nearest relative, or with all that are known."""
    name = excerpt(name)
    near = difflib.get_close_matches(name.lower(), known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"
    return f'"{name}"; {hint}'
