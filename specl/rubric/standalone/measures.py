"""
What code reads off the text of a reply: how long it is, how it is laid out, what it is written in.

Each measure is a function of the text alone and has one answer on every machine. Where code cannot
tell, as with the language of a few words, there is no value, and a judge has to look. What counts
as a word, a sentence or a paragraph stands at the function that counts it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from specl.rubric.standalone.automata import found
from specl.rubric.standalone.blocks import CODE, HEADING, ITEM, PARAGRAPH, blocks, lines_of
from specl.rubric.standalone.languages import SPACELESS, language_of, scripts_of
from specl.rubric.standalone.patterns import PatternError

__all__ = ["fitted", "measure"]


def measure(name: str, arguments: Sequence[str], text: str) -> bool | int | str | None:
    """
    Measure a reply.

    Args:
        name: `words`, `sentences`, `paragraphs`, `characters`, `lines`, `bullets`, `headings`,
            `json`, `regex`, `case` or `language`.
        arguments: Of `regex` the pattern, of the others nothing.
        text: What the reply says.

    Returns:
        A number, whether something holds, or a name; None where code cannot tell.

    Raises:
        ValueError: There is no such measure, or it takes other arguments.
    """
    if name == "regex" and len(arguments) == 1:
        return _regex(arguments[0], text)
    if name not in _MEASURES or arguments:
        raise ValueError(f"there is no measure `{name}` with {len(arguments)} arguments")
    return _MEASURES[name](text)


def fitted(value: Any, kind: Mapping[str, Any]) -> Any:
    """
    Return what was measured as a value of an act's type.

    Args:
        value: What `measure` gave.
        kind: The act's type as a rubric in JSON writes it: `kind`, with `low` and `high` of
            numbers and `values` of choices.

    Returns:
        A number that lies outside of the act's range becomes the nearest in it, for the range
        says what replies can exist. Of a choice, the value that is spelled like what was
        measured, in small letters and with `_` for `-`; else like its part before the first
        `-` or `_` (`pt` for `pt-BR`, `lower` for `lower_case`); else `other`, if it has that
        value. None where there is no such value, or none was measured.
    """
    if value is None:
        return None
    if kind["kind"] in {"int", "real"}:
        return _within(int(value), kind.get("low"), kind.get("high"))
    if kind["kind"] != "choice":
        return value
    spelled = str(value).lower().replace("-", "_")
    for each in (spelled, spelled.partition("_")[0], "other"):
        if each in kind["values"]:
            return each
    return None


def _within(number: int, low: Any, high: Any) -> Any:
    if low is not None and number < Fraction(str(low)):
        return low
    return high if high is not None and number > Fraction(str(high)) else number


def _regex(pattern: str, text: str) -> bool | None:
    """
    Tell whether a pattern is found, unless it is one that could take too long.
    """
    try:
        return found(pattern, text)
    except PatternError:
        return None


def _characters(text: str) -> int:
    """
    Count Unicode code points, spaces and ends of lines included.
    """
    return len(text)


def _lines(text: str) -> int:
    """
    Count lines, blank ones too, but none after the last that is not empty.
    """
    return len(lines_of(text))


def _bullets(text: str) -> int:
    """
    Count items of lists, numbered ones too, at every depth; those in code do not count.
    """
    return sum(kind == ITEM for kind, _ in blocks(text))


def _headings(text: str) -> int:
    """
    Count headings, with `#` before them or underlined; those in code do not count.
    """
    return sum(kind == HEADING for kind, _ in blocks(text))


def _paragraphs(text: str) -> int:
    """
    Count paragraphs of running text: headings, items of lists, tables and code are none.
    """
    return sum(kind == PARAGRAPH for kind, _ in blocks(text))


_MARKED = re.compile(r"^[ \t>]*(?:\d{1,9}[.)][ \t]+(?=\S))?", re.MULTILINE)
_BETWEEN = re.compile(r"[\s\u2014\u2015]+")


def _words(text: str) -> int | None:
    """
    Count words: what stands between spaces or long dashes and has a letter or a digit in it.

    A Chinese character and a Japanese kana are a word each. The number before an item of a
    list is none. A text most of whose letters belong to a script that puts no spaces between
    words, such as Thai, cannot be counted without a dictionary.
    """
    if _is_spaceless(text):
        return None
    prose = _MARKED.sub("", text)
    runs = _BETWEEN.split(_SINGLE.sub(" ", prose))
    return len(_SINGLE.findall(prose)) + sum(any(map(_counts, run)) for run in runs)


_SINGLE = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff][\u3099\u309a\u30fc\ufe00-\ufe0f]*"
)


def _counts(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def _is_spaceless(text: str) -> bool:
    counts = scripts_of(text)
    return 2 * sum(counts.get(script, 0) for script in SPACELESS) > sum(counts.values())


_FULL = "\u3002\uff01\uff1f\uff61"
_MARKS = ".!?\u0589\u061f\u06d4\u0964\u0965\u1362\u203d\u2026" + _FULL
_CLOSING = "\"'\u2018\u2019\u201c\u201d\u00ab\u00bb)\\]}*_`~\u300d\u300f\uff09"
_ENDINGS = re.compile(f"[{_MARKS}][{_MARKS}{_CLOSING}]*")
_BEFORE = re.compile(r"[^\s(\[\"'\u201c\u2018*_]*$")
_ABBREVIATIONS = """
mr mrs ms dr prof st jr sr vs etc e.g i.e cf approx fig no nos vol p pp ed eds inc ltd co
a.m p.m u.s u.k sra srta ud uds pág bzw z.b d.h u.a usw ca nr bspw evtl ggf mme mlle p.ex av
art ej jan feb mar apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())


def _sentences(text: str) -> int | None:
    """
    Count sentences in headings, items and paragraphs; what ends in no mark is one as well.

    A sentence ends at `.`, `!`, `?`, `…` or the like of another script, closing quotes and
    brackets included, before a space or the end. A full stop ends none after an abbreviation or
    a single letter, nor where a small letter goes on. Each has a letter or a digit in it.
    Scripts that have no such mark, such as Thai, cannot be counted.
    """
    if _is_spaceless(text):
        return None
    prose = (inner for kind, inner in blocks(text) if kind in {HEADING, ITEM, PARAGRAPH})
    return sum(map(_sentences_in, prose))


def _sentences_in(block: str) -> int:
    count, start = 0, 0
    for ending in _ENDINGS.finditer(block):
        if not _goes_on(block, start, ending):
            count += any(map(_counts, block[start : ending.end()]))
            start = ending.end()
    return count + any(map(_counts, block[start:]))


def _goes_on(block: str, start: int, ending: re.Match[str]) -> bool:
    """
    Tell whether a mark ends no sentence: in a word, after an abbreviation, before a small letter.
    """
    after = block[ending.end() : ending.end() + 40]
    if any(mark in ending[0] for mark in _FULL):
        return False
    following = after.lstrip().lstrip("\"'(*_\u201c\u2018\u00ab")
    if following[:1].islower() or after[:1].strip():
        return True
    if not ending[0].startswith(".") or ending[0].startswith(".."):
        return False
    found_word = _BEFORE.search(block[max(start, ending.start() - 40) : ending.start()])
    word = found_word[0] if found_word else ""
    alone = len(word) == 1 and word.isalpha() and word.isupper() and word != "I"
    return bool(following) and (alone or word.lower() in _ABBREVIATED or word.isdecimal())


_TOKEN = re.compile(
    r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|[\[\]{},:]"
)


def _json(text: str) -> bool:
    """
    Tell whether a text is one JSON value (RFC 8259) with nothing but white space around it.

    Code fences around it are something else. Nesting may be as deep as it likes.
    """
    expecting, closing, place = "value", list[str](), 0
    text = text.strip(" \t\r\n")
    while place < len(text):
        token = _TOKEN.match(text, place)
        step = token and _JSON_STEPS.get((expecting, _sort(token[0])))
        if not token or step is None:
            return False
        expecting = step
        if token[0] in "[{":
            closing.append("]" if token[0] == "[" else "}")
        elif token[0] in "]}" and (not closing or closing.pop() != token[0]):
            return False
        elif token[0] == "," and (not closing or closing[-1] == "}"):
            expecting = "name" if closing else "nothing"
        place = token.end()
        while text[place : place + 1] in {" ", "\t", "\r", "\n"}:
            place += 1
    return expecting == "more" and not closing


def _sort(token: str) -> str:
    if token[0] in "[{]},:":
        return token
    return "text" if token[0] == '"' else "plain"


_JSON_STEPS = {
    **{
        (place, token): step
        for place in ("value", "value or ]")
        for token, step in (("[", "value or ]"), ("{", "name or }"), ("text", "more"))
    },
    ("value", "plain"): "more",
    ("value or ]", "plain"): "more",
    ("value or ]", "]"): "more",
    ("name or }", "}"): "more",
    ("name or }", "text"): "colon",
    ("name", "text"): "colon",
    ("colon", ":"): "value",
    ("more", ","): "value",
    ("more", "]"): "more",
    ("more", "}"): "more",
}


def _case(text: str) -> str | None:
    """
    Name the case of the letters that have one: `lower_case`, `upper_case` or `mixed_case`.

    A text without such letters, as in Chinese or in figures alone, has none that code could tell.
    """
    lower = any(char.islower() for char in text)
    upper = any(char.isupper() or char.istitle() for char in text)
    if not lower and not upper:
        return None
    return "mixed_case" if lower and upper else "lower_case" if lower else "upper_case"


def _language(text: str) -> str | None:
    """
    Name the language of a text as a tag, if it is one of those that code can tell.
    """
    prose = "\n".join(inner for kind, inner in blocks(text) if kind != CODE)
    return language_of(prose)


_MEASURES: dict[str, Callable[[str], bool | int | str | None]] = {
    "words": _words,
    "sentences": _sentences,
    "paragraphs": _paragraphs,
    "characters": _characters,
    "lines": _lines,
    "bullets": _bullets,
    "headings": _headings,
    "json": _json,
    "case": _case,
    "language": _language,
}
