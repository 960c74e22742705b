"""
Files become sources, or findings that say why not.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from specl.diagnostics import Diagnostic
from specl.workspace.reading import TextFile, decode, read


def text_of(data: bytes) -> TextFile:
    """
    Return the file that bytes make, which must be text.
    """
    file = decode("a.specl", None, data)
    assert isinstance(file, TextFile)
    return file


@pytest.mark.parametrize(
    "data", [b"a\nb\n", b"a\r\nb\r\n", b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfa\r\nb\r\n"]
)
def test_line_ends_and_marks_go_and_come_back(data: bytes) -> None:
    """
    The language sees line feeds only, and writing gives back the bytes that were read.
    """
    file = text_of(data)
    assert file.source.text == "a\nb\n"
    assert file.encode(file.source.text) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\0b", "`a.specl` holds a NUL byte: it is no text file"),
        (b"\xff\xfea\0", "`a.specl` is UTF-16 text"),
        ("größe".encode("latin-1"), "`a.specl` is not UTF-8 text: byte 3 is not UTF-8"),
    ],
)
def test_bytes_that_are_no_text_are_named(data: bytes, message: str) -> None:
    """
    Binary files and other encodings are findings with a reason.
    """
    problem = decode("a.specl", None, data)
    assert isinstance(problem, Diagnostic)
    assert (problem.code.slug, problem.message) == ("encoding", message)


def message_of(name: str) -> str:
    """
    Return why a file cannot be read.
    """
    problem = read(name)
    assert isinstance(problem, Diagnostic)
    assert problem.code.slug == "unreadable"
    return problem.message


def test_missing_file() -> None:
    """
    A file that is not there is named as it was written.
    """
    assert message_of("no/such.specl") == "there is no file `no/such.specl`"


def test_nearest_file(tmp_path: Path) -> None:
    """
    A misspelt name of a file brings the nearest one beside it; a folder is none.
    """
    Path(tmp_path, "support.specl").touch()
    Path(tmp_path, "suport.spec").mkdir()
    problem = read(str(tmp_path / "suport.specl"))
    assert isinstance(problem, Diagnostic)
    assert problem.help == (f"did you mean `{tmp_path / 'support.specl'}`?",)
    elsewhere = read(str(tmp_path / "billing.specl"))
    assert isinstance(elsewhere, Diagnostic)
    assert elsewhere.help == ()


def test_directory(tmp_path: Path) -> None:
    """
    A folder is not read.
    """
    assert message_of(str(tmp_path)) == f"`{tmp_path}` is a directory, not a file"


def test_impossible_name() -> None:
    """
    A name that no file can have is a finding too.
    """
    assert message_of("a\0b").startswith("`a\0b` cannot be read: ")


def test_forbidden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A file that may not be read is named as such.
    """

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    name = str(tmp_path / "secret.specl")
    assert message_of(name) == f"there is no permission to read `{name}`"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    `-` is standard input, decoded as any file is, lying here and not to be written.
    """
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"spec a\r\n")))
    file = read("-")
    assert isinstance(file, TextFile)
    assert (file.source.name, file.source.text) == ("<stdin>", "spec a\n")
    assert (file.path, file.writable) == (Path("<stdin>"), False)
