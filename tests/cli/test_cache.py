"""
`specl check` with a cache, and `specl cache`: only the time changes.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specl.check import check as real_check
from tests.cli.conftest import CLASH, CLEAN, Run

WAIVED = (
    CLASH + 'waive contradiction between be_helpful, big_refunds until 2030-01-31 because "x"\n'
)


@pytest.fixture
def kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    Stand in a folder with specs and a cache that is used.
    """
    monkeypatch.delenv("SPECL_NO_CACHE")
    monkeypatch.setenv("SPECL_CACHE_DIR", str(folder / "kept"))
    return folder


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """
    Note each spec that is searched.
    """
    searched: list[str] = []

    def noting(spec, **options):
        searched.append(spec.source.name)
        return real_check(spec, **options)

    monkeypatch.setattr("specl.check.sliced.check", noting)
    return searched


FORMATS = ["text", "concise", "json", "github", "sarif"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("spec", ["clash.specl", "clean.specl"])
def test_cold_warm_and_without_cache_are_one(
    run: Run, kept: Path, no_search: list[str], spec: str, format_: str
) -> None:
    """
    Outputs and status are the same to the byte, and the second run searches nothing.
    """
    del kept
    arguments = ("check", spec, "--format", format_)
    cold = run(*arguments)
    assert no_search == [spec]
    warm = run(*arguments)
    assert no_search == [spec]
    assert cold == warm == run(*arguments, "--no-cache")
    assert no_search == [spec, spec]


def test_options_that_only_show_share_what_is_kept(
    run: Run, kept: Path, no_search: list[str]
) -> None:
    """
    Selection, strictness and format are applied to what was found before.
    """
    del kept
    run("check", "clash.specl")
    result = run("check", "clash.specl", "--ignore", "contradiction,untested", "--format=concise")
    assert (result.status, result.out, no_search) == (0, "", ["clash.specl"])


def test_other_options_and_texts_are_searched(run: Run, kept: Path, no_search: list[str]) -> None:
    """
    A changed text, another name, another budget: nothing is taken from another case.
    """
    run("check", "clash.specl")
    run("check", "clash.specl", "--budget", "12345")
    (kept / "clash.specl").write_text(CLEAN)
    assert run("check", "clash.specl").status == 0
    (kept / "other.specl").write_text(CLEAN)
    assert "other.specl" in run("check", "other.specl", "--format=json").out
    assert no_search == ["clash.specl", "clash.specl", "clash.specl", "other.specl"]


def test_a_waiver_holds_for_its_days(run: Run, kept: Path) -> None:
    """
    What depends on the date is not taken from another day.
    """
    (kept / "waived.specl").write_text(WAIVED)
    statuses = [
        run("check", "waived.specl", "--today", day).status
        for day in ("2030-01-31", "2030-02-01", "2030-01-31")
    ]
    assert statuses == [0, 1, 0]


def test_a_changed_module_is_seen(run: Run, kept: Path) -> None:
    """
    A file that a spec uses is part of what a result came from.
    """
    (kept / "words.specl").write_text(CLEAN)
    (kept / "main.specl").write_text('use "./words.specl" as words\n')
    first = run("check", "main.specl")
    (kept / "words.specl").write_text(CLASH)
    second = run("check", "main.specl")
    assert (first.status, second.status) == (0, 1)
    assert second == run("check", "main.specl") == run("check", "main.specl", "--no-cache")
    (kept / "words.specl").unlink()
    assert run("check", "main.specl").status == 1


def test_a_spec_that_uses_a_file_is_remembered(run: Run, kept: Path, no_search: list[str]) -> None:
    """
    As long as that file holds what it held, nothing is searched; the findings in it are the same.
    """
    (kept / "words.specl").write_text(
        'spec words\nact short "Is it short?"\nrule a { must short }\nrule b { must not short }\n'
    )
    (kept / "main.specl").write_text('use "./words.specl" as words\n')
    cold = run("check", "main.specl", "--format", "json")
    assert "contradiction" in cold.out
    searched = list(no_search)
    assert searched
    assert cold == run("check", "main.specl", "--format", "json")
    assert searched == no_search


def test_several_files_and_jobs_are_one(run: Run, kept: Path) -> None:
    """
    With one process or two, warm or cold, together or each alone: the same bytes.
    """
    (kept / "bad.specl").write_text("rule {")
    files = ("clash.specl", "clean.specl", "bad.specl", "missing.specl")
    plain = run("check", *files, "--no-cache", "--jobs=1")
    for options in (["--no-cache", "--jobs=2"], ["--jobs=2"], ["--jobs=1"], []):
        assert plain == run("check", *files, *options)
    together = run("check", "--together", *files[:2], "--no-cache")
    assert together == run("check", "--together", *files[:2], "--jobs=2")
    assert together == run("check", "--together", *files[:2])


def poison(folder: Path, how: str) -> None:
    """
    Spoil all entries of a cache.
    """
    for entry in folder.iterdir():
        match how:
            case "truncated":
                entry.write_bytes(entry.read_bytes()[:-9])
            case "swapped":
                others = [other for other in folder.iterdir() if other != entry]
                entry.write_bytes(others[0].read_bytes())
            case "link":
                entry.unlink()
                entry.symlink_to("/etc/passwd")


@pytest.mark.parametrize("how", ["truncated", "swapped", "link"])
def test_a_poisoned_cache_changes_nothing(run: Run, kept: Path, how: str) -> None:
    """
    Whatever stands in the entries, the output is that of a check without cache.
    """
    for _ in range(2):
        for spec in ("clash.specl", "clean.specl"):
            assert run("check", spec) == run("check", spec, "--no-cache")
        poison(kept / "kept", how)
    assert run("check", "clash.specl") == run("check", "clash.specl", "--no-cache")


def test_the_environment_can_do_without(
    run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    With SPECL_NO_CACHE nothing is read and nothing written.
    """
    monkeypatch.setenv("SPECL_NO_CACHE", "1")
    run("check", "clean.specl")
    assert not (kept / "kept").exists()


def test_the_command_shows_and_clears(run: Run, kept: Path) -> None:
    """
    `path`, `info` and `clear` speak of the folder in use.
    """
    folder = str(kept / "kept")
    assert run("cache", "path").out == f"{folder}\n"
    assert "entries  0\n" in run("cache", "info").out
    run("check", "clash.specl", "clean.specl")
    assert "entries  2\n" in run("cache", "info").out
    assert run("cache", "clear").out == "removed 2 entries\n"
    assert list(Path(folder).iterdir()) == []


def test_a_folder_of_others_is_an_error_for_the_command(
    run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    `specl cache clear` says why it cannot.
    """
    monkeypatch.setenv("SPECL_CACHE_DIR", str(kept / "clean.specl"))
    result = run("cache", "clear")
    assert result.status == 2
    assert "cannot be used as the cache" in result.err


def test_stats_go_to_the_side(run: Run, kept: Path) -> None:
    """
    `--stats` changes no byte of the findings: a table on standard error, or a field in JSON.
    """
    del kept
    plain, timed = run("check", "clash.specl"), run("check", "clash.specl", "--stats")
    assert (plain.status, plain.out, plain.err) == (timed.status, timed.out, "")
    assert "cache hits" in timed.err
    data = json.loads(run("check", "clash.specl", "--stats", "--no-cache", "--format=json").out)
    assert {"parse", "resolve", "search"} <= data.pop("stats")["seconds"].keys()
    assert data == json.loads(run("check", "clash.specl", "--format=json").out)
