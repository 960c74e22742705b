"""
Many random specs, each by every quick way and by the plain one: what was compared, what differs.

Usage: python -m tests.reference.compare --specs 10000 --seed 0 --jobs 2 [--write FILE]

A spec is drawn from its own seed. What `specl check` finds is held against brute force, which
tries every reply in every scenario; each witness has to show its finding, and to be a smallest
one; rulings by the walk, by the generated function and by tables are held against the
interpreter; and every criterion gives way to what defeats it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

import hypothesis

import specl
from specl.check import check
from specl.model import Spec
from tests.properties import test_decide, test_witnesses
from tests.reference.bruteforce import Brute
from tests.reference.findings import findings
from tests.reference.generate import draw
from tests.reference.pipeline import spec_of
from tests.reference.reported import reported
from tests.reference.values import all_assignments

TODAY = dt.date(2026, 11, 23)
BATCH = 25

Seen = Counter[str]


def main() -> int:
    """
    Compare as many specs as the command line asks for.

    Returns:
        The exit status: 1 if anything differs.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    seen: Seen = Counter()
    differences: list[str] = []
    starts = range(options.seed, options.seed + options.specs, BATCH)
    ends = (min(start + BATCH, options.seed + options.specs) for start in starts)
    with ProcessPoolExecutor(options.jobs) as pool:
        for more, different in pool.map(compare_range, starts, ends):
            seen += more
            differences += different
            for line in different:
                print(line, flush=True)
    text = table(seen, len(differences), options.seed)
    print(text, end="")
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return int(bool(differences))


def compare_range(start: int, end: int) -> tuple[Seen, list[str]]:
    """
    Compare the specs of some seeds.
    """
    seen: Seen = Counter()
    differences: list[str] = []
    for seed in range(start, end):
        spec = spec_of(draw(Random(seed)).text())
        seen["specs"] += 1
        seen["rules"] += len(spec.rules)
        for compare in (_findings, _witnesses, _rulings):
            problem = _difference(compare, spec, seen)
            if problem:
                differences.append(f"seed {seed}: {problem}")
    return seen, differences


def _difference(compare: Callable[[Spec, Seen], str], spec: Spec, seen: Seen) -> str:
    """
    Return in words what differs, a crash included, or nothing.
    """
    try:
        return compare(spec, seen)
    except Exception as error:  # noqa: BLE001 - whatever happens, the other specs are compared
        return f"{compare.__name__.strip('_')}: {type(error).__name__}: {error}"


def _findings(spec: Spec, seen: Seen) -> str:
    expected = findings(spec)
    found = reported(check(spec, today=TODAY).findings)
    if "undecided" in found:
        seen["undecided specs"] += 1
        return ""
    seen["findings"] += sum(map(len, expected.values()))
    wrong = [
        f"{code}: expected {some}, found {found.get(code, set())}"
        for code, some in expected.items()
        if some != found.get(code, set())
    ]
    return "; ".join(wrong)


def _witnesses(spec: Spec, seen: Seen) -> str:
    brute = Brute(spec)
    for finding in test_witnesses.witnessed(spec):
        facts = test_witnesses.witness(spec, finding, "facts")
        seen["witnesses"] += 1
        if not test_witnesses.suffices(brute, finding, facts):
            return f"the witness {facts} does not show: {finding.message}"
        for some in test_witnesses.smaller(spec, len(facts)):
            if test_witnesses.suffices(brute, finding, some):
                return f"{some} would do instead of {facts}: {finding.message}"
    return ""


def _rulings(spec: Spec, seen: Seen) -> str:
    scenarios = list(all_assignments(spec.facts))
    seen["rulings, each in four ways"] += len(scenarios)
    test_decide.agree(spec, scenarios)
    return ""


def table(seen: Seen, differences: int, seed: int) -> str:
    """
    Return what was compared as a Markdown table, with the versions that took part.
    """
    rows = {**seen, "undecided specs": seen["undecided specs"], "differences": differences}
    lines = ["| compared | |", "| --- | --- |"]
    lines += [f"| {name} | {count:,} |" for name, count in rows.items()]
    first = f"Seeds {seed:,} to {seed + seen['specs'] - 1:,}"
    versions = f"Python {sys.version.split()[0]}, specl {specl.__version__}"
    return "\n".join([*lines, "", f"{first}; {versions}, Hypothesis {hypothesis.__version__}.", ""])


if __name__ == "__main__":
    sys.exit(main())
