"""
`record`: `attrs.frozen` for classes that are cheap to define and quick to make.

attrs writes and compiles the methods of a class when its module is imported. A command
defines hundreds of classes before it reads the first line of a spec and makes objects of
few of them, and that was the larger part of the time it took. Here a class gets what all
records share at once, its `__init__` with the first object, and what attrs wants to know
of it (`attrs.fields`, `attrs.evolve`) when attrs asks. To callers it is a class of attrs.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from specl.text.record_methods import KEPT, METHODS, comparison, keeping

__all__ = ["evolved", "maker", "mutable", "record"]

_SHARED: Final = frozenset({"__dict__", "__weakref__", "__annotations__"})
_NONE_KEPT: Final = f"    self.{KEPT} = None"
_open: Final = object.__dict__["__class__"].__set__

if TYPE_CHECKING:
    from attrs import define as mutable
    from attrs import frozen as record
else:
    from functools import partial

    def mutable(cls: type) -> type:
        """
        Make a class whose objects change and count each for itself: `attrs.define`, cheap.

        Args:
            cls: The class. Its fields are what it annotates, with defaults and `attrs.field` as in
                attrs; `__attrs_post_init__` is called if it has one.
        """
        plan = _Plan(cls, kw_only=False, cache_hash=False)
        body = _without_defaults(cls, plan)
        body["__slots__"] = (*plan.names, "__weakref__")
        made = type(cls)(cls.__name__, cls.__bases__, {**plan.described(), **body})
        made.__init__ = _first_init(made, plan, frozen=False)
        return made

    def record(
        cls: type | None = None,
        /,
        *,
        slots: bool = True,
        kw_only: bool = False,
        cache_hash: bool = False,
    ) -> Any:
        """
        Make a class frozen, comparable by its fields and hashable.

        Args:
            cls: The class; None where options stand between brackets. Its fields are what it
                annotates, with defaults and `attrs.field` as in `attrs.frozen`.
            slots: Whether its objects have room for the fields alone.
            kw_only: Whether all fields are given by name.
            cache_hash: Whether an object keeps its hash, for where they are large keys.
        """
        if cls is None:
            return partial(record, slots=slots, kw_only=kw_only, cache_hash=cache_hash)
        plan = _Plan(cls, kw_only=kw_only, cache_hash=cache_hash)
        body = _without_defaults(cls, plan)
        if slots:
            body["__slots__"] = plan.names + ((KEPT,) if cache_hash else ())
        made = type(cls)(cls.__name__, cls.__bases__, {**METHODS, **plan.methods(), **body})
        made.__init__ = _first_init(made, plan)
        return made


def _without_defaults(cls: type, plan: _Plan) -> dict[str, Any]:
    """
    Return what stands in a class, without what only says what its fields are.
    """
    body = {name: each for name, each in cls.__dict__.items() if name not in plan.defaults}
    for name in _SHARED:
        body.pop(name, None)
    body["__annotations__"] = plan.annotations
    return body


class _Plan:
    """
    What the fields of a class are.
    """

    def __init__(self, cls: type, *, kw_only: bool, cache_hash: bool) -> None:
        self.name = cls.__name__
        self.kw_only = kw_only
        self.cache_hash = cache_hash
        self.annotations: dict[str, Any] = cls.__annotations__
        self.names = tuple(self.annotations)
        found = cls.__dict__
        self.defaults = {name: found[name] for name in self.names if name in found}
        self.declared = {
            name: each for name, each in self.defaults.items() if hasattr(each, "_default")
        }

    def methods(self) -> dict[str, Any]:
        """
        Return what depends on the fields: equality, hash and what patterns match.
        """
        equal, hashed = comparison(self.having("eq"), self.name)
        hashed = keeping(hashed) if self.cache_hash else hashed
        return {"__eq__": equal, "__hash__": hashed, **self.described()}

    def described(self) -> dict[str, Any]:
        """
        Return what patterns match, and what attrs and `inspect` are told.
        """
        return {
            "__match_args__": tuple(name for name in self.names if not self.by_name(name)),
            "__attrs_attrs__": _Asked(self.for_attrs),
            "__signature__": _Asked(self.signature),
        }

    def having(self, what: str) -> tuple[str, ...]:
        """
        Return the fields that take part in `eq` or `repr`.
        """
        declared = self.declared
        if not declared:
            return self.names
        return tuple(n for n in self.names if n not in declared or getattr(declared[n], what))

    def by_name(self, name: str) -> bool:
        """
        Tell whether a field is given by name alone.
        """
        return self.kw_only or (name in self.declared and bool(self.declared[name].kw_only))

    def default(self, name: str) -> Any:
        """
        Return the default of a field, a factory of attrs, or `attrs.NOTHING`.
        """
        if name in self.declared:
            return self.declared[name]._default  # noqa: SLF001 - attrs shows it nowhere else
        return self.defaults.get(name, attrs.NOTHING)

    def signature(self, made: type) -> Any:
        """
        Return what `inspect` says of calls of the class.
        """
        from inspect import signature

        whole = signature(_write_init(made, self))
        return whole.replace(parameters=list(whole.parameters.values())[1:])

    def for_attrs(self, _made: type) -> Any:
        """
        Return the fields as attrs describes them.
        """
        twin = type(self.name, (), {"__annotations__": self.annotations, **self.defaults})
        options = {"slots": False, "eq": False, "repr": False, "init": False}
        return attrs.fields(attrs.frozen(twin, kw_only=self.kw_only, **options))  # type: ignore[call-overload]


class _Asked:
    """
    What a class says of itself, worked out when somebody asks.
    """

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.found: Any = None

    def __get__(self, _made: object, owner: type) -> Any:
        if self.found is None:
            self.found = self.answer(owner)
        return self.found


def maker(cls: type) -> Any:
    """
    Return a function that makes records of a class, for where very many are made.

    Args:
        cls: A record; the function takes the values of all its fields, in their order.
    """
    names = tuple(cls.__annotations__)
    lines = [f"def make({', '.join(names)}):", "    self = _new(_Open)"]
    lines += [f"    self.{name} = {name}" for name in names]
    lines += [_NONE_KEPT] if hasattr(cls, KEPT) else []
    lines += ["    self.__class__ = _Made", "    return self"]
    return _compiled(cls, lines, {"_new": object.__new__})["make"]


_Record = TypeVar("_Record")


def evolved(old: _Record, **changes: Any) -> _Record:
    """
    Return a record with other values for some fields: `attrs.evolve`, quicker.

    Args:
        old: A record.
        changes: The new values by the names of their fields.

    Raises:
        TypeError: There is no field of a name.
    """
    kind: Any = type(old)
    make, places, values = _copying(kind)
    found = list(values(old))
    for name, value in changes.items():
        if name not in places:
            raise TypeError(f"{kind.__name__} has no field {name}")
        found[places[name]] = value
    made: _Record = make(*found)
    return made


@cache
def _copying(cls: type) -> tuple[Any, dict[str, int], Any]:
    names = tuple(cls.__annotations__)
    return maker(cls), {name: place for place, name in enumerate(names)}, attrgetter(*names)


def _first_init(made: type, plan: _Plan, *, frozen: bool = True) -> Any:
    """
    Return an `__init__` that makes way for the one written for the class.
    """

    def __init__(self: object, *args: Any, **named: Any) -> None:  # noqa: N807 - it becomes one
        _write_init(made, plan, frozen=frozen)(self, *args, **named)

    return __init__


def _write_init(made: Any, plan: _Plan, *, frozen: bool = True) -> Any:
    """
    Write the `__init__` of a class.

    A frozen object takes no values, not even its first: each would have to be put in by a
    call. So it is an object of a class that is not frozen for as long as it is filled.
    """
    named: dict[str, Any] = {"_open": _open}
    given: list[str] = []
    by_name: list[str] = []
    lines = ["    _open(self, _Open)"] if frozen else ["    pass"]
    for name in plan.names:
        argument, default = name.lstrip("_"), plan.default(name)
        value = argument
        if default is not attrs.NOTHING:
            named[f"_default_{name}"] = default
            argument += f"=_default_{name}"
        if hasattr(default, "takes_self"):
            named[f"_factory_{name}"] = default.factory
            made_from = "self" if default.takes_self else ""
            value = f"_factory_{name}({made_from}) if {value} is _default_{name} else {value}"
        (by_name if plan.by_name(name) else given).append(argument)
        lines.append(f"    self.{name} = {value}")
    lines += [_NONE_KEPT] if plan.cache_hash else []
    if frozen:
        lines.append("    self.__class__ = _Made")
    elif hasattr(made, "__attrs_post_init__"):
        lines.append("    self.__attrs_post_init__()")
    head = ", ".join(["self", *given, *(["*", *by_name] if by_name else [])])
    init = _compiled(made, [f"def __init__({head}):", *lines], named)["__init__"]
    init.__annotations__ = {
        **{name.lstrip("_"): each for name, each in plan.annotations.items()},
        "return": None,
    }
    init.__qualname__ = f"{made.__qualname__}.__init__"
    made.__init__ = init
    return init


def _compiled(made: Any, lines: list[str], named: dict[str, Any]) -> dict[str, Any]:
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    opened = {"__slots__": (), **plain}
    named |= {"_Open": type(made)(made.__name__, (made,), opened), "_Made": made}
    code = compile("\n".join(lines), f"<record {made.__qualname__}>", "exec")
    exec(code, named)  # noqa: S102 - names of fields alone go in
    return named
