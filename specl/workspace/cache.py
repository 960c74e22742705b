"""
A folder of the user's own in which results are kept, each under the hash of all it came from.

Whatever is wrong with the folder or an entry is a miss: it changes the time that a run takes
and nothing else. An entry is believed when it is a plain file of this user's, in a folder
that nobody else can write, and when its own key and the checksum of its contents stand in it.
It is JSON: reading it runs nothing.
"""

# ruff: noqa: PTH100, PTH103, PTH105, PTH111, PTH114, PTH117, PTH118
# Names are relative to an open folder, which pathlib does not have.

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any, Final

__all__ = ["Cache", "cache_folder"]

_FOLDER: Final = "SPECL_CACHE_DIR"
_MAGIC: Final = b"specl-cache-1"
_ENTRY: Final = ".entry"
_BESIDE: Final = ".new"
_HEADER: Final = len(_MAGIC) + 3 + 64 + 64
_LARGEST_ENTRY: Final = 64 * 1024 * 1024
_ABANDONED: Final = 3600.0
_FLAGS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)
_BY_HANDLE: Final = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")


def cache_folder() -> str:
    """
    Return the folder that results are kept in: `SPECL_CACHE_DIR`, or one for this system.
    """
    chosen = os.environ.get(_FOLDER)
    if chosen:
        return os.path.abspath(chosen)
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(local, "specl", "cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "specl")
    shared = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(shared):
        shared = os.path.join(home, ".cache")
    return os.path.join(shared, "specl")


class Cache:
    """
    Results by key; each call opens the folder anew, so that several processes share it.

    Attributes:
        folder: Where the entries lie; it is made when the first is put.
        bound: How many bytes all entries together may have before the oldest go.
    """

    def __init__(self, folder: str, *, bound: int = 256 * 1024 * 1024) -> None:
        self.folder = folder
        self.bound = bound

    def get(self, key: str) -> Any:
        """
        Return what was put under a key, or None where nothing can be believed.

        Args:
            key: 64 hexadecimal digits.
        """
        try:
            with _opened(self.folder) as handle:
                data = _read(handle, self.folder, key + _ENTRY)
        except OSError:
            return None
        return _contents(data, key)

    def put(self, key: str, value: Any) -> None:
        """
        Keep a value of JSON's under a key, if that is possible.
        """
        import json

        try:
            body = json.dumps(value, separators=(",", ":")).encode("ascii")
            data = b"%s\n%s\n%s\n%s" % (_MAGIC, key.encode(), _sum(body), body)
            if len(data) <= min(_LARGEST_ENTRY, self.bound):
                os.makedirs(self.folder, mode=0o700, exist_ok=True)
                with _opened(self.folder) as handle:
                    _write(handle, self.folder, key + _ENTRY, data)
                    self._make_room(handle)
        except (OSError, TypeError, ValueError):
            return

    def clear(self) -> int:
        """
        Take all entries away, and return how many there were; other files stay.

        Raises:
            OSError: The folder is not one of this user's own, or cannot be written.
        """
        try:
            with _opened(self.folder) as handle:
                entries = list(_entries(handle, self.folder))
                for name, _, _ in entries:
                    _unlink(handle, self.folder, name)
        except FileNotFoundError:
            return 0
        return sum(name.endswith(_ENTRY) for name, _, _ in entries)

    def size(self) -> tuple[int, int]:
        """
        Return the number of entries and of their bytes.

        Raises:
            OSError: The folder is not one of this user's own.
        """
        try:
            with _opened(self.folder) as handle:
                sizes = [size for name, size, _ in _entries(handle, self.folder) if _is_entry(name)]
        except FileNotFoundError:
            return 0, 0
        return len(sizes), sum(sizes)

    def _make_room(self, handle: int | None) -> None:
        """
        Take the oldest entries away while there is too much, and what writers left behind.
        """
        entries = sorted(_entries(handle, self.folder), key=lambda entry: entry[2])
        total = sum(size for _, size, _ in entries)
        now = time.time()
        for name, size, written in entries:
            abandoned = not _is_entry(name) and now - written > _ABANDONED
            if abandoned or (total > self.bound and _is_entry(name)):
                with suppress(OSError):
                    _unlink(handle, self.folder, name)
                total -= size


def _sum(body: bytes) -> bytes:
    return sha256(body).hexdigest().encode()


def _contents(data: bytes, key: str) -> Any:
    """
    Return the value in an entry's bytes, or None where they are not what was put.
    """
    head, body = data[:_HEADER], data[_HEADER:]
    if head != b"%s\n%s\n%s\n" % (_MAGIC, key.encode(), _sum(body)):
        return None
    import json

    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


@contextmanager
def _opened(folder: str) -> Iterator[int | None]:
    """
    Open the folder itself, no link to one, and see that nobody else can write to it.
    """
    if not _BY_HANDLE:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise PermissionError(f"`{folder}` is no folder")
        yield None
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _FLAGS)
    try:
        _require_own(os.fstat(handle), folder)
        yield handle
    finally:
        os.close(handle)


def _require_own(status: os.stat_result, name: str) -> None:
    """
    Require that something is this user's, and writable by nobody else.
    """
    foreign = hasattr(os, "geteuid") and status.st_uid != os.geteuid()
    if foreign or (os.name == "posix" and status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise PermissionError(f"`{name}` is open to others")


def _open(handle: int | None, folder: str, name: str, flags: int) -> int:
    path = name if handle is not None else os.path.join(folder, name)
    if handle is None and os.path.islink(path):
        raise PermissionError(f"`{name}` is a link")
    return os.open(path, flags | _FLAGS | _BINARY, 0o600, dir_fd=handle)


def _read(handle: int | None, folder: str, name: str) -> bytes:
    entry = _open(handle, folder, name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(entry, "rb") as stream:
        status = os.fstat(entry)
        _require_own(status, name)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_ENTRY:
            raise PermissionError(f"`{name}` is no entry")
        return stream.read(_LARGEST_ENTRY)


def _write(handle: int | None, folder: str, name: str, data: bytes) -> None:
    """
    Write an entry beside its place and put it there in one step.
    """
    beside = f"{os.getpid():x}-{time.monotonic_ns():x}{_BESIDE}"
    entry = _open(handle, folder, beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(entry, "wb") as stream:
            stream.write(data)
        if handle is None:
            os.replace(os.path.join(folder, beside), os.path.join(folder, name))
        else:
            os.replace(beside, name, src_dir_fd=handle, dst_dir_fd=handle)
    except BaseException:
        with suppress(OSError):
            _unlink(handle, folder, beside)
        raise


def _unlink(handle: int | None, folder: str, name: str) -> None:
    path = name if handle is not None else os.path.join(folder, name)
    os.unlink(path, dir_fd=handle)


def _is_entry(name: str) -> bool:
    return name.endswith(_ENTRY)


def _entries(handle: int | None, folder: str) -> Iterator[tuple[str, int, float]]:
    """
    Yield name, size and age of the files that a cache makes; no others are touched.
    """
    listed = os.scandir(folder if handle is None else handle)
    with listed:
        for entry in listed:
            digits = entry.name.partition(".")[0].replace("-", "")
            ours = entry.name.endswith((_ENTRY, _BESIDE)) and all(
                digit in "0123456789abcdef" for digit in digits
            )
            if ours:
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    yield entry.name, status.st_size, status.st_mtime
