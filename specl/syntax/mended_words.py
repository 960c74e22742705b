"""
Mends of words: misspelt ones, those of other languages, and the language's own as names.
"""

from __future__ import annotations

from typing import Final

import attrs

from specl.diagnostics import Diagnostic, Edit, Fix, Label, codes
from specl.syntax.pieces import BEGINNINGS
from specl.syntax.slips import shorten
from specl.syntax.tables import tables
from specl.syntax.tokens import Token
from specl.syntax.trouble import Mend, Trouble
from specl.text import Source, Span, nearest

__all__ = ["beginning", "dotted", "other_word", "reserved"]

# Words that people write who do not know the language's own.
_SYNONYMS: Final = {
    "always": "must",
    "shall": "must",
    "never": "must not",
    "can": "may",
    "ought": "should",
    "forbid": "must not",
    "require": "must",
    "requires": "must",
    "allow": "may",
    "permit": "may",
    "is": "==",
    "equals": "==",
    "import": "use",
    "include": "use",
    "let": "define",
    "def": "define",
    "enum": "type",
    "input": "fact",
    "output": "act",
    "maximise": "maximize",
    "minimise": "minimize",
    "maximum": "maximize",
    "minimum": "minimize",
    "where": "when",
    "reason": "because",
    "since": "because",
    "otherwise": "else",
    "priority": "precedence",
    "invariant": "ensure",
    "test": "example",
    "override": "overrides",
    "suspend": "suspends",
    "level": "at",
    "xor": "!=",
}
_PAIRS: Final = {
    "must not": "MUST_NOT",
    "should not": "SHOULD_NOT",
    "need not": "NEED_NOT",
    "not in": "NOT_IN",
    "==": "EQUALS",
    "!=": "DIFFERS",
}


def other_word(trouble: Trouble) -> Mend | None:
    """
    Take the name that does not fit, or the one before it, for a word of the language.
    """
    for index in (trouble.index, trouble.index - 1):
        if not 0 <= index < len(trouble.tokens) or trouble.tokens[index].kind != "NAME":
            continue
        found = _meant(trouble, index)
        if found is not None:
            return found
    return None


def beginning(source: Source, token: Token) -> Mend | None:
    """
    Take a name where a declaration should begin for the word that begins one.
    """
    words = {text: kind for text, kind in tables().keywords.items() if kind in BEGINNINGS}
    for meant in (_SYNONYMS.get(token.text), nearest(token.text, words)):
        if token.kind == "NAME" and meant in words:
            place = Span(source, token.start, token.end)
            new = Token(words[meant], meant, token.start, token.end)
            return Mend((new,), _did_you_mean(place, token.text, meant))
    return None


def _meant(trouble: Trouble, index: int) -> Mend | None:
    token = trouble.tokens[index]
    at = attrs.evolve(trouble, index=index)
    words = _PAIRS | tables().keywords
    possible = {text for text, kind in words.items() if kind in at.accepted}
    for meant in (_SYNONYMS.get(token.text), nearest(token.text, possible)):
        if meant is None or meant not in possible:
            continue
        new = Token(words[meant], meant, token.start, token.end)
        tokens = trouble.with_instead([new], start=index, end=index + 1)
        if tokens is not None:
            return Mend(tokens, _did_you_mean(trouble.place(token), token.text, meant))
    return None


def _did_you_mean(place: Span, text: str, meant: str) -> Diagnostic:
    return Diagnostic(
        codes.SYNTAX,
        f"`{shorten(text)}` is no word of the language here",
        (Label(place, f"did you mean `{meant}`?"),),
        fixes=(Fix(f"write `{meant}`", (Edit(place, meant),)),),
    )


def reserved(trouble: Trouble) -> Mend | None:
    """
    Take a word of the language for the name that it cannot be.
    """
    word = trouble.found
    if "NAME" not in trouble.accepted or word.text not in tables().keywords:
        return None
    if trouble.starts_line and "NOT" in trouble.accepted:
        return None
    tokens = trouble.with_replaced("NAME", word.text)
    if tokens is None:
        return None
    problem = Diagnostic(
        codes.RESERVED_NAME,
        f"`{word.text}` is a word of the language and cannot be a name",
        (Label(trouble.place(word)),),
        help=(f"choose another name, such as `{word.text}_` or one that says more",),
    )
    return Mend(tokens, problem)


def dotted(trouble: Trouble) -> Mend | None:
    """
    Take a name with dots for its last part, where a name of the file's own should stand.
    """
    word = trouble.found
    if word.kind != "QUALIFIED":
        return None
    plain = word.text.rpartition(".")[2]
    tokens = trouble.with_replaced("NAME", plain)
    if tokens is None:
        return None
    problem = Diagnostic(
        codes.SYNTAX,
        f"`{shorten(word.text)}` has a dot; expected a name of this file's own",
        (Label(trouble.place(word), "names with dots come from modules"),),
        fixes=(Fix(f"write `{plain}`", (Edit(trouble.place(word), plain),)),),
    )
    return Mend(tokens, problem)
