"""MPXJ reads any schedule it knows and hands it over in one piece, never object by object.

Tasks, links and assignments come as columns of text, which method handles make within Java: they
keep zeros, units and what the file itself stores apart from what MPXJ calculates, as its JSON does
not. Settings, calendars and resources come as its JSON.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from riskplan.errors import FileError, RequestError
from riskplan.io.schedules.columns import ColumnMaker, Columns
from riskplan.io.schedules.fields import ASSIGNMENT, SHOWN, STORED
from riskplan.io.schedules.inspection import Form
from riskplan.io.schedules.java import java
from riskplan.io.schedules.slack import without_slack

__all__ = ["Column", "Handover", "hand_over", "load_reader"]

_CUSTOM = re.compile(
    r"(TEXT|NUMBER|DURATION|START|FINISH|FLAG|DATE|COST|OUTLINE_CODE|ENTERPRISE_\w*?)\d+"
)
_READERS = ("org.mpxj.mspdi.MSPDIReader", "org.mpxj.primavera.PrimaveraPMFileReader")
_PMXML = b"<APIBusinessObjects"
_HEAD = 2_000
_STACK = 64 * 2**20
_STEP = 100
_SECONDS = 15.0
_SECONDS_A_MEGABYTE = 1.5
_MOST_CAUSES = 6
_OUT_OF_MEMORY = ("java.lang.OutOfMemoryError", "java.lang.StackOverflowError")


@frozen
class Column:
    """The values of one field for all tasks, as text, what MPXJ calls their type, and its name."""

    type: str
    values: list[str | None]
    field: str = ""


@frozen
class Handover:
    """A schedule as MPXJ has handed it over.

    Parameters
    ----------
    document : mapping
        What its JsonWriter writes of the settings, the calendars and the resources.
    tasks, assignments, links : mapping of str to list
        Columns of text; None where there is nothing.
    custom : mapping of str to Column
        The custom fields in use, by the name the file gives them.
    codes : mapping of str to list
        Columns of the values of the activity codes.
    recurring : mapping of (int, int) to list
        By the id of the calendar and the place of the exception: the dates a recurring
        exception comes to.
    others : tuple of str
        The other projects in the file.
    """

    document: Mapping[str, Any]
    tasks: Columns
    assignments: Columns
    links: Columns
    custom: Mapping[str, Column]
    codes: Columns
    recurring: Mapping[tuple[int, int], list[str | None]]
    others: tuple[str, ...] = ()


def load_reader(content: bytes) -> None:
    """Have Java load what reads such a kind of XML, in a thread of its own.

    Half a second of classes, which so are loaded while the file is looked through.

    Raises
    ------
    MissingDependencyError
        If the extra ``riskplan[schedules]`` or Java is absent.
    """
    jpype = java()
    known = jpype.JClass
    is_of_primavera = _PMXML in content[:_HEAD]
    reader = known(_READERS[is_of_primavera])
    nothing = known("java.lang.invoke.MethodType").methodType(known("java.lang.Void").TYPE)
    make = known("java.lang.invoke.MethodHandles").publicLookup().findConstructor(reader, nothing)
    _begun(jpype, make)


def hand_over(
    content: bytes,
    form: Form,
    source: str,
    project: str | int | None = None,
    preferred: str | None = None,
) -> Handover:
    """Have MPXJ read a schedule.

    Parameters
    ----------
    content : bytes
        The file, already inspected and in an encoding that Java knows.
    form : Form
    source : str
        What to call the file in errors.
    project : str, int or None
        The id or the name of the project to read where the file holds several.
    preferred : str, optional
        The name of the one to read where none is asked for, if there is one of that name.

    Raises
    ------
    FileError
        If MPXJ cannot read it, whatever the reason.
    RequestError
        If the file holds no such project.
    MissingDependencyError
        If the extra ``riskplan[schedules]`` or Java is absent.
    """
    jpype = java()
    with _as_file_error(jpype, source):
        projects = _projects(jpype, content, form, source)
        if project is None and len(projects) > 1:
            known = [item for item in projects if preferred in _names(item)]
            projects = [*known, *(item for item in projects if item not in known)]
            chosen = known[0] if known else _chosen(projects, None, source)
        else:
            chosen = _chosen(projects, project, source)
        others = tuple(_title(item) for item in projects if item is not chosen)
        return _taken(jpype, chosen, others)


@contextmanager
def _as_file_error(jpype: Any, source: str) -> Iterator[None]:
    """Turn whatever Java throws, its errors included, into the error for the file."""
    try:
        yield
    except jpype.JException as error:
        if any(str(cause.getClass().getName()) in _OUT_OF_MEMORY for cause in _causes(error)):
            raise FileError(
                f"{source}: reading it takes more memory than the 2 GiB that Java is given; "
                "is it damaged? Else split the schedule"
            ) from None
        raise FileError(
            f"{source}: it is damaged, cut off, or of a kind that MPXJ does not know "
            f"({_reason(error)}); export the schedule again, or as XML"
        ) from None


def _causes(error: Any) -> Iterator[Any]:
    """Yield an error and what caused it, to a depth that no circle can exceed."""
    for _ in range(_MOST_CAUSES):
        if error is None:
            return
        yield error
        error = error.getCause()


def _reason(error: Any) -> str:
    """Return what Java says of an error and of what caused it, in one line."""
    reasons: list[str] = []
    for cause in _causes(error):
        text = str(cause.getMessage() or cause.getClass().getSimpleName()).split("\n", 1)[0]
        if not any(text in known or known in text for known in reasons):
            reasons.append(text)
    return ": ".join(reasons)[:300]


def _projects(jpype: Any, content: bytes, form: Form, source: str) -> list[Any]:
    buffer = jpype.JArray(jpype.JByte)(memoryview(content).cast("b"))
    stream_of = jpype.JClass("java.io.ByteArrayInputStream")
    if form is Form.MPX:
        return [_mpx(jpype, lambda: stream_of(buffer))]
    proxy = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().getProjectReaderProxy(
        stream_of(buffer)
    )
    if proxy is None:
        raise FileError(
            f"{source}: it is no schedule of a kind that MPXJ knows, or it is damaged; export it "
            "as XML (Microsoft Project), XER or XML (Primavera P6)"
        )
    try:
        reader = proxy.getProjectReader()
        if hasattr(reader, "setReadPresentationData"):
            reader.setReadPresentationData(False)
        if hasattr(reader, "setLinkCrossProjectRelations"):
            reader.setLinkCrossProjectRelations(True)
            without_slack(jpype, reader)
        read = _within_time(jpype, proxy, len(content), source)
        projects = [item for item in read if item is not None]
    finally:
        proxy.close()
    if not projects:
        raise FileError(f"{source}: it holds no project; export the schedule again")
    return projects


def _mpx(jpype: Any, stream: Any) -> Any:
    """Return the project of an MPX file in whatever language it is written.

    The format translates its words and its dates, and does not name the language; MPXJ reads
    strictly, so that the first language that fits is it.
    """
    reader = jpype.JClass("org.mpxj.mpx.MPXReader")
    first: Any = None
    for locale in reader.getSupportedLocales():
        attempt = reader()
        attempt.setLocale(locale)
        try:
            return attempt.read(stream())
        except jpype.JException as error:
            first = first or error
    raise first


def _within_time(jpype: Any, proxy: Any, size: int, source: str) -> Any:
    """Return all projects, read in a thread of Java that is given up in the end.

    A damaged file can send MPXJ round in a circle. Waiting in short steps lets Ctrl-C through;
    the thread left behind does not keep this process from ending.
    """
    known = jpype.JClass
    handle = (
        known("java.lang.invoke.MethodHandles")
        .publicLookup()
        .findVirtual(
            known("org.mpxj.reader.UniversalProjectReader$ProjectReaderProxy"),
            "readAll",
            known("java.lang.invoke.MethodType").methodType(known("java.util.List")),
        )
        .bindTo(proxy)
    )
    task = _begun(jpype, handle)
    step = known("java.util.concurrent.TimeUnit").MILLISECONDS
    too_slow = known("java.util.concurrent.TimeoutException")
    deadline = time.monotonic() + _SECONDS + _SECONDS_A_MEGABYTE * size / 1e6
    while True:
        try:
            return task.get(_STEP, step)
        except too_slow:
            if time.monotonic() > deadline:
                task.cancel(True)
                raise FileError(
                    f"{source}: MPXJ comes to no end with it, so it is probably damaged; "
                    "export the schedule again"
                ) from None


def _begun(jpype: Any, handle: Any) -> Any:
    """Return the task of Java that calls a handle, in a thread that keeps no process alive."""
    known = jpype.JClass
    call = known("java.lang.invoke.MethodHandleProxies").asInterfaceInstance(
        known("java.util.concurrent.Callable"), handle
    )
    task = known("java.util.concurrent.FutureTask")(call)
    thread = known("java.lang.Thread")(None, task, "riskplan-mpxj", _STACK)
    thread.setDaemon(True)
    thread.start()
    return task


def _chosen(projects: list[Any], wanted: str | int | None, source: str) -> Any:
    """Return the project asked for, else the exported one with the most tasks."""
    if wanted is None:
        return max(
            projects,
            key=lambda item: (bool(item.getProjectProperties().getExportFlag()), _size(item)),
        )
    for item in projects:
        if str(wanted) in _names(item):
            return item
    known = ", ".join(_title(item) for item in projects)
    raise RequestError(f"{source}: it holds no project {wanted!r}; it holds {known}")


def _names(project: Any) -> list[str]:
    properties = project.getProjectProperties()
    names = (properties.getUniqueID(), properties.getProjectID(), properties.getName())
    return [str(name) for name in names if name is not None]


def _size(project: Any) -> int:
    return int(project.getTasks().size())


def _title(project: Any) -> str:
    properties = project.getProjectProperties()
    name = properties.getProjectID() or properties.getName()
    return f'"{name}" ({_size(project):,} tasks)'


def _taken(jpype: Any, project: Any, others: tuple[str, ...]) -> Handover:
    columns = ColumnMaker(jpype)
    tasks, assignments = project.getTasks(), project.getResourceAssignments()
    # Stored values first: MPXJ keeps what it calculates for the others.
    stored = columns.of_fields(tasks, "Task", STORED)
    shown = columns.of_fields(tasks, "Task", SHOWN, method="get")
    used = {str(item.name()): item for item in tasks.getPopulatedFields()}
    custom = {name: used[name] for name in sorted(used) if _CUSTOM.fullmatch(name)}
    custom |= {str(item.name()): item for item in project.getUserDefinedFields().getTaskFields()}
    values = columns.of_each_field(tasks, custom.values())
    types = [str(item.getDataType().name()) for item in custom.values()]
    own = [str(item.getName() or item.name()) for item in custom.values()]
    names = _labels([_alias(project, item) for item in custom.values()], own)
    codes = project.getActivityCodes() if "ACTIVITY_CODE_VALUES" in used else ()
    taken: dict[str, Any] = {
        "tasks": {**stored, **shown},
        "assignments": columns.of_fields(assignments, "Assignment", ASSIGNMENT),
        "links": _links(columns, project.getRelations()),
        "custom": dict(zip(names, map(Column, types, values, own), strict=True)),
        "codes": {str(code.getName()): columns.of_code(tasks, code) for code in codes},
    }
    # The JSON tries each of the thousand fields of every task that is still there.
    project.getChildTasks().clear()
    assignments.clear()
    document = _document(jpype, project)
    return Handover(
        document=document,
        recurring=_recurring(jpype, columns, project, document),
        others=others,
        **taken,
    )


def _document(jpype: Any, project: Any) -> dict[str, Any]:
    writer = jpype.JClass("org.mpxj.json.JsonWriter")()
    writer.setTimeUnits(jpype.JClass("org.mpxj.TimeUnit").MINUTES)
    stream = jpype.JClass("java.io.ByteArrayOutputStream")()
    writer.write(project, stream)
    document: dict[str, Any] = json.loads(bytes(stream.toByteArray()))
    return document


def _alias(project: Any, item: Any) -> str:
    """Return what the file calls a custom field; nothing where it has no other name for it."""
    found = project.getCustomFields().get(item)
    alias = found.getAlias() if found is not None else None
    return str(alias or "")


def _labels(aliases: list[str], own: list[str]) -> list[str]:
    """Return what each field is called: by its alias where no other field has the same."""
    counts = Counter(aliases)
    return [
        alias if alias and counts[alias] == 1 and alias not in own else name
        for alias, name in zip(aliases, own, strict=True)
    ]


def _links(columns: ColumnMaker, relations: Any) -> dict[str, list[str | None]]:
    relation, task = "org.mpxj.Relation", "org.mpxj.Task"
    handles = {
        "id": columns.getter((relation, "getUniqueID", "java.lang.Integer")),
        "type": columns.getter((relation, "getType", "org.mpxj.RelationType")),
        "lag": columns.getter((relation, "getLag", "org.mpxj.Duration")),
    }
    for name in ("predecessor", "successor"):
        handles[name] = columns.getter(
            (relation, f"get{name.title()}Task", task), (task, "getUniqueID", "java.lang.Integer")
        )
    texts = columns.of(relations, handles.values())
    return dict(zip(handles, texts, strict=True))


def _recurring(
    jpype: Any, columns: ColumnMaker, project: Any, document: Mapping[str, Any]
) -> dict[tuple[int, int], list[str | None]]:
    exception = "org.mpxj.ProjectCalendarException"
    first = columns.getter((exception, "getFromDate", "java.time.LocalDate"))
    dates = {}
    for calendar in document["calendars"]:
        for place, item in enumerate(calendar.get("exceptions", ())):
            if "recurrence" in item:
                key = calendar["unique_id"]
                owner = project.getCalendarByUniqueID(jpype.JObject(key, jpype.JInt))
                found = owner.getCalendarExceptions().get(place)
                dates[key, place] = columns.of(found.getExpandedExceptions(), [first])[0]
    return dates
