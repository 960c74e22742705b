"""
`specl fmt`: files in the one style.
"""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CLASH, Run

UGLY = CLASH.replace("  must", "      must").replace("rule be_helpful {\n", "rule be_helpful\n{\n")


def laid_out(run: Run) -> str:
    """
    Return the text that the one style gives to the ugly one.
    """
    return run("fmt", "-", stdin=UGLY.encode()).out


def test_a_file_is_laid_out_in_place(run: Run, folder: Path) -> None:
    """
    The file gets the text that standard output would get, and stays as it is the next time.
    """
    path = folder / "ugly.specl"
    path.write_text(UGLY, encoding="utf-8")
    first = run("fmt", "ugly.specl")
    text = path.read_text(encoding="utf-8")
    assert (first.status, text) == (0, laid_out(run))
    assert text != UGLY
    assert run("fmt", "ugly.specl", "--check").status == 0


def test_check_writes_nothing(run: Run, folder: Path) -> None:
    """
    `--check` fails and says which file would change.
    """
    path = folder / "ugly.specl"
    path.write_text(UGLY, encoding="utf-8")
    result = run("fmt", "ugly.specl", "--check")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("ugly.specl:")
    assert "warning[format]" in result.err
    assert path.read_text(encoding="utf-8") == UGLY


def test_diff_writes_nothing(run: Run, folder: Path) -> None:
    """
    `--diff` shows the change only; with `--check` it fails as well.
    """
    path = folder / "ugly.specl"
    path.write_text(UGLY, encoding="utf-8")
    result = run("fmt", "ugly.specl", "--diff")
    assert result.status == 0
    assert result.out.startswith("--- ugly.specl\n+++ ugly.specl\n@@")
    assert path.read_text(encoding="utf-8") == UGLY
    assert run("fmt", "ugly.specl", "--diff", "--check").status == 1


def test_a_broken_text_is_left_alone(run: Run, folder: Path) -> None:
    """
    What does not follow the grammar is reported and not written; other files are.
    """
    (folder / "bad.specl").write_text("rule {", encoding="utf-8")
    (folder / "ugly.specl").write_text(UGLY, encoding="utf-8")
    result = run("fmt", "bad.specl", "ugly.specl")
    assert result.status == 1
    assert "error[syntax]" in result.err
    assert (folder / "bad.specl").read_text(encoding="utf-8") == "rule {"
    assert (folder / "ugly.specl").read_text(encoding="utf-8") != UGLY


def test_a_missing_file_has_status_2(run: Run, folder: Path) -> None:
    """
    A file that is not there is named.
    """
    result = run("fmt", "gone.specl")
    assert (result.status, result.out) == (2, "")
    assert "there is no file `gone.specl`" in result.err


def test_the_solver_is_not_needed() -> None:
    """
    Laying out loads neither the solver nor Hypothesis.
    """
    import subprocess
    import sys

    script = (
        "import sys; from specl.cli import main; status = main(['fmt', '-']); "
        "sys.stderr.write(' '.join(sys.modules)); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=CLASH, capture_output=True, text=True, check=True
    )
    assert {"z3", "hypothesis", "specl.check"} & set(done.stderr.split()) == set()
