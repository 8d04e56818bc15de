"""A file that is none of ours: one clear message each, within seconds and within memory."""

from __future__ import annotations

import time
import tomllib
import tracemalloc

import pytest

from riskplan.errors import FileError, RequestError
from riskplan.io import check, load
from tests.io.texts import COST, HEAD


def refused(file) -> str:
    """The message of the error, without the path in front."""
    with pytest.raises(FileError) as caught:
        load(file)
    with pytest.raises(FileError):
        check(file)
    return str(caught.value).removeprefix(str(file))


def test_a_file_that_does_not_exist(tmp_path):
    assert ": it cannot be read: it does not exist; check the path" == refused(tmp_path / "a.toml")


def test_a_folder_that_does_not_exist(tmp_path):
    file = tmp_path / "none" / "a.toml"

    assert (
        f": it cannot be read: the folder {file.parent} does not exist; check the path"
    ) == refused(file)


@pytest.mark.parametrize("name", ["a.toml", "a"])
def test_a_folder(name, tmp_path):
    (tmp_path / name).mkdir()

    assert ": it cannot be read: it is a folder; name a file in it" == refused(tmp_path / name)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def denied(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", denied)

    assert (
        ": it cannot be read: permission denied; ask its owner, or use another folder"
    ) == refused(tmp_path / "a.toml")


def test_a_name_that_no_file_can_have(tmp_path):
    assert ": it cannot be read: embedded null byte; check the path" == refused(
        tmp_path / "\0.toml"
    )


@pytest.mark.parametrize("name", ["plan", "plan.yaml", "plan.toml.bak", ".toml"])
def test_another_suffix(name, written):
    """The suffix is judged before the file is opened."""
    assert (": a plan file ends in .toml or .json; rename it") == refused(
        written(HEAD + COST, name)
    )


@pytest.mark.parametrize("name", ["run.npz", "run.parquet", "run.NPZ"])
def test_a_saved_run(name, written):
    assert (
        ": this is a saved run, and a plan file ends in .toml or .json; name that, or read the "
        "run in Python with rp.load_run"
    ) == refused(written("", name))


@pytest.mark.parametrize("suffix", ["xml", "xer", "XER", "mpp", "mpx", "pmxml"])
def test_a_schedule_of_another_tool(suffix, written):
    assert (
        ": this is a schedule of another tool, and a plan file ends in .toml or .json; read it in "
        "Python with rp.read_schedule, and write the plan with rp.save"
    ) == refused(written("", f"plan.{suffix}"))


@pytest.mark.parametrize("path", [None, 5, "", {"name": "Plan"}])
def test_what_is_no_path(path):
    with pytest.raises(RequestError, match="a path is text or a Path"):
        check(path)


@pytest.mark.parametrize("name", ["plan.toml", "plan.json"])
@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_file(text, name, written):
    assert (': it is empty; a plan begins with schema = 1 and name = "…"') == refused(
        written(text, name)
    )


def test_text_in_another_encoding(written):
    """The line helps to find a sign that was pasted from elsewhere."""
    assert (", line 2: it is not text in UTF-8; save it with that encoding") == refused(
        written("schema = 1\nname = 'Brücke'".encode("latin-1"))
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "schema = 1\nname = Bridge\n",
            (
                ", line 2, column 8: this is not TOML: Invalid value (in 'name = Bridge'); "
                "text stands in quotes, a number has a point and no comma, true is small"
            ),
        ),
        (
            'schema = 1\nname = "a"\nname = "b"\n[calendar]',
            (
                ", line 3, column 11: this is not TOML: Cannot overwrite a value "
                "(in 'name = \"b\"'); "
                "a key stands once in a table: keep one of the two"
            ),
        ),
        (
            "[calendar]\nhours = 8\n[calendar]\nhours = 7",
            (
                ", line 3, column 10: this is not TOML: Cannot declare ('calendar',) twice "
                "(in '[calendar]'); a table stands once: for a list of tables use double brackets, "
                "[[ … ]]"
            ),
        ),
        (
            "costs = [\n{ id = 'a' },",
            (
                ", line 2, column 14: this is not TOML: Invalid value (in \"{ id = 'a' },\"); "
                "text stands in quotes, a number has a point and no comma, true is small"
            ),
        ),
    ],
)
def test_toml_that_is_none(text, message, written):
    assert message == refused(written(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{\n "name": Bridge }',
            (
                ", line 2, column 10: this is not JSON: Expecting value (in '\"name\": Bridge }'); "
                "correct that line"
            ),
        ),
        (
            '{"schema": 1} {}',
            (
                ", line 1, column 15: this is not JSON: Extra data (in '{\"schema\": 1} {}'); "
                "correct that line"
            ),
        ),
        ('{"a": 1, "a": 2}', ': the key "a" stands twice in one object; keep one'),
        ("[]", ": a plan in JSON is one object; put it in braces, { … }"),
        ("5", ": a plan in JSON is one object; put it in braces, { … }"),
        (
            '{"name": "\\ud83d"}',
            ": it holds a text with half a sign (a lone surrogate); retype it",
        ),
    ],
)
def test_json_that_is_none(text, message, written):
    assert message == refused(written(text, "plan.json"))


def test_more_false_dates_than_anyone_types_are_one_message(written):
    message = refused(written(f"{HEAD}[calendar]\nholidays = [{'2026-02-30, ' * 30}]"))

    assert message.startswith(", line 4, column ")
    assert message.endswith("; write a date that exists, as YYYY-MM-DD")


def test_a_false_date_in_a_huge_file_is_not_looked_into(written):
    """Each date costs another reading of the whole text."""
    message = refused(written(f"{HEAD}start = 2026-02-30\n{'#' * 1_000_000}"))

    assert message.startswith(", line 3, column 9: this is not TOML: Invalid date or datetime")


DEEP = (
    ": tables or lists stand more than 30 deep in each other; a plan needs 6: is a bracket missing?"
)
LONG = ": it holds a number of more than 300 digits; shorten it"
MILLIONS = 7_999_000


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.toml", "a = " + "[" * MILLIONS, DEEP),
        ("a.toml", "a = " + "{a=" * (MILLIONS // 3), DEEP),
        ("a.toml", "a" + ".a" * (MILLIONS // 2) + " = 1", DEEP),
        ("a.toml", '["a"' + " . 'a'" * (MILLIONS // 6) + "]", DEEP),
        ("a.toml", "a = " + "[" * 31 + "]" * 31, DEEP),
        ("a.json", "[" * MILLIONS, DEEP),
        ("a.json", '{"a":' * (MILLIONS // 5), DEEP),
        ("a.json", '{"a":' + "[" * 31 + "]" * 31 + "}", DEEP),
        ("a.toml", "a = " + "1" * MILLIONS, LONG),
        ("a.toml", "a = 0x" + "f" * MILLIONS, LONG),
        ("a.toml", "a = " + "1" * 1_000, LONG),
        ("a.toml", "a = 0x" + "f" * 1_000, LONG),
        ("a.json", '{"a":' + "1" * MILLIONS + "}", LONG),
        ("a.json", '{"a":' + "1" * 1_000 + "}", LONG),
        (
            "a.json",
            '{"risks": [' + "5," * 600_000 + "5]}",
            ": it holds more than 500,000 values; split the plan",
        ),
    ],
    ids=lambda value: value[:12],
)
def test_garbage_that_is_well_formed_for_a_while(name, text, message, written):
    started = time.monotonic()

    assert message == refused(written(text, name))
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
@pytest.mark.parametrize("sign", [b"\x00", b"\xff", b"x ", b"[[", b'"', b"=", b"1", b"\n"])
def test_ten_megabytes_of_garbage_are_not_even_parsed(name, sign, written):
    file = written(sign * (10_000_000 // len(sign)), name)

    assert ": it is larger than 8 MB; is it the right file?" == refused(file)


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
@pytest.mark.parametrize("sign", [b"\x00", b"\xff", b"x ", b"[[", b'"', b"="])
def test_a_megabyte_of_garbage_is_refused_where_they_begin(name, sign, written):
    message = refused(written(sign * (1_000_000 // len(sign)), name))

    assert "line 1" in message or message == DEEP
    assert len(message) < 200


def peak_of(read, *args) -> int:
    """The most memory [bytes] that was in use while a file was refused."""
    tracemalloc.start()
    try:
        with pytest.raises((FileError, ValueError)):
            read(*args)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_stays_within_bounds(written):
    """Negative control: the parser alone takes a hundred times the text for a long number."""
    text = "a = " + "1" * 2_000_000

    assert 20 * len(text) > peak_of(load, written(text))
    assert 20 * len(text) < peak_of(tomllib.loads, text)
