"""Schedules of other tools, read by MPXJ in a Java that is started only when used."""

from riskplan.io.schedules.raw import ScheduleFile
from riskplan.io.schedules.reading import read_schedule_file

__all__ = ["ScheduleFile", "read_schedule_file"]
