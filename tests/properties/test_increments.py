"""
What a check finds after edits, with the help of what was kept before, is what it finds afresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.check import slices
from specl.diagnostics.render import json, text
from specl.workspace import increment, touched
from specl.workspace.cache import Cache
from specl.workspace.options import CheckOptions
from specl.workspace.reading import RawFile
from specl.workspace.running import worked_out
from tests.reference.beside import neighbours
from tests.reference.edits import edited

PATH = Path("/nowhere/random.specl")


@pytest.fixture(autouse=True, scope="module")
def small_slices() -> Iterator[None]:
    """
    Cut even the smallest specs, keep what is found of each, and update it however much changes.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "SMALL", 0)
        patch.setattr(slices, "_ALONE", 2)
        patch.setattr(touched, "MOST", 1.0)
        patch.setattr(increment, "WORTH_KEEPING", 0)
        yield


@attrs.define
class Kept:
    """
    A cache in memory.
    """

    folder: str = ""
    entries: dict[str, object] = attrs.field(factory=dict)

    def get(self, key: str) -> object:
        """
        Return what was put, after a way through JSON.
        """
        return self.entries.get(key)

    def put(self, key: str, value: object) -> None:
        """
        Keep a value as JSON would.
        """
        import json

        self.entries[key] = json.loads(json.dumps(value))


@settings(max_examples=settings.default.max_examples // 3)
@given(neighbours(), st.randoms(use_true_random=False))
def test_edits_come_to_what_a_fresh_check_finds(spec: str, random: Random) -> None:
    """
    After each of a row of edits the outputs are, to the byte, those of a check without cache.
    """
    assert_same(spec, random)


def assert_same(spec: str, random: Random) -> None:
    """
    Edit a text again and again, and compare what is found with and without cache.
    """
    cache: Cache = Kept()  # type: ignore[assignment]
    for _ in range(5):
        before = spec
        data = disguised(spec, random)
        assert output(data, None) == output(data, cache), f"{before}\n-----\n{spec}"
        spec = edited(spec, random)


def disguised(spec: str, random: Random) -> bytes:
    """
    Return a text as bytes, now and then as an editor of another system would write it.
    """
    lines = spec.replace("\n", "\r\n") if random.random() < 0.1 else spec
    mark = "\ufeff" if random.random() < 0.1 else ""
    return (mark + lines).encode()


def output(data: bytes, cache: Cache | None) -> tuple[str, str]:
    """
    Return what a check prints, as JSON and as text.
    """
    options = CheckOptions(cache=cache)
    report = worked_out([RawFile("random.specl", PATH, data)], options)
    counts = {"size": report.size, "complete": report.complete}
    return json.render(report.findings, ok=True, summary=counts), text.render(report.findings)
