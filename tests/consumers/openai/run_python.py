"""
Run in a bare environment: runs python graders as the service does, a program of its own each.

Reads JSON from the file it is given, `{"graders": {name: source}, "cases": [{"sample", "item"}]}`,
and writes for each case what each grader gives.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """
    Grade what the file holds.
    """
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    graders = {}
    for name, source in given["graders"].items():
        space = {"__name__": name}
        exec(compile(source, name, "exec"), space)  # noqa: S102 - it is a program
        graders[name] = space["grade"]
    json.dump(
        [
            {name: grade(case["sample"], case["item"]) for name, grade in graders.items()}
            for case in given["cases"]
        ],
        sys.stdout,
    )


main()
