"""The constraints of a schedule file in the words of a plan, of each kind the strictest."""

from __future__ import annotations

from collections.abc import Sequence

from riskplan.model import Constraint, ConstraintKind

__all__ = ["KINDS", "NO_CONSTRAINT", "strictest"]

NO_CONSTRAINT = "AS_SOON_AS_POSSIBLE"
KINDS = {
    "START_NO_EARLIER_THAN": (ConstraintKind.SNET,),
    "FINISH_NO_EARLIER_THAN": (ConstraintKind.FNET,),
    "START_NO_LATER_THAN": (ConstraintKind.SNLT,),
    "FINISH_NO_LATER_THAN": (ConstraintKind.FNLT,),
    "MUST_START_ON": (ConstraintKind.MSO,),
    "MUST_FINISH_ON": (ConstraintKind.MFO,),
    "START_ON": (ConstraintKind.SNET, ConstraintKind.SNLT),
    "FINISH_ON": (ConstraintKind.FNET, ConstraintKind.FNLT),
    "AS_LATE_AS_POSSIBLE": (ConstraintKind.ALAP,),
}

_EARLIEST = (ConstraintKind.SNET, ConstraintKind.FNET)
_LATEST = (ConstraintKind.SNLT, ConstraintKind.FNLT)


def strictest(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """Return one constraint of each kind: the one that leaves the least room.

    Examples
    --------
    >>> dates = [Constraint.from_text(f"SNET 2026-01-0{day}") for day in (8, 5)]
    >>> [str(constraint) for constraint in strictest(dates)]
    ['SNET 2026-01-08']
    """
    found: dict[ConstraintKind, Constraint] = {}
    for constraint in constraints:
        kept = found.setdefault(constraint.kind, constraint)
        if kept.instant is None or constraint.instant is None:
            continue
        is_later = constraint.instant > kept.instant
        is_earlier = constraint.instant < kept.instant
        if (constraint.kind in _EARLIEST and is_later) or (
            constraint.kind in _LATEST and is_earlier
        ):
            found[constraint.kind] = constraint
    return tuple(found.values())
