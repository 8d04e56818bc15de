"""XER and MPX files do not say their encoding, or say too little: it is found from the text."""

from __future__ import annotations

import pytest

from riskplan.errors import FileError, RequestError
from riskplan.io.schedules.encodings import as_mpx, as_xer, decoded
from tests.schedules.files import Line, mpx, xer

TEXTS = {
    "cp1252": ["Prüfung der größeren Anlage", "Élévation déjà vérifiée", "£10.00", "ÄÖÜ-Prüfung"],
    "cp1251": ["Задача 1", "Монтаж оборудования; €", "ПРОВЕРКА", "Акт на базу"],
    "gb18030": ["项目计划 设计 施工 验收", "土建工程"],
    "utf-8": ["Größe", "Задача", "计划"],
}


@pytest.mark.parametrize(("encoding", "text"), [(e, t) for e in TEXTS for t in TEXTS[e]])
def test_the_encoding_is_found_from_the_look_of_the_words(encoding, text):
    found = decoded(f"%R\t7\t{text}\r\n".encode(encoding), "a.xer")

    assert (encoding, encoding != "utf-8") == (found.encoding, found.guessed)
    assert f"%R\t7\t{text}\r\n" == found.text


def test_a_mark_at_the_front_decides():
    assert "Größe" == decoded("Größe".encode("utf-16"), "a.xer").text
    assert "Größe" == decoded("Größe".encode("utf-8-sig"), "a.xer").text


def test_the_encoding_asked_for_wins():
    assert "Çàäà÷à" == decoded("Задача".encode("cp1251"), "a.xer", "cp1252").text


def test_bytes_that_are_no_text_in_the_encoding_asked_for_are_refused_with_their_line():
    with pytest.raises(FileError, match=r"a\.xer, line 2: it is not text in the encoding ascii"):
        decoded("a\nGröße".encode(), "a.xer", "ascii")


def test_an_unknown_encoding_is_refused():
    with pytest.raises(RequestError, match="no encoding is called 'klingon'"):
        decoded(b"a", "a.xer", "klingon")


def test_a_mac_file_is_handed_over_in_a_code_page_that_every_java_knows():
    content, found = as_mpx(mpx([Line("Größe")], page="MAC").encode("mac_roman"), "a.mpx", None)

    assert "mac_roman" == found.encoding
    assert content.startswith(b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n")
    assert "Größe".encode("cp1252") in content


def test_a_russian_file_that_claims_to_be_western_is_handed_over_as_russian():
    content, found = as_mpx(mpx([Line("Задача")]).encode("cp1251"), "a.mpx", None)

    assert "cp1251" == found.encoding
    assert content.startswith(b"MPX,Microsoft Project for Windows,4.0,RU\r\n")


def test_what_no_single_code_page_can_write_is_replaced():
    content, _ = as_mpx(mpx([Line("Größe Задача")]).encode(), "a.mpx", None)

    assert "Größe ??????".encode("cp1252") in content


def test_a_breakdown_of_work_that_goes_round_in_a_circle_is_refused():
    table = "%T\tPROJWBS\r\n%F\twbs_id\tparent_wbs_id\r\n%R\t5\t6\r\n%R\t6\t5\r\n%E\r\n"

    with pytest.raises(FileError, match="line 5 of its work breakdown structure stands below"):
        as_xer(table.encode(), "a.xer", None)


def test_a_breakdown_of_work_without_a_circle_passes():
    """Negative control: of two lines below a third, none is in a circle."""
    table = "%T\tPROJWBS\r\n%F\twbs_id\tparent_wbs_id\r\n%R\t5\t4\r\n%R\t6\t5\r\n%R\t7\t5\r\n%E\r\n"

    content, found = as_xer(table.encode(), "a.xer", None)

    assert b"\xef\xbb\xbf" + table.encode() == content
    assert "utf-8" == found.encoding


def test_a_breakdown_of_work_that_is_too_deep_is_refused():
    rows = "".join(f"%R\t{n}\t{n + 1}\r\n" for n in range(100_000))
    table = f"%T\tPROJWBS\r\n%F\twbs_id\tparent_wbs_id\r\n{rows}%E\r\n"

    with pytest.raises(FileError, match="more than 256 levels deep"):
        as_xer(table.encode(), "a.xer", None)


def test_an_mpx_file_in_utf_16_is_read_as_such():
    content, _ = as_mpx(mpx([Line("Größe")]).encode("utf-16"), "a.mpx", None)

    assert content.startswith(b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n")
    assert "Größe".encode("cp1252") in content


def test_a_made_file_has_its_end_mark():
    assert xer([Line("a")]).endswith("%E\r\n")
