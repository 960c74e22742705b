"""
`specl check --fix`: safe mends are applied, others are not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CLASH, CLEAN, Run

SLIPS = CLEAN.replace('"Does the reply answer?"', "  'Does the reply answer?'")


def test_contradictions_are_not_fixed_unasked(run: Run, folder: Path) -> None:
    """
    Which rule goes first is the author's to say: `--fix` leaves a contradiction alone.
    """
    result = run("check", "clash.specl", "--fix")
    assert result.status == 1
    assert (folder / "clash.specl").read_text(encoding="utf-8") == CLASH


def test_nothing_to_fix_writes_nothing(run: Run, folder: Path) -> None:
    """
    A file without safe mends is not even touched.
    """
    path = folder / "clean.specl"
    before = path.stat().st_mtime_ns
    run("check", "clean.specl", "--fix")
    assert (path.stat().st_mtime_ns, path.read_text(encoding="utf-8")) == (before, CLEAN)


def test_safe_mends_are_applied(run: Run, folder: Path) -> None:
    """
    A slip with one possible meaning is mended in place, and the rest of the file kept.
    """
    (folder / "slips.specl").write_text(SLIPS, encoding="utf-8")
    result = run("check", "slips.specl", "--fix", "--ignore=untested")
    expected = "applied 1 mend; checked 1 file: nothing found; every conflict was searched for\n"
    assert (result.status, result.out) == (0, expected)
    mended = (folder / "slips.specl").read_text(encoding="utf-8")
    assert mended == SLIPS.replace("'", '"')


def test_diff_shows_and_does_not_write(run: Run, folder: Path) -> None:
    """
    With `--diff` what `--fix` would do is shown only.
    """
    path = folder / "slips.specl"
    path.write_text(SLIPS, encoding="utf-8")
    result = run("check", "slips.specl", "--fix", "--diff")
    changed = [line for line in result.out.splitlines() if line[0] in "+-" and line[1] not in "+-"]
    assert changed == [
        "-act answer   'Does the reply answer?'",
        '+act answer   "Does the reply answer?"',
    ]
    assert result.err.startswith("1 mend would be applied; then: checked 1 file: ")
    assert path.read_text(encoding="utf-8") == SLIPS


def test_a_file_that_cannot_be_written_is_reported(run: Run, folder: Path) -> None:
    """
    Where a mended file cannot be written it stays as it is, status 2.
    """
    path = folder / "slips.specl"
    path.write_text(SLIPS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:

        def refuse(_path: Path, _data: bytes) -> None:
            raise PermissionError(13, "Permission denied")

        patch.setattr("specl.workspace.fixing.replace", refuse)
        result = run("check", "slips.specl", "--fix")
    assert result.status == 2
    assert "could not be written: permission denied" in result.err


def test_standard_input_cannot_be_fixed(run: Run) -> None:
    """
    There is no file to write, so that only `--diff` makes sense.
    """
    assert run("check", "-", "--fix", stdin=CLASH.encode()).status == 2
