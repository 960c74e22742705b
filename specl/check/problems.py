"""
Clashes as findings: the kinds of problem about norms that cannot stand together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from specl.check.reasons import order_reason, why_incoherent
from specl.check.shrink import Witness
from specl.diagnostics import Code, Diagnostic, Fix, Label, Severity, codes
from specl.model import Norm, Spec, Value, Waiver, show_value, value_to_json
from specl.model.types import BoolType
from specl.text.record import record

__all__ = [
    "Contradiction",
    "Impossible",
    "facts_in_words",
    "norms_data",
    "rules_in_words",
    "witness_data",
]


def facts_in_words(spec: Spec, facts: Mapping[str, Value]) -> str:
    """
    Return facts with their values as an expression would say them.
    """
    return ", ".join(_fact_in_words(spec, name, value) for name, value in facts.items())


def _fact_in_words(spec: Spec, name: str, value: Value) -> str:
    from specl.model.show import quote
    from specl.model.types import TextType

    type_ = spec.facts[name].type
    if isinstance(type_, BoolType):
        return name if value else f"not {name}"
    shown = quote(str(value)) if isinstance(type_, TextType) else show_value(value)
    return f"{name} == {shown}"


def when_note(spec: Spec, witness: Witness) -> str:
    """
    Return the line that says in which scenario a finding shows.
    """
    return f"when: {facts_in_words(spec, witness.facts) or 'always'}"


def witness_data(witness: Witness) -> dict[str, Any]:
    """
    Return a witness as JSON-ready data.
    """
    return {
        "facts": {name: value_to_json(value) for name, value in witness.facts.items()},
        "complete": {name: value_to_json(value) for name, value in witness.complete.items()},
    }


def norms_data(norms: Iterable[Norm]) -> dict[str, Any]:
    """
    Return the fields of a finding that name rules and norms.
    """
    norms = tuple(norms)
    rules = list(dict.fromkeys(norm.rule for norm in norms))
    return {"subject": rules[0], "rules": rules, "norms": [norm.as_json() for norm in norms]}


def rules_in_words(norms: Iterable[Norm]) -> str:
    """
    Return the rules of some norms as `a`, `b` and `c`.
    """
    names = [f"`{name}`" for name in dict.fromkeys(norm.rule for norm in norms)]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"


@record
class Contradiction:
    """
    Two or more norms are in force together and no reply meets them all.
    """

    spec: Spec
    norms: tuple[Norm, ...]
    witness: Witness
    code: Code
    fixes: tuple[Fix, ...] = ()
    waiver: Waiver | None = None

    def report(self) -> Diagnostic:
        """
        Say which norms clash, when, why, and what would settle it.
        """
        scenario = self.witness.complete
        return Diagnostic(
            self.code,
            self._message(),
            self._labels(),
            notes=(
                when_note(self.spec, self.witness),
                f"why: {why_incoherent(self.spec, scenario, self.norms)}",
                order_reason(self.spec, self.norms),
                *self._waived(),
            ),
            help=tuple(self._help()),
            fixes=self.fixes,
            severity=Severity.INFO if self.waiver else self.code.severity,
            data=self._data(),
        )

    def _message(self) -> str:
        verb = "followed" if self.code is codes.TENSION else "obeyed"
        rules = {norm.rule for norm in self.norms}
        if len(rules) == 1:
            return f"norms of {rules_in_words(self.norms)} cannot all be {verb}"
        count = "both" if len(self.norms) == 2 else "all"
        return f"{rules_in_words(self.norms)} cannot {count} be {verb}"

    def _labels(self) -> tuple[Label, ...]:
        others = "this asks for the other" if len(self.norms) == 2 else "this is against the rest"
        first = "this asks for one thing" if len(self.norms) == 2 else "this is against the rest"
        texts = (first, *(others for _ in self.norms[1:]))
        return tuple(Label(n.span, text) for n, text in zip(self.norms, texts, strict=True))

    def _help(self) -> Iterable[str]:
        if self.waiver is None:
            yield from (fix.title for fix in self.fixes)
            if not self.fixes:
                yield "no single override, suspension, `unless` or level settles this alone"

    def _waived(self) -> Iterable[str]:
        if self.waiver is not None:
            until = f" until {self.waiver.until}" if self.waiver.until else ""
            reason = f": {self.waiver.because}" if self.waiver.because else ""
            yield f"waived{until}{reason}"

    def _data(self) -> dict[str, Any]:
        data = norms_data(self.norms) | {"witness": witness_data(self.witness)}
        return data | {"waived": True} if self.waiver else data


@record
class Impossible:
    """
    A norm is in force in a scenario in which no reply can meet it.
    """

    spec: Spec
    norm: Norm
    witness: Witness

    def report(self) -> Diagnostic:
        """
        Say which norm, when, and what stands in its way.
        """
        what = "leave open" if self.norm.is_permission else "meet"
        return Diagnostic(
            codes.IMPOSSIBLE,
            f"no reply can {what} `{self.norm.text}` of `{self.norm.rule}`",
            (Label(self.norm.span, "this cannot be met"),),
            notes=(
                when_note(self.spec, self.witness),
                f"why: {why_incoherent(self.spec, self.witness.complete, (self.norm,))}",
            ),
            help=("add an `unless` for these scenarios, or correct the constraint or the norm",),
            data=norms_data((self.norm,)) | {"witness": witness_data(self.witness)},
        )
