"""What a file is and whether it is whole and harmless, found out before any Java sees it."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import Any
from xml.parsers import expat

from riskplan._files import unreachable
from riskplan.errors import FileError

__all__ = ["LARGEST_SCHEDULE", "Form", "content_of", "form_of", "harmless_xml", "links_in"]

LARGEST_SCHEDULE = 256 * 2**20

_DEEPEST = 256
_PIECE = 1 << 20
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["'][^>]*\?>""")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CUT_OFF = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
}
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
# MPXJ takes every XML file for one of these, whatever it declares.
_KNOWN_TO_MPXJ = ("utf-8", "utf8", "utf-16", "us-ascii", "ascii")
_NO_SCHEDULE = (
    (b"PK", "a zip archive; unpack it and name the schedule in it"),
    (b"%PDF", "a PDF; export the schedule itself"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
)


# Primavera writes a character that XML forbids behind notes, and reads it again.
_NUL_BEHIND_NOTES = (b"&lt;/HTML&gt;&#0;", b"&lt;/HTML&gt;")
_LINKS = (b"<PredecessorLink>", b"<Relationship>")


class Form(enum.Enum):
    """What the first bytes of a file say."""

    XML = "XML"
    XER = "XER"
    MPX = "MPX"
    OTHER = "another form"


def content_of(file: Path) -> bytes:
    """Return the bytes of a file of a fair size.

    Raises
    ------
    FileError
        If it cannot be read, is empty, or is larger than 256 MiB.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_SCHEDULE + 1)
    except (OSError, ValueError) as error:
        raise unreachable(file, "read", error) from error
    if len(content) > LARGEST_SCHEDULE:
        size = f"{LARGEST_SCHEDULE >> 20} MiB"
        raise FileError(f"{file}: it is larger than {size}; is it a schedule? Else split it")
    if not content.strip(b"\0\t\n\r "):
        raise FileError(f"{file}: it is empty; export the schedule again")
    return content


def form_of(content: bytes, source: str) -> Form:
    """Return the form of a file, unless it certainly holds no schedule.

    Raises
    ------
    FileError
        If it is an archive or another well-known kind of file.
    """
    for start, what in _NO_SCHEDULE:
        if content.startswith(start):
            raise FileError(f"{source}: it is no schedule but {what}")
    head = content[:200]
    for mark in _BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"").lstrip()
    if head.startswith(b"ERMHDR"):
        return Form.XER
    if head.startswith(b"MPX"):
        return Form.MPX
    # What begins with much space is XML at best, and its parser tells.
    return Form.XML if head.startswith(b"<") or not head else Form.OTHER


def links_in(content: bytes, form: Form) -> int:
    """Return how many links the text of a file holds; 0 where that cannot be told.

    Examples
    --------
    >>> links_in(b"<PredecessorLink></PredecessorLink><Relationship></Relationship>", Form.XML)
    2
    """
    if form is Form.XML:
        return sum(content.count(mark) for mark in _LINKS)
    if form is Form.XER:
        table = content.partition(b"%T\tTASKPRED")[2].partition(b"\n%T")[0]
        return table.count(b"\n%R\t")
    return 0


def harmless_xml(content: bytes, source: str) -> bytes:
    """Return an XML file that is whole, flat and free of entities, in an encoding Java knows.

    Raises
    ------
    FileError
        If the file is cut off, is no XML, declares entities, is nested deeper than any schedule,
        or is not in the encoding that it declares.
    """
    content = content.replace(*_NUL_BEHIND_NOTES)
    try:
        _walk(content, source, None)
    except expat.ExpatError as error:
        if error.code != _UNKNOWN_ENCODING:
            raise _broken(error, source) from error
    except (LookupError, ValueError):
        pass  # an encoding that the parser does not know, but Python may
    else:
        if _declared(content).lower() in _KNOWN_TO_MPXJ:
            return content
    content = _in_utf8(content, source)
    try:
        _walk(content, source, "utf-8")
    except expat.ExpatError as error:
        raise _broken(error, source) from error
    return content


def _walk(content: bytes, source: str, encoding: str | None) -> None:
    parser = expat.ParserCreate(encoding)
    depth = 0

    def enter(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise FileError(
                f"{source}, line {parser.CurrentLineNumber:,}: its elements stand more than "
                f"{_DEEPEST} deep in each other; no schedule does, so export it again"
            )

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: Any) -> None:
        raise FileError(
            f"{source}: it declares a document type, which may hide entities without end; "
            "a schedule needs none, so export it again"
        )

    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.StartDoctypeDeclHandler = refuse
    with memoryview(content) as view:
        for start in range(0, len(content), _PIECE):
            parser.Parse(view[start : start + _PIECE], False)
    parser.Parse(b"", True)


def _broken(error: expat.ExpatError, source: str) -> FileError:
    where = f"{source}, line {error.lineno:,}"
    if error.code in _CUT_OFF:
        return FileError(f"{where}: it ends before it is complete; export the schedule again")
    reason = expat.ErrorString(error.code)
    return FileError(
        f"{where}: it is no XML, or not in the encoding it declares ({reason}); "
        "export the schedule again"
    )


def _declared(content: bytes) -> str:
    """Return the encoding that an XML file declares."""
    match = _DECLARATION.match(content[:400])
    return match[1].decode("ascii") if match else "utf-8"


def _in_utf8(content: bytes, source: str) -> bytes:
    """Return an XML text in UTF-8, from an encoding of several bytes that the parser lacks."""
    match = _DECLARATION.match(content[:400])
    name = _declared(content)
    body = content[match.end() :] if match else content
    try:
        text = body.decode(name)
    except (LookupError, UnicodeDecodeError) as error:
        raise FileError(
            f"{source}: it is not in the encoding {name} that it declares ({error}); "
            "export the schedule again, in UTF-8"
        ) from error
    return b'<?xml version="1.0" encoding="UTF-8"?>' + text.encode("utf-8", "replace")
