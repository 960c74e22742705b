"""
What can be wrong with names, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.modules.problems import correction
from specl.text import Span
from specl.text.record import record

__all__ = [
    "AmbiguousValue",
    "CyclicDefine",
    "DuplicateName",
    "UnknownName",
    "Unused",
    "ValueClash",
    "WrongKind",
    "article",
]


def article(word: str) -> str:
    """
    Return a word with its indefinite article.
    """
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


@record
class UnknownName:
    """
    A name stands for nothing; `kind` is what was wanted, `reason` goes into the label.
    """

    name: str
    span: Span
    kind: str
    candidates: tuple[str, ...] = ()
    reason: str = ""

    def report(self) -> Diagnostic:
        """
        Say so, with the nearest name that would have meant something.
        """
        reason = self.reason or "this stands for nothing"
        offered = correction(self.span, self.name, self.candidates, otherwise=reason)
        return Diagnostic(
            codes.UNKNOWN_NAME,
            f"there is no {self.kind} `{self.name}`",
            (Label(self.span, offered.label),),
            fixes=offered.fixes,
            data={"subject": self.name},
        )


@record
class WrongKind:
    """
    A name means something, but not what its place asks for.
    """

    name: str
    span: Span
    found: str
    wanted: str
    advice: str = ""

    def report(self) -> Diagnostic:
        """
        Say what it is and what was wanted.
        """
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"`{self.name}` is {article(self.found)}, not {article(self.wanted)}",
            (Label(self.span, f"{article(self.wanted)} is meant here"),),
            help=(self.advice,) if self.advice else (),
            data={"subject": self.name},
        )


@record
class DuplicateName:
    """
    A name of one space is given twice.
    """

    name: str
    span: Span
    first: Span
    kind: str
    first_kind: str

    def report(self) -> Diagnostic:
        """
        Show both places.
        """
        both = (
            f"two {_plural(self.kind)} are"
            if self.kind == self.first_kind
            else (f"{article(self.first_kind)} and {article(self.kind)} are both")
        )
        return Diagnostic(
            codes.DUPLICATE_NAME,
            f"{both} called `{self.name}`",
            (Label(self.span, "this one again"), Label(self.first, "the name is taken here")),
            help=("give one of them another name",),
            data={"subject": self.name},
        )


def _plural(kind: str) -> str:
    return kind if kind.endswith("s") else kind + "s"


@record
class ValueClash:
    """
    A value of a choice is spelled like a fact, act, define or parameter that is visible with it.
    """

    value: str
    choice: str
    kind: str
    span: Span
    other: Span | None

    def report(self) -> Diagnostic:
        """
        Show both, for an expression could mean either.
        """
        labels = [Label(self.span, f"in an expression this could also be the {self.kind}")]
        if self.other is not None:
            labels.append(Label(self.other, f"the {self.kind} `{self.value}`"))
        return Diagnostic(
            codes.DUPLICATE_NAME,
            f"`{self.value}` is both a value of `{self.choice}` and {article(self.kind)}",
            tuple(labels),
            help=("give one of them another name",),
            data={"subject": self.value},
        )


@record
class AmbiguousValue:
    """
    Nothing around a value says which of several choices it is of.
    """

    value: str
    span: Span
    choices: tuple[str, ...]

    def report(self) -> Diagnostic:
        """
        Name the choices.
        """
        listed = " and ".join(f"`{choice}`" for choice in self.choices)
        return Diagnostic(
            codes.TYPE,
            f"`{self.value}` is a value of more than one choice",
            (Label(self.span, f"nothing here says which of {listed} is meant"),),
            help=("compare it with a fact or an act of the choice that is meant",),
            data={"subject": self.value},
        )


@record
class CyclicDefine:
    """
    Defines, or types, are made of one another; `names` starts and ends with the same one.
    """

    kind: str
    names: tuple[str, ...]
    span: Span

    def report(self) -> Diagnostic:
        """
        Name the circle.
        """
        circle = " -> ".join(f"`{name}`" for name in self.names)
        message = (
            f"the {self.kind} {self.names[0]!r} is made of itself".replace("'", "`")
            if len(self.names) == 2
            else f"{self.kind}s are made of each other in a circle: {circle}"
        )
        return Diagnostic(
            codes.CYCLIC_DEFINE,
            message,
            (Label(self.span, "this leads back to it"),),
            data={"subject": self.names[0]},
        )


@record
class Unused:
    """
    A declaration of the checked file that nothing uses.
    """

    kind: str
    name: str
    span: Span

    def report(self) -> Diagnostic:
        """
        Say so.
        """
        return Diagnostic(
            codes.UNUSED,
            f"nothing uses the {self.kind} `{self.name}`",
            (Label(self.span, "declared here and mentioned nowhere"),),
            help=("use it or leave it out",),
            data={"subject": self.name},
        )
