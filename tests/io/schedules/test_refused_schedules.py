"""What is damaged, hostile or no schedule ends in a clear error, soon and in bounded memory."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from riskplan.errors import FileError, RequestError
from riskplan.io.schedules import inspection, read_schedule_file
from tests.schedules.files import mpx, mspdi, network, xer

LINES = network(40)
XML = mspdi(LINES).encode()
XER = xer(LINES).encode()
MPX = mpx(LINES).encode()
NOISE = bytes((7919 * i * i + 31 * i) % 251 for i in range(20_000))
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENTITIES = b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (i + 1, i, i) for i in range(60))


def zipped(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("plan.xml", content)
    return stream.getvalue()


def with_doctype(content: bytes) -> bytes:
    head, end, body = content.partition(b"?>")
    return head + end + b'<!DOCTYPE p [<!ENTITY e0 "a">' + ENTITIES + b"]>" + body


BEFORE_JAVA = {
    "empty": (b"", "it is empty"),
    "a hundred megabytes of spaces": (b" " * 100_000_000, "it is empty"),
    "a zip": (zipped(XML), "it is no schedule but a zip archive; unpack it"),
    "a PDF": (b"%PDF-1.7\n" + NOISE, "it is no schedule but a PDF"),
    "a bomb of entities": (with_doctype(XML), "it declares a document type"),
    "a million levels": (
        XML.partition(b"<Tasks>")[0] + b"<a>" * 1_000_000,
        "more than 256 deep in each other",
    ),
    "XML cut off": (XML[: len(XML) // 2], "line [0-9]+: it ends before it is complete"),
    "XML without its end": (XML[:-5], "it ends before it is complete"),
    "XML in another encoding": (
        XML.replace(b"Activity 3", b"T\xe4tigkeit"),
        "not in the encoding it declares",
    ),
    "XML in no encoding": (XML.replace(b"UTF-8", b"x-klingon"), "the encoding x-klingon that it"),
    "XML that is no GBK": (
        XML.replace(b"UTF-8", b"GBK").replace(b"Activity 3", b"\xff\xff"),
        "the encoding GBK that it",
    ),
    "XER cut off": (XER[: len(XER) // 2], "before its end mark %E"),
    "MPX cut off": (MPX[: len(MPX) // 2], "it ends within a line"),
}

IN_JAVA = {
    "noise": (NOISE, "no schedule of a kind that MPXJ knows"),
    "half an MPP": (OLE + NOISE, "no schedule of a kind that MPXJ knows"),
    "a letter": (b"Dear all, this is no schedule. " * 40, "no schedule of a kind that MPXJ knows"),
    "a page": (b"<html>" + b"<p>x</p>" * 100 + b"</html>", "no schedule of a kind that MPXJ knows"),
    "half a database": (b"SQLite format 3\0" + NOISE, "it is damaged, cut off, or of a kind"),
    "an MPX of nonsense": (b"MPX,a,4.0,ANSI\r\n" + b"99,a\r\n" * 99, "it is damaged, cut off"),
    "an XER of nothing": (b"ERMHDR\t1\r\n" + b"%T\tNONE\r\n" * 99 + b"%E", "it holds no project"),
    "no activity": (mspdi([]).encode(), "it holds no activity"),
    "calendars in a circle": (
        mspdi(
            LINES,
            extra="<CalendarUID>3</CalendarUID>",
            calendars="".join(
                f"<Calendar><UID>{own}</UID><Name>c</Name><BaseCalendarUID>{base}</BaseCalendarUID>"
                "</Calendar>"
                for own, base in ((3, 4), (4, 3))
            ),
        ).encode(),
        "it is damaged, cut off, or of a kind",
    ),
}


@pytest.mark.parametrize("what", BEFORE_JAVA)
def test_it_is_refused_before_any_java_sees_it(read, what, monkeypatch):
    monkeypatch.setattr("riskplan.io.schedules.reading.hand_over", None)
    content, message = BEFORE_JAVA[what]

    with pytest.raises(FileError, match=message) as caught:
        read(content)
    assert re.match(r".*plan\.any", str(caught.value))


@pytest.mark.parametrize("what", IN_JAVA)
def test_what_java_cannot_read_ends_in_an_error_for_the_file(read, what):
    content, message = IN_JAVA[what]

    with pytest.raises(FileError, match=message) as caught:
        read(content)
    assert re.match(r".*plan\.any: ", str(caught.value))


@pytest.mark.parametrize("content", [XML, XER, MPX], ids=["XML", "XER", "MPX"])
def test_the_whole_file_is_read(read, content):
    """Negative control: what the cases above damage is sound."""
    assert len(LINES) <= len(read(content).tasks)


def test_a_folder_a_missing_file_and_one_that_is_too_large_are_refused(tmp_path, monkeypatch):
    with pytest.raises(FileError, match="it is a folder; name a file in it"):
        read_schedule_file(tmp_path)
    with pytest.raises(FileError, match="it does not exist"):
        read_schedule_file(tmp_path / "none.xer")
    monkeypatch.setattr(inspection, "LARGEST_SCHEDULE", 1 << 20)
    (tmp_path / "large.xer").write_bytes(b"x" * (2 << 20))
    with pytest.raises(FileError, match="it is larger than 1 MiB"):
        read_schedule_file(tmp_path / "large.xer")


def test_a_project_that_the_file_does_not_hold_is_refused_with_those_it_does(read):
    with pytest.raises(RequestError, match=r'no project \'C\'; it holds "A" \(2 tasks\), "B"'):
        read(xer(LINES[:1], projects=("A", "B")), project="C")
