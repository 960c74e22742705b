"""
`record`: `attrs.frozen` for classes that are cheap to define.

attrs writes and compiles `__init__`, `__eq__`, `__hash__` and `__repr__` of each class when
its module is imported. A command defines more than a hundred classes before it reads the
first line of a spec, and that was the larger part of the time it took. Here attrs writes
only `__init__`; the other three are written once, below, and mean what those of attrs mean.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["record"]

if TYPE_CHECKING:
    from attrs import frozen as record
else:
    from functools import partial

    import attrs

    def record(cls: type | None = None, /, **options: Any) -> Any:
        """
        Make a class frozen, comparable by its fields and hashable.

        Args:
            cls: The class; None where options stand between brackets.
            options: What else `attrs.frozen` is to do.
        """
        if cls is None:
            return partial(record, **options)
        made = attrs.frozen(cls, eq=False, repr=False, **options)
        made.__eq__, made.__hash__ = _comparison(made)
        if "__repr__" not in cls.__dict__:
            made.__repr__ = _shown
        return made


def _comparison(cls: Any) -> tuple[Any, Any]:
    """
    Return equality and hash of a class: of the fields that take part in equality.
    """
    names = [field.name for field in cls.__attrs_attrs__ if field.eq]
    compared = attrgetter(*names) if names else _nothing
    salt = hash(cls.__qualname__)

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def hashed(self: object) -> int:
        return hash(compared(self)) ^ salt

    return equal, hashed


def _nothing(_record: object) -> tuple[()]:
    return ()


def _shown(self: Any) -> str:
    fields = (each.name for each in self.__attrs_attrs__ if each.repr)
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields)
    return f"{type(self).__qualname__}({shown})"
