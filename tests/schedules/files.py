"""Small schedule files in three formats, written by hand: no tool's own files are copied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import frozen

__all__ = ["Line", "mpx", "mspdi", "network", "xer"]

MONDAY = dt.datetime(2026, 1, 5, 8)
MSPDI_TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
HOURS = ((8, 12), (13, 17))


@frozen
class Line:
    """An activity of so many days, after others: ``(place, type, lag in days)``."""

    name: str
    days: float = 1.0
    after: tuple[tuple[int, str, float], ...] = ()


def network(count: int) -> list[Line]:
    """A plan of so many activities, each after two earlier ones, with types and lags mixed."""
    types = ("FS", "SS", "FF", "FS")
    lines = []
    for row in range(count):
        after = tuple(
            (earlier, types[row % 4], float(row % 3 - 1))
            for earlier in sorted({row - 1, row // 2})
            if 0 <= earlier < row
        )
        lines.append(Line(f"Activity {row}", 1.0 + row % 7, after))
    return lines


def mspdi(lines: Sequence[Line], *, extra: str = "", calendars: str = "") -> str:
    """The XML of Microsoft Project; ``extra`` goes into each task, ``calendars`` beside ours."""
    tasks = "".join(_mspdi_task(row, line, extra) for row, line in enumerate(lines, 1))
    days = "".join(_mspdi_day(day) for day in range(1, 8))
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
<SaveVersion>14</SaveVersion><Name>made.xml</Name><Title>Made by hand</Title>
<ScheduleFromStart>1</ScheduleFromStart><StartDate>{MONDAY.isoformat()}</StartDate>
<CalendarUID>1</CalendarUID><DefaultStartTime>08:00:00</DefaultStartTime>
<DefaultFinishTime>17:00:00</DefaultFinishTime><MinutesPerDay>480</MinutesPerDay>
<MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth><DurationFormat>7</DurationFormat>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
<BaseCalendarUID>-1</BaseCalendarUID><WeekDays>{days}</WeekDays></Calendar>{calendars}</Calendars>
<Tasks>{tasks}</Tasks></Project>
"""


def _mspdi_day(day: int) -> str:
    if day in (1, 7):
        return f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>"
    times = "".join(
        f"<WorkingTime><FromTime>{first:02}:00:00</FromTime><ToTime>{last:02}:00:00</ToTime>"
        "</WorkingTime>"
        for first, last in HOURS
    )
    return (
        f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking>"
        f"<WorkingTimes>{times}</WorkingTimes></WeekDay>"
    )


def _mspdi_task(row: int, line: Line, extra: str) -> str:
    links = "".join(
        f"<PredecessorLink><PredecessorUID>{earlier + 1}</PredecessorUID>"
        f"<Type>{MSPDI_TYPES[kind]}</Type><CrossProject>0</CrossProject>"
        f"<LinkLag>{round(lag * 4800)}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
        for earlier, kind, lag in line.after
    )
    hours = f"PT{round(line.days * 8)}H0M0S"
    return (
        f"<Task><UID>{row}</UID><ID>{row}</ID><Name>{line.name}</Name><Active>1</Active>"
        f"<Manual>0</Manual><Type>0</Type><IsNull>0</IsNull><OutlineNumber>{row}</OutlineNumber>"
        f"<OutlineLevel>1</OutlineLevel><Priority>500</Priority>"
        f"<Start>{MONDAY.isoformat()}</Start><Duration>{hours}</Duration>"
        f"<DurationFormat>7</DurationFormat><Milestone>0</Milestone><Summary>0</Summary>"
        f"<EarlyStart>{MONDAY.isoformat()}</EarlyStart><PercentComplete>0</PercentComplete>"
        f"<RemainingDuration>{hours}</RemainingDuration><ConstraintType>0</ConstraintType>"
        f"<CalendarUID>-1</CalendarUID>{extra}{links}</Task>\n"
    )


def xer(lines: Sequence[Line], *, projects: Sequence[str] = ("MADE",)) -> str:
    """The XER of Primavera P6; each project holds the same activities, the first is exported."""
    date = f"{MONDAY:%Y-%m-%d %H:%M}"
    tables: dict[str, tuple[str, list[str]]] = {
        "PROJECT": (
            "proj_id proj_short_name clndr_id plan_start_date last_recalc_date export_flag",
            [],
        ),
        "CALENDAR": (
            "clndr_id default_flag clndr_name day_hr_cnt week_hr_cnt clndr_type clndr_data",
            [f"9\tY\tFive days\t8\t40\tCA_Base\t{_xer_calendar()}"],
        ),
        "PROJWBS": ("wbs_id proj_id seq_num proj_node_flag wbs_short_name wbs_name", []),
        "TASK": (
            (
                "task_id proj_id wbs_id clndr_id task_code task_name task_type status_code "
                "duration_type complete_pct_type target_drtn_hr_cnt remain_drtn_hr_cnt "
                "total_float_hr_cnt early_start_date early_end_date"
            ),
            [],
        ),
        "TASKPRED": (
            "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
            [],
        ),
    }
    for place, name in enumerate(projects):
        # Ids of their own: where those of a WBS line and an activity clash, MPXJ renumbers.
        key, base = 9_000_000 + place, place * 1_000_000
        flag = "Y" if place == 0 else "N"
        tables["PROJECT"][1].append(f"{key}\t{name}\t9\t{date}\t{date}\t{flag}")
        tables["PROJWBS"][1].append(f"{key}\t{key}\t1\tY\t{name}\t{name}")
        for row, line in enumerate(lines, 1):
            hours = round(line.days * 8)
            tables["TASK"][1].append(
                f"{base + row}\t{key}\t{key}\t9\tA{row}\t{line.name}\tTT_Task\tTK_NotStart\t"
                f"DT_FixedDrtn\tCP_Drtn\t{hours}\t{hours}\t0\t{date}\t{date}"
            )
            for earlier, kind, lag in line.after:
                tables["TASKPRED"][1].append(
                    f"{len(tables['TASKPRED'][1]) + 1}\t{base + row}\t{base + earlier + 1}\t"
                    f"{key}\t{key}\tPR_{kind}\t{round(lag * 8)}"
                )
    text = "ERMHDR\t20.12\t2026-01-05\tProject\tuser\tuser\tdb\tProject Management\tUSD\r\n"
    for table, (fields, rows) in tables.items():
        named = "\t".join(fields.split())
        text += f"%T\t{table}\r\n%F\t{named}\r\n" + "".join(f"%R\t{row}\r\n" for row in rows)
    return text + "%E\r\n"


def _xer_calendar() -> str:
    hours = "".join(f"(0||{n}(s|{a:02}:00|f|{b:02}:00)())" for n, (a, b) in enumerate(HOURS))
    days = "".join(f"(0||{day}()({hours if 1 < day < 7 else ''}))" for day in range(1, 8))
    return f"(0||CalendarData()((0||DaysOfWeek()({days}))(0||Exceptions()())))"


def mpx(lines: Sequence[Line], *, page: str = "ANSI") -> str:
    """The MPX of Microsoft Project 98."""
    date = f"{MONDAY:%a %d/%m/%y}"
    hours = ",".join(f"{first:02}:00,{last:02}:00" for first, last in HOURS)
    days = "".join(f"25,{day},{hours}\r\n" for day in range(2, 7))
    text = (
        f"MPX,Microsoft Project for Windows,4.0,{page}\r\n"
        '10,$,1,2,",",.\r\n11,2,0,1,8.00,40.00,$0.00/h,$0.00/h,1,1\r\n'
        "12,1,1,480,/,:,,,9,1\r\n"
        f"20,Standard,0,1,1,1,1,1,0\r\n25,1\r\n{days}25,7\r\n"
        f"30,made,,,Standard,{date}\r\n"
        "61,90,1,3,40,98,70\r\n"
    )
    for row, line in enumerate(lines, 1):
        links = ",".join(f"{earlier + 1}{kind}{lag:+g}d" for earlier, kind, lag in line.after)
        text += f'70,{row},{line.name},1,{line.days:g}d,{row},"{links}"\r\n'
    return text
