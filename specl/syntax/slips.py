"""
Slips of the pen: what is no word or sign of the language, reported and read as what was meant.
"""

from __future__ import annotations

from typing import Final

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, codes
from specl.syntax.tables import tables
from specl.text import Span
from specl.text.record import record

__all__ = ["Slip", "shorten", "slip"]

# What other languages write, the kind of sign that is meant, and how it is written here.
_FOREIGN: Final = {
    "&&": ("AND", "and"),
    "&": ("AND", "and"),
    "∧": ("AND", "and"),
    "||": ("OR", "or"),
    "∨": ("OR", "or"),
    "!": ("NOT", "not"),
    "¬": ("NOT", "not"),
    "->": ("IMPLIES", "implies"),
    "=>": ("IMPLIES", "implies"),
    "→": ("IMPLIES", "implies"),
    "⇒": ("IMPLIES", "implies"),
    "<->": ("IFF", "iff"),
    "<=>": ("IFF", "iff"),
    "↔": ("IFF", "iff"),
    "⇔": ("IFF", "iff"),
    "===": ("EQUALS", "=="),
    "<>": ("DIFFERS", "!="),
    "≠": ("DIFFERS", "!="),
    "≤": ("AT_MOST", "<="),
    "≥": ("AT_LEAST", ">="),
    "⊆": ("AT_MOST", "<="),
    "∈": ("IN", "in"),
    "∉": ("NOT_IN", "not in"),
    "×": ("STAR", "*"),
    "−": ("MINUS", "-"),
    "…": ("RANGE", ".."),
    "[": ("LBRACE", "{"),
    "]": ("RBRACE", "}"),
}
_STRAY: Final = {
    ";": "nothing ends a line; leave the `;` out",
    "%": "a percentage is a number: write `0.1` or `10`",
    "$": "leave the currency out; name it in the question of the fact or act",
    "/": "there is no division: multiply by a decimal such as `0.5`",
    "^": "there is no power: arithmetic is linear",
    ".": "a name from a module is written without blank space: `privacy.vip`; a range is `0..10`",
    "\\": "newlines carry no meaning; nothing is needed to go on in the next line",
    "'": 'texts stand in double quotes: `"…"`',
    "`": "names stand without quotes",
}


@record
class Slip:
    """
    A problem, and the sign to read instead: its kind and text, or None to read nothing.
    """

    problem: Diagnostic
    kind: str | None = None
    text: str = ""


def slip(kind: str, text: str, span: Span) -> Slip:
    """
    Report what is no word or sign of the language.

    Args:
        kind: How the lexer calls it.
        text: What was written.
        span: Where it stands.
    """
    match kind:
        case "FOREIGN" if text.startswith(("//", "/*")):
            return Slip(_comment(span))
        case "FOREIGN":
            return _foreign(text, span)
        case "UNCLOSED" | "UNCLOSED_BLOCK":
            return Slip(_unclosed(text, span), "STRING", '""')
        case "QUOTED":
            return _quoted(text, span)
        case "WORD":
            return _word(text, span)
        case "DIGITS":
            return _digits(text, span)
    return _foreign(text, span) if text in _FOREIGN else Slip(_stray(text, span))


def shorten(text: str, most: int = 40) -> str:
    """
    Return a text on one line, its middle left out where it is long.
    """
    line = " ".join(text[: most * 4].split())
    if len(line) <= most and len(text) <= most * 4:
        return line
    return f"{line[: most - 12]}…{text[-8:].rpartition(chr(10))[2]}"


def _foreign(text: str, span: Span) -> Slip:
    kind, meant = _FOREIGN[text]
    problem = Diagnostic(
        codes.SYNTAX,
        f"`{text}` is no sign of the language",
        (Label(span, f"write `{meant}`"),),
        fixes=(_replace(span, text, meant),),
    )
    return Slip(problem, kind, meant)


def _replace(span: Span, text: str, meant: str) -> Fix:
    before = span.source.text[span.start - 1 : span.start]
    after = span.source.text[span.end : span.end + 1]
    left = " " if meant[0].isalpha() and (before.isalnum() or before == "_") else ""
    right = " " if meant[-1].isalpha() and after and not after.isspace() else ""
    edit = Edit(span, f"{left}{meant}{right}")
    return Fix(f"write `{meant}` for `{text}`", (edit,), Applicability.SAFE)


def _comment(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.SYNTAX,
        "a comment begins with `#`",
        (Label(span, "read as a comment"),),
        help=("begin each line of a comment with `#`",),
    )


def _unclosed(text: str, span: Span) -> Diagnostic:
    quotes = '"""' if text.startswith('"""') else '"'
    start = Span(span.source, span.start, span.start + len(quotes))
    advice = f"end the text with `{quotes}`"
    if quotes == '"':
        advice += ', or write it over several lines between `"""` and `"""`'
    return Diagnostic(
        codes.SYNTAX,
        "a text is not closed",
        (Label(start, "it begins here"),),
        help=(advice,),
    )


def _quoted(text: str, span: Span) -> Slip:
    inner = text[1:-1].replace("\\", "\\\\").replace('"', '\\"')
    fix = Fix("use double quotes", (Edit(span, f'"{inner}"'),), Applicability.SAFE)
    problem = Diagnostic(
        codes.SYNTAX,
        'texts stand in straight double quotes: `"…"`',
        (Label(span),),
        fixes=(fix,),
    )
    return Slip(problem, "STRING", f'"{inner}"')


def _word(text: str, span: Span) -> Slip:
    lower = text.lower()
    keyword = tables().keywords.get(lower)
    if keyword is not None:
        fix = Fix(f"write `{lower}`", (Edit(span, lower),), Applicability.SAFE)
        message = f"the words of the language are in lower case: `{lower}`"
        return Slip(Diagnostic(codes.SYNTAX, message, (Label(span),), fixes=(fix,)), keyword, lower)
    problem = Diagnostic(
        codes.SYNTAX,
        f"`{shorten(text)}` is no name",
        (Label(span, "names are made of `a` to `z`, `0` to `9` and `_`"),),
        fixes=_lower_case(lower, span),
    )
    return Slip(problem, "NAME", lower)


def _digits(text: str, span: Span) -> Slip:
    problem = Diagnostic(
        codes.SYNTAX,
        f"`{shorten(text)}` is neither a name nor a number",
        (Label(span, "a name begins with a letter or `_`"),),
        help=("numbers are written in digits, with a point before decimals",),
    )
    return Slip(problem, "NAME", f"_{text.lower()}")


def _lower_case(lower: str, span: Span) -> tuple[Fix, ...]:
    if not lower.isascii():
        return ()
    return (Fix(f"write `{shorten(lower)}`", (Edit(span, lower),)),)


def _stray(text: str, span: Span) -> Diagnostic:
    shown = f"`{text}`" if text.isprintable() else f"the character U+{ord(text):04X}"
    return Diagnostic(
        codes.SYNTAX,
        f"{shown} is no sign of the language",
        (Label(span),),
        help=(_STRAY[text],) if text in _STRAY else (),
    )
