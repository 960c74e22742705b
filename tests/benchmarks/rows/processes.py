"""
Whole processes: a cold check of a large spec, the same after an edit, and its memory.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.lines import AtMost, Line
from tests.benchmarks.peers import lark_parse
from tests.benchmarks.settings import Settings
from tests.benchmarks.startup import CLEAN
from tests.benchmarks.subject import drawn
from tests.benchmarks.timing import Ran, compiled_beforehand, run

__all__ = ["edited", "large_lines"]

_CHECK = ("-m", "specl", "check", "--quiet", "--format", "json")


def large_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield a cold check of a large spec, a warm one after an edit, and what it holds in memory.
    """
    rules = settings.large
    text = drawn("grouped", rules).text()
    with compiled_beforehand() as environment, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.specl")
        path.write_text(text, encoding="utf-8")
        run(("-m", "specl", "check", str(CLEAN)), environment=environment)
        cold = run((*_CHECK, str(path)), environment=environment)
        finished = cold.status in {0, 1}
        path.write_text(edited(text), encoding="utf-8")
        warm = run((*_CHECK, str(path)), environment=environment) if finished else None
        parsed = {name: _parse(name, path, environment) for name in lark_parse.WAYS}
    ours = cold.seconds if finished else None
    note = f"exit status {cold.status} after {cold.seconds:,.0f} s"
    if finished:
        _compare(cold.output, set(drawn("grouped", rules).planted or ()))
        note = "found exactly what was planted"
    work = f"{rules:,} rules, all checks, whole process, cold"
    yield Line(work, "Lark's parse of the file", ours, parsed["tree"], AtMost(2), note=note)
    placed = parsed["tree with positions"]
    yield Line(work, "the same with positions", ours, placed, AtMost(2), note=note)
    warmed = None if warm is None else warm.seconds
    warm_work = "the same, one rule edited, warm"
    yield Line(warm_work, "the cold run", warmed, cold.seconds, AtMost(0.1))
    yield _memory(f"memory, {rules:,} rules", cold, text)


def _compare(output: bytes, planted: set[tuple[str, ...]]) -> None:
    """
    Stop where the contradictions found are not those planted.
    """
    findings = json.loads(output)["findings"]
    found = {tuple(each["rules"]) for each in findings if each["code"] == "contradiction"}
    assert found == planted, "found other contradictions than were planted"


def _memory(work: str, cold: Ran, text: str) -> Line:
    held = cold.memory / 1e6 if cold.status in {0, 1} else None
    size = len(text.encode()) / 1e6
    return Line(work, "the size of the file", held, size, AtMost(150), unit="MB")


def _parse(way: str, path: Path, environment: Mapping[str, str]) -> float:
    """
    Return how long Lark's parse takes, the making of its parser left out.
    """
    module = "tests.benchmarks.peers.lark_parse"
    return float(run(("-m", module, way, str(path)), environment=environment).output)


def edited(text: str) -> str:
    """
    Return a spec with the condition of its middle rule changed: one literal more.
    """
    middle = text.index("  when ", len(text) // 2)
    flag = re.findall(r"^fact (flag_\w+): bool", text, flags=re.MULTILINE)[-1]
    return f"{text[:middle]}  when {flag}\n    and {text[middle:].removeprefix('  when ')}"
