"""
What lies between a text and the one that it was, if it is nothing but rules.

Texts are compared from both ends; what is between is read anew, from the end of the last rule
that is the same to the beginning of the next. Where all words and signs outside of rules are
what they were, the two texts differ in rules alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from specl.text import Source
from specl.text.record import record

__all__ = ["Alteration", "Place", "alteration", "blanked", "mentioned"]

_CHUNK: Final = 1 << 16
_WORDS: Final = re.compile(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|([a-z_][a-z0-9_.]*)')
_NOT_A_LINE_END: Final = re.compile(r"[^\n]+")
_BLANKS: Final = bytes(10 if byte == 10 else 32 for byte in range(256))


@record
class Place:
    """
    A rule of a text: its name, and where it begins and ends.
    """

    name: str
    start: int
    end: int


@record
class _Ends:
    """
    Where two texts are the same: at the beginning and at the end.

    Attributes:
        before: How much is the same at the beginning.
        after: How much of the rest is the same at the end.
        old: How long the old text is.
        new: How long the new one is.
    """

    before: int
    after: int
    old: int
    new: int

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """
        Return where a stretch of the old text is now, or None where it may have changed.
        """
        shift = self.new - self.old
        if start == end == self.old:
            return self.new, self.new
        if end <= self.before:
            return start, end
        if start >= self.old - self.after:
            return start + shift, end + shift
        return None

    def place(self, rule: Place) -> Place | None:
        """
        Return where a rule is now, or None where it may have changed.
        """
        found = self.moved(rule.start, rule.end)
        return None if found is None else Place(rule.name, *found)


@record
class Alteration:
    """
    How a text came from another.

    Attributes:
        ends: Where the texts are the same.
        gone: The rules of the old text that are not the same or no longer there.
        kept: The rules that are the same, where they are now.
        fresh: The rules of the new text that are not among those.
        words: All words of the fresh rules, save those in texts and comments.
    """

    ends: _Ends
    gone: tuple[Place, ...]
    kept: tuple[Place, ...]
    fresh: tuple[Place, ...]
    words: frozenset[str]


def alteration(old: str, new: Source, rules: Sequence[Place]) -> Alteration | None:
    """
    Return how a text came from another by changes of rules, or None if more has changed.

    Args:
        old: The old text, without mistakes.
        new: The new text.
        rules: All rules of the old text, in order.
    """
    before, after = _same(old, new.text)
    low, high = before, len(old) - after
    first = next((n for n, rule in enumerate(rules) if rule.end >= low), len(rules))
    last = next((n for n in range(first, len(rules)) if rules[n].start > high), len(rules))
    start = rules[first - 1].end if first else 0
    stop = rules[last].start if last < len(rules) else len(old)
    shift = len(new.text) - len(old)
    was = _read(old[start:stop])
    now = _read(new.text[start : stop + shift])
    if was is None or now is None or was.rest != now.rest:
        return None
    ends = _Ends(before, after, len(old), len(new.text))
    read = {Place(each.name, each.start + start, each.end + start): w for each, w in now.rules}
    places = {rule: ends.place(rule) for rule in rules[first:last]}
    same = {rule: place for rule, place in places.items() if place is not None and place in read}
    later = {rule: Place(rule.name, rule.start + shift, rule.end + shift) for rule in rules[last:]}
    beside = (same | _first(later)).items()
    if any(_column(old, rule) != _column(new.text, place) for rule, place in beside):
        return None
    kept = [*rules[:first], *same.values(), *later.values()]
    fresh = [place for place in read if place not in same.values()]
    return Alteration(
        ends,
        tuple(rule for rule in rules[first:last] if rule not in same),
        tuple(kept),
        tuple(fresh),
        frozenset().union(*(read[place] for place in fresh)),
    )


def _first(places: Mapping[Place, Place]) -> dict[Place, Place]:
    return dict(islice(places.items(), 1))


def _column(text: str, place: Place) -> int:
    """
    Return how far from the beginning of its line a rule begins: mends are indented like it.
    """
    return place.start - text.rfind("\n", 0, place.start)


def _same(old: str, new: str) -> tuple[int, int]:
    """
    Return how much of two texts is the same from the beginning, and of the rest at the end.

    Where a stretch that came or went could be one or another, it begins with a line.
    """
    most = min(len(old), len(new))
    before = _common(lambda at, size: old[at : at + size] == new[at : at + size], most)
    ends = len(old), len(new)

    def matches(at: int, size: int) -> bool:
        one, other = (end - at for end in ends)
        return old[one - size : one] == new[other - size : other]

    after = _common(matches, most)
    if before + after > most:
        before = max(most - after, new.rfind("\n", 0, before) + 1)
    return before, min(after, most - before)


def _common(matches: Callable[[int, int], bool], most: int) -> int:
    """
    Return up to where all stretches match, at most `most`.
    """
    at = 0
    size = _CHUNK
    while size:
        step = min(size, most - at)
        if step and matches(at, step):
            at += step
        else:
            size //= 2
    return at


@record
class _Stretch:
    """
    A stretch of a text: its rules with their words, and all words and signs outside of them.
    """

    rules: tuple[tuple[Place, frozenset[str]], ...]
    rest: tuple[tuple[str, str], ...]


def _read(text: str) -> _Stretch | None:
    """
    Read a stretch that ends where a rule or nothing follows; None where it cannot be read alone.
    """
    from specl.syntax.lexer import scan
    from specl.syntax.pieces import cut

    scanned = scan(Source("", text))
    last = scanned.comments[-1].span.start if scanned.comments else len(text)
    runs_on = last < len(text) and "\n" not in text[last:]
    if scanned.problems or not scanned.complete or runs_on or not _ends_apart(text):
        return None
    rules: list[tuple[Place, frozenset[str]]] = []
    rest: list[tuple[str, str]] = []
    for piece in cut(scanned.tokens, lambda token: token):
        tokens = piece.tokens
        if tokens[0].kind != "RULE":
            rest += ((token.kind, token.text) for token in tokens)
            rest += [("PIECE", piece.kind)]
            continue
        if len(tokens) < 2 or tokens[-1].kind != "RBRACE":
            return None
        place = Place(tokens[1].text, tokens[0].start, tokens[-1].end)
        rules.append((place, frozenset(token.text for token in tokens[1:])))
    return _Stretch(tuple(rules), tuple(rest))


def _ends_apart(text: str) -> bool:
    """
    Tell whether a stretch ends so that what follows it does not run on from its last word.
    """
    return not text or text[-1].isspace() or text[-1] == "}"


def blanked(text: str, hidden: Sequence[Place]) -> str:
    """
    Return a text in which some rules are blank; all else stands in the lines where it stood.

    Args:
        text: The text.
        hidden: Rules that go.
    """
    parts: list[str] = []
    at = 0
    for place in sorted(hidden, key=lambda place: place.start):
        parts += [text[at : place.start], _blank(text[place.start : place.end])]
        at = place.end
    return "".join([*parts, text[at:]])


def _blank(text: str) -> str:
    if text.isascii():
        return text.encode("ascii").translate(_BLANKS).decode("ascii")
    return _NOT_A_LINE_END.sub(lambda found: " " * len(found[0]), text)


def mentioned(text: str) -> Iterator[str]:
    """
    Yield the words of a rule's body, save those in texts and comments.
    """
    for found in _WORDS.finditer(text, text.index("{")):
        if found[1]:
            yield found[1]
