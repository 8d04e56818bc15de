"""`schedule_health`: each check against plans that fall short of it, and those that do not."""

from __future__ import annotations

import pytest

import riskplan as rp
from riskplan import HealthCheck as Check


def plan(*activities, **settings) -> rp.Plan:
    return rp.Plan("P", start="2026-01-05", activities=activities, **settings)


def act(id_: str, *after: str, days: float = 5, **more) -> rp.Activity:
    return rp.Activity(id_, id_.upper(), days, after=after, **more)


def chain(count: int, *more: rp.Activity) -> rp.Plan:
    """Activities one after the other, and some besides that end in the last."""
    first = act("t0")
    rest = [act(f"t{n}", f"t{n - 1}") for n in range(1, count)]
    last = rp.Milestone("end", "End", after=[f"t{count - 1}", *(a.id for a in more)])
    return plan(first, *rest, *more, last)


def found(of: rp.Plan, check: Check) -> tuple[str, ...]:
    return rp.schedule_health(of)[check].activities


def test_a_chain_is_healthy():
    health = rp.schedule_health(chain(5))

    assert list(Check) == [row.check for row in health]
    assert () == health.failed
    assert "ScheduleHealth(12 checks, failed: none)" == repr(health)


def test_a_plan_without_activities_is_healthy():
    assert () == rp.schedule_health(rp.Plan("P", costs=[rp.CostItem("c", "C", 5)])).failed


@pytest.mark.parametrize(
    ("activities", "expected"),
    [
        ([act("a"), act("b", "a")], ()),
        ([act("a")], ()),
        ([act("a"), act("b", days=6)], ("a", "b")),  # a has no successor, b no predecessor
        ([act("a"), act("b", "a"), act("c", "a", days=2)], ("c",)),
        ([act("a"), act("b"), act("c", "a", "b")], ("b",)),
        ([act("late", constraints="SNET 2026-02-02"), act("a"), act("c", "a", "late")], ("late",)),
        ([act("a"), act("b", "a"), rp.Hammock("h", "H", over=["a", "b"])], ()),
        ([act("a"), rp.Buffer("b", "B", 2, after="a"), act("c", "b")], ()),
    ],
)
def test_open_ends_are_what_has_no_predecessor_or_successor_besides_the_first_and_last(
    activities, expected
):
    assert expected == found(plan(*activities), Check.OPEN_ENDS)


def test_what_has_started_needs_no_predecessor():
    first, begun = act("a", actual_start="2026-01-05"), act("b", actual_start="2026-01-06")
    activities = [first, begun, act("c", "a", "b")]

    assert () == found(plan(*activities, data_date="2026-01-08"), Check.OPEN_ENDS)
    assert ("b",) == found(
        plan(first, act("b"), activities[2], data_date="2026-01-08"), Check.OPEN_ENDS
    )


def test_what_is_finished_has_no_open_end():
    first = act("a", actual_start="2026-01-05")
    done = act("b", actual_start="2026-01-05", actual_finish="2026-01-06")

    assert () == found(plan(first, done, act("c", "a"), data_date="2026-01-08"), Check.OPEN_ENDS)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (["b", "c"], ()),
        (["b SS", "c"], ("b",)),  # nothing waits for the finish of b
        (["b FF", "c"], ()),
        (["b SF", "c"], ("b",)),
    ],
)
def test_a_dangling_link_leaves_a_finish_without_effect(links, expected):
    activities = [act("a"), act("b", "a"), act("c", "a"), act("e", *links)]

    assert expected == found(plan(*activities), Check.DANGLING_LINKS)


def test_a_dangling_link_leaves_a_start_without_cause():
    activities = [act("a"), act("b", "a FF"), act("c", "b", "a")]

    assert ("b",) == found(plan(*activities), Check.DANGLING_LINKS)


def test_leads_and_lags_are_counted_by_link():
    activities = [act("a"), act("b", "a FS-2d", "a SS+1d"), act("c", "b FS+3d")]
    health = rp.schedule_health(plan(*activities))

    assert (1, 3, ("b",)) == counted(health[Check.LEADS])
    assert (2, 3, ("b", "c")) == counted(health[Check.LAGS])
    assert (False, False) == (health[Check.LEADS].passed, health[Check.LAGS].passed)


def counted(row: rp.HealthRow) -> tuple[int, int, tuple[str, ...]]:
    return row.count, row.total, row.activities


def test_hard_constraints_hold_a_date_and_others_do_not():
    activities = [
        act("a", constraints="MSO 2026-01-05"),
        act("b", "a", constraints="SNET 2026-01-12"),
        act("c", "b", constraints="FNLT 2026-02-27"),
        act("d", "c", constraints="ALAP"),
    ]
    assert ("a", "c") == found(plan(*activities), Check.HARD_CONSTRAINTS)


def test_negative_float_is_a_date_that_the_base_misses():
    late = plan(act("a"), act("b", "a", deadline="2026-01-14"), act("c", "b"))
    kept = plan(act("a"), act("b", "a", deadline="2026-01-16"), act("c", "b"))

    assert ("a", "b") == found(late, Check.NEGATIVE_FLOAT)
    assert () == found(kept, Check.NEGATIVE_FLOAT)


def test_more_than_44_days_of_float_and_of_work_are_too_many():
    activities = [act("a"), act("long", "a", days=49), act("b", "a", days=4), act("c", "long", "b")]
    weeks = act("weeks", "a", days=9, unit=rp.TimeUnit.WEEKS)
    just = [act("a"), act("long", "a", days=44), act("b", "a", days=0), act("c", "long", "b")]

    assert ("b",) == found(plan(*activities), Check.HIGH_FLOAT)
    assert ("long",) == found(plan(*activities), Check.LONG_ACTIVITIES)
    assert ("weeks",) == found(plan(act("a"), weeks), Check.LONG_ACTIVITIES)
    assert () == found(plan(*just), Check.HIGH_FLOAT)
    assert () == found(plan(*just), Check.LONG_ACTIVITIES)


def test_an_activity_without_any_link_is_isolated_where_others_have_some():
    linked = [act("a"), act("b", "a"), act("loose"), act("c", "b")]
    finished = act("loose", actual_start="2026-01-05", actual_finish="2026-01-06")
    spanned = rp.Hammock("h", "H", over=["a", "b"])

    assert ("loose",) == found(plan(*linked, spanned), Check.ISOLATED)
    assert () == found(plan(act("a"), act("b"), act("c")), Check.ISOLATED)
    assert () == found(plan(*linked[:2], finished, data_date="2026-01-08"), Check.ISOLATED)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("a FS+22d", ()),
        ("a FS+23d", ("b",)),
        ("a FS-23d", ("b",)),
        ("a SS+5w", ("b",)),
        ("a FF+176h", ()),
        ("a FF+177h", ("b",)),
        ("a FS+30d on 24h", ()),  # of seven days a week
        ("a FS+31d on 24h", ("b",)),
        ("site FS+27d", ("b",)),  # of six days a week
        ("site FS+26d", ()),
        ("site FS+26d on successor", ("b",)),
    ],
)
def test_a_lag_of_more_than_a_month_is_long_whatever_share_has_lags(link, expected):
    site = rp.Calendar(tuple(rp.Weekday)[:6], id="site")
    own = act("site", calendar="site")

    assert expected == found(
        plan(act("a", days=30), own, act("b", link), calendars=[site]), Check.LONG_LAGS
    )


def test_more_than_88_days_of_work_are_too_many_for_any_one():
    weeks = act("weeks", "a", days=18, unit=rp.TimeUnit.WEEKS)

    assert ("weeks",) == found(plan(act("a", days=88), weeks), Check.VERY_LONG_ACTIVITIES)


def test_progress_out_of_sequence_is_what_began_before_its_predecessor_was_done():
    activities = [act("a"), act("b", "a", actual_start="2026-01-06"), act("c", "b")]

    assert ("b",) == found(plan(*activities, data_date="2026-01-08"), Check.OUT_OF_SEQUENCE)


def test_a_share_on_its_limit_is_passed():
    assert rp.HealthRow(Check.LAGS, 5, 100, 0.05, ()).passed
    assert not rp.HealthRow(Check.LAGS, 6, 100, 0.05, ()).passed
    assert 0.0 == rp.HealthRow(Check.LAGS, 0, 0, 0.05, ()).share


def test_a_broken_plan_has_no_health():
    with pytest.raises(rp.PlanError, match='"nowhere", which does not exist'):
        rp.schedule_health(plan(act("a", "nowhere")))


def test_another_thing_than_a_check_is_refused():
    with pytest.raises(rp.RequestError, match=r"choose from rp\.HealthCheck\.ISOLATED"):
        rp.schedule_health(chain(3))["open ends"]  # type: ignore[index]


# --- what check says of it ------------------------------------------------------------------------


def loose(count: int) -> list[rp.Activity]:
    return [act(f"loose{n}", "t0 SS+1d", days=1) for n in range(count)]


def test_check_warns_once_of_each_kind_with_the_first_ten():
    activities = chain(30).activities
    warnings = rp.check(plan(*activities, *loose(12))).warnings

    assert [
        (
            "activities: open ends: 12 of 43 activities (28 %; at most 5 %): "
            f"{', '.join(f'loose{n}' for n in range(10))}, …; link them, or their delay reaches "
            "nothing"
        ),
        "activities: lags: 12 of 42 links",
        "activities: high float: 12 of 43 activities",
    ] == [
        str(problem) if number == 0 else str(problem).partition(" (")[0]
        for number, problem in enumerate(warnings)
    ]


def test_check_says_nothing_of_shares_in_a_small_plan():
    small = plan(*chain(5).activities, *loose(3))

    assert Check.OPEN_ENDS in [row.check for row in rp.schedule_health(small).failed]
    assert () == rp.check(small).problems


def test_check_names_single_cases_among_many_that_are_well():
    """One each of sixty: a lag of 200 days, 300 days of work, no link at all, no successor."""
    items = list(chain(60).activities)
    items[30] = act("t30", "t29 FS+200d")
    items[40] = act("t40", "t39", days=300)

    assert [
        "isolated activities: 1 of 63 activities (2 %; there should be none): loose",
        "open ends: 1 of 63 activities (2 %): tail",
        "long lags and leads: 1 of 61 links (2 %; there should be none): t30",
        "very long activities: 1 of 63 activities (2 %; there should be none): t40",
    ] == [p.message for p in rp.check(plan(*items, act("loose"), act("tail", "t3")))]
    assert () == rp.check(chain(60)).problems


def test_check_names_what_is_isolated_far_apart_or_very_long_in_any_plan():
    small = plan(act("a", days=100), act("b", "a FS+30d"), act("loose"))

    assert ["isolated activities", "long lags and leads", "very long activities"] == [
        p.message.partition(":")[0] for p in rp.check(small).warnings
    ]


def test_check_warns_of_dangling_links_and_negative_float_in_any_plan():
    small = plan(act("a"), act("b", "a FF", deadline="2026-01-07"), act("c", "b"))

    assert ["dangling links", "negative float"] == [
        problem.message.partition(":")[0] for problem in rp.check(small).warnings
    ]


def test_what_the_rules_warn_of_is_not_said_twice():
    held = plan(act("a", constraints="MSO 2026-01-05"), act("b", "a"))

    assert 1 == len(rp.check(held))


def test_many_hard_constraints_are_one_warning():
    many = [act(f"h{n}", "t0", constraints="FNLT 2030-01-01") for n in range(25)]
    (found,) = [p for p in rp.check(chain(5, *many)) if "falsify" in p.message]

    assert found.message.startswith("constraints falsify a risk analysis on 25 activities: h0, h1")
    assert found.severity is rp.Severity.WARNING


def test_a_plan_with_errors_is_not_examined_further():
    small = plan(act("a"), act("b", "a FF"), act("c", "b", "nowhere"))

    assert not [p for p in rp.check(small) if "dangling" in p.message]
