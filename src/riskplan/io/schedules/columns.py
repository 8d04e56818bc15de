"""Lists of Java objects as columns of text, made within Java and handed over as one JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from riskplan.io.schedules.fields import Fields

__all__ = ["ColumnMaker", "Columns"]

Columns: TypeAlias = Mapping[str, "list[str | None]"]


class ColumnMaker:
    """Turns lists of Java objects into columns of text without leaving Java."""

    def __init__(self, jpype: Any) -> None:
        known = jpype.JClass
        self._jpype = jpype
        self._handles = known("java.lang.invoke.MethodHandles")
        self._type = known("java.lang.invoke.MethodType")
        self._as_interface = known("java.lang.invoke.MethodHandleProxies").asInterfaceInstance
        self._function = known("java.util.function.Function")
        self._lookup = self._handles.publicLookup()
        anything, text = known("java.lang.Object"), known("java.lang.String")
        self._text = self._handles.insertArguments(
            self._lookup.findStatic(
                known("java.util.Objects"), "toString", self._type.methodType(text, anything, text)
            ),
            1,
            [None],
        )
        self._array = self._as_interface(
            known("java.util.function.IntFunction"),
            self._handles.arrayConstructor(jpype.JArray(text).class_),
        )

    def getter(self, *steps: tuple[str, str, str]) -> Any:
        """Return a handle that follows the steps (class, method, type) and gives text."""
        known = self._jpype.JClass
        handle: Any = None
        for owner, method, kind in steps:
            step = self._lookup.findVirtual(
                known(owner), method, self._type.methodType(known(kind))
            )
            handle = step if handle is None else self._handles.filterReturnValue(handle, step)
        return self._as_text(handle)

    def of_fields(
        self, objects: Any, kind: str, fields: Fields, method: str = "getCachedValue"
    ) -> Columns:
        """Return columns by our names of the fields: what is stored, unless ``get`` is asked."""
        field = self._jpype.JClass(f"org.mpxj.{kind}Field")
        found = [field.valueOf(name) for name, _ in fields.values()]
        return dict(zip(fields, self.of_each_field(objects, found, method), strict=True))

    def of_each_field(
        self, objects: Any, fields: Iterable[Any], method: str = "getCachedValue"
    ) -> list[list[str | None]]:
        """Return a column of text for each field."""
        known = self._jpype.JClass
        value = self._lookup.findVirtual(
            known("org.mpxj.FieldContainer"),
            method,
            self._type.methodType(known("java.lang.Object"), known("org.mpxj.FieldType")),
        )
        insert = self._handles.insertArguments
        return self.of(objects, [self._as_text(insert(value, 1, [field])) for field in fields])

    def of_code(self, tasks: Any, code: Any) -> list[str | None]:
        """Return the value of an activity code of each task, by its name."""
        known = self._jpype.JClass
        anything, values = known("java.lang.Object"), known("java.util.Map")
        of_task = self._lookup.findVirtual(
            known("org.mpxj.Task"), "getActivityCodeValues", self._type.methodType(values)
        )
        get = self._lookup.findVirtual(values, "get", self._type.methodType(anything, anything))
        value = self._handles.filterReturnValue(
            of_task, self._handles.insertArguments(get, 1, [code])
        )
        prefix = f"{code.getName()}: "
        texts = self.of(tasks, [self._as_text(value)])[0]
        return [text if text is None else text.removeprefix(prefix) for text in texts]

    def of(self, objects: Any, handles: Iterable[Any]) -> list[list[str | None]]:
        """Return a column of text for each handle."""
        writer = self._jpype.JClass("java.io.StringWriter")()
        generator = self._jpype.JClass("com.fasterxml.jackson.core.JsonFactory")().createGenerator(
            writer
        )
        generator.writeStartArray()
        for handle in handles:
            function = self._as_interface(self._function, handle)
            column = objects.stream().map(function).toArray(self._array)
            generator.writeArray(column, 0, len(column))
        generator.writeEndArray()
        generator.close()
        columns: list[list[str | None]] = json.loads(str(writer.toString()))
        return columns

    def _as_text(self, handle: Any) -> Any:
        anything = self._type.methodType(self._jpype.JClass("java.lang.Object"))
        general = handle.asType(handle.type().changeReturnType(anything.returnType()))
        return self._handles.filterReturnValue(general, self._text)
