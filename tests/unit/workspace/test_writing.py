"""
Files are written whole or not at all.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from specl.workspace.writing import replace, replace_all


def test_new_contents_keep_the_permissions(tmp_path: Path) -> None:
    """
    Whoever could read the file can read it afterwards, and nobody else.
    """
    path = tmp_path / "a.specl"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """
    Writing through a link changes the file that it points to.
    """
    path = tmp_path / "real.specl"
    path.write_bytes(b"old")
    link = tmp_path / "link.specl"
    link.symlink_to(path)
    replace(link, b"new")
    assert (link.is_symlink(), path.read_bytes()) == (True, b"new")


def test_failure_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where writing fails the file is as it was and nothing stands beside it.
    """
    path = tmp_path / "a.specl"
    path.write_bytes(b"old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        replace(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.specl", b"old")]


def test_a_new_file_gets_usual_permissions(tmp_path: Path) -> None:
    """
    A file that was not there is made as any other program would make it.
    """
    path = tmp_path / "new.json"
    replace(path, b"{}")
    other = tmp_path / "other.json"
    other.write_bytes(b"{}")
    assert path.stat().st_mode == other.stat().st_mode


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """
    What is no regular file gets the bytes and stays what it is.
    """
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace(path, b"new")
        assert (path.is_fifo(), os.read(reader, 10)) == (True, b"new")
    finally:
        os.close(reader)


def test_several_files_are_written_all_or_none(tmp_path: Path) -> None:
    """
    Where one cannot take its place, the others are as they were, and nothing is left beside them.
    """
    (tmp_path / "a").write_text("old")
    (tmp_path / "c").mkdir()
    contents = {tmp_path / name: b"new" for name in ("a", "b/b", "c")}
    with pytest.raises(OSError) as error:
        replace_all(contents)
    assert str(tmp_path / "c") == error.value.filename
    assert "old" == (tmp_path / "a").read_text()
    assert [] == [each for each in tmp_path.rglob("*") if each.is_file() and each.name != "a"]
    (tmp_path / "c").rmdir()
    replace_all(contents)
    assert ["new"] * 3 == [path.read_text() for path in contents]
