"""What `save` writes, `load_run` reads back bit for bit; anything else is refused, and says why."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import attrs
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.results import from_samples, load_run
from tests.model_strategies import plans
from tests.results.runs import apart, every_kind, run_of

KINDS = every_kind()
FORMATS = ["npz", "parquet"]
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@pytest.fixture(params=FORMATS)
def suffix(request) -> str:
    """Each format; the one that needs pyarrow only where that is installed."""
    if request.param == "parquet":
        pytest.importorskip("pyarrow")
    return request.param


def returned(run: rp.SimulationResult, file: Path) -> rp.SimulationResult:
    run.save(file)
    return load_run(file)


def refused(file: Path) -> str:
    with pytest.raises(rp.FileError) as caught:
        load_run(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    return message.removeprefix(f"{file}: ")


# --- there and back -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_run_comes_back_bit_for_bit(kind, suffix, tmp_path):
    run = KINDS[kind]

    assert [] == apart(attrs.evolve(run), returned(run, tmp_path / f"run.{suffix}"))


def test_samples_of_another_tool_come_back_too(suffix, tmp_path):
    run = from_samples(
        [1.0, 2.0, -0.0],
        base_cost=5e-324,
        occurrence={"": [True, False, True], "nul\0": [False, False, True]},
    )

    assert [] == apart(run, returned(run, tmp_path / f"run.{suffix}"))


@settings(max_examples=25, suppress_health_check=[*QUIET, HealthCheck.filter_too_much])
@given(plan=plans())
def test_a_run_of_any_plan_comes_back(plan, tmp_path):
    try:
        run = rp.simulate(plan, iterations=8, seed=1)
    except rp.RiskplanError:  # it may end after the year 9999
        return

    assert [] == apart(run, returned(run, tmp_path / "run.npz"))


def test_one_bit_is_a_difference(tmp_path):
    """Negative control: the comparison notices the last bit of one sample, and a lost recipe."""
    run = returned(KINDS["full"], tmp_path / "run.npz")
    values = run.cost.values.copy()
    values[7] = np.nextafter(values[7], np.inf)

    assert ["run._cost.values"] == apart(
        run, attrs.evolve(run, cost=attrs.evolve(run.cost, values=values))
    )
    assert "run.provenance.recipe" in apart(run, KINDS["no recipe"])


def test_what_is_loaded_answers_as_before(suffix, tmp_path):
    run = KINDS["full"]
    again = returned(run, tmp_path / f"run.{suffix}")

    assert repr(run) == repr(again)
    assert rp.contingency(run) == rp.contingency(again)
    assert run.provenance == again.provenance
    assert run.provenance.recipe.text() == again.provenance.recipe.text()


def test_what_was_not_kept_is_still_refused_after_a_journey(tmp_path):
    run = returned(KINDS["kept totals"], tmp_path / "run.npz")

    with pytest.raises(rp.RequestError, match="this run kept totals only"):
        run.occurrence  # noqa: B018 - to ask is the test


def test_equal_runs_give_equal_files(tmp_path):
    for name in ("a.npz", "b.npz"):
        run_of().save(tmp_path / name)

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_numpy_reads_the_arrays(tmp_path):
    run = KINDS["full"]
    run.save(tmp_path / "run.npz")

    with np.load(tmp_path / "run.npz", allow_pickle=False) as arrays:
        assert np.array_equal(run.cost.values, arrays["cost"])
        assert np.array_equal(run.occurrence.values, arrays["occurrence"])
        assert np.array_equal(run.phases["x"].values, arrays["phases.x"])


def test_pandas_reads_the_columns(tmp_path):
    pytest.importorskip("pyarrow")
    import pandas as pd

    run = KINDS["full"]
    run.save(tmp_path / "run.parquet")
    frame = pd.read_parquet(tmp_path / "run.parquet")

    assert [
        "iteration",
        "cost",
        "duration",
        "finish",
        "occurrence/r",
        "risk_cost/r",
        "phase_cost/x",
        "phase_cost/y",
        "phase_cost/",
        "activity_finish/a",
        "activity_finish/../b/",
        "activity_finish/完.m",
        "milestones/完.m",
        "phases/x",
        "phases/y",
    ] == list(frame)
    assert list(range(200)) == frame["iteration"].tolist()
    assert np.array_equal(run.cost.values, frame["cost"])
    assert np.array_equal(run.finish.values, frame["finish"].to_numpy("datetime64[m]"))
    assert np.array_equal(run.occurrence["r"], frame["occurrence/r"])


def test_a_run_without_chance_comes_back_although_it_folds_to_nothing(
    suffix, tmp_path, monkeypatch
):
    """What folds like a bomb is written unfolded, so that every file can be read again."""
    monkeypatch.setattr("riskplan.results.sealed._UNFOLDED_BYTES", 0)
    plan = rp.Plan("Sure", costs=[rp.CostItem("c", "C", 5)])
    run = rp.simulate(plan, iterations=200_000, seed=1)

    assert [] == apart(run, returned(run, tmp_path / f"run.{suffix}"))
    assert 64 * (tmp_path / f"run.{suffix}").stat().st_size > run.cost.values.nbytes


# --- writing --------------------------------------------------------------------------------------


def test_another_suffix_is_refused(tmp_path):
    file = tmp_path / "run.csv"

    with pytest.raises(rp.FileError) as caught:
        KINDS["full"].save(file)

    assert f"{file}: a run is kept in .npz or .parquet; rename it" == str(caught.value)
    assert (
        "a run is kept in .npz or .parquet; name a file that run.save(path) wrote, or bring "
        "samples of another tool with rp.from_samples"
    ) == refused(file)


@pytest.mark.parametrize(("suffix", "other"), [("npz", "parquet"), ("parquet", "npz")])
def test_a_run_under_the_suffix_of_the_other_format_is_told_its_own(suffix, other, tmp_path):
    file = tmp_path / f"run.{suffix}"
    KINDS["full"].save(file)

    assert (f"its content is that of a .{suffix} file; rename it so") == refused(
        file.rename(tmp_path / f"run.{other}")
    )


def test_a_failure_in_the_middle_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "run.npz"
    file.write_text("precious")

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.open", full)
    with pytest.raises(rp.FileError, match="it cannot be written: No space left on device"):
        KINDS["full"].save(file)

    assert ["precious"] == [path.read_text() for path in tmp_path.iterdir()]


def test_a_file_that_was_there_is_replaced(suffix, tmp_path):
    file = tmp_path / f"run.{suffix}"
    file.write_text("an older run")

    assert [] == apart(KINDS["only money"], returned(KINDS["only money"], file))
    assert [file] == list(tmp_path.iterdir())


def test_without_pyarrow_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(rp.MissingDependencyError, match=r'pip install "riskplan\[parquet\]"'):
        KINDS["full"].save(tmp_path / "run.parquet")
    assert [] == list(tmp_path.iterdir())

    (tmp_path / "run.parquet").write_bytes(b"PAR1")
    with pytest.raises(rp.MissingDependencyError, match="pyarrow, which is not installed"):
        load_run(tmp_path / "run.parquet")


def test_half_a_sign_cannot_be_written(tmp_path):
    run = from_samples([1.0], base_cost=1.0, name="\ud83d")

    with pytest.raises(rp.FileError, match="it would hold a text with half a sign; retype it"):
        run.save(tmp_path / "run.npz")
    assert [] == list(tmp_path.iterdir())


# --- damage ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    """The bytes of a file in each format that can be written here."""
    folder = tmp_path_factory.mktemp("whole")
    formats = [suffix for suffix in FORMATS if suffix == "npz" or find_spec("pyarrow")]
    for suffix in formats:
        KINDS["full"].save(folder / f"run.{suffix}")
    return {suffix: (folder / f"run.{suffix}").read_bytes() for suffix in formats}


def outcome(content: bytes, file: Path) -> str:
    """Whether a file is refused, or read as the run that was saved, or as something else."""
    file.write_bytes(content)
    try:
        run = load_run(file)
    except rp.FileError:
        return "refused"
    return "equal" if [] == apart(KINDS["full"], run) else "different"


@settings(max_examples=150, suppress_health_check=QUIET)
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_refused_or_harmless(data, suffix, whole, tmp_path):
    content = bytearray(whole[suffix])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    assert outcome(bytes(content), tmp_path / f"run.{suffix}") in {"refused", "equal"}


@settings(max_examples=40, suppress_health_check=QUIET)
@given(data=st.data())
def test_a_file_that_is_cut_off_is_refused(data, suffix, whole, tmp_path):
    length = data.draw(st.integers(0, len(whole[suffix]) - 1))

    assert "refused" == outcome(whole[suffix][:length], tmp_path / f"run.{suffix}")


@settings(max_examples=40, suppress_health_check=QUIET)
@given(content=st.binary(max_size=400))
def test_bytes_without_meaning_are_refused(content, suffix, tmp_path):
    assert "refused" == outcome(content, tmp_path / f"run.{suffix}")


def test_the_whole_file_is_read(suffix, whole, tmp_path):
    """Negative control: without damage the same procedure finds the run."""
    assert "equal" == outcome(whole[suffix], tmp_path / f"run.{suffix}")


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(file: Path, content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return file


def resealed(file: Path, whole: bytes, change) -> Path:
    """A file with a changed description and the checksum that fits it, as a forger writes it."""
    found = members(whole)
    content = json.loads(found["riskplan.json"])
    change(content)
    text = json.dumps(content).encode()
    seal = {"riskplan.json": text, "riskplan.sha256": hashlib.sha256(text).hexdigest().encode()}
    return zipped(file, {**found, **seal})


def test_an_array_that_was_exchanged_is_named(whole, tmp_path):
    """The container is in order, but the array is not the one that was saved."""
    found = members(whole["npz"])
    found["cost.npy"] = found["cost.npy"][:-1] + bytes([found["cost.npy"][-1] ^ 1])

    assert (
        "it is damaged: cost is not as it was saved; use another copy, or simulate the plan again"
    ) == refused(zipped(tmp_path / "run.npz", found))


def test_a_changed_description_is_noticed(whole, tmp_path):
    found = members(whole["npz"])
    found["riskplan.json"] = found["riskplan.json"].replace(b'"CNY"', b'"USD"')

    assert "its description is not as it was saved" in refused(zipped(tmp_path / "run.npz", found))


def test_a_newer_format_asks_for_an_update(whole, tmp_path):
    file = resealed(tmp_path / "run.npz", whole["npz"], lambda content: content.update(format=2))

    assert (
        "a newer riskplan wrote it (format 2, and this one reads 1); update riskplan to read it"
    ) == refused(file)


# --- what others wrote ----------------------------------------------------------------------------


class Trap:
    """What a pickle could do to whoever reads it."""

    def __reduce__(self):
        return os.mkdir, ("trapped",)


def npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def test_other_arrays_of_numpy_are_refused(tmp_path):
    np.savez(tmp_path / "run.npz", a=np.zeros(3))

    assert (
        "it is no run of riskplan: it holds no riskplan.json; name a file that run.save(path) wrote"
    ) == refused(tmp_path / "run.npz")


def test_other_tables_are_refused(tmp_path):
    pytest.importorskip("pyarrow")
    import pandas as pd

    pd.DataFrame({"a": [1, 2]}).to_parquet(tmp_path / "run.parquet")

    assert "it holds no riskplan.json" in refused(tmp_path / "run.parquet")


@pytest.mark.parametrize(
    "content", [b"", b"schema = 1", b"its own first bytes", pickle.dumps(Trap())]
)
def test_text_and_the_like_are_refused(content, suffix, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if content == b"its own first bytes":
        content = {"npz": b"PK\x03\x04", "parquet": b"PAR1"}[suffix]
    (tmp_path / f"run.{suffix}").write_bytes(content)

    assert f"it cannot be opened as .{suffix} (" in refused(tmp_path / f"run.{suffix}")
    assert [f"run.{suffix}"] == [path.name for path in tmp_path.iterdir()]


def test_pickled_objects_are_never_opened(whole, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = members(whole["npz"])
    found["cost.npy"] = npy(np.array([Trap()], dtype=object))

    assert "it is damaged: cost" in refused(zipped(tmp_path / "run.npz", found))
    assert ["run.npz"] == [path.name for path in tmp_path.iterdir()]


def test_pickles_would_have_been_opened_by_others(whole, tmp_path, monkeypatch):
    """Negative control: the trap works."""
    monkeypatch.chdir(tmp_path)
    np.load(io.BytesIO(npy(np.array([Trap()], dtype=object))), allow_pickle=True)

    assert (tmp_path / "trapped").is_dir()


def test_a_bomb_is_refused_before_it_unfolds(whole, tmp_path):
    """300 kB would unfold to 300 MB of description."""
    found = members(whole["npz"]) | {"riskplan.json": bytes(300_000_000)}

    assert "its riskplan.json is larger than that of any run" in refused(
        zipped(tmp_path / "run.npz", found)
    )


def shaped(name: str, shape: list[object]):
    return lambda content: content["arrays"][name].update(shape=shape)


@pytest.mark.parametrize("shape", [[10**14], [1, 10**12], [10**9, 10**9]])
def test_absurd_shapes_are_refused_before_any_memory_is_taken(shape, whole, tmp_path):
    file = resealed(tmp_path / "run.npz", whole["npz"], shaped("cost", shape))

    assert "it would unfold to" in refused(file)


@pytest.mark.parametrize(
    "shape", [[], [-1], [10**4000], ["a"], [True], [1, 1, 200], [2.0], None, [199], [200, 1]]
)
def test_other_shapes_are_refused(shape, whole, tmp_path):
    file = resealed(tmp_path / "run.npz", whole["npz"], shaped("cost", shape))

    assert refused(file).startswith(("it is no run of riskplan", "it is damaged"))


def test_other_compression_is_refused(whole, tmp_path):
    file = zipped(tmp_path / "run.npz", members(whole["npz"]), zipfile.ZIP_LZMA)

    assert "its riskplan.json is compressed in another way" in refused(file)


@pytest.mark.parametrize("name", ["extra.npy", "../../evil"])
def test_members_that_nobody_described_are_refused(name, whole, tmp_path):
    file = zipped(tmp_path / "run.npz", members(whole["npz"]) | {name: b""})

    assert "it holds other members than it describes" in refused(file)


@pytest.mark.parametrize("text", [b"[" * 100_000, b"1" * 5_000, b'"run"', b"\xff", b"{}", b"null"])
def test_a_description_that_is_none_is_refused(text, whole, tmp_path):
    checksum = hashlib.sha256(text).hexdigest().encode()
    found = {**members(whole["npz"]), "riskplan.json": text, "riskplan.sha256": checksum}

    assert "it is no run of riskplan: its riskplan.json" in refused(
        zipped(tmp_path / "run.npz", found)
    )


def test_a_folder_and_a_missing_file_are_named(suffix, tmp_path):
    (tmp_path / f"run.{suffix}").mkdir()

    assert "it cannot be read: it is a folder; name a file in it" == refused(
        tmp_path / f"run.{suffix}"
    )
    assert "it cannot be read: it does not exist; check the path" == refused(
        tmp_path / f"none.{suffix}"
    )


def test_a_folder_is_named_whatever_it_is_called(tmp_path):
    assert "it cannot be read: it is a folder; name a file in it" == refused(tmp_path)


@pytest.mark.parametrize("name", ["plan.toml", "plan.json", "plan.TOML"])
def test_a_plan_is_named(name, tmp_path):
    assert "this is a plan, and a run is kept in .npz or .parquet; read it with rp.load" == refused(
        tmp_path / name
    )


def placed(path: str, value: object):
    """A change of one value in the description of a run."""

    def change(content):
        *way, last = path.split("/")
        table = content["run"]
        for step in way:
            table = table[int(step) if isinstance(table, list) else step]
        if value is KeyError:
            del table[last]
        else:
            table[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("currency", 5, "currency: it must be of type str"),
        ("currency", KeyError, "currency: it is missing"),
        ("colour", "red", "colour: there is no such field"),
        ("cost/base", "5", "cost.base: it must be of type float"),
        ("cost/base", True, "cost.base: it must be of type float"),
        ("cost/base", 10**400, "cost.base: it holds a number that is too large"),
        ("cost/cell", 7, "cost: "),
        ("cost/cell", 0, "cost: "),
        ("cost", None, "nothing in the run is the array 'cost'"),
        ("cost", [], "cost: it must be of type dict"),
        ("phases/z", {"kind": "Samples", "base": 1.0}, "phases.z: its array is missing"),
        ("phases/x/kind", "Trap", "phases.x: it must be one of "),
        ("finish/base", "tomorrow", "finish.base: 'tomorrow' is no datetime"),
        ("finish/base", "2026-01-05T00:00+01:00", "finish.base: it must be without a time zone"),
        ("risk_cost/ids", [], "risk_cost: its array must have a row for each id"),
        ("risk_cost/names", [], "risk_cost: ids and names must be equally many"),
        ("criticality/counts", [1], "criticality: ids and counts must be equally many"),
        ("criticality/iterations", 7, "the run: criticality must be of all iterations"),
        ("schedule/start_dates", [], "schedule: it must have as many names, phases and dates"),
        ("schedule/names", [], "schedule: it must have as many names, phases and dates as ids"),
        ("schedule/early_start", [1.0, None], "schedule.early_start: it must be of type float"),
        ("provenance/iterations", 0, "provenance: it must have iterations"),
        ("provenance/iterations", 7, "the run: criticality must be of all iterations"),
        ("provenance/keep", "all", "provenance: there is no keep 'all'"),
        ("provenance/recipe", {}, "provenance.recipe: it must be of type str"),
    ],
)
def test_a_forged_description_is_refused_with_its_place(path, value, message, whole, tmp_path):
    file = resealed(tmp_path / "run.npz", whole["npz"], placed(path, value))

    assert f"it is no run of riskplan: {message}" in refused(file)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=100, suppress_health_check=QUIET)
@given(data=st.data(), value=JSON)
def test_no_description_leads_to_another_error(data, value, whole, tmp_path):
    """Whatever stands in a place of the description: the run is read, or refused as a file."""

    def change(content):
        table, key = content, data.draw(st.sampled_from(["run", "arrays"]))
        while isinstance(table[key], dict | list) and table[key] and data.draw(st.booleans()):
            table = table[key]
            keys = list(table) if isinstance(table, dict) else list(range(len(table)))
            key = data.draw(st.sampled_from(keys))
        table[key] = value

    assert outcome(
        resealed(tmp_path / "forged.npz", whole["npz"], change).read_bytes(), tmp_path / "run.npz"
    ) in {"refused", "equal", "different"}


def test_arrays_of_other_types_are_refused(tmp_path):
    run = KINDS["full"]
    dated = attrs.evolve(run.cost, values=run.finish.values.copy())
    attrs.evolve(run, cost=dated).save(tmp_path / "run.npz")

    assert "cost: its array is of datetime64[m] in 1 dimensions" in refused(tmp_path / "run.npz")


def test_dates_that_no_calendar_has_are_refused(whole, tmp_path):
    run = KINDS["full"]
    far = run.finish.values.copy()
    far[3] = np.datetime64("NaT")
    attrs.evolve(run, finish=attrs.evolve(run.finish, values=far)).save(tmp_path / "run.npz")

    assert "finish: its array holds what is no date" in refused(tmp_path / "run.npz")


def test_a_table_with_other_columns_is_refused(whole, tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    file = tmp_path / "run.parquet"
    KINDS["full"].save(file)
    metadata = parquet.read_metadata(file).metadata
    for table in (
        pa.table({"cost": [1.0, 2.0]}),
        parquet.read_table(file).slice(0, 10),
        parquet.read_table(file).rename_columns([f"c{i}" for i in range(15)]).drop(["c3"]),
    ):
        with parquet.ParquetWriter(file, table.schema, store_schema=False) as writer:
            writer.write_table(table)
            writer.add_key_value_metadata(metadata)

        assert "it holds other columns than it describes" in refused(file)


def test_a_table_with_types_of_its_own_is_refused(tmp_path):
    """Through these, older readers could be made to run code."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    file = tmp_path / "run.parquet"
    KINDS["full"].save(file)
    metadata = parquet.read_metadata(file).metadata
    parquet.write_table(pa.table({"a": [1]}).replace_schema_metadata(metadata), file)

    assert "it holds no riskplan.json" in refused(file)
