"""
A pattern in the syntax of Python's `re` is a tree, if an automaton can search for it.

Refused are references back, looks ahead and behind, atomic groups, possessive repeats, and the
flags `a`, `L` and `x`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["PatternError", "is_word", "read_pattern"]

_MOST_NESTED = 50
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_HEX = {"x": 2, "u": 4, "U": 8}
_Set = Callable[[str], bool]


class PatternError(ValueError):
    """
    A pattern is none, or is none that takes time in step with the text; the message says why.
    """


def read_pattern(pattern: str) -> tuple[Any, ...]:
    """
    Return a pattern as a tree of tuples, the kind of node first.

    Raises:
        PatternError: It is none, or an automaton could not search for it.
    """
    return _PatternReader(pattern).read()


# Characters


def is_word(char: str) -> bool:
    """
    Tell whether a character is a letter, a digit or `_`.
    """
    return char.isalnum() or char == "_"


_CATEGORIES: dict[str, _Set] = {"d": str.isdecimal, "w": is_word, "s": str.isspace}


def _spelled(char: str) -> set[str]:
    """
    Return a character in all its cases.
    """
    low = char.lower()[:1]
    forms = {char, low, char.upper(), low.upper(), char.casefold()}
    forms |= {form.lower() for form in forms}
    return {form for form in forms if len(form) == 1}


def _set(items: Sequence[_Set], *, negated: bool, any_case: bool) -> _Set:
    def holds(char: str) -> bool:
        forms = _spelled(char) if any_case else (char,)
        return any(item(form) for form in forms for item in items) is not negated

    return holds


def _between(low: str, high: str) -> _Set:
    return lambda char: low <= char <= high


def _outside(inner: _Set) -> _Set:
    return lambda char: not inner(char)


# Reading


class _PatternReader:
    """
    Reads a pattern into a tree of tuples, the kind of node first.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0
        self.depth = 0

    def read(self) -> tuple[Any, ...]:
        flags = frozenset[str]()
        while self.pattern.startswith("(?", self.place):
            end = self.pattern.find(")", self.place)
            names = self.pattern[self.place + 2 : end]
            if not names.isalpha():
                break
            flags |= self._flags(names)
            self.place = end + 1
        node = self._either(flags)
        if self.place < len(self.pattern):
            raise PatternError("a `)` closes nothing")
        return node

    def _flags(self, names: str) -> frozenset[str]:
        for name in names:
            if name not in "imsu":
                raise PatternError(f"the flag `{name}` is not supported")
        return frozenset(names)

    def _take(self, text: str) -> bool:
        taken = self.pattern.startswith(text, self.place)
        self.place += len(text) * taken
        return taken

    def _next(self) -> str:
        if self.place >= len(self.pattern):
            raise PatternError("the pattern ends too early")
        self.place += 1
        return self.pattern[self.place - 1]

    def _either(self, flags: frozenset[str]) -> tuple[Any, ...]:
        choices = [self._sequence(flags)]
        while self._take("|"):
            choices.append(self._sequence(flags))
        return ("either", choices)

    def _sequence(self, flags: frozenset[str]) -> tuple[Any, ...]:
        parts: list[tuple[Any, ...]] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            part = self._part(flags)
            bounds = self._bounds()
            while bounds is not None:
                if part[0] == "at":
                    raise PatternError("a repeat repeats nothing")
                self._take("?")
                part = ("repeat", part, *bounds)
                bounds = self._bounds()
                if bounds is not None:
                    raise PatternError("a repeat is repeated; possessive ones are not supported")
            parts.append(part)
        return ("sequence", parts)

    def _bounds(self) -> tuple[int, int | None] | None:
        """
        Read how often something may stand, where the pattern says so here.
        """
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(sign):
                return bounds
        end = self.pattern.find("}", self.place)
        if not self.pattern.startswith("{", self.place) or end < 0:
            return None
        low, comma, high = self.pattern[self.place + 1 : end].partition(",")
        if not all(each == "" or _is_number(each) for each in (low, high)) or not low + comma:
            return None
        self.place = end + 1
        least = int(low or 0)
        most = least if not comma else int(high) if high else None
        if most is not None and most < least:
            raise PatternError("a repeat ends before it begins")
        return least, most

    def _part(self, flags: frozenset[str]) -> tuple[Any, ...]:
        char = self._next()
        match char:
            case "(":
                return self._group(flags)
            case "[":
                return ("set", self._class(flags))
            case ".":
                return ("set", (lambda _: True) if "s" in flags else (lambda char: char != "\n"))
            case "^":
                return ("at", "line start" if "m" in flags else "start")
            case "$":
                return ("at", "line end" if "m" in flags else "end or final newline")
            case "*" | "+" | "?":
                raise PatternError("a repeat repeats nothing")
            case "\\":
                return self._escape(flags)
        return self._literal(char, flags)

    def _literal(self, char: str, flags: frozenset[str]) -> tuple[Any, ...]:
        forms = _spelled(char) if "i" in flags else {char}
        return ("set", lambda each: each in forms or ("i" in flags and char in _spelled(each)))

    def _group(self, flags: frozenset[str]) -> tuple[Any, ...]:
        self.depth += 1
        if self.depth > _MOST_NESTED:
            raise PatternError(f"groups are nested more than {_MOST_NESTED} deep")
        if self._take("?#"):
            end = self.pattern.find(")", self.place)
            self.place = max(end, self.place)
            node: tuple[Any, ...] = ("sequence", [])
        else:
            node = self._either(self._opening(flags))
        if not self._take(")"):
            raise PatternError("a `(` is not closed")
        self.depth -= 1
        return node

    def _opening(self, flags: frozenset[str]) -> frozenset[str]:
        """
        Read what follows `(` up to the pattern within, and return the flags there.
        """
        if not self._take("?") or self._take(":"):
            return flags
        if self._take("P<"):
            end = self.pattern.find(">", self.place)
            if not self.pattern[self.place : end].isidentifier():
                raise PatternError("a group has no proper name")
            self.place = end + 1
            return flags
        colon = self.pattern.find(":", self.place)
        on, minus, off = self.pattern[self.place : max(colon, self.place)].partition("-")
        if not (on + off).isalpha() or (minus and not off):
            raise PatternError("groups that look around, refer back or never go back are refused")
        self.place = colon + 1
        return (flags | self._flags(on)) - self._flags(off)

    def _escape(self, flags: frozenset[str]) -> tuple[Any, ...]:
        char = self._next()
        if char in _CATEGORIES:
            return ("set", _CATEGORIES[char])
        if char.lower() in _CATEGORIES:
            return ("set", _outside(_CATEGORIES[char.lower()]))
        places = {"A": "start", "Z": "end", "b": "word edge", "B": "no word edge"}
        if char in places:
            return ("at", places[char])
        return self._literal(self._escaped(char), flags)

    def _escaped(self, char: str) -> str:
        """
        Return the character that a backslash and a character stand for.
        """
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in _HEX:
            digits = "".join(self._next() for _ in range(_HEX[char]))
            if not all(each in "0123456789abcdefABCDEF" for each in digits):
                raise PatternError(f"`\\{char}` needs {_HEX[char]} hexadecimal digits")
            return chr(min(int(digits, 16), 0x10FFFF))
        if char == "0" and not self.pattern[self.place : self.place + 1].isdecimal():
            return "\0"
        if char.isascii() and char.isalnum():
            raise PatternError(f"`\\{char}` is not supported")
        return char

    def _class(self, flags: frozenset[str]) -> _Set:
        negated = self._take("^")
        items: list[_Set] = []
        first = True
        while first or not self._take("]"):
            first = False
            low = self._member()
            if not self.pattern.startswith("-", self.place) or self.pattern.startswith(
                "-]", self.place
            ):
                items.append(low if callable(low) else _between(low, low))
                continue
            self.place += 1
            high = self._member()
            if callable(low) or callable(high) or low > high:
                raise PatternError("a range in `[…]` has no proper ends")
            items.append(_between(low, high))
        return _set(items, negated=negated, any_case="i" in flags)

    def _member(self) -> str | _Set:
        char = self._next()
        if char != "\\":
            return char
        char = self._next()
        if char in _CATEGORIES:
            return _CATEGORIES[char]
        if char.lower() in _CATEGORIES:
            return _outside(_CATEGORIES[char.lower()])
        return "\b" if char == "b" else self._escaped(char)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7
