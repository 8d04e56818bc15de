"""`save` replaces a file as a whole, or says why it cannot and leaves everything as it was."""

from __future__ import annotations

import os

import pytest

from riskplan.errors import FileError, RequestError
from riskplan.io import load, save
from riskplan.model import CostItem, Plan

PLAN = Plan("Dam", costs=[CostItem("dam", "Dam", 5)])


def test_a_file_that_was_there_is_replaced(tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text("an older plan")

    save(PLAN, file)

    assert PLAN == load(file)


def test_nothing_else_is_left_in_the_folder(tmp_path):
    save(PLAN, tmp_path / "plan.toml")

    assert ["plan.toml"] == [path.name for path in tmp_path.iterdir()]


def test_text_is_a_path_too(tmp_path):
    save(PLAN, str(tmp_path / "plan.JSON"))

    assert PLAN == load(str(tmp_path / "plan.JSON"))


def test_a_plan_with_errors_can_be_saved(tmp_path):
    """Nobody should lose a draft; `load` says what is missing."""
    save(Plan("a draft"), tmp_path / "plan.toml")

    assert 'schema = 1\nname = "a draft"\n' == (tmp_path / "plan.toml").read_text()


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.toml").write_text("")
    (tmp_path / "link.toml").symlink_to("real.toml")

    save(PLAN, tmp_path / "link.toml")

    assert (tmp_path / "link.toml").is_symlink()
    assert PLAN == load(tmp_path / "real.toml")


def test_the_rights_of_a_file_stay(tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text("")
    file.chmod(0o640)

    save(PLAN, file)

    assert 0o640 == file.stat().st_mode & 0o777


def test_a_new_file_gets_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "other").write_text("")

    save(PLAN, tmp_path / "plan.toml")

    assert (tmp_path / "other").stat().st_mode == (tmp_path / "plan.toml").stat().st_mode


def refused(plan: Plan, path: object) -> str:
    with pytest.raises(FileError) as caught:
        save(plan, path)
    return str(caught.value)


def test_another_suffix_is_refused(tmp_path):
    file = tmp_path / "plan.yaml"

    assert f"{file}: a plan file ends in .toml or .json; rename it" == refused(PLAN, file)
    assert not file.exists()


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    file = tmp_path / "plans" / "plan.toml"

    assert (
        f"{file}: it cannot be written: the folder {file.parent} does not exist; check the path"
    ) == refused(PLAN, file)


def test_a_folder_is_no_file(tmp_path):
    folder = tmp_path / "plan.toml"
    folder.mkdir()

    assert (f"{folder}: it cannot be written: it is a folder; name a file in it") == refused(
        PLAN, folder
    )


def test_a_name_that_no_file_can_have_is_refused(tmp_path):
    assert "it cannot be written: embedded null byte" in refused(PLAN, tmp_path / "a\0.toml")
    assert "it cannot be written: File name too long" in refused(
        PLAN, tmp_path / f"{'a' * 999}.toml"
    )


def test_a_circle_of_links_is_refused(tmp_path):
    (tmp_path / "plan.toml").symlink_to("plan.toml")

    assert "it cannot be written" in refused(PLAN, tmp_path / "plan.toml")


def test_a_file_that_must_not_be_written_is_left_alone(tmp_path, monkeypatch):
    """Who may write to a folder could replace any file in it; one marked read-only is respected."""
    file = tmp_path / "plan.toml"
    file.write_text("precious")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # whoever runs the tests may all

    assert (
        f"{file}: it cannot be written: permission denied; ask its owner, or use another folder"
    ) == refused(PLAN, file)
    assert "precious" == file.read_text()


def test_a_failure_in_the_middle_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "plan.toml"
    file.write_text("precious")

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)

    assert (f"{file}: it cannot be written: No space left on device; check the path") == refused(
        PLAN, file
    )
    assert ["precious"] == [path.read_text() for path in tmp_path.iterdir()]


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_half_a_sign_cannot_be_written(suffix, tmp_path):
    file = tmp_path / f"plan.{suffix}"

    assert (f"{file}: it holds a text with half a sign (a lone surrogate); retype it") == refused(
        Plan("\ud83d"), file
    )
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("path", [None, 5, "", b"plan.toml"])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(RequestError, match="a path is text or a Path"):
        save(PLAN, path)


def test_what_is_no_plan_is_refused(tmp_path):
    with pytest.raises(RequestError, match="save needs a plan"):
        save(tmp_path / "plan.toml", PLAN)
