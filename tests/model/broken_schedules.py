"""Plans that break a rule of dates, of progress, of buffers, of branches or of windows."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case, activity, risk
from tests.model.good import GOOD, with_flood


def with_activities(*items, **more) -> rp.Plan:
    """A plan of these activities, with a start."""
    return rp.Plan("P", start="2026-01-05", activities=items, **more)


def since(data_date, *items) -> rp.Plan:
    """A plan of these activities, with progress up to a date."""
    return with_activities(*items, data_date=data_date)


DATES: list[Case] = [
    (
        "dates_have_a_start",
        rp.Plan(
            "P",
            data_date="2026-01-01",
            activities=[
                activity("a", constraints=["ALAP", "SNET 2026-03-01"]),
                rp.Milestone("m", "M", deadline="2026-03-01 17:00"),
            ],
            risks=[
                risk("r", impacts=[rp.Delay("a", 1)], window="2026-01-01 to 2026-02-01"),
            ],
        ),
        [
            "data_date: it needs a start to count from; give the plan a start date",
            (
                'activities[0] "a": constraint "SNET 2026-03-01" needs a start to count from; give '
                "the plan a start date"
            ),
            (
                'activities[1] "m": its deadline needs a start to count from; give the plan a '
                "start date"
            ),
            'risks[0] "r": its window needs a start to count from; give the plan a start date',
        ],
    ),
    (
        "constraints_agree",
        with_activities(
            activity("a", constraints=["SNET 2026-03-01", "SNET 2026-04-01"]),
            activity("b", constraints=["MSO 2026-03-01", "SNLT 2026-02-01", "ALAP"]),
            activity("c", constraints=["FNET 2026-03-01", "FNLT 2026-03-01"]),
            rp.Milestone("m", "M", constraints=["FNET 2026-03-02", "FNLT 2026-03-01"]),
        ),
        [
            'activities[0] "a": two SNET constraints; keep one of them',
            (
                'activities[1] "b": the constraints "MSO 2026-03-01" and "SNLT 2026-02-01" cannot '
                "both hold; the earliest date comes first; check both"
            ),
            (
                'activities[3] "m": the constraints "FNET 2026-03-02" and "FNLT 2026-03-01" cannot '
                "both hold; the earliest date comes first; check both"
            ),
        ],
    ),
    (
        "constraints_leave_room_for_risk",
        with_activities(
            activity("a", constraints=["SNET 2026-03-01", "FNET 2026-03-01", "ALAP"]),
            activity("b", constraints=["MSO 2026-03-01", "FNLT 2026-05-01"]),
        ),
        [
            (
                'activities[1] "b": constraint "MSO 2026-03-01" falsifies a risk analysis; it is '
                "simulated as SNET; use a deadline, or a constraint of earliest dates"
            ),
            (
                'activities[1] "b": constraint "FNLT 2026-05-01" falsifies a risk analysis; it '
                "only shapes late dates and float; use a deadline, or a constraint of earliest "
                "dates"
            ),
        ],
    ),
    (
        "constraints_leave_room_for_risk",
        with_activities(
            rp.Milestone("m", "M", constraints="MFO 2026-03-01 17:00"),
            constraint_policy=rp.ConstraintPolicy.HARD,
        ),
        [
            (
                'activities[0] "m": constraint "MFO 2026-03-01 17:00" falsifies a risk analysis; '
                "it holds against the links and hides delays; use a deadline, or a constraint of "
                "earliest dates"
            ),
        ],
    ),
    (
        "deadlines_follow_the_start",
        with_activities(
            activity("a", deadline="2026-01-04"),
            activity("b", deadline="2026-01-05"),
            rp.Milestone("m", "M", deadline="2026-01-04 23:59"),
        ),
        [
            (
                'activities[0] "a": its deadline 2026-01-04 lies before the start 2026-01-05; '
                "check both dates"
            ),
            (
                'activities[2] "m": its deadline 2026-01-04 23:59 lies before the start '
                "2026-01-05; check both dates"
            ),
        ],
    ),
]

PROGRESS: list[Case] = [
    (
        "status_has_a_data_date",
        with_activities(
            activity("a", actual_start="2026-01-05", complete=0.5),
            activity("b", complete=0),
            rp.Milestone("m", "M", actual_finish="2026-01-05"),
        ),
        [
            (
                'activities[0] "a": actual_start and complete without a data date of the plan; '
                "give the plan a data_date; without one work goes on from where it began"
            ),
            (
                'activities[2] "m": actual_finish without a data date of the plan; give the plan a '
                "data_date; without one work goes on from where it began"
            ),
        ],
    ),
    (
        "data_date_follows_the_start",
        since("2026-01-04", activity("a")),
        [
            (
                "data_date: 2026-01-04 lies before the start 2026-01-05; nothing has happened yet; "
                "leave it out"
            ),
        ],
    ),
    (
        "actual_dates_are_in_order",
        since(
            "2026-03-31",
            activity("good", actual_start="2026-03-31", actual_finish="2026-03-31"),
            activity("a", actual_start="2026-04-01"),
            activity("b", actual_start="2026-02-02", actual_finish="2026-02-01"),
            rp.Milestone("m", "M", actual_finish="2026-04-01"),
            activity("c", actual_finish="2026-02-01"),
        ),
        [
            (
                'activities[1] "a": actual_start 2026-04-01 lies after the data date 2026-03-31; '
                "what has not happened yet is no actual date; check both dates"
            ),
            (
                'activities[2] "b": actual_finish 2026-02-01 lies before actual_start 2026-02-02; '
                "check both dates"
            ),
            (
                'activities[3] "m": actual_finish 2026-04-01 lies after the data date 2026-03-31; '
                "what has not happened yet is no actual date; check both dates"
            ),
            'activities[4] "c": actual_finish without actual_start; give actual_start',
        ],
    ),
    (
        "actual_dates_are_in_order",
        since(
            "2026-03-31 12:00",
            activity("good", actual_start="2026-03-31 12:00"),
            activity("day", actual_start="2026-03-31"),
            activity("day-2", actual_start="2026-03-31 12:01"),
            activity("a", actual_start="2026-04-01 08:00"),
        ),
        [
            (
                'activities[3] "a": actual_start 2026-04-01 08:00 lies after the data date '
                "2026-03-31 12:00; what has not happened yet is no actual date; check both dates"
            ),
        ],
    ),
    (
        "progress_fits_the_actual_dates",
        since(
            "2026-03-31",
            activity("a", complete=40),
            activity("b", complete=0.4),
            activity("c", remaining=4),
            activity("d", remaining=-4, actual_start="2026-02-01"),
            activity(
                "e",
                remaining=4,
                complete=0.5,
                actual_start="2026-02-01",
                actual_finish="2026-03-01",
            ),
            activity("f", complete=1, actual_start="2026-02-01"),
            activity(
                "good",
                remaining=0,
                complete=1,
                actual_start="2026-02-01",
                actual_finish="2026-03-01",
            ),
        ),
        [
            'activities[0] "a": complete must be between 0 and 1 (got 40); did you mean 0.40?',
            'activities[1] "b": complete is 0.4 without actual_start; give actual_start',
            (
                'activities[2] "c": remaining without actual_start; give actual_start, or change '
                "the duration instead"
            ),
            (
                'activities[3] "d": remaining must not be negative (got constant(-4), which goes '
                "down to -4); check the signs; something that is saved is a risk of kind "
                "opportunity"
            ),
            (
                'activities[4] "e": is finished, but complete is 0.5; leave out complete or '
                "actual_finish"
            ),
            (
                'activities[4] "e": is finished, but constant(4) remains; leave out remaining or '
                "actual_finish"
            ),
            (
                'activities[5] "f": is complete, but has no actual_finish; it is taken to finish '
                "on the data date; give actual_finish"
            ),
        ],
    ),
    (
        "progress_follows_the_links",
        since(
            "2026-03-31",
            activity("a"),
            activity("b", after="a", actual_start="2026-02-01"),
            activity("good", after="a SS", actual_start="2026-02-01"),
            rp.Milestone("m", "M", after="b", actual_finish="2026-02-01"),
        ),
        [
            (
                'activities[1] "b": has begun out of sequence: "a", which must finish first, has '
                "not; check its actual dates and the link"
            ),
            (
                'activities[3] "m": has begun out of sequence: "b", which must finish first, has '
                "not; check its actual dates and the link"
            ),
        ],
    ),
]

SPANS: list[Case] = [
    (
        "buffers_absorb_something",
        with_activities(activity("a"), rp.Buffer("x", "X", -5, after="a"), rp.Buffer("y", "Y", 5)),
        [
            (
                'activities[1] "x": size must not be negative (got constant(-5), which goes down '
                "to -5); check the signs; something that is saved is a risk of kind opportunity"
            ),
            (
                'activities[2] "y": a buffer that waits for nothing absorbs no delay; name in '
                "after what it protects against"
            ),
        ],
    ),
    (
        "hammocks_span_something",
        with_activities(
            activity("a"),
            rp.Hammock("x", "X", []),
            rp.Hammock("y", "Y", ["x", "y", "a", "b"]),
        ),
        [
            'activities[1] "x": spans no activity; name in over what it lasts as long as',
            'activities[2] "y": over names hammock "x"; name the activities that that one spans',
            'activities[2] "y": over names hammock "y"; name the activities that that one spans',
            'activities[2] "y": over names activity "b", which does not exist; there are: a',
        ],
    ),
    (
        "nothing_waits_for_hammocks",
        with_activities(activity("a"), rp.Hammock("x", "X", "a"), activity("b", after=["x", "a"])),
        [
            (
                'activities[2] "b": after names hammock "x", which drives nothing; name the '
                "activity that it waits for"
            ),
        ],
    ),
    (
        "impacts_hit_something",
        with_activities(
            activity("a", category="steel"),
            rp.Buffer("x", "X", 5, after="a"),
            rp.Hammock("y", "Y", "a"),
            risks=[
                risk(
                    "r",
                    impacts=[
                        rp.Delay(["x", "y", "a"], 1),
                        rp.Delay(["category:stel", "category:steel"], 1),
                    ],
                )
            ],
        ),
        [
            (
                'risks[0] "r", impacts[0]: impact on buffer "x", which takes no work; name the '
                "activity that it protects against"
            ),
            (
                'risks[0] "r", impacts[0]: impact on hammock "y", which lasts as long as what it '
                "spans; name the activities that it spans"
            ),
            (
                'risks[0] "r", impacts[1]: impact on activity "category:stel", which does not '
                'exist; did you mean "category:steel"?'
            ),
        ],
    ),
    (
        "rates_are_not_negative",
        with_activities(activity("a"), rp.Hammock("y", "Y", "a", day_rate=-1)),
        [
            (
                'activities[1] "y": day_rate must not be negative (got constant(-1), which goes '
                "down to -1); check the signs; something that is saved is a risk of kind "
                "opportunity"
            ),
        ],
    ),
    (
        "delays_on_phases_are_meant",
        with_activities(
            activity("a", category="steel"),
            activity("b", category="steel"),
            risks=[risk("r", impacts=[rp.Delay("category:steel", 1)])],
        ),
        [
            (
                'risks[0] "r", impacts[0]: the delay on "category:steel" is added to each of its 2 '
                "activities; name the one activity that is hit, unless this is meant"
            ),
        ],
    ),
    (
        "lags_stand_where_they_can",
        with_activities(activity("a"), activity("b", after=["a on 24h", "a SS+1d on 24h"])),
        [
            (
                'activities[1] "b": link "a FS+0d on 24h" names the calendar of a lag, but has '
                "none; give a lag, or leave out its calendar"
            ),
        ],
    ),
    (
        "ids_are_unique",
        GOOD.evolve(calendars=[rp.Calendar(id="24h"), rp.CONTINUOUS]),
        [
            (
                'calendars[1] "24h": the id is already taken by [0]; give each item of a table its '
                "own id"
            ),
            (
                'calendars[0] "24h": the id is already taken by the calendar that never stops; '
                "give each item of a table its own id"
            ),
        ],
    ),
    (
        "correlations_name_quantities",
        with_activities(
            activity("a", duration="uniform(1, 2)"),
            rp.Buffer("x", "X", 5, after="a"),
            rp.Hammock("y", "Y", "a"),
            correlations=[rp.Correlation(["a", "x", "y"], 0.5)],
        ),
        [
            (
                'correlations[0]: names buffer "x", which has no duration of its own; name the '
                "activity before it"
            ),
            (
                'correlations[0]: names hammock "y", which has no duration of its own; name the '
                "activities that it spans"
            ),
        ],
    ),
]

BRANCHES: list[Case] = [
    (
        "branches_can_be_decided",
        with_activities(
            activity("a", probability=30),
            activity("b", probability=-0.5),
            activity("c", only_if="flod"),
            activity("d", only_if="storm"),
            activity("e", only_if="flood", actual_start="2026-01-05"),
            risks=[
                risk("flood"),
                risk("storm", impacts=[rp.Delay("a", 1)], window="2026-03-01 to 2026-05-31"),
            ],
        ),
        [
            'activities[0] "a": probability must be between 0 and 1 (got 30); did you mean 0.30?',
            (
                'activities[1] "b": probability must be between 0 and 1 (got -0.5); a probability '
                "is a number such as 0.2"
            ),
            (
                'activities[2] "c": only_if names risk "flod", which does not exist; did you mean '
                '"flood"?'
            ),
            (
                'activities[3] "d": only_if names risk "storm", which strikes in a window: whether '
                "it does is known only once the schedule is; leave out its window, or only_if"
            ),
            (
                'activities[4] "e": has started, so that it is needed whatever its chance; leave '
                "out probability and only_if"
            ),
        ],
    ),
    (
        "windows_can_be_hit",
        with_flood(window="2026-05-31 to 2026-03-01"),
        [
            (
                'risks[0] "flood": window "2026-05-31 to 2026-03-01" ends before it begins; write '
                "the earlier date first"
            ),
        ],
    ),
    (
        "windows_can_be_hit",
        with_flood(
            window="2025-03-01 to 2025-05-31",
            impacts=[rp.CostImpact(1)],
            responses=[
                rp.Response("x", "X", rp.Strategy.MITIGATE, impacts=[rp.CostImpact(1)]),
                rp.Response("y", "Y", rp.Strategy.MITIGATE, impacts=[]),
            ],
        ),
        [
            (
                'risks[0] "flood": window "2025-03-01 to 2025-05-31" lies before the start '
                "2026-01-05, so that nothing is left of it; check both dates"
            ),
        ],
    ),
    (
        "windows_can_be_hit",
        with_flood(
            window="2025-03-01 to 2025-05-31",
            impacts=[rp.CostImpact(1), rp.Delay("dig", 1)],
            responses=[
                rp.Response("x", "X", rp.Strategy.MITIGATE, impacts=[rp.CostImpact(1)]),
                rp.Response("y", "Y", rp.Strategy.MITIGATE, impacts=[]),
            ],
        ),
        [
            (
                'risks[0] "flood": window "2025-03-01 to 2025-05-31" lies before the start '
                "2026-01-05, so that it never strikes; check both dates"
            ),
            (
                'risks[0] "flood", responses[0] "x": with its impacts, a risk with a window that '
                "delays work would be of the other kind: one that delays occurs only where it hits "
                "work, and one that costs whatever is being done; leave out window, or let both "
                "delay"
            ),
        ],
    ),
]
