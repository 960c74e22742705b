"""
Safe mends, and only those, are put into texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, codes
from specl.text import Source
from specl.workspace import fixing
from specl.workspace.checking import CheckOptions
from specl.workspace.fixing import apply_edits, difference, mend, write
from specl.workspace.reading import TextFile
from specl.workspace.report import FileReport, Outcome

if TYPE_CHECKING:
    import pytest

SAFE = Applicability.SAFE
Finder = Callable[[Source], list[Fix]]


def replacing(source: Source, old: str, new: str, how: Applicability = SAFE) -> Fix:
    """
    Return a fix that puts one text in another's place.
    """
    start = source.text.index(old)
    edit = Edit(source.span(start, start + len(old)), new)
    return Fix(f"{old} to {new}", (edit,), how)


def pretend(monkeypatch: pytest.MonkeyPatch, find: Finder) -> None:
    """
    Let checks find one thing for each fix that a function offers for the text.
    """

    def check(files: Sequence[TextFile], _options: CheckOptions, **_more: Any) -> Outcome:
        reports = []
        for file in files:
            found = tuple(
                Diagnostic(
                    codes.UNUSED, fix.title, labels=(Label(fix.edits[0].span),), fixes=(fix,)
                )
                for fix in find(file.source)
            )
            reports.append(FileReport((file.source.name,), None, found, complete=True))
        return Outcome(tuple(reports))

    monkeypatch.setattr(fixing, "check_texts", check)


def mended(monkeypatch: pytest.MonkeyPatch, text: str, find: Finder) -> str:
    """
    Return a text after its mends.
    """
    pretend(monkeypatch, find)
    changes = mend([TextFile(Source("a.specl", text), None)], CheckOptions()).changes
    return changes[0].text if changes else text


def test_edits_are_applied_together() -> None:
    """
    Edits count in the text before any of them.
    """
    source = Source("a", "one two three")
    edits = [
        Edit(source.span(4, 7), "2"),
        Edit(source.span(0, 3), "first"),
        Edit(source.span(13, 13), "!"),
    ]
    assert apply_edits(source.text, edits) == "first 2 three!"


def test_unsafe_fixes_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A fix that a person should read first is not applied.
    """

    def find(source: Source) -> list[Fix]:
        return [replacing(source, "a", "b", Applicability.UNSAFE)]

    assert mended(monkeypatch, "a", find) == "a"


def test_of_two_that_touch_the_first_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Overlapping fixes are not mixed: the later one waits for the next round.
    """

    def find(source: Source) -> list[Fix]:
        pairs = [("one two", "1"), ("two three", "2")]
        return [replacing(source, old, new) for old, new in pairs if old in source.text]

    assert mended(monkeypatch, "one two three", find) == "1 three"


def test_rounds_go_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What a mend brings to light is mended too.
    """

    def find(source: Source) -> list[Fix]:
        steps = {"a": "b", "b": "c"}
        return [replacing(source, old, new) for old, new in steps.items() if old == source.text]

    assert mended(monkeypatch, "a", find) == "c"


def test_a_mend_that_never_settles_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Two mends that undo each other do not go on for ever.
    """

    def find(source: Source) -> list[Fix]:
        return [replacing(source, source.text, "b" if source.text == "a" else "a")]

    assert mended(monkeypatch, "a", find) in {"a", "b"}


def test_fixes_of_other_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A module that was not named is not written, not even in part of a fix.
    """
    module = Source("module.specl", "x")

    def find(source: Source) -> list[Fix]:
        here, there = Edit(source.span(0, 1), "b"), Edit(module.span(0, 1), "y")
        return [Fix("both", (here, there), SAFE)] if source.text == "a" else []

    assert mended(monkeypatch, "a", find) == "a"


def test_written_files_keep_their_line_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A mended file still ends its lines as it did.
    """
    path = tmp_path / "a.specl"
    pretend(monkeypatch, lambda source: [replacing(source, "a", "b")] if "a" in source.text else [])
    result = mend([TextFile(Source("a.specl", "a\nc\n"), path, "\r\n")], CheckOptions())
    write(result.changes)
    assert path.read_bytes() == b"b\r\nc\r\n"


def test_difference_is_a_unified_diff() -> None:
    """
    A diff names the file and marks a missing line end.
    """
    assert difference("a", "x\ny\n", "x\nz").splitlines() == [
        "--- a",
        "+++ a",
        "@@ -1,2 +1,2 @@",
        " x",
        "-y",
        "+z",
        "\\ No newline at end of file",
    ]
