"""The code pages of XER and MPX files, which do not say, or say too little of, their own."""

from __future__ import annotations

import codecs
import re

from attrs import frozen

from riskplan.errors import FileError, RequestError

__all__ = ["Decoded", "as_mpx", "as_xer", "decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(rb"[A-Za-z\xc0-\xff\xa8\xb8]{2,}")
_PLAIN = re.compile(rb"[A-Za-z]")
_FIRST_LETTER = 0xC0
_NEARLY_ALL = 0.8
_DEEPEST = 256

# What MPX calls its code pages, and what MPXJ calls those it has added.
_MPX_PAGES = {"MAC": "mac_roman", "850": "cp850", "437": "cp437", "RU": "cp1251", "ZH": "gb2312"}
_MPX_WRITTEN = (("ANSI", "cp1252"), ("RU", "cp1251"), ("ZH", "gb2312"))


@frozen
class Decoded:
    """A text, and the encoding it was in.

    Parameters
    ----------
    text : str
    encoding : str
        As Python names it.
    guessed : bool
        Whether nothing but the look of the text told the encoding.
    """

    text: str
    encoding: str
    guessed: bool = False


def decoded(content: bytes, source: str, encoding: str | None = None) -> Decoded:
    """Return the text of a file that does not say its encoding.

    A mark at the front decides, then UTF-8 where the bytes are valid as such, then the look of
    the words: Chinese pairs, Russian words of nothing but accented letters, else cp1252.

    Raises
    ------
    FileError
        If the bytes are not text in the encoding asked for.
    RequestError
        If no encoding has that name.

    Examples
    --------
    >>> decoded("Задача".encode("cp1251"), "a.xer")
    Decoded(text='Задача', encoding='cp1251', guessed=True)
    >>> decoded("Prüfung".encode("cp1252"), "a.xer").text
    'Prüfung'
    """
    if encoding is not None:
        return Decoded(_strictly(content, source, encoding), encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content, source, name), name)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        guess = _guessed(content)
    return Decoded(content.decode(guess, "replace"), guess, guessed=True)


def as_xer(content: bytes, source: str, encoding: str | None) -> tuple[bytes, Decoded]:
    """Return an XER file in UTF-8 with its mark, and how it was decoded.

    Raises
    ------
    FileError
        If it is cut off, or not in the encoding asked for.
    """
    result = decoded(content, source, encoding)
    if result.text.rstrip("\0\x1a\t\r\n ").rpartition("\n")[2].strip() != "%E":
        raise FileError(
            f"{source}: it ends before its end mark %E, so it is cut off; export it again"
        )
    _refuse_circle(result.text, source)
    return codecs.BOM_UTF8 + result.text.encode("utf-8", "replace"), result


def _refuse_circle(text: str, source: str) -> None:
    """Refuse a breakdown of work that is too deep or goes round; MPXJ would never end."""
    _, found, table = text.partition("%T\tPROJWBS")
    if not found:
        return
    rows = [line.split("\t") for line in table.partition("%T")[0].splitlines()]
    fields = next((row for row in rows if row[0] == "%F"), [])
    if not {"wbs_id", "parent_wbs_id"} <= set(fields):
        return
    own, above = fields.index("wbs_id"), fields.index("parent_wbs_id")
    complete = (row for row in rows if row[0] == "%R" and len(row) > max(own, above))
    parent = {row[own]: row[above] for row in complete}
    depths: dict[str, int] = {}
    for start in parent:
        path: set[str] = set()
        line = start
        while line in parent and line not in depths:
            if line in path:
                raise FileError(
                    f"{source}: line {line} of its work breakdown structure stands below itself; "
                    "export it again"
                )
            path.add(line)
            line = parent[line]
        depth = len(path) + depths.get(line, 0)
        if depth > _DEEPEST:
            raise FileError(
                f"{source}: its work breakdown structure is more than {_DEEPEST} levels deep; "
                "no schedule is, so export it again"
            )
        line = start
        while line in path:
            depths[line] = depth
            depth, line = depth - 1, parent[line]


def as_mpx(content: bytes, source: str, encoding: str | None) -> tuple[bytes, Decoded]:
    """Return an MPX file in a code page that it names and any Java knows, and how it was decoded.

    Raises
    ------
    FileError
        If it is cut off, or not in the encoding asked for.
    """
    if not content.endswith((b"\n", b"\r", b"\x1a", b"\0")):
        raise FileError(f"{source}: it ends within a line, so it is cut off; export it again")
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content, encoding = decoded(content, source, encoding).text.encode(), "utf-8"
    head = content.partition(b"\n")[0].decode("ascii", "replace").rstrip()
    comma = head[3:4]
    fields = head.split(comma) if comma else [head]
    page = "".join(fields[3:4]).strip().upper()
    result = decoded(content, source, encoding or _MPX_PAGES.get(page))
    body = result.text.partition("\n")[2]
    for name, codec in _MPX_WRITTEN:
        text = f"{comma.join([*fields[:3], name])}\r\n{body}"
        try:
            return text.encode(codec), result
        except UnicodeEncodeError:
            continue
    name, codec = _MPX_WRITTEN[0]
    return f"{comma.join([*fields[:3], name])}\r\n{body}".encode(codec, "replace"), result


def _strictly(content: bytes, source: str, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError as error:
        raise RequestError(
            f"no encoding is called {encoding!r}; for example utf-8, cp1252 or cp1251"
        ) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError(
            f"{source}, line {line:,}: it is not text in the encoding {encoding}; "
            "name the right one with encoding="
        ) from error


def _guessed(content: bytes) -> str:
    """Return the code page that the words beyond ASCII look like.

    A Western word has one or two accented letters among plain ones; a Russian one has nothing
    else; a Chinese one has pairs of bytes, of which many are no letters in any code page.
    """
    runs = _BEYOND_ASCII.findall(content)
    beyond = b"".join(runs)
    letters = sum(byte >= _FIRST_LETTER for byte in beyond)
    words = [word for word in _WORD.findall(content) if not word.isascii()]
    mixed = sum(_PLAIN.search(word) is not None for word in words)
    if len(words) > 2 * mixed and letters > _NEARLY_ALL * len(beyond):
        return "cp1251"
    return "gb18030" if _is_chinese(runs) else "cp1252"


def _is_chinese(runs: list[bytes]) -> bool:
    """Return whether nearly all runs are whole pairs of the common characters of GB 2312."""
    leads = [run[0::2] for run in runs if len(run) % 2 == 0]
    common = sum(0xB0 <= lead <= 0xD7 or lead == 0xA3 for run in leads for lead in run)
    total = sum(len(run) for run in runs)
    return common * 2 > _NEARLY_ALL * total
