"""Parcels: what travels to a worker elsewhere, in one piece, with the versions that it needs."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._version import VERSION
from riskplan.errors import RiskplanError

__all__ = ["Parcel", "refuse_other_versions", "versions_here"]


def versions_here() -> dict[str, str]:
    """Return what decides on the bits of a result in this process, besides what is asked for."""
    return {"riskplan": VERSION, "numpy": np.__version__, "scipy": scipy.__version__}


def refuse_other_versions(ours: Mapping[str, str], theirs: Mapping[str, str], where: str) -> None:
    """Refuse to mix versions, which might not come to the same bits.

    Raises
    ------
    RiskplanError
        Naming both.
    """
    apart = [name for name in ours if theirs.get(name) != ours[name]]
    if apart:
        found, wanted = (
            ", ".join(f"{name} {side.get(name, '')}".strip() for name in apart)
            for side in (theirs, ours)
        )
        raise RiskplanError(
            f"{where} has {found}, but the run was started with {wanted}; install the same "
            "versions on both sides, or the result would depend on who computed which block"
        )


@frozen(eq=False)
class Parcel:
    """Something that was pickled once, for any number of blocks and workers.

    Parameters
    ----------
    content : bytes
    versions : mapping of str to str
        Those of the sender.

    Examples
    --------
    >>> Parcel.of([1, 2]).opened()
    [1, 2]
    """

    content: bytes
    versions: Mapping[str, str] = field(factory=versions_here)

    @classmethod
    def of(cls, thing: object) -> Parcel:
        """Pack something."""
        return cls(pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL))

    def opened(self) -> Any:
        """Return what was packed; a worker unpacks it once for all blocks of a run.

        Raises
        ------
        RiskplanError
            If this worker has other versions than the sender.
        """
        refuse_other_versions(self.versions, versions_here(), "a worker")
        return _unpacked(self.content)


@lru_cache(maxsize=1)
def _unpacked(content: bytes) -> Any:
    return pickle.loads(content)
