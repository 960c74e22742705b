"""
What can be wrong with what a clause speaks of, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.resolve.meaning import Mention
from specl.resolve.written import written
from specl.syntax.slips import shorten
from specl.text import Span
from specl.text.record import record

__all__ = ["ActInCondition", "NoActs"]


@record
class ActInCondition:
    """
    A clause that speaks of facts only mentions an act.
    """

    place: str
    mention: Mention

    def report(self) -> Diagnostic:
        """
        Name the act, and the define that brings it in.
        """
        mention = self.mention
        through = f" through `{mention.through}`" if mention.through else ""
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"{self.place} speaks of facts only, and `{mention.name}` is an act",
            (Label(mention.span, f"this mentions `{mention.name}`{through}"),),
            help=("a condition on the reply goes after the verb, with `if`",),
            data={"subject": mention.name},
        )


@record
class NoActs:
    """
    A clause that says something of replies mentions no act.
    """

    place: str
    span: Span
    advice: str

    def report(self) -> Diagnostic:
        """
        Say what would fit.
        """
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"{self.place} speaks of acts, and `{shorten(written(self.span))}` mentions none",
            (Label(self.span, "this says nothing of the reply"),),
            help=(self.advice,),
        )
