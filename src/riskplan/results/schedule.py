"""The schedule of the base plan: early and late dates, and float."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from riskplan._format import card, days_text
from riskplan._typing import FloatArray, locked
from riskplan.errors import counted

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BaseSchedule"]


@frozen(eq=False, repr=False)
class BaseSchedule:
    """The schedule of the base plan, from the critical path method.

    Parameters
    ----------
    ids, names : tuple of str, n_activities of them
    phases : tuple of str or None
        The phase of each activity.
    early_start, early_finish, late_start, late_finish : FloatArray, shape (n_activities,) [days]
        Working days from the start.
    total_float : FloatArray, shape (n_activities,) [working days]
        How long each activity can wait without delaying the end, on its own calendar.
    free_float : FloatArray, shape (n_activities,) [working days]
        How long each activity can wait without delaying any other; NaN where nobody worked it out.
    start_dates, finish_dates : tuple of datetime.datetime
        The early dates; empty where the plan has no start.
    late_start_dates, late_finish_dates : tuple of datetime.datetime
        The late dates; empty where the plan has no start.
    resume_dates : tuple of datetime.datetime
        From when what is left of each activity is done: its early start, unless it has been begun.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    phases: tuple[str | None, ...]
    early_start: FloatArray = field(converter=locked)
    early_finish: FloatArray = field(converter=locked)
    late_start: FloatArray = field(converter=locked)
    late_finish: FloatArray = field(converter=locked)
    total_float: FloatArray = field(converter=locked, kw_only=True)
    free_float: FloatArray = field(converter=locked, kw_only=True)
    start_dates: tuple[dt.datetime, ...] = ()
    finish_dates: tuple[dt.datetime, ...] = ()
    late_start_dates: tuple[dt.datetime, ...] = ()
    late_finish_dates: tuple[dt.datetime, ...] = ()
    resume_dates: tuple[dt.datetime, ...] = ()

    @total_float.default
    def _on_one_calendar(self) -> FloatArray:
        return self.late_finish - self.early_finish

    @free_float.default
    def _unknown(self) -> FloatArray:
        return np.full(len(self.ids), np.nan)

    @property
    def duration(self) -> float:
        """Working days from the start to the end [days]."""
        return float(self.early_finish.max(initial=0.0))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by id with dates in days from the start, and the float."""
        import pandas as pd

        columns = {
            "name": self.names,
            "early_start": self.early_start,
            "early_finish": self.early_finish,
            "late_start": self.late_start,
            "late_finish": self.late_finish,
            "total_float": self.total_float,
            "free_float": self.free_float,
        }
        if self.start_dates:
            columns |= {"start": self.start_dates, "finish": self.finish_dates}
        if self.late_start_dates:
            columns |= {
                "late_start_date": self.late_start_dates,
                "late_finish_date": self.late_finish_dates,
            }
        return pd.DataFrame(columns, index=pd.Index(self.ids, name="id"))

    def __repr__(self) -> str:
        count = counted(len(self.ids), "activity", "activities")
        return f"BaseSchedule({count}, {days_text(self.duration)})"

    def _repr_html_(self) -> str:
        rows = zip(self.names, self.early_finish, self.total_float, strict=True)
        return card(
            f"Base schedule: {days_text(self.duration)}",
            [(name, f"day {end:g}, float {slack:g}") for name, end, slack in rows],
        )
