"""
What is wrong where no mend is at hand: what was expected, and why what stands there cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from specl.diagnostics import Diagnostic, Edit, Fix, Label, codes
from specl.syntax.automaton import END
from specl.syntax.expected import expected
from specl.syntax.nodes import Name
from specl.syntax.slips import shorten
from specl.syntax.tables import tables
from specl.syntax.tokens import Token
from specl.syntax.trouble import Trouble
from specl.text import Source, Span

__all__ = ["explain", "headless_section", "nothing", "stray", "unclosed_section"]


def explain(trouble: Trouble) -> Diagnostic:
    """
    Report a failure: what was expected after what, and advice where there is some.
    """
    message = f"expected {expected(trouble) or 'nothing more'}"
    if trouble.before is not None:
        message += f" after {_shown(trouble.before)}"
    help_ = next((advice for fits, advice in _ADVICE if fits(trouble)), None)
    return Diagnostic(codes.SYNTAX, message, (_label(trouble),), help=(help_,) if help_ else ())


def nothing(source: Source) -> Diagnostic:
    """
    Report a file without a single word.
    """
    return Diagnostic(
        codes.SYNTAX,
        "the file says nothing",
        (Label(Span(source, 0, 0)),),
        help=("begin it with `spec NAME`, then facts, acts and rules",),
    )


def stray(source: Source, tokens: Sequence[Token]) -> Diagnostic:
    """
    Report tokens that begin no declaration.
    """
    first = tokens[0]
    place = Span(source, first.start, first.end)
    if first.kind == "RBRACE":
        return Diagnostic(
            codes.SYNTAX, "nothing is open that this `}` could close", (Label(place),)
        )
    advice = _STRAY.get(first.kind)
    return Diagnostic(
        codes.SYNTAX,
        f"expected a declaration such as `fact` or `rule`, not {_shown(first)}",
        (Label(place),),
        help=(advice,) if advice else (),
    )


def headless_section(name: Name, end: Span) -> Diagnostic:
    """
    Report a section that lacks its opening brace.
    """
    edit = Edit(Span(end.source, end.end, end.end), " {")
    return Diagnostic(
        codes.SYNTAX,
        f"section `{shorten(name.text)}` has no `{{`",
        (Label(end, "expected `{` after this"),),
        fixes=(Fix("add `{`", (edit,)),),
    )


def unclosed_section(name: Name) -> Diagnostic:
    """
    Report a section that lacks its closing brace.
    """
    return Diagnostic(
        codes.SYNTAX,
        f"section `{shorten(name.text)}` is not closed",
        (Label(name.span, "its `}` is missing"),),
    )


def _label(trouble: Trouble) -> Label:
    found, before = trouble.found, trouble.before
    if found.kind != END or before is None:
        return Label(trouble.place(found), f"{_shown(found)} cannot stand here")
    return Label(trouble.place(before), "nothing follows it")


def _shown(token: Token) -> str:
    if token.kind in {"STRING", "BLOCK"}:
        return "the text"
    return f"`{shorten(' '.join(token.text.split()))}`"


_NORMS: Final = frozenset(
    {"MUST", "MUST_NOT", "SHOULD", "SHOULD_NOT", "MAY", "MAY_NOT", "NEED_NOT"}
)
_HEAD: Final = frozenset({"AT", "OVERRIDES", "SUSPENDS", "TAGS", "WEIGHT"})
_BODY: Final = _NORMS | {"WHEN", "UNLESS", "BECAUSE", "CHALLENGE", "CHALLENGES"}
_TEXTS: Final = frozenset({"STRING", "BLOCK"})

_OPTIMUM: Final = (
    "`maximize` and `minimize` stand in a rule, after `must` or `should`: "
    "turn `must not maximize` into `must minimize`"
)
_EXCEPT: Final = (
    "`except` follows what `must not` or `should not` forbids, before any `if`; "
    "use `unless` for a whole rule"
)
_STRAY: Final = {
    "SPEC": "`spec` stands first in a file, once",
    "WHEN": "conditions stand inside a rule, after its `{`",
    "UNLESS": "exceptions stand inside a rule, after its `{`",
    "BECAUSE": "reasons stand inside a rule, after its norms",
    "STRING": "prose stands after the name of the spec, or inside a rule",
    "BLOCK": "prose stands after the name of the spec, or inside a rule",
    **dict.fromkeys(_NORMS, "norms stand inside a rule: `rule NAME at LEVEL { … }`"),
}


def _finds(*kinds: str, within: str | None = None) -> Callable[[Trouble], bool]:
    """
    Return a test: the token that does not fit is of one of these kinds, in such a declaration.
    """
    return lambda trouble: (
        trouble.found.kind in kinds and (within is None or trouble.tokens[0].kind == within)
    )


def _keyword_for_name(trouble: Trouble) -> bool:
    return (
        trouble.found.text in tables().keywords
        and trouble.accepted <= {"NAME", "QUALIFIED"}
        and bool(trouble.accepted)
    )


def _negated_optimum(trouble: Trouble) -> bool:
    before = trouble.before
    return (
        trouble.found.kind in {"MAXIMIZE", "MINIMIZE"}
        and before is not None
        and before.kind in _NORMS
    )


def _not_after_operator(trouble: Trouble) -> bool:
    return trouble.found.kind == "NOT" and "NUMBER" in trouble.accepted


def _body_in_head(trouble: Trouble) -> bool:
    return (
        trouble.found.kind in _BODY
        and trouble.open_bracket is None
        and trouble.tokens[0].kind in {"RULE", "ENSURE", "COVER", "EXAMPLE"}
    )


def _turn_in_rule(trouble: Trouble) -> bool:
    following = trouble.tokens[trouble.index + 1 : trouble.index + 2]
    return (
        trouble.tokens[0].kind == "RULE"
        and trouble.found.kind == "NAME"
        and any(token.kind in _TEXTS for token in following)
    )


def _second_text(trouble: Trouble) -> bool:
    before = trouble.before
    return trouble.found.kind in _TEXTS and before is not None and before.kind in _TEXTS


def _lacks(kind: str, *starts: str) -> Callable[[Trouble], bool]:
    """
    Return a test: a sign is missing in a declaration of one of these kinds.
    """
    return lambda trouble: kind in trouble.accepted and trouble.tokens[0].kind in starts


_ADVICE: Final[tuple[tuple[Callable[[Trouble], bool], str], ...]] = (
    (_finds("IFF"), "`iff` does not chain: put one of the two in parentheses"),
    (_not_after_operator, "put `not …` in parentheses"),
    (_negated_optimum, _OPTIMUM),
    (_finds("VIOLATES"), "`violates` belongs to a `bad` reply, after its `shows`"),
    (_finds("EXCEPT"), _EXCEPT),
    (_finds(*_HEAD, within="RULE"), "this clause stands in the rule's head, before its `{`"),
    (_finds(*_NORMS, within="EXAMPLE"), "norms stand after `expect`"),
    (_body_in_head, "this clause stands inside the braces"),
    (_turn_in_rule, "turns of a conversation stand inside an `example`"),
    (
        _finds(*_TEXTS, within="RULE"),
        "prose stands first, right after the `{`; reasons after `because`",
    ),
    (_second_text, 'one text is enough; write long ones between `"""` and `"""`'),
    (_keyword_for_name, "words of the language cannot be names"),
    (_finds("MUST", "MAY", "SHOULD", within="COVER"), "`decides` is followed by an act alone"),
    (_lacks("RANGE", "FACT", "ACT", "TYPE", "DEFINE"), "a range is written `0..10`"),
    (_lacks("COLON", "DEFINE"), "a parameter has a type: `NAME: bool`"),
    (
        _finds("LESSTHAN", "VBAR"),
        "all values of a choice have `|` between them, all values of an ordered one `<`",
    ),
    (_finds("COMMA", within="RULE"), "join two conditions with `and`, or write two norms"),
    (_finds("COMMA"), "join the two with `and`"),
)
