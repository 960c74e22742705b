"""
Worlds without scenarios or replies, broken promises, and what is undecided, as findings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from specl.check.engine import Undecided
from specl.check.problems import (
    facts_in_words,
    norms_data,
    rules_in_words,
    when_note,
    witness_data,
)
from specl.check.promises import Broken
from specl.check.reasons import constraints_behind
from specl.check.shrink import Witness
from specl.check.trials import Failure
from specl.diagnostics import Code, Diagnostic, Label, codes
from specl.model import Expectation, Norm, Reply, Spec, Value, Waiver, show_value
from specl.text.record import record

__all__ = [
    "EmptyWorld",
    "ExampleFailed",
    "NoReply",
    "PromiseBroken",
    "StillOpen",
    "WaiverExpired",
    "WaiverUnused",
]


@record
class EmptyWorld:
    """
    The assumptions have no solution, or no scenario has a reply.
    """

    spec: Spec
    replies: bool

    def report(self) -> Diagnostic:
        """
        Say so, with the laws that take part.
        """
        laws = self.spec.constraints if self.replies else self.spec.assumptions
        message = (
            "the constraints leave no reply in any scenario"
            if self.replies
            else "the assumptions leave no scenario"
        )
        return Diagnostic(
            codes.EMPTY_WORLD,
            message,
            tuple(Label(law.span, "one of them") for law in laws),
            help=("loosen one of these; until then nothing else can be checked",),
            data={"subject": self.spec.name},
        )


@record
class NoReply:
    """
    Some scenario has no reply.
    """

    spec: Spec
    witness: Witness

    def report(self) -> Diagnostic:
        """
        Say which scenario, and which constraints exclude each other in it.
        """
        laws = constraints_behind(self.spec, self.witness.complete, [])
        return Diagnostic(
            codes.NO_REPLY,
            "the constraints leave no reply in some scenario",
            tuple(
                Label(law.span, "one of the constraints that exclude each other") for law in laws
            ),
            notes=(when_note(self.spec, self.witness),),
            help=("rule the scenario out with `assume`, or loosen a constraint",),
            data={"subject": self.spec.name, "witness": witness_data(self.witness)},
        )


@record
class PromiseBroken:
    """
    An ensure fails or is open, or a cover has a gap.
    """

    spec: Spec
    code: Code
    broken: Broken
    witness: Witness

    def report(self) -> Diagnostic:
        """
        Say which, and in which scenario.
        """
        subject = self.broken.subject
        messages = {
            codes.ENSURE_FAILED: f"`{subject.name}` does not follow from the binding norms",
            codes.ENSURE_OPEN: f"`{subject.name}` cannot be judged where binding norms contradict",
            codes.GAP: f"`{subject.name}` is left undecided",
        }
        helps = {
            codes.ENSURE_FAILED: "add or raise a norm that requires it, or narrow the ensure",
            codes.ENSURE_OPEN: "settle the contradiction first",
            codes.GAP: "add a norm that decides it here, or narrow the cover",
        }
        return Diagnostic(
            self.code,
            messages[self.code],
            (Label(subject.span),),
            notes=(when_note(self.spec, self.witness),),
            help=(helps[self.code],),
            data={"subject": subject.name, "witness": witness_data(self.witness)},
        )


@record
class ExampleFailed:
    """
    An example does not hold.
    """

    spec: Spec
    failure: Failure
    clashing: tuple[tuple[Norm, ...], ...] = ()

    def report(self) -> Diagnostic:
        """
        Say what was expected, and the scenario that breaks it.
        """
        at = self.failure.at
        span = at.span if at is not None else self.failure.example.span
        data: dict[str, object] = {"subject": self.failure.example.name}
        notes: tuple[str, ...] = ()
        if self.failure.scenario is not None:
            left_open = {n: self.failure.scenario[n] for n in self.failure.left_open}
            data["witness"] = witness_data(Witness(left_open, self.failure.scenario))
            notes = tuple(self._notes(left_open))
        return Diagnostic(
            codes.EXAMPLE_FAILED,
            self._message(),
            (Label(span, self._label()),),
            notes=notes,
            help=(self._help(),),
            data=data,
        )

    def _notes(self, left_open: Mapping[str, Value]) -> Iterator[str]:
        """
        Yield which facts the example leaves open, with the values that show the failure.
        """
        if left_open:
            values = facts_in_words(self.spec, left_open)
            yield f"when: {values}, which the example leaves open"
        for norms in self.clashing:
            yield f"why: {rules_in_words(norms)} contradict each other there"

    def _message(self) -> str:
        name = self.failure.example.name
        at = self.failure.at
        match self.failure.kind:
            case "no-scenario":
                return f"example `{name}` describes no scenario that can exist"
            case "contradictory":
                return f"the norms in force contradict each other in example `{name}`"
            case "expected":
                text = at.text if isinstance(at, Expectation) else ""
                return f"example `{name}` expects `{text}`, and the ruling does not say so"
            case "good":
                return f"a good reply of example `{name}` breaks the norms in force"
            case "bad":
                return f"a bad reply of example `{name}` can meet all norms in force"
        return f"a bad reply of example `{name}` need not break `{self.failure.rule}`"

    def _label(self) -> str:
        if isinstance(self.failure.at, Expectation):
            return "not borne out"
        return "this reply" if isinstance(self.failure.at, Reply) else "this example"

    def _help(self) -> str:
        if self.failure.kind == "no-scenario" and self.failure.defaults:
            facts = self.spec.facts
            named = ", ".join(
                f"`{n} = {show_value(d)}`"
                for n in self.failure.defaults
                if (d := facts[n].default) is not None
            )
            return f"the defaults {named} do not fit what is given; give these facts too"
        if self.failure.kind == "no-scenario":
            return "what is given is against the assumptions"
        if self.failure.kind == "contradictory":
            return "settle the contradiction, or give a scenario without it"
        return "correct the example, give more facts, or change the rules"


@record
class WaiverExpired:
    """
    A waiver is past its date.
    """

    waiver: Waiver
    today: dt.date

    def report(self) -> Diagnostic:
        """
        Say since when.
        """
        return Diagnostic(
            codes.WAIVER_EXPIRED,
            f"this waiver held until {self.waiver.until}; today is {self.today.isoformat()}",
            (Label(self.waiver.span, "no longer in effect"),),
            help=("settle the clash, or extend the date",),
            data={"subject": self.waiver.rules[0], "rules": list(self.waiver.rules)},
        )


@record
class WaiverUnused:
    """
    A waiver waives nothing.
    """

    waiver: Waiver

    def report(self) -> Diagnostic:
        """
        Say so.
        """
        names = " and ".join(f"`{name}`" for name in self.waiver.rules)
        return Diagnostic(
            codes.WAIVER_UNUSED,
            f"there is no contradiction between {names} to waive",
            (Label(self.waiver.span, "waives nothing"),),
            help=("drop it, or name exactly the rules of the finding that it is for",),
            data={"subject": self.waiver.rules[0], "rules": list(self.waiver.rules)},
        )


@record
class StillOpen:
    """
    The budget did not suffice for a question.
    """

    spec: Spec
    undecided: Undecided

    def report(self) -> Diagnostic:
        """
        Say for which question.
        """
        norms = self.undecided.norms
        data = norms_data(norms) if norms else {}
        texts = " and ".join(f"`{norm.text}` of `{norm.rule}`" for norm in norms)
        about = texts or f"`{self.undecided.subject}`"
        return Diagnostic(
            codes.UNDECIDED,
            f"undecided {self.undecided.question}: {about}",
            self._labels(),
            help=("raise `--budget`, or simplify what is asked",),
            data=data | {"subject": self.undecided.subject},
        )

    def _labels(self) -> tuple[Label, ...]:
        """
        Return the norms concerned, or for the spec as a whole its constraints.
        """
        if self.undecided.norms:
            return tuple(Label(norm.span) for norm in self.undecided.norms)
        laws = self.spec.constraints if self.undecided.subject == self.spec.name else ()
        return tuple(Label(law.span, "one of its constraints") for law in laws)
