"""
Whole processes: cold checks of large specs, one after an edit, and the memory that it takes.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Generator, Iterator, Mapping
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
    Yield cold checks of large specs, a warm one after an edit, and what it holds in memory.
    """
    rules = settings.large
    text = drawn("grouped", rules).text()
    with compiled_beforehand() as environment, tempfile.TemporaryDirectory() as folder:
        run(("-m", "specl", "check", str(CLEAN)), environment=environment)
        path = Path(folder, "large.specl")
        yield from _cold_lines("clean", f"{rules:,} rules that agree", path, rules, environment)
        cold = yield from _cold_lines("grouped", f"{rules:,} rules", path, rules, environment)
        path.write_text(edited(text), encoding="utf-8")
        finished = cold.status in {0, 1}
        warm = run((*_CHECK, str(path)), environment=environment).seconds if finished else None
    warm_work = "the same, one rule edited, warm"
    yield Line(warm_work, "the cold run", warm, cold.seconds, AtMost(0.1))
    yield _memory(f"memory, {rules:,} rules", cold, text)


def _cold_lines(
    mix: str, named: str, path: Path, rules: int, environment: Mapping[str, str]
) -> Generator[Line, None, Ran]:
    """
    Yield a cold check of all there is beside Lark's parse; return how the check went.
    """
    path.write_text(drawn(mix, rules).text(), encoding="utf-8")
    cold = run((*_CHECK, str(path)), environment=environment)
    parsed = {name: _parse(name, path, environment) for name in lark_parse.WAYS}
    ours, note = None, f"exit status {cold.status} after {cold.seconds:,.0f} s"
    if cold.status in {0, 1}:
        planted = set(drawn(mix, rules).planted or ())
        _compare(cold.output, planted)
        ours, note = cold.seconds, f"found exactly the {len(planted)} contradictions planted"
    work = f"{named}, all checks, whole process, cold"
    yield Line(work, "Lark's parse of the file", ours, parsed["tree"], AtMost(2), note=note)
    placed = parsed["tree with positions"]
    yield Line(work, "the same with positions", ours, placed, AtMost(2), note=note)
    return cold


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
