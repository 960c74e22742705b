"""
Loading finds every text once, in order, from wherever it lies.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specl.modules import Loaded, Unreadable, decode, load, read_source
from specl.text import Source

FACT = 'fact x: bool "X?"\n'


def loaded(folder: Path, text: str, *, name: str = "main.specl", **overlay: str) -> Loaded:
    """
    Load a text that lies in a folder.
    """
    path = folder / "main.specl"
    texts = {folder / f"{stem}.specl": other for stem, other in overlay.items()}
    return load(Source(name, text), path, overlay=texts)


def slugs(found: Loaded) -> list[str]:
    """
    Return the codes of what was wrong.
    """
    return [problem.code.slug for problem in found.problems]


def test_units_come_after_what_they_use(tmp_path: Path) -> None:
    """
    Each module is there once, before all that use it.
    """
    (tmp_path / "a.specl").write_text('use "./b.specl"\nuse "./c.specl"\n')
    (tmp_path / "b.specl").write_text('use "./c.specl"\n')
    (tmp_path / "c.specl").write_text(FACT)
    found = loaded(tmp_path, 'use "./c.specl"\nuse "./a.specl"\nuse std.reply\n')
    names = [unit.source.name for unit in found.units]
    assert ["c.specl", "b.specl", "a.specl", "std/reply.specl", "main.specl"] == names
    assert "main.specl" == found.root.source.name
    assert [] == slugs(found)


def test_a_long_chain_of_modules_is_loaded(tmp_path: Path) -> None:
    """
    A thousand modules that use each other in a row are no more than a loop.
    """
    for index in range(1000):
        (tmp_path / f"m{index}.specl").write_text(f'use "./m{index + 1}.specl"\n')
    (tmp_path / "m1000.specl").write_text(FACT)
    assert 1002 == len(loaded(tmp_path, 'use "./m0.specl"\n').units)


def test_names_of_modules_follow_the_name_of_the_file(tmp_path: Path) -> None:
    """
    Messages call a module as seen from where the checked file is named.
    """
    (tmp_path / ".git").mkdir()
    (tmp_path / "specs").mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "x.specl").write_text(FACT)
    text = 'use "../shared/x.specl"\n'
    main = tmp_path / "specs" / "main.specl"
    seen = {
        name: load(Source(name, text), main).units[0].source.name
        for name in ("specs/main.specl", "main.specl", str(main))
    }
    assert {
        "specs/main.specl": "shared/x.specl",
        "main.specl": "../shared/x.specl",
        str(main): str(tmp_path / "shared" / "x.specl"),
    } == seen


@pytest.mark.parametrize("marker", [".git", "pyproject.toml", "specl.toml"])
def test_the_project_ends_where_a_marker_says(tmp_path: Path, marker: str) -> None:
    """
    A path may climb to the folder with the marker and no further.
    """
    inner = tmp_path / "project" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "project" / marker).touch()
    (tmp_path / "project" / "near.specl").write_text(FACT)
    (tmp_path / "far.specl").write_text(FACT)
    found = loaded(inner, 'use "../near.specl"\nuse "../../far.specl"\n')
    assert ["outside-project"] == slugs(found)
    assert 2 == len(found.units)


def test_a_link_out_of_the_project_is_followed_before_it_is_judged(tmp_path: Path) -> None:
    """
    A symbolic link inside the project to a file outside of it leads out.
    """
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "far.specl").write_text(FACT)
    (project / "near.specl").symlink_to(tmp_path / "far.specl")
    assert ["outside-project"] == slugs(loaded(project, 'use "./near.specl"\n'))


def test_a_text_without_a_file_reaches_only_the_library() -> None:
    """
    Without a folder, relative paths lead nowhere.
    """
    found = load(Source("<stdin>", 'use std.reply\nuse "./x.specl"\n'), None)
    assert ["missing-module"] == slugs(found)
    assert ["std/reply.specl", "<stdin>"] == [unit.source.name for unit in found.units]


def test_an_editors_text_stands_for_the_file(tmp_path: Path) -> None:
    """
    The overlay goes before what lies on disk, and needs nothing there.
    """
    (tmp_path / "a.specl").write_text("nonsense")
    found = loaded(tmp_path, 'use "./a.specl"\nuse "./b.specl"\n', a=FACT, b=FACT)
    assert [] == slugs(found)


def test_a_mistyped_path_comes_with_the_nearest(tmp_path: Path) -> None:
    """
    A missing file names its neighbour, and the fix keeps the quotes.
    """
    (tmp_path / "privacy.specl").write_text(FACT)
    text = 'use "./privcy.specl" as privacy\n'
    [problem] = loaded(tmp_path, text).problems
    assert "did you mean `./privacy.specl`?" == problem.labels[0].message
    [edit] = problem.fixes[0].edits
    mended = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert 'use "./privacy.specl" as privacy\n' == mended


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    """
    Folders, other encodings and pipes are told apart.
    """
    (tmp_path / "folder.specl").mkdir()
    (tmp_path / "latin.specl").write_bytes('fact x: bool "größer"'.encode("latin-1"))
    os.mkfifo(tmp_path / "pipe.specl")
    text = 'use "./folder.specl"\nuse "./latin.specl"\nuse "./pipe.specl"\n'
    found = loaded(tmp_path, text)
    assert [
        ("unreadable", "it is a directory"),
        ("encoding", "byte 17 is not UTF-8"),
        ("unreadable", "it is not a regular file"),
    ] == [(problem.code.slug, problem.labels[0].message) for problem in found.problems]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    """
    A module that may not be read is unreadable, not missing.
    """
    (tmp_path / "secret.specl").write_text(FACT)
    (tmp_path / "secret.specl").chmod(0)
    [problem] = loaded(tmp_path, 'use "./secret.specl"\n').problems
    assert "permission to read it is denied" == problem.labels[0].message


def test_permission_is_told_apart_from_absence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What the system refuses is not what is not there.
    """

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "a.specl").write_text(FACT)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = read_source(tmp_path / "a.specl", "a.specl")
    assert Unreadable("permission to read it is denied") == found


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa\nb\n", b"a\r\nb\r\n", b"a\rb\r"], ids=["mark", "windows", "old"]
)
def test_marks_and_line_ends_of_other_systems_go(data: bytes) -> None:
    """
    A byte order mark and foreign line ends never reach the language.
    """
    found = decode(data, "x.specl")
    assert isinstance(found, Source)
    assert "a\nb\n" == found.text


@pytest.mark.parametrize("written", ["./x\\u0000y.specl", "./" + "x" * 5000 + ".specl"])
def test_impossible_paths_are_missing(tmp_path: Path, written: str) -> None:
    """
    No path that a text can hold makes loading fail.
    """
    text = f'use "{written}" as x\n'.replace("\\u0000", "\0")
    assert set(slugs(loaded(tmp_path, text))) <= {"missing-module", "syntax", "unreadable"}


def test_a_circle_names_its_files(tmp_path: Path) -> None:
    """
    The message shows the way round; the units are there all the same.
    """
    (tmp_path / "a.specl").write_text('use "./b.specl"\n' + FACT)
    (tmp_path / "b.specl").write_text('use "./a.specl"\n')
    found = loaded(tmp_path, 'use "./a.specl"\n')
    [problem] = found.problems
    assert "modules use each other in a circle: `a.specl` -> `b.specl` -> `a.specl`" == (
        problem.message
    )
    assert 3 == len(found.units)


# Installed packages


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    Install a package that offers modules and must not be run to find them.
    """
    site = tmp_path / "site"
    package = site / "acme_specs" / "inner"
    package.mkdir(parents=True)
    (site / "acme_specs" / "__init__.py").write_text("raise RuntimeError('executed')\n")
    (package / "refunds.specl").write_text('use "./more.specl"\nuse "../../far.specl" as far\n')
    (package / "more.specl").write_text(FACT)
    (package / "acme.specl").write_text(FACT)
    (site / "far.specl").write_text(FACT)
    info = site / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[specl.modules]\nacme = acme_specs.inner\n")
    monkeypatch.syspath_prepend(str(site))
    return site


def test_an_installed_module_is_found_without_running_its_package(
    tmp_path: Path, installed: Path
) -> None:
    """
    Its entry point leads to the folder; its own paths stay inside that.
    """
    found = loaded(tmp_path, "use acme.refunds\nuse acme\n")
    assert ["outside-project"] == slugs(found)
    assert ["acme/more.specl", "acme/refunds.specl", "acme/acme.specl", "main.specl"] == [
        unit.source.name for unit in found.units
    ]


def test_a_missing_installed_module_names_those_who_offer_any(
    tmp_path: Path, installed: Path
) -> None:
    """
    A module that its package lacks, and a package that nobody has, are missing.
    """
    found = loaded(tmp_path, "use acme.refnds\nuse acmee.refunds\n")
    assert ["missing-module", "missing-module"] == slugs(found)
    labels = [problem.labels[0].message for problem in found.problems]
    assert "there is no such file" == labels[0]
    assert "no installed package offers modules called `acmee`" == labels[1]
