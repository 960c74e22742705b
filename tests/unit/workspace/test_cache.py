"""
The cache: what was put is had again, and whatever is wrong with it is a miss.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from specl.workspace.cache import Cache, cache_folder

KEY, OTHER = sha256(b"one").hexdigest(), sha256(b"other").hexdigest()
VALUE = {"findings": ["é", 1, None, 0.5], "complete": True}
POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """
    Return a cache with one entry.
    """
    made = Cache(str(tmp_path / "cache"))
    made.put(KEY, VALUE)
    return made


def entry(cache: Cache, key: str = KEY) -> Path:
    """
    Return where an entry lies.
    """
    return Path(cache.folder) / f"{key}.entry"


def test_what_is_put_is_had(cache: Cache) -> None:
    """
    A value comes back as it was, under its own key only.
    """
    assert cache.get(KEY) == VALUE
    assert cache.get(OTHER) is None


@POSIX
def test_nobody_else_can_look_into_it(cache: Cache) -> None:
    """
    The folder and its entries are for their owner alone.
    """
    assert Path(cache.folder).stat().st_mode & 0o777 == 0o700
    assert entry(cache).stat().st_mode & 0o777 == 0o600


def truncated(path: Path) -> None:
    """
    Leave half of an entry.
    """
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def altered(path: Path) -> None:
    """
    Change one letter of what was found.
    """
    path.write_bytes(path.read_bytes().replace(b"true", b"fals"))


def emptied(path: Path) -> None:
    """
    Leave nothing.
    """
    path.write_bytes(b"")


def of_another_version(path: Path) -> None:
    """
    Let an entry be of another form.
    """
    path.write_bytes(path.read_bytes().replace(b"specl-cache-1", b"specl-cache-0", 1))


def a_link(path: Path) -> None:
    """
    Put a link to a good entry in its place.
    """
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def a_folder(path: Path) -> None:
    """
    Put a folder in its place.
    """
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    """
    Put a pipe in its place, which would be waited for.
    """
    path.unlink()
    os.mkfifo(path)


def open_to_all(path: Path) -> None:
    """
    Let everybody write it.
    """
    path.chmod(0o666)


def nonsense(path: Path) -> None:
    """
    Put a well-formed entry there that is no JSON.
    """
    body = b"{]"
    head = f"specl-cache-1\n{KEY}\n{sha256(body).hexdigest()}\n".encode()
    path.write_bytes(head + body)


POISONS = [truncated, altered, emptied, of_another_version, nonsense]
POISONS_OF_POSIX = [a_link, a_folder, a_pipe, open_to_all]


@pytest.mark.parametrize(
    "poison", [*POISONS, *(pytest.param(each, marks=POSIX) for each in POISONS_OF_POSIX)]
)
def test_a_poisoned_entry_is_a_miss(cache: Cache, poison: Callable[[Path], None]) -> None:
    """
    An entry that is not to the letter what was put, or not a plain file of the user's, is none.
    """
    poison(entry(cache))
    assert cache.get(KEY) is None


def test_an_entry_of_another_key_is_a_miss(cache: Cache) -> None:
    """
    An entry copied to where another belongs is not taken for it.
    """
    entry(cache, OTHER).write_bytes(entry(cache).read_bytes())
    assert cache.get(OTHER) is None


def test_a_poisoned_entry_is_written_anew(cache: Cache) -> None:
    """
    A put mends what was broken.
    """
    truncated(entry(cache))
    cache.put(KEY, VALUE)
    assert cache.get(KEY) == VALUE


@POSIX
def test_a_link_is_replaced_and_not_followed(cache: Cache, tmp_path: Path) -> None:
    """
    A put in the place of a link leaves what it leads to alone.
    """
    precious = tmp_path / "precious"
    precious.write_text("kept")
    entry(cache).unlink()
    entry(cache).symlink_to(precious)
    cache.put(KEY, VALUE)
    assert precious.read_text() == "kept"
    assert cache.get(KEY) == VALUE


@POSIX
def test_a_folder_that_is_a_link_is_not_used(cache: Cache, tmp_path: Path) -> None:
    """
    Where the folder itself is a link nothing is read or written.
    """
    link = tmp_path / "link"
    link.symlink_to(cache.folder)
    linked = Cache(str(link))
    linked.put(OTHER, VALUE)
    assert (linked.get(KEY), cache.get(OTHER)) == (None, None)


@POSIX
def test_a_folder_that_others_can_write_is_not_used(cache: Cache) -> None:
    """
    Where others could put entries none are believed.
    """
    Path(cache.folder).chmod(0o777)
    assert cache.get(KEY) is None


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_keeps_nothing(cache: Cache) -> None:
    """
    A put into a folder that is read-only does nothing, and what is there can still be had.
    """
    Path(cache.folder).chmod(0o500)
    cache.put(OTHER, VALUE)
    assert (cache.get(KEY), cache.get(OTHER)) == (VALUE, None)


def test_a_file_in_place_of_the_folder_keeps_nothing(tmp_path: Path) -> None:
    """
    Where there can be no folder there is no cache, and no error.
    """
    (tmp_path / "file").write_text("")
    cache = Cache(str(tmp_path / "file"))
    cache.put(KEY, VALUE)
    assert cache.get(KEY) is None


def test_what_json_cannot_say_is_not_kept(cache: Cache) -> None:
    """
    A value that JSON has no words for is left out.
    """
    cache.put(OTHER, {"value": object()})
    assert cache.get(OTHER) is None


def test_the_oldest_go_when_there_is_too_much(tmp_path: Path) -> None:
    """
    All entries together stay within the bound, the newest ones last.
    """
    cache = Cache(str(tmp_path / "cache"), bound=2000)
    keys = [sha256(str(n).encode()).hexdigest() for n in range(9)]
    for age, key in enumerate(reversed(keys)):
        cache.put(key, "x" * 400)
        os.utime(entry(cache, key), (1000 + age, 1000 + age))
    assert cache.size()[1] <= 2000
    assert cache.get(keys[0]) == "x" * 400
    assert cache.get(keys[-1]) is None


def test_clearing_leaves_other_files_alone(cache: Cache) -> None:
    """
    Only what a cache makes is removed.
    """
    other = Path(cache.folder) / "notes.txt"
    other.write_text("mine")
    assert cache.clear() == 1
    assert (cache.get(KEY), other.read_text()) == (None, "mine")
    assert cache.clear() == 0


def test_a_cache_that_was_never_used_is_empty(tmp_path: Path) -> None:
    """
    Without a folder there is nothing to count and nothing to clear.
    """
    cache = Cache(str(tmp_path / "none"))
    assert (cache.size(), cache.clear()) == ((0, 0), 0)


def test_entries_are_json(cache: Cache) -> None:
    """
    What is kept can be read with any tool.
    """
    assert json.loads(entry(cache).read_bytes().split(b"\n", 3)[3]) == VALUE


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"SPECL_CACHE_DIR": "/a/b", "XDG_CACHE_HOME": "/x"}, "/a/b"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/specl"),
        ({"XDG_CACHE_HOME": "relative"}, "/home/someone/.cache/specl"),
        ({}, "/home/someone/.cache/specl"),
    ],
)
def test_the_folder_is_where_users_expect_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], folder: str
) -> None:
    """
    `SPECL_CACHE_DIR` goes first, then what the system says.
    """
    for name in ("SPECL_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/someone")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == folder
