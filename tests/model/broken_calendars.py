"""Plans that break a rule of calendars."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case
from tests.model.good import GOOD, with_more

DAY = ["08:00-12:00", "13:00-17:00"]
FRIDAY, MONDAY = rp.Weekday.FRIDAY, rp.Weekday.MONDAY


def with_calendars(*calendars: rp.Calendar) -> rp.Plan:
    return GOOD.evolve(calendars=calendars)


TIME: list[Case] = [
    (
        "calendar_has_working_time",
        GOOD.evolve(calendar=rp.Calendar([])),
        ["calendar: work_week holds no day; name at least one working day"],
    ),
    (
        "calendar_has_working_time",
        with_more("calendars", rp.Calendar(hours=0.01, id="x"), rp.Calendar(opens=20, id="y")),
        [
            (
                'calendars[1] "x": hours must be at least a minute and at most 24 (got 0.01); 8 is '
                "usual"
            ),
            (
                'calendars[2] "y": 8 hours of work from 20 h leave the day; opens must be at least '
                "0 and at most 24 less hours"
            ),
        ],
    ),
    (
        "calendar_has_working_time",
        with_calendars(
            rp.Calendar([FRIDAY], week=[rp.DayShifts(FRIDAY)], id="x"),
            rp.Calendar([], week=[rp.DayShifts(FRIDAY, DAY)], id="good"),
            rp.Calendar(base="x", id="heir"),
        ),
        [
            ('calendars[0] "x": no day of the week is worked; give at least one day some shifts'),
            (
                'calendars[2] "heir": no day of the week is worked; give at least one day some '
                "shifts"
            ),
        ],
    ),
    (
        "calendar_has_working_time",
        GOOD.evolve(start="2026-01-04"),
        ["start: 2026-01-04 is not a working day; the plan starts on the next working day"],
    ),
    (
        "calendar_has_working_time",
        GOOD.evolve(
            calendar=rp.Calendar(exceptions=[rp.CalendarException("2026-01-01", "2026-01-06")])
        ),
        ["start: 2026-01-05 is not a working day; the plan starts on the next working day"],
    ),
    (
        "shifts_follow_each_other",
        with_calendars(
            rp.Calendar(
                shifts=["13:00-17:00", "08:00-13:30"],
                week=[rp.DayShifts(FRIDAY, DAY), rp.DayShifts(MONDAY), rp.DayShifts(FRIDAY)],
                exceptions=[
                    rp.CalendarException("2026-05-01", shifts=["08:00-10:00", "08:00-09:00"])
                ],
                id="x",
            )
        ),
        [
            (
                'calendars[0] "x": the shifts 08:00-13:30 and 13:00-17:00 overlap; a minute is '
                "worked once"
            ),
            (
                'calendars[0] "x", exceptions[0]: the shifts 08:00-09:00 and 08:00-10:00 overlap; '
                "a minute is worked once"
            ),
            (
                'calendars[0] "x", week[2]: tells the hours of "fri" a second time; the later '
                "entry holds; keep one of them"
            ),
        ],
    ),
    (
        "exceptions_are_stretches_of_dates",
        with_calendars(
            rp.Calendar(
                exceptions=[
                    rp.CalendarException("2026-05-10", "2026-05-01"),
                    rp.CalendarException("1900-01-01", "2100-01-01"),
                    rp.CalendarException("2026-05-05", "2026-05-09"),
                    rp.CalendarException("2026-05-01", "2026-05-05"),
                    rp.CalendarException("2026-05-10"),
                ],
                id="x",
            )
        ),
        [
            (
                'calendars[0] "x", exceptions[0]: ends on 2026-05-01, before it begins on '
                "2026-05-10; check both dates"
            ),
            (
                'calendars[0] "x", exceptions[1]: lasts from 1900-01-01 to 2100-01-01, more than '
                "100 years; shorten it, or change the working hours themselves"
            ),
            (
                'calendars[0] "x", exceptions[3]: has dates in common with exceptions[2]; the '
                "later entry holds; keep one for each date"
            ),
        ],
    ),
    (
        "calendars_inherit_from_calendars",
        with_calendars(
            rp.Calendar(base="alwys", id="always"),
            rp.Calendar(base="y", id="x"),
            rp.Calendar(base="x", id="y"),
            rp.Calendar(base="y", id="z"),
            rp.Calendar([FRIDAY], base="24h", shifts=DAY, opens=3, id="own"),
        ),
        [
            (
                'calendars[0] "always": base names calendar "alwys", which does not exist; did you '
                'mean "always"?'
            ),
            (
                'calendars[1] "x": inherits from "y", and so from itself; leave out the base of '
                "one of these calendars"
            ),
            (
                'calendars[2] "y": inherits from "x", and so from itself; leave out the base of '
                "one of these calendars"
            ),
            (
                'calendars[4] "own": work_week is given besides base "24h", which states it; '
                "change single weekdays in week, or leave out base"
            ),
            (
                'calendars[4] "own": shifts is given besides base "24h", which states it; change '
                "single weekdays in week, or leave out base"
            ),
            (
                'calendars[4] "own": opens is given besides base "24h", which states it; change '
                "single weekdays in week, or leave out base"
            ),
        ],
    ),
    (
        "hours_are_those_of_a_day",
        with_calendars(
            rp.Calendar(shifts=DAY, hours=7.5, week=[rp.DayShifts(FRIDAY, DAY[:1])], id="x"),
            rp.Calendar(shifts=DAY, hours=4, week=[rp.DayShifts(FRIDAY, DAY[:1])], id="good"),
            rp.Calendar(base="24h", id="heir"),
        ),
        [
            (
                'calendars[0] "x": a working day means 7.5 hours, but its shifts add up to 4 or 8; '
                "write hours = 8, unless durations are meant so"
            ),
            (
                'calendars[2] "heir": a working day means 8 hours, but its shifts add up to 24; '
                "write hours = 24, unless durations are meant so"
            ),
        ],
    ),
    (
        "lost_days_fit_into_months",
        with_calendars(
            rp.Calendar(
                lost=[
                    rp.LostDays(0, 1),
                    rp.LostDays(3, -1),
                    rp.LostDays(3, 2),
                    rp.LostDays(4, "uniform(40, 50)"),
                ],
                id="x",
            )
        ),
        [
            'calendars[0] "x", lost[0]: month must be from 1 to 12 (got 0); January is 1',
            (
                'calendars[0] "x", lost[1]: days must not be negative (got constant(-1), which '
                "goes down to -1); check the signs; something that is saved is a risk of kind "
                "opportunity"
            ),
            'calendars[0] "x", lost[2]: month 3 stands twice; give the month one distribution',
            (
                'calendars[0] "x", lost[3]: more days are lost than a month has (got uniform(40, '
                "50)); give the days of one month"
            ),
        ],
    ),
]
