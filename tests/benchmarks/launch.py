"""
Run a command and write down what it took, from a process that is itself small.

What a process is said to have held at most counts from before it became the command, so a
large parent would be counted, too; this one stands in between.

Usage: `python -S -E launch.py REPORT LIMIT COMMAND…`. The report is JSON: seconds of CPU
time, bytes of memory, exit status (negative: the signal that ended it).
"""

import json
import os
import resource
import sys
from pathlib import Path


def main() -> None:
    """
    Fork, limit the child's CPU time, become the command there, and wait for it here.
    """
    report, limit, *command = sys.argv[1:]
    child = os.fork()
    if child == 0:
        seconds = int(limit)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        os.execv(command[0], command)  # noqa: S606 - there is to be nothing in between
    _, status, usage = os.wait4(child, 0)
    found = {
        "seconds": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
        "status": os.waitstatus_to_exitcode(status),
    }
    Path(report).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
