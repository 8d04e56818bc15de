"""Links as text, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskplan as rp
from riskplan.model import LagCalendar, Link, LinkType, TimeUnit

IDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A40", Link("A40")),
        ("A40 FS", Link("A40")),
        ("A40 SS+5d", Link("A40", LinkType.SS, 5)),
        ("A40 FF-2w", Link("A40", LinkType.FF, -2, TimeUnit.WEEKS)),
        ("A40 SF +1.5 mo", Link("A40", LinkType.SF, 1.5, TimeUnit.MONTHS)),
        ("A40 FS + 3h", Link("A40", LinkType.FS, 3, TimeUnit.HOURS)),
        ("A40 +5", Link("A40", lag=5)),
        ("A40 FS-0d", Link("A40")),
        ("  A40   SS ", Link("A40", LinkType.SS)),
        ("A40\tFS+1e-3d", Link("A40", lag=0.001)),
        ("FS", Link("FS")),
        ("设计 FS+2d", Link("设计", lag=2)),
        ("A40 FS+2d on 24h", Link("A40", lag=2, lag_in=LagCalendar.CONTINUOUS)),
        ("A40  SS -3d  on successor", Link("A40", LinkType.SS, -3, lag_in=LagCalendar.SUCCESSOR)),
        ("A40 on project", Link("A40", lag_in=LagCalendar.PROJECT)),
        ("on on predecessor", Link("on")),
    ],
)
def test_a_link_is_read(text, expected):
    assert expected == Link.from_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "A40 5d",
        "A40 XX+5d",
        "A40 FS+5x",
        "A40 FS+d",
        "A 40 FS",
        "A40 FS++5d",
        "A40 FS on x",
        "A40 FSon 24h",
    ],
)
def test_what_is_no_link_is_refused(text):
    with pytest.raises(rp.PlanError, match="a link cannot be read"):
        Link.from_text(text)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link("A"), "A"),
        (Link("A", lag=5), "A FS+5d"),
        (Link("A", lag=-0.5, unit=TimeUnit.WEEKS), "A FS-0.5w"),
        (Link("A", LinkType.SS), "A SS+0d"),
        (Link("A", lag_in=LagCalendar.SUCCESSOR), "A FS+0d on successor"),
    ],
)
def test_a_link_has_one_spelling(link, expected):
    assert expected == str(link)


@given(
    link=st.builds(
        Link,
        IDS,
        st.sampled_from(LinkType),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(TimeUnit),
        lag_in=st.sampled_from(LagCalendar),
    )
)
def test_every_link_survives_its_spelling(link):
    assert link == Link.from_text(str(link))
