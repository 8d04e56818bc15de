"""What a picture is asked to show must be what it shows."""

from __future__ import annotations

from riskplan.errors import RequestError
from riskplan.simulation.requests import whole

__all__ = ["refuse_bad_most", "refuse_other"]


def refuse_bad_most(most: object) -> None:
    """Refuse what is no number of things to show.

    Raises
    ------
    RequestError
        If it is no whole number, or below 0.
    """
    whole("most", most, 0)


def refuse_other(given: object, wanted: type, example: str) -> None:
    """Refuse what is not the answer that a picture shows, such as the run that it comes from.

    Raises
    ------
    RequestError
        Saying how to get that answer.

    Examples
    --------
    >>> refuse_other(80, str, "a text")
    Traceback (most recent call last):
    riskplan.errors.RequestError: a text is wanted here (got int)
    """
    if not isinstance(given, wanted):
        raise RequestError(f"{example} is wanted here (got {type(given).__name__})")
