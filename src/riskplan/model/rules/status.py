"""Rules of progress: what has happened lies in the past, and its parts fit together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.links import LinkType
from riskplan.model.moments import Moment, beginning, end, written
from riskplan.model.plan import Plan
from riskplan.model.rules.places import few_or_counted, placed, warning
from riskplan.model.rules.values import negative_part
from riskplan.model.schedule import Activity, Milestone, ScheduleItem

__all__ = [
    "actual_dates_are_in_order",
    "data_date_follows_the_start",
    "out_of_sequence",
    "progress_fits_the_actual_dates",
    "progress_follows_the_links",
    "status_has_a_data_date",
]

_PERCENT = 100.0


def status_has_a_data_date(plan: Plan) -> Iterator[Problem]:
    """Warn of progress in a plan that does not say up to when it is known."""
    if plan.data_date is not None:
        return
    for place, item in placed("activities", plan.activities):
        stated = [name for name, value in _status_of(item) if value is not None and value != 0.0]
        if stated:
            message = f"{' and '.join(stated)} without a data date of the plan"
            remedy = "give the plan a data_date; without one work goes on from where it began"
            yield warning(place, message, remedy)


def data_date_follows_the_start(plan: Plan) -> Iterator[Problem]:
    """Warn of a data date before the start of the plan."""
    if plan.data_date is None or plan.start is None:
        return
    if end(plan.data_date) <= beginning(plan.start):
        message = f"{written(plan.data_date)} lies before the start {plan.start}"
        yield warning("data_date", message, "nothing has happened yet; leave it out")


def actual_dates_are_in_order(plan: Plan) -> Iterator[Problem]:
    """Check that what has happened did so in order, and before the data date."""
    for place, item in placed("activities", plan.activities):
        started, finished = started_of(item), finished_of(item)
        if started is None and finished is None:
            continue
        for name, moment in (("actual_start", started), ("actual_finish", finished)):
            if moment is None or plan.data_date is None:
                continue
            if _lies_after(moment, plan.data_date):
                yield Problem(
                    place,
                    f"{name} {written(moment)} lies after the data date {written(plan.data_date)}",
                    "what has not happened yet is no actual date; check both dates",
                )
        if started is not None and finished is not None and _is_before(finished, started):
            yield Problem(
                place,
                f"actual_finish {written(finished)} lies before actual_start {written(started)}",
                "check both dates",
            )
        if isinstance(item, Activity) and finished is not None and started is None:
            yield Problem(place, "actual_finish without actual_start", "give actual_start")


def _lies_after(moment: Moment, known: Moment) -> bool:
    """Return whether a moment is after the day of the data date.

    Schedules are often kept with data dates at midnight, before the work of that day.
    """
    return beginning(moment).date() > beginning(known).date()


def _is_before(finished: Moment, started: Moment) -> bool:
    """Return whether a finish lies before a start, of which a date alone means all of its day."""
    if isinstance(finished, dt.datetime):
        return finished < beginning(started)
    return end(finished) <= beginning(started)


def progress_fits_the_actual_dates(plan: Plan) -> Iterator[Problem]:
    """Check what is done and what remains against what has started and finished."""
    for place, item in placed("activities", plan.activities):
        if not isinstance(item, Activity):
            continue
        yield from _complete_problems(place, item)
        if item.remaining is None:
            continue
        yield from negative_part(place, "remaining", item.remaining)
        if item.actual_start is None:
            remedy = "give actual_start, or change the duration instead"
            yield Problem(place, "remaining without actual_start", remedy)
        if item.actual_finish is not None and item.remaining.support() != (0.0, 0.0):
            message = f"is finished, but {item.remaining!r} remains"
            yield Problem(place, message, "leave out remaining or actual_finish")


def _complete_problems(place: str, activity: Activity) -> Iterator[Problem]:
    done = activity.complete
    if done is None:
        return
    if not 0.0 <= done <= 1.0:
        remedy = "it is a fraction, such as 0.4"
        if 1.0 < done <= _PERCENT:
            remedy = f"did you mean {done / _PERCENT:.2f}?"
        yield Problem(place, f"complete must be between 0 and 1 (got {done:g})", remedy)
    elif activity.actual_start is None and done > 0.0:
        yield Problem(place, f"complete is {done:g} without actual_start", "give actual_start")
    elif activity.actual_finish is not None and done < 1.0:
        message = f"is finished, but complete is {done:g}"
        yield Problem(place, message, "leave out complete or actual_finish")
    elif activity.actual_finish is None and done == 1.0 and activity.remaining is None:
        message = "is complete, but has no actual_finish"
        yield warning(place, message, "it is taken to finish on the data date; give actual_finish")


def progress_follows_the_links(plan: Plan) -> Iterator[Problem]:
    """Warn of what has started before that has finished which must come first."""
    yield from few_or_counted(out_of_sequence(plan), "progress is out of sequence on")


def out_of_sequence(plan: Plan) -> Iterator[tuple[str, Problem]]:
    """Yield what has begun too early, once for each link, with its warning."""
    items = {item.id: item for item in reversed(plan.activities)}
    for place, item in placed("activities", plan.activities):
        started = started_of(item)
        started = finished_of(item) if started is None else started
        if started is None:
            continue
        for link in item.after:
            before = items.get(link.predecessor)
            if link.type is not LinkType.FS or not isinstance(before, Activity | Milestone):
                continue
            if before.actual_finish is None:
                yield (
                    item.id,
                    warning(
                        place,
                        f'has begun out of sequence: "{before.id}", which must finish first, '
                        "has not",
                        "check its actual dates and the link",
                    ),
                )


def started_of(item: ScheduleItem) -> Moment | None:
    """Return when an activity has started, if it has."""
    return item.actual_start if isinstance(item, Activity) else None


def finished_of(item: ScheduleItem) -> Moment | None:
    """Return when an activity or a milestone has finished, if it has."""
    return item.actual_finish if isinstance(item, Activity | Milestone) else None


def _status_of(item: ScheduleItem) -> tuple[tuple[str, object], ...]:
    if isinstance(item, Activity):
        return (
            ("actual_start", item.actual_start),
            ("actual_finish", item.actual_finish),
            ("remaining", item.remaining),
            ("complete", item.complete),
        )
    if isinstance(item, Milestone):
        return (("actual_finish", item.actual_finish),)
    return ()
