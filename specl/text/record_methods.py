"""
What all records have in common: equality and hash by fields, no changes, pickles.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

import attrs

__all__ = ["KEPT", "METHODS", "comparison", "keeping"]

KEPT: Final = "_kept_hash"
"""
Where a record keeps its hash, if it does.
"""


def comparison(names: tuple[str, ...], name: str) -> tuple[Any, Any]:
    """
    Return equality and hash of a class by the fields that take part in equality.
    """
    compared = attrgetter(*names) if names else _nothing
    salt = hash(name)

    def equal(self: object, other: object) -> Any:
        return _write_equality(type(self), names)(self, other)

    def hashed(self: object) -> int:
        return hash(compared(self)) ^ salt

    return equal, hashed


def _write_equality(made: Any, names: tuple[str, ...]) -> Any:
    """
    Write the equality of a class; parts that are one and the same are not gone through.
    """
    equal = " and ".join(f"(self.{n} is other.{n} or self.{n} == other.{n})" for n in names)
    lines = [
        "def __eq__(self, other):",
        "    if other.__class__ is not self.__class__:",
        "        return NotImplemented",
        f"    return {equal or True}",
    ]
    named: dict[str, Any] = {}
    code = compile("\n".join(lines), f"<record {made.__qualname__}>", "exec")
    exec(code, named)  # noqa: S102 - names of fields alone go in
    made.__eq__ = named["__eq__"]
    return made.__eq__


def keeping(hashed: Any) -> Any:
    """
    Return a hash function that works the hash of an object out once.
    """

    def kept(self: Any) -> int:
        found: int | None = self._kept_hash
        if found is None:
            found = hashed(self)
            object.__setattr__(self, KEPT, found)
        return found

    return kept


def _nothing(_record: object) -> tuple[()]:
    return ()


def _shown(self: Any) -> str:
    fields = (each.name for each in attrs.fields(type(self)) if each.repr)
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields)
    return f"{type(self).__qualname__}({shown})"


def _refused(_self: object, _name: str, _value: object = None) -> None:
    raise attrs.exceptions.FrozenInstanceError


def _state(self: Any) -> dict[str, Any]:
    """
    Return the values of all fields, as pickles keep them.
    """
    return {name: getattr(self, name) for name in type(self).__annotations__}


def _set_state(self: object, state: dict[str, Any]) -> None:
    # A hash is of one process: that of a text differs from run to run.
    kept = {KEPT: None} if hasattr(type(self), KEPT) else {}
    for name, value in {**state, **kept}.items():
        object.__setattr__(self, name, value)


METHODS: Final = {
    "__setattr__": _refused,
    "__delattr__": _refused,
    "__getstate__": _state,
    "__setstate__": _set_state,
    "__repr__": _shown,
}
