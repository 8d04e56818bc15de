"""How long schedules of ten thousand activities take to read: `python -m benchmarks.schedules`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from riskplan.io.schedules import read_schedule_file
from tests.schedules.files import mspdi, network, xer

COUNT = 10_000


def main() -> int:
    """Print the seconds of the first reading, which starts Java, and of a second one."""
    lines = network(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
    with TemporaryDirectory() as folder:
        for name, text in (("plan.xml", mspdi(lines)), ("plan.xer", xer(lines))):
            file = Path(folder) / name
            file.write_text(text, "utf-8", newline="")
            for attempt in ("first", "second"):
                start = time.perf_counter()
                schedule = read_schedule_file(file)
                seconds = time.perf_counter() - start
                print(f"{name} {len(text) / 1e6:5.1f} MB, {attempt:6}: {seconds:5.2f} s {schedule}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
