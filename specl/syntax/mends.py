"""
Small mends that let a declaration be read to its end though it has an error.

Each mend proves itself: the tokens that come after it fit the grammar again. The error
is reported all the same; only the rest of the declaration, and all that speaks of it,
is not lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, codes
from specl.syntax.expected import expected
from specl.syntax.mended_words import dotted, other_word, reserved
from specl.syntax.pieces import BODIES, closes_operand
from specl.syntax.slips import shorten
from specl.syntax.tokens import Token
from specl.syntax.trouble import Mend, Trouble
from specl.text import Span

__all__ = ["mend"]


def mend(trouble: Trouble) -> Mend | None:
    """
    Return the first mend that lets reading go on, if there is one.
    """
    for attempt in _ATTEMPTS:
        found = attempt(trouble)
        if found is not None:
            return found
    return None


# What was written, what was meant, how that is written, and why.
_SIGNS: Final = (
    ("EQUAL", "EQUALS", "==", "`=` gives a value to a name; `==` compares"),
    ("EQUALS", "EQUAL", "=", "`==` compares; `=` gives a value to a name"),
    ("COLON", "EQUAL", "=", "`=` stands before what the name means"),
    ("EQUAL", "COLON", ":", "`:` stands before a type"),
    ("LESSTHAN", "MORETHAN", ">", "the highest stands first, then `>`"),
)
_HIGHER: Final = ("MORETHAN", ">", "`>` stands between the higher and the lower")
_VALUES: Final = ("VBAR", "|", "`|` stands between the values of a choice")


def _other_sign(trouble: Trouble) -> Mend | None:
    for kind, meant, text, reason in _SIGNS:
        if trouble.found.kind != kind or meant not in trouble.accepted:
            continue
        tokens = trouble.with_replaced(meant, text)
        if tokens is not None:
            return Mend(tokens, _write_instead(trouble, trouble.found, text, reason))
    return None


def _commas(trouble: Trouble) -> Mend | None:
    """
    Take the commas of a list for the signs that stand between levels or values.
    """
    orders = trouble.tokens[0].kind in {"LEVELS", "PRECEDENCE"}
    kind, text, reason = _HIGHER if orders else _VALUES
    if trouble.found.kind != "COMMA" or kind not in trouble.accepted:
        return None
    end = trouble.index
    while end < len(trouble.tokens) and trouble.tokens[end].kind in {"COMMA", "NAME"}:
        end += 1
    listed = trouble.tokens[trouble.index : end]
    new = [token._replace(kind=kind) if token.kind == "COMMA" else token for token in listed]
    tokens = trouble.with_instead(new, start=trouble.index, end=end)
    if tokens is None:
        return None
    places = [trouble.place(token) for token in listed if token.kind == "COMMA"]
    edits = tuple(Edit(place, f" {text}") for place in places)
    fix = Fix(f"write `{text}`", edits, Applicability.SAFE)
    message = f"`,` stands where `{text}` is meant"
    problem = Diagnostic(codes.SYNTAX, message, (Label(places[0], reason),), fixes=(fix,))
    return Mend(tokens, problem)


def _write_instead(trouble: Trouble, token: Token, text: str, reason: str) -> Diagnostic:
    place = trouble.place(token)
    fix = Fix(f"write `{text}`", (Edit(place, text),), Applicability.SAFE)
    message = f"`{shorten(token.text)}` stands where `{text}` is meant"
    return Diagnostic(codes.SYNTAX, message, (Label(place, reason),), fixes=(fix,))


def _trailing_comma(trouble: Trouble) -> Mend | None:
    before = trouble.before
    if before is None or before.kind != "COMMA":
        return None
    tokens = trouble.with_instead([], start=trouble.index - 1, end=trouble.index)
    if tokens is None:
        return None
    place = trouble.place(before)
    fix = Fix("leave the `,` out", (Edit(place, ""),), Applicability.SAFE)
    message = f"expected {expected(trouble)} after `,`"
    return Mend(
        tokens,
        Diagnostic(codes.SYNTAX, message, (Label(place, "nothing follows it"),), fixes=(fix,)),
    )


def _if_for_when(trouble: Trouble) -> Mend | None:
    if trouble.found.kind != "IF" or "WHEN" not in trouble.accepted:
        return None
    tokens = trouble.with_replaced("WHEN", "when")
    if tokens is None:
        return None
    reason = "`if` belongs to one norm and stands after it; a rule's condition begins with `when`"
    return Mend(tokens, _write_instead(trouble, trouble.found, "when", reason))


def _question(trouble: Trouble) -> Mend | None:
    first = trouble.tokens[0].kind
    if first not in {"FACT", "ACT"} or "STRING" not in trouble.accepted:
        return None
    tokens = trouble.with_inserted("STRING", "")
    if tokens is None:
        return None
    word = trouble.tokens[0].text
    name = trouble.tokens[1]
    read = "the conversation" if first == "FACT" else "the reply"
    problem = Diagnostic(
        codes.MISSING_CLAUSE,
        f"{word} `{shorten(name.text)}` has no question",
        (Label(trouble.place(name)),),
        help=(f"add a text that says what to look for in {read}",),
    )
    return Mend(tokens, problem)


def _unclosed(trouble: Trouble) -> Mend | None:
    bracket = trouble.open_bracket
    if bracket is None:
        return None
    kind, text = ("RPAR", ")") if bracket.kind == "LPAR" else ("RBRACE", "}")
    tokens = trouble.with_inserted(kind, text)
    if tokens is None:
        return None
    if bracket.start == bracket.end:
        return Mend(tokens, None)
    here = trouble.place(tokens[trouble.index])
    added = "\n}" if bracket.kind == "LBRACE" and trouble.opens_body(bracket) else text
    problem = Diagnostic(
        codes.SYNTAX,
        f"a `{bracket.text}` is not closed",
        (Label(trouble.place(bracket), "it opens here"), Label(here, f"`{text}` is missing")),
        fixes=(Fix(f"add `{text}`", (Edit(here, added),)),),
    )
    return Mend(tokens, problem)


_MISSING: Final = (
    ("COLON", ":"),
    ("EQUAL", "="),
    ("COMMA", ","),
    ("LBRACE", "{"),
    ("THEN", "then"),
    ("BY", "by"),
    ("OF", "of"),
    ("FROM", "from"),
    ("BETWEEN", "between"),
    ("DECIDES", "decides"),
)


def _missing_sign(trouble: Trouble) -> Mend | None:
    for kind, text in _MISSING:
        if kind not in trouble.accepted or trouble.before is None:
            continue
        if kind == "LBRACE" and not _lacks_body(trouble):
            continue
        tokens = trouble.with_inserted(kind, text)
        if tokens is not None:
            return Mend(tokens, _add(trouble, text))
    return _missing_comma(trouble)


def _lacks_body(trouble: Trouble) -> bool:
    """
    Tell whether a declaration that should have a body has come to no opening brace.
    """
    before = trouble.before
    return (
        trouble.tokens[0].kind in BODIES
        and before is not None
        and closes_operand(before)
        and all(token.kind != "LBRACE" for token in trouble.tokens)
    )


def _missing_comma(trouble: Trouble) -> Mend | None:
    """
    Part two items of a list where the second could have begun the turn of an example.
    """
    if trouble.before is None or trouble.before.kind != "NAME":
        return None
    earlier = attrs.evolve(trouble, index=trouble.index - 1)
    tokens = earlier.with_inserted("COMMA", ",") if "COMMA" in earlier.accepted else None
    return None if tokens is None else Mend(tokens, _add(earlier, ","))


def _add(trouble: Trouble, text: str) -> Diagnostic:
    assert trouble.before is not None
    after = trouble.before
    place = Span(trouble.source, after.end, after.end)
    spaced = text if text in {":", ","} else f" {text}"
    return Diagnostic(
        codes.SYNTAX,
        f"expected `{text}` after `{shorten(after.text)}`",
        (Label(trouble.place(trouble.found), f"before `{shorten(trouble.found.text)}`"),),
        fixes=(Fix(f"add `{text}`", (Edit(place, spaced), *_closing(trouble, text))),),
    )


def _closing(trouble: Trouble, text: str) -> tuple[Edit, ...]:
    """
    Return the edit that closes a body, if opening it would leave it open.
    """
    last = trouble.tokens[-1]
    if text != "{" or last.kind == "RBRACE":
        return ()
    return (Edit(Span(trouble.source, last.end, last.end), "\n}"),)


_ATTEMPTS: Final[tuple[Callable[[Trouble], Mend | None], ...]] = (
    _other_sign,
    _commas,
    _trailing_comma,
    _if_for_when,
    _question,
    other_word,
    _unclosed,
    _missing_sign,
    reserved,
    dotted,
)
