"""
What a policy returned as a reply profile, with all that is wrong with it.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from typing import Any

from specl.model import Profile, Spec, Value, value_from_json
from specl.text import nearest

__all__ = ["profile_of"]

_LONGEST = 60
_TRUTH = (("numpy", "bool"), ("numpy", "bool_"))


def profile_of(spec: Spec, returned: object) -> tuple[Profile, tuple[str, ...]]:
    """
    Return the values of acts that a policy returned, and why they are no whole profile.

    Args:
        spec: The spec.
        returned: A mapping from each act to its value: `True`, `7`, `"en"`, a set or a list of
            values, a `Fraction` or a float for a real; numbers and truth values of NumPy mean
            what they mean as Python's own.

    Returns:
        The values that are some, and all problems; without problems there is one for each act.
    """
    if inspect.iscoroutine(returned):
        returned.close()
        return {}, ("it returned a coroutine; wrap it, such as by `asyncio.run`",)
    if not isinstance(returned, Mapping):
        return {}, (f"it returned `{_short(returned)}`, which is no mapping from acts to values",)
    profile: dict[str, Value] = {}
    problems = list(_unknown(spec, returned))
    for name, act in spec.acts.items():
        if name not in returned:
            problems.append(f"there is no value for act `{name}`")
            continue
        try:
            profile[name] = value_from_json(act.type, _plain(returned[name]))
        except ValueError as error:
            problems.append(f"act `{name}`: {error}")
    return profile, tuple(problems)


def _unknown(spec: Spec, returned: Mapping[Any, Any]) -> Iterator[str]:
    for name in returned:
        if name not in spec.acts:
            close = nearest(str(name), spec.acts)
            yield f"there is no act `{name}`" + (f"; did you mean `{close}`?" if close else "")


def _plain(value: object) -> object:
    """
    Return a Python value as the JSON that means it.

    Raises:
        ValueError: It is of a type that has another one of Python's own within it.
    """
    match value:
        case AbstractSet() | tuple() | list():
            return [_plain(member) for member in value]
        case str():
            return str.__str__(value)  # of an enumeration its value
        case Fraction():
            return str(value)
        case bool() | Decimal():
            return value
        case float():
            return float(value)  # of a subclass, which may be written in another way
    return _plain_of_others(value)


def _plain_of_others(value: object) -> object:
    """
    Return what a whole number, or a truth value of NumPy, is; of anything else its text.

    Raises:
        ValueError: It would tell its value if it were asked.
    """
    kind = type(value)
    if (kind.__module__, kind.__name__) in _TRUTH:
        return bool(value)
    try:
        return operator.index(value)  # type: ignore[arg-type] # an error says that it is none
    except TypeError:
        pass
    if not isinstance(value, type) and hasattr(kind, "item") and hasattr(kind, "tolist"):
        ask = "item" if getattr(value, "shape", ()) == () else "tolist"
        name = f"{kind.__module__}.{kind.__qualname__}"
        raise ValueError(f"`{_short(value)}` is of type `{name}`; return its `.{ask}()`")
    return _short(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
