"""A schedule file says in its raw values what it says in its text."""

from __future__ import annotations

import datetime as dt

import pytest

from riskplan.io.schedules.raw import Amount, FileConstraint, FileException, Lengths, Stretch
from tests.schedules.files import MONDAY, Line, mpx, mspdi, network, xer

LINES = network(12)
WORDS = {"XML": mspdi, "XER": xer, "MPX": mpx}
OFFICE = (Stretch(480, 720), Stretch(780, 1020))


def activities(schedule):
    return [task for task in schedule.tasks if not task.summary]


def in_days(amount, lengths):
    return amount.minutes(lengths) / 480


@pytest.mark.parametrize("form", WORDS)
def test_every_form_gives_the_same_activities_links_and_calendar(read, form):
    schedule = read(WORDS[form](LINES))
    lengths = schedule.settings.lengths
    tasks = {task.uid: task for task in activities(schedule)}

    assert {line.name: line.days for line in LINES} == {
        task.name: in_days(task.duration, lengths) for task in tasks.values()
    }
    assert {
        (LINES[earlier].name, line.name, kind, lag)
        for line in LINES
        for earlier, kind, lag in line.after
    } == {
        (
            tasks[link.predecessor].name,
            tasks[link.successor].name,
            link.type,
            in_days(link.lag, lengths),
        )
        for link in schedule.links
    }
    assert [*[OFFICE] * 5, (), ()] == list(schedule.calendars[0].week.days)
    assert MONDAY.date() == schedule.settings.start.date()


def test_elapsed_and_percentage_lags_keep_their_unit(read):
    text = mspdi([Line("a"), Line("b", 1, ((0, "FS", 1.0),)), Line("c", 1, ((1, "SS", 1.0),))])
    text = text.replace("<LagFormat>7<", "<LagFormat>8<", 1)
    text = text.replace(
        "<LinkLag>4800</LinkLag><LagFormat>7<", "<LinkLag>50</LinkLag><LagFormat>19<"
    )

    elapsed, percent = (link.lag for link in read(text).links)

    assert (True, 480.0) == (elapsed.elapsed, elapsed.minutes(Lengths()))
    assert Amount(50.0, "%") == percent
    assert 240.0 == percent.minutes(Lengths(), whole=480.0)
    with pytest.raises(ValueError, match="a percentage needs the whole"):
        percent.minutes(Lengths())


def test_what_the_file_does_not_store_is_none_and_zero_is_zero(read):
    stored = "<TotalSlack>0</TotalSlack><FreeSlack>4800</FreeSlack>"
    without, having = read(mspdi(LINES)).tasks[0], read(mspdi(LINES, extra=stored)).tasks[0]

    assert (None, None) == (without.total_float, without.late_start)
    assert Amount(0.0, "m") == having.total_float
    assert 480.0 == having.free_float.minutes(Lengths())
    assert MONDAY == having.early_start


def test_constraints_deadlines_custom_fields_and_manual_tasks_are_told(read):
    extra = (
        "<ConstraintDate>2026-03-02T08:00:00</ConstraintDate>"
        "<Deadline>2026-04-01T17:00:00</Deadline>"
        "<ExtendedAttribute><FieldID>188743731</FieldID><Value>pile</Value></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743767</FieldID><Value>0</Value></ExtendedAttribute>"
    )
    text = mspdi(LINES, extra=extra)
    text = text.replace("<Value>0<", "<Value>5<", 1)
    text = text.replace("<ConstraintType>0<", "<ConstraintType>4<").replace(
        "<Manual>0<", "<Manual>1<", 1
    )

    first, second = read(text).tasks[:2]

    assert FileConstraint("START_NO_EARLIER_THAN", dt.datetime(2026, 3, 2, 8)) == first.constraint
    assert dt.datetime(2026, 4, 1, 17) == first.deadline
    assert (True, False) == (first.manual, second.manual)
    assert {"Text1": "pile", "Number1": 5.0} == dict(first.custom)
    assert {"Text1": "pile", "Number1": 0.0} == dict(second.custom)


def test_exceptions_are_told_with_recurring_ones_date_by_date(read):
    day = "<FromDate>2026-02-0{}T00:00:00</FromDate><ToDate>2026-02-0{}T23:59:00</ToDate>"
    worked = (
        "<WorkingTimes><WorkingTime><FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime>"
        "</WorkingTime></WorkingTimes>"
    )
    exceptions = (
        "<Exceptions>"
        f"<Exception><TimePeriod>{day.format(2, 3)}</TimePeriod><Name>off</Name><Type>1</Type>"
        "<Occurrences>2</Occurrences><DayWorking>0</DayWorking></Exception>"
        f"<Exception><TimePeriod>{day.format(7, 7)}</TimePeriod><Name>late</Name><Type>1</Type>"
        f"<Occurrences>1</Occurrences><DayWorking>1</DayWorking>{worked}</Exception>"
        "<Exception><TimePeriod><FromDate>2026-03-01T00:00:00</FromDate>"
        "<ToDate>2028-03-01T23:59:00</ToDate></TimePeriod><Name>yearly</Name><Type>2</Type>"
        "<Occurrences>3</Occurrences><Month>2</Month><MonthDay>1</MonthDay>"
        "<DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    calendar = (
        "<Calendar><UID>2</UID><Name>Crew</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<BaseCalendarUID>1</BaseCalendarUID>{exceptions}</Calendar>"
    )

    text = mspdi(LINES, calendars=calendar)
    # MPXJ leaves out a calendar with a base that nobody uses.
    text = text.replace("<CalendarUID>-1<", "<CalendarUID>2<", 1)
    crew = read(text).calendars[1]

    assert (1, "Crew", (None,) * 7) == (crew.base, crew.name, crew.week.days)
    assert [
        FileException(dt.date(2026, 2, 2), dt.date(2026, 2, 3), (), "off"),
        FileException(dt.date(2026, 2, 7), dt.date(2026, 2, 7), (Stretch(1320, 1440),), "late"),
        *(
            FileException(dt.date(year, 3, 1), dt.date(year, 3, 1), (), "yearly")
            for year in (2026, 2027, 2028)
        ),
    ] == sorted(crew.exceptions, key=lambda item: item.first)


def test_of_several_projects_the_exported_one_is_read_with_a_note_of_the_others(read):
    text = xer(LINES, projects=("MAIN", "STUB"))

    assert "MAIN" == read(text).settings.project_id
    assert (
        'the file also holds "STUB" (13 tasks), which were not read; choose with project=',
    ) == read(text).notes
    assert "STUB" == read(text, project="STUB").settings.project_id


def test_a_guessed_encoding_is_noted_and_another_can_be_asked_for(read):
    content = xer([Line("Задача")]).encode("cp1251")

    assert "Задача" == activities(read(content))[0].name
    assert "was read as cp1251" in read(content).notes[0]
    assert ("Çàäà÷à", ()) == (
        activities(read(content, encoding="cp1252"))[0].name,
        read(content, encoding="cp1252").notes,
    )


@pytest.mark.parametrize("form", ["XML", "MPX"])
def test_a_name_in_another_alphabet_arrives_whole(read, form):
    content = WORDS[form]([Line("Задача"), Line("Проверка")])

    assert ["Задача", "Проверка"] == [task.name for task in read(content).tasks]


def test_an_xml_file_in_an_encoding_of_several_bytes_is_read(read):
    text = mspdi([Line("土建工程")]).replace("UTF-8", "GBK")

    assert "土建工程" == read(text.encode("gbk")).tasks[0].name


def test_the_repr_tells_the_kind_and_the_size(read):
    assert "ScheduleFile(Primavera XER: 13 tasks, 20 links)" == repr(read(xer(LINES)))


def test_activity_codes_and_user_fields_of_an_xer_file_are_told_by_their_names(read):
    tables = {
        "ACTVTYPE": ("actv_code_type_id actv_code_type seq_num", ["1\tDiscipline\t1"]),
        "ACTVCODE": (
            "actv_code_id actv_code_type_id actv_code_name short_name seq_num",
            ["7\t1\tElectrical\tEL\t1"],
        ),
        "UDFTYPE": (
            "udf_type_id table_name udf_type_name udf_type_label logical_data_type",
            ["4\tTASK\tuser_field_4\tPessimistic\tFT_FLOAT_2_DECIMALS"],
        ),
        "TASKACTV": ("task_id actv_code_type_id actv_code_id proj_id", ["2\t1\t7\t9000000"]),
        "UDFVALUE": ("udf_type_id fk_id proj_id udf_number", ["4\t2\t9000000\t12.5"]),
    }
    extra = "".join(
        f"%T\t{name}\r\n%F\t{fields.replace(' ', chr(9))}\r\n"
        + "".join(f"%R\t{row}\r\n" for row in rows)
        for name, (fields, rows) in tables.items()
    )

    schedule = read(xer(LINES).replace("%E\r\n", f"{extra}%E\r\n"))
    first, second = sorted(activities(schedule), key=lambda task: task.uid)[:2]

    assert ({}, {}) == (dict(first.codes), dict(first.custom))
    assert {"Discipline": "EL"} == dict(second.codes)  # the value; Electrical describes it
    assert {"Pessimistic": 12.5} == dict(second.custom)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "ISO-8859-5", "utf-16"])
def test_an_xml_file_is_in_the_encoding_that_it_declares(read, encoding):
    text = mspdi([Line("Задача")]).replace("UTF-8", encoding)

    assert "Задача" == read(text.encode(encoding)).tasks[-1].name


LINK = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
TWO = [Line("a"), Line("b", 1, ((0, "FS", 0.0),))]


def test_links_to_no_task_are_counted(read):
    text = mspdi(TWO)
    place = text.rindex("</Task>")
    more = read(text[:place] + LINK.format(99) + text[place:])

    assert 1 == len(more.links)
    assert "or are said twice: 1" in more.notes[0]
    assert () == read(text).notes


def test_links_of_an_xer_file_to_no_task_are_counted(read):
    text = xer(TWO)
    head, mark, table = text.partition("%T\tTASKPRED\r\n")
    row = next(line for line in table.splitlines() if line.startswith("%R"))
    fields = table.splitlines()[0].split("\t")
    other = row.split("\t")
    other[fields.index("task_pred_id")] = "77"
    other[fields.index("pred_task_id")] = "4711"
    more = head + mark + table.replace(row, row + "\r\n" + "\t".join(other), 1)

    assert "or are said twice: 1" in read(more).notes[0]
    assert () == read(text).notes
