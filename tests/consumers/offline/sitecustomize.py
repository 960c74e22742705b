"""
Keeps a Python from reaching any other machine; Python imports this by itself when it starts.
"""

from __future__ import annotations

import socket
from typing import Any

_connect, _connect_ex, _look_up = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.getaddrinfo,
)
_HERE = ("localhost", "127.", "::1", "0.0.0.0")  # noqa: S104 - nothing is bound to it


def _require_here(host: Any) -> None:
    if isinstance(host, bytes):
        host = host.decode()
    if isinstance(host, str) and host and not host.startswith(_HERE):
        raise OSError(f"tests of consumers reach no other machine, and so not {host}")


def _require_address(address: Any) -> None:
    if isinstance(address, tuple):
        _require_here(address[0])


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _require_address(address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _require_address(address)
    return _connect_ex(self, address)


def _guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
    _require_here(host)
    return _look_up(host, *arguments, **options)


socket.socket.connect = _guarded_connect  # type: ignore[method-assign,assignment]
socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign,assignment]
socket.getaddrinfo = _guarded_look_up
