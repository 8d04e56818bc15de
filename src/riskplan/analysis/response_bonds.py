"""Bonds: which things belong together, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Bonds"]


class Bonds:
    """Things, each of which belongs to one group with all that it was bound to.

    Examples
    --------
    >>> bonds = Bonds("abcd")
    >>> bonds.bind("ab")
    >>> bonds.bind("bd")
    >>> [sorted(group) for group in bonds.groups()]
    [['a', 'b', 'd'], ['c']]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._group = {name: {name} for name in names}

    def bind(self, names: Iterable[str]) -> None:
        """Bind some of them to each other."""
        merged: set[str] = set()
        for name in names:
            merged |= self._group[name]
        for name in merged:
            self._group[name] = merged

    def groups(self) -> list[set[str]]:
        """Return those that belong together, each once."""
        found: dict[int, set[str]] = {id(group): group for group in self._group.values()}
        return list(found.values())
