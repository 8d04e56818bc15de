"""Inline SVG is the same byte for byte, keeps text as text, and clashes with no other."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from riskplan import plotting
from riskplan.plotting import style
from tests.plotting.plans import bridge_run

RUN = bridge_run()


def drawn(name="cost", labels=plotting.ENGLISH):
    return plotting.inline_svg(name, lambda ax: plotting.s_curve(RUN, ax, labels=labels))


def ids(svg):
    return re.findall(r'\bid="([^"]*)"', svg)


def references(svg):
    return re.findall(r'(?:href="#|url\(#)([^")]+)', svg)


def test_the_same_picture_gives_the_same_bytes():
    assert drawn() == drawn()


def test_it_is_one_element_that_reaches_for_nothing():
    svg = drawn()

    assert "svg" == ET.fromstring(svg).tag
    assert not re.search(r"http|<script|<style|<metadata|<!", svg)


def test_text_stays_text_without_a_font_of_its_own():
    texts = [element.text for element in ET.fromstring(drawn()).iter("text")]

    assert {"Total cost (CNY)", "100 %"} <= set(texts)
    assert "font-family" not in drawn()
    assert "font-size: 8px" in drawn()


def test_chinese_stays_text():
    texts = [e.text for e in ET.fromstring(drawn(labels=plotting.CHINESE)).iter("text")]
    assert "总成本 (CNY)" in texts


def test_chinese_needs_no_font_on_the_machine_that_draws(monkeypatch):
    monkeypatch.setattr(style, "fonts", lambda: ["DejaVu Sans"])
    assert "总成本 (CNY)" in drawn(labels=plotting.CHINESE)


def test_names_inside_are_only_those_that_are_needed():
    svg = drawn()
    assert set(references(svg)) == set(ids(svg)) != set()


def test_pictures_of_one_page_do_not_clash():
    one, other = drawn("one"), drawn("other")
    assert not set(ids(one)) & set(ids(other))


def test_two_pictures_of_one_name_are_seen_to_clash():
    """Negative control."""
    assert set(ids(drawn("one"))) & set(ids(drawn("one")))


def test_special_characters_are_escaped():
    svg = plotting.inline_svg("x", lambda ax: ax.set_title("<b> & $x^2$"))
    texts = [element.text for element in ET.fromstring(svg).iter("text")]
    assert "<b>" not in svg
    assert "<b> & $x^2$" in texts


def test_it_is_small():
    assert len(drawn()) < 20_000
