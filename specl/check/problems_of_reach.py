"""
Rules and norms that never matter, as findings.
"""

from __future__ import annotations

from specl.check.idle import Written
from specl.check.problems import norms_data, when_note, witness_data
from specl.check.reach import Foreclosure
from specl.check.shrink import Witness
from specl.diagnostics import Diagnostic, Fix, Label, codes
from specl.model import Norm, Ordering, Rule, Spec
from specl.model.show import show
from specl.text.record import record

__all__ = [
    "Foreclosed",
    "IdleOverride",
    "Overridden",
    "Redundant",
    "Right",
    "Unreachable",
    "Untested",
    "Vacuous",
]


@record
class Unreachable:
    """
    A rule applies in no scenario.
    """

    spec: Spec
    rule: Rule

    def report(self) -> Diagnostic:
        """
        Say so, with its conditions and what suspends it.
        """
        suspending = self.spec.suspended_by[self.rule.name]
        conditions = (*self.rule.when, *self.rule.unless)
        labels = (Label(self.rule.spans.name, "no scenario brings this rule about"),)
        related = tuple(Label(each.span, "part of its condition") for each in conditions)
        notes = (f"why: suspended by {', '.join(suspending)}",) if suspending else ()
        return Diagnostic(
            codes.UNREACHABLE,
            f"`{self.rule.name}` applies in no scenario",
            labels + related,
            notes=notes,
            help=("its conditions and the assumptions exclude each other; loosen one of them",),
            data={"subject": self.rule.name, "rules": [self.rule.name]},
        )


def _about_norm(norm: Norm) -> str:
    if norm.parts == 1:
        return f"`{norm.text}` of `{norm.rule}`"
    return f"`{show(norm.obligation)}` in `{norm.text}` of `{norm.rule}`"


@record
class Overridden:
    """
    A norm applies somewhere but is in force nowhere.
    """

    norm: Norm
    by: tuple[Norm, ...]

    def report(self) -> Diagnostic:
        """
        Say so, with what defeats it in one scenario.
        """
        return Diagnostic(
            codes.OVERRIDDEN,
            f"{_about_norm(self.norm)} is defeated wherever it applies",
            (
                Label(self.norm.span, "in force nowhere"),
                *(Label(norm.span, "defeats it, alone or with others") for norm in self.by),
            ),
            help=("drop the norm, or raise its level if it should ever count",),
            data=norms_data((self.norm,)),
        )


@record
class Vacuous:
    """
    Every reply meets a norm wherever it applies.
    """

    norm: Norm

    def report(self) -> Diagnostic:
        """
        Say so.
        """
        return Diagnostic(
            codes.VACUOUS,
            f"every reply meets {_about_norm(self.norm)}",
            (Label(self.norm.span, "this asks for nothing"),),
            help=("the constraints and the acts' ranges say as much already; drop the norm",),
            data=norms_data((self.norm,)),
        )


@record
class Redundant:
    """
    Other norms in force always require what a norm asks.
    """

    norm: Norm

    def report(self) -> Diagnostic:
        """
        Say so.
        """
        return Diagnostic(
            codes.REDUNDANT,
            f"other norms already require {_about_norm(self.norm)}",
            (Label(self.norm.span, "nothing would change without this"),),
            help=("drop the norm, or keep it where it stands for readers",),
            data=norms_data((self.norm,)),
        )


@record
class Foreclosed:
    """
    A norm's `if` is forbidden by what follows from it.
    """

    spec: Spec
    found: Foreclosure
    witness: Witness

    def report(self) -> Diagnostic:
        """
        Say so, with a scenario.
        """
        norm = self.found.norm
        return Diagnostic(
            codes.FORECLOSED,
            f"{_about_norm(norm)} leaves no reply that meets its own `if`",
            (Label(norm.span, "what follows is against other norms in force"),),
            notes=(when_note(self.spec, self.witness),),
            help=("replies can only avoid the condition here; settle what it asks for instead",),
            data=norms_data((norm,)) | {"witness": witness_data(self.witness)},
        )


@record
class IdleOverride:
    """
    The removal of a written pair changes no norm in force anywhere.
    """

    pair: Written
    fixes: tuple[Fix, ...] = ()

    def report(self) -> Diagnostic:
        """
        Say so.
        """
        first = self.pair.first
        ends = (first.higher, first.lower) if isinstance(first, Ordering) else (first.by, first.of)
        return Diagnostic(
            codes.IDLE_OVERRIDE,
            f"`{first.written}` decides nothing",
            (Label(first.span, "no norm in force would change without this"),),
            help=("drop it, or check that it names the rules it was meant for",),
            fixes=self.fixes,
            data={"subject": ends[0], "rules": list(ends)},
        )


@record
class Right:
    """
    A permission defeats a norm of a lower level somewhere.
    """

    spec: Spec
    norm: Norm
    defeated: tuple[Norm, ...]
    witness: Witness

    def report(self) -> Diagnostic:
        """
        Say so, with a scenario and what is defeated in it.
        """
        return Diagnostic(
            codes.RIGHT,
            f"{_about_norm(self.norm)} is a right that defeats a norm of a lower level",
            (
                Label(self.norm.span, "no lower level can take this away"),
                *(Label(each.span, "defeated by it") for each in self.defeated),
            ),
            notes=(when_note(self.spec, self.witness),),
            data=norms_data((self.norm,)) | {"witness": witness_data(self.witness)},
        )


@record
class Untested:
    """
    No example exercises a rule.
    """

    rule: Rule

    def report(self) -> Diagnostic:
        """
        Say so.
        """
        return Diagnostic(
            codes.UNTESTED,
            f"no example exercises `{self.rule.name}`",
            (Label(self.rule.spans.name, "it applies in no example's scenario"),),
            help=("add an `example` whose `given` brings it about",),
            data={"subject": self.rule.name, "rules": [self.rule.name]},
        )
