"""The array types that the whole house uses, and how an array is made read-only."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["BoolArray", "DateArray", "FloatArray", "IntArray", "locked", "read_only"]

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
DateArray: TypeAlias = NDArray[np.datetime64]

_Array = TypeVar("_Array", bound=NDArray[Any])


def read_only(array: _Array) -> _Array:
    """Return the same array, marked read-only, before it leaves the library."""
    array.setflags(write=False)
    return array


def locked(array: NDArray[Any]) -> NDArray[Any]:
    """Do the same as `read_only`, as the converter of a field: those cannot be generic."""
    return read_only(array)
