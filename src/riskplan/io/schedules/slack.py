"""No slack: MPXJ is kept from working out float that nobody asks for.

While it reads a file of Primavera, MPXJ asks each task whether it is critical, and so works out its
float, date by date of its calendar: up to a third of the reading. `import_check` takes float from
the dates that the file stores.
"""

from __future__ import annotations

from typing import Any

__all__ = ["without_slack"]


def without_slack(jpype: Any, reader: Any) -> None:
    """Have a reader of MPXJ work out no float, from the first task of a project on.

    All of it is done by handles within Java: as soon as a task has been read, what works out the
    float of its project is exchanged for what knows of none.
    """
    java = _Java(jpype)
    none = java.answering("org.mpxj.SlackCalculator", java.always(None))
    reader.addProjectListener(
        java.answering("org.mpxj.listener.ProjectListener", java.for_each_task(none))
    )


class _Java:
    """Makes objects of Java that answer all their methods by one handle."""

    def __init__(self, jpype: Any) -> None:
        self.known = jpype.JClass
        self._handles = self.known("java.lang.invoke.MethodHandles")
        self._lookup = self._handles.publicLookup()
        self._type = self.known("java.lang.invoke.MethodType").methodType
        self._classes = jpype.JArray(self.known("java.lang.Class"))
        self._object = self.known("java.lang.Object").class_
        self._method = self.known("java.lang.reflect.Method").class_
        self._arguments = jpype.JArray(self.known("java.lang.Object")).class_
        self._first = jpype.JInt(0)

    def answering(self, interface: str, handle: Any) -> Any:
        """Return an object of an interface; the handle is given object, method and arguments."""
        kind = self.known(interface).class_
        handler = self.known("java.lang.invoke.MethodHandleProxies").asInterfaceInstance(
            self.known("java.lang.reflect.InvocationHandler"), handle
        )
        return self.known("java.lang.reflect.Proxy").newProxyInstance(
            kind.getClassLoader(), self._classes([kind]), handler
        )

    def always(self, value: Any) -> Any:
        """Return a handle that answers anything with a value."""
        constant = self._handles.constant(self._object, value)
        signature = [self._object, self._method, self._arguments]
        return self._handles.dropArguments(constant, 0, self._classes(signature))

    def for_each_task(self, calculator: Any) -> Any:
        """Return a handle that puts a calculator into the project of each task it is told of."""
        task, project = self.known("org.mpxj.Task"), self.known("org.mpxj.ProjectFile")
        config, nothing = self.known("org.mpxj.ProjectConfig"), self.known("java.lang.Void").TYPE
        # MPXJ spells it so.
        put = self._virtual(
            config, "setSlackClaculator", nothing, self.known("org.mpxj.SlackCalculator").class_
        )
        steps = (
            self._virtual(task, "getParentFile", project),
            self._virtual(project, "getProjectConfig", config),
            self._handles.insertArguments(put, 1, [calculator]),
        )
        handle = steps[0]
        for step in steps[1:]:
            handle = self._handles.filterReturnValue(handle, step)
        is_task = self._virtual(
            self.known("java.lang.Class"),
            "isInstance",
            self.known("java.lang.Boolean").TYPE,
            self._object,
        ).bindTo(task.class_)
        idle = self._handles.dropArguments(
            self._handles.constant(self._object, None), 0, self._classes([self._object])
        )
        told = self._handles.guardWithTest(
            is_task, handle.asType(self._type(self._object, self._object)), idle
        )
        first = self._handles.insertArguments(
            self._handles.arrayElementGetter(self._arguments), 1, [self._first]
        )
        told = self._handles.filterArguments(told, 0, [first])
        return self._handles.dropArguments(told, 0, self._classes([self._object, self._method]))

    def _virtual(self, owner: Any, method: str, kind: Any, *arguments: Any) -> Any:
        return self._lookup.findVirtual(owner, method, self._type(kind, *arguments))
