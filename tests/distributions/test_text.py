"""The one text spelling: what it reads, what it refuses and how, and that nothing breaks it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Poisson,
    ScipyDistribution,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
    as_distribution,
    parse_distribution,
)
from riskplan.errors import DistributionError
from tests import strategies

SPELLINGS = [
    ("constant(5)", Constant(5)),
    ("uniform(10, 20)", Uniform(10, 20)),
    ("triangular(0.9, 1, 1.3)", Triangular(0.9, 1, 1.3)),
    ("pert(2, 4, 9)", Pert(2, 4, 9)),
    ("pert(2, 4, 9, shape=6)", Pert(2, 4, 9, shape=6)),
    ("pert(20000, 50000, 1e+16)", Pert(20_000, 50_000, 1e16)),
    ("normal(-0.1, 1e-05)", Normal(-0.1, 1e-5)),
    ("lognormal(0, 1)", LogNormal(0, 1)),
    ("beta(2, 3)", Beta(2, 3)),
    ("beta(2, 3, max=5)", Beta(2, 3, max=5)),
    ("beta(2, 3, min=-1, max=5)", Beta(2, 3, -1, 5)),
    ("discrete([60, 80], [0.4, 0.6])", Discrete([60, 80], [0.4, 0.6])),
    ("empirical([3, 5, 8])", Empirical([3, 5, 8])),
    ("poisson(2.5)", Poisson(2.5)),
    ("poisson(2.5, factor=5)", Poisson(2.5).scaled(5)),
    ("truncated(poisson(3), low=1)", Truncated(Poisson(3), low=1)),
    ("trigen(10, 12, 20)", Trigen(10, 12, 20)),
    ("truncated(normal(10, 2), low=0)", Truncated(Normal(10, 2), low=0)),
    ("truncated(normal(10, 2), low=0, high=20)", Truncated(Normal(10, 2), 0, 20)),
    ("truncated(normal(10, 2), high=20)", Truncated(Normal(10, 2), high=20)),
    ('scipy("gamma", 2, scale=3)', ScipyDistribution("gamma", [2], {"scale": 3})),
    ('scipy("norm")', ScipyDistribution("norm")),
    ('scipy("poisson", 3, factor=5)', ScipyDistribution("poisson", [3]).scaled(5)),
]


@pytest.mark.parametrize(("text", "distribution"), SPELLINGS, ids=[text for text, _ in SPELLINGS])
def test_the_spelling_is_the_repr_and_reads_back(text, distribution):
    assert text == repr(distribution) == str(distribution)
    assert distribution == parse_distribution(text)


@pytest.mark.parametrize(
    ("text", "distribution"),
    [
        ("5", Constant(5)),
        (" -1_200.5 ", Constant(-1200.5)),
        ("+.5e3", Constant(500)),
        ("5.", Constant(5)),
        ("20%", Constant(0.2)),
        ("7 %", Constant(0.07)),
        ("PERT(2,4,9)", Pert(2, 4, 9)),
        ("LogNormal(0, 1)", LogNormal(0, 1)),
        ("pert(2, 4, 9, 6)", Pert(2, 4, 9, 6)),
        ("pert(min=2, mode=4, max=9)", Pert(2, 4, 9)),
        ("pert(2, Max = 9, MODE\n=\t4)", Pert(2, 4, 9)),
        (
            (
                "pert\N{FULLWIDTH LEFT PARENTHESIS}2\N{FULLWIDTH COMMA}4"
                "\N{FULLWIDTH COMMA}9\N{FULLWIDTH RIGHT PARENTHESIS}"
            ),
            Pert(2, 4, 9),
        ),
        ("uniform(5\N{FULLWIDTH PERCENT SIGN},\N{IDEOGRAPHIC SPACE}1e1 %)", Uniform(0.05, 0.1)),
        ("discrete([ 60,80 ], [40%, 6e-1])", Discrete([60, 80], [0.4, 0.6])),
        (
            (
                "empirical(values\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH LEFT SQUARE BRACKET}3"
                "\N{FULLWIDTH COMMA}5\N{FULLWIDTH RIGHT SQUARE BRACKET})"
            ),
            Empirical([3, 5]),
        ),
        ("truncated(pert(2, 4, 9), 3, 8)", Truncated(Pert(2, 4, 9), 3, 8)),
        ("truncated(truncated(normal(10, 2), 0), high=20)", Truncated(Normal(10, 2), 0, 20)),
        ("lognormal(mean=10, std=3)", LogNormal.from_mean_std(10, 3)),
        ("scipy('gamma', a=2)", ScipyDistribution("gamma", kwds={"a": 2})),
    ],
)
def test_the_reader_is_generous(text, distribution):
    assert distribution == parse_distribution(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'cannot read "" at character 1: expected a number or a distribution such as pert('),
        ("prt(2, 4, 9)", 'at character 1: unknown distribution "prt"; did you mean "pert"?'),
        ("nothing(2)", 'unknown distribution "nothing"; known: beta, constant, discrete, '),
        ("pert", 'at character 5: expected "(" as in pert(min, mode, max, shape=4), found the end'),
        ("pert(2, 4)", "at character 1: 2 values given; expected pert(min, mode, max, shape=4)"),
        ("pert(1, 2, 3, 4, 5)", "5 values given; expected pert(min, mode, max, shape=4)"),
        ("pert(2, 4, 9, min=1)", "4 values given; expected pert(min, mode, max, shape=4)"),
        ("constant(1, 2)", "2 values given; expected constant(value)"),
        ("truncated()", "0 values given; expected truncated(distribution, low=…, high=…)"),
        ("beta(2)", "1 value given; expected beta(alpha, beta, min=0, max=1)"),
        ("scipy()", 'expected scipy("name", its parameters)'),
        (
            "pert(2, 4, 9, shap=6)",
            'unknown parameter "shap"; did you mean "shape"?; expected pert(',
        ),
        ("pert(2, mode=4, mode=5)", "at character 17: mode is given twice"),
        ("pert(mode=2, 4)", "a value without a name must come before those with one"),
        ("pert(2, 4, 9", 'at character 13: expected "," or ")", found the end'),
        ("pert(2 4 9)", 'at character 8: expected "," or ")", found "4"'),
        ("pert(2, 4, 9) days", 'at character 15: expected the end, found "days"'),
        ("pert(2,, 9)", 'expected a number, a list or a distribution, found ","'),
        ("1,000", "write a thousand as 1_000"),
        ("empirical([3, x])", 'at character 14: expected a number within ±1e300, found "x"'),
        ("empirical([3, 5)", 'expected "]" after the list'),
        ("empirical([3,,5])", 'expected a number within ±1e300, found ""'),
        ("1e301", "expected a number within ±1e300"),
        ("1__0", "expected a number within ±1e300"),
        ("[1, 2]", "expected a number or a distribution such as pert(2, 4, 9)"),
        ("'gamma'", "expected a number or a distribution such as pert(2, 4, 9)"),
        ("nan", 'unknown distribution "nan"'),
        ("\x00", 'cannot read "?"'),
        ("truncated(" * 21, "at most 20 distributions may be nested"),
        (f"constant({', '.join(['1'] * 30)})", "too many values; expected constant(value)"),
        ("pert(9, 4, 10)", "pert: min must not exceed mode (got min 9, mode 4)"),
        ("pert(pert(1, 2, 3), 4, 5)", "min must be a finite number (got pert(1, 2, 3))"),
        ("truncated(5, low=0)", "distribution must be a distribution (got 5"),
        ("empirical(5)", "values must be a list of numbers (got 5)"),
        ("empirical([])", "values must not be empty"),
        ("lognormal(mean=[1], std=3)", "mean must be a positive finite number (got [1.0])"),
        ("lognormal(mean=1, std=3, mu=0)", 'unknown parameter "mean"'),
        ("scipy(3)", "name must be that of a distribution in scipy.stats"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_expectation(text, message):
    with pytest.raises(DistributionError) as refused:
        parse_distribution(text)

    assert message in str(refused.value)


def test_a_reader_of_text_wants_text():
    with pytest.raises(DistributionError, match=r"must be spelled as text \(got 5\)"):
        parse_distribution(5)  # type: ignore[arg-type]


def test_a_value_stands_for_a_distribution():
    estimate = Pert(2, 4, 9)

    assert estimate is as_distribution(estimate)
    assert Constant(5) == as_distribution(5) == as_distribution("5")
    assert estimate == as_distribution("pert(2, 4, 9)")


@pytest.mark.parametrize("wrong", [None, True, [1], {"p": 1}, object, b"5"])
def test_other_values_stand_for_no_distribution(wrong):
    with pytest.raises(DistributionError, match="must be a distribution, a number or a text"):
        as_distribution(wrong)


@settings(max_examples=100, deadline=None)
@given(strategies.distributions())
def test_every_distribution_reads_back(distribution):
    assert distribution == parse_distribution(repr(distribution))


FULL_WIDTH_OPEN = "\N{FULLWIDTH LEFT PARENTHESIS}"
FULL_WIDTH_COMMA = "\N{FULLWIDTH COMMA}"
WORDS = "pert Truncated empirical discrete lognormal min low= mean= pert(2,4,9) normal(1,2) [1,2]"
PIECES = st.sampled_from(
    [*"()[],=%_.'\"+- ", FULL_WIDTH_OPEN, FULL_WIDTH_COMMA, "1", "20", "1e5", *WORDS.split()]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
def test_any_text_is_a_distribution_or_refused_briefly(text):
    read_or_refused(text)


def read_or_refused(text: str, read: Callable[[str], object] = parse_distribution) -> None:
    try:
        result: object = read(text)
    except DistributionError as refusal:
        result = str(refusal)
    if isinstance(result, str):
        assert 1 <= len(result) <= 300
        assert result.isprintable()
    else:
        assert isinstance(result, Distribution)


@pytest.mark.parametrize("read", [float, len, lambda text: 301 * text, lambda text: "\n"])
def test_the_fuzz_would_notice_a_reader_that_breaks(read):
    """Negative control: other errors, other results, long and unprintable refusals."""
    with pytest.raises((AssertionError, ValueError)):
        read_or_refused("x", read)


MEGABYTES = 10_000_000


@pytest.mark.parametrize(
    "piece",
    [*"([1a '.e\xe9\x00%+", "1,", "pert(", "truncated(", "a=", "'a' ", "1_", "1e", FULL_WIDTH_OPEN],
)
@pytest.mark.parametrize("start", ["", "pert(", "empirical([", "pert(a", "'"])
def test_ten_megabytes_of_garbage_are_refused_at_once(start, piece):
    text = start + piece * (MEGABYTES // len(piece))

    began = time.process_time()
    read_or_refused(text)

    assert time.process_time() - began < 5


@pytest.mark.parametrize("end", ["]", "])", ""])
def test_ten_megabytes_of_numbers_are_refused_at_once(end):
    began = time.process_time()
    read_or_refused("empirical([" + "1," * (MEGABYTES // 2) + end)

    assert time.process_time() - began < 5


def test_a_long_list_is_read():
    values = [k / 8 for k in range(20_000)]

    assert Empirical(values) == parse_distribution(repr(Empirical(values)))
