"""
Why a scenario has its ruling: of each norm, what decided whether it is in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from specl.diagnostics.render.printable import one_line
from specl.interpret import NoReply, NormTrace, Reading, RuleTrace, Trace, Undecidable, trace
from specl.model import Norm, Ruling, Spec, Value, chains, show_value, value_to_json
from specl.text.record import record
from specl.workspace.deciding import against, ruling_to_json
from specl.workspace.judging import broken_assumption
from specl.workspace.scenarios import Facts, missing_facts

__all__ = ["Explanation", "Unexplained", "explain", "to_json", "to_text"]

_STATES = ("in force", "defeated", "not applicable")


@record
class Explanation:
    """
    A ruling with the reasons for it.
    """

    spec: Spec
    trace: Trace

    @property
    def ruling(self) -> Ruling:
        """
        Return the ruling.
        """
        return self.trace.ruling


@record
class Unexplained:
    """
    Why there is no ruling to explain.
    """

    reason: str


def explain(spec: Spec, facts: Facts) -> Explanation | Unexplained:
    """
    Work out why a complete scenario has its ruling.

    Args:
        spec: The spec.
        facts: What was said of the scenario; a value for every fact is needed.
    """
    if facts.problems:
        return Unexplained("; ".join(facts.problems))
    missing = missing_facts(spec, facts.scenario)
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        return Unexplained(
            f"a value is needed for {names}, or --assume-defaults where there is one"
        )
    broken = broken_assumption(spec, facts.scenario)
    if broken is not None:
        return Unexplained(against(broken))
    try:
        return Explanation(spec, trace(spec, facts.scenario))
    except (NoReply, Undecidable) as error:
        return Unexplained(str(error) or "the ruling could not be worked out")


def to_json(explained: Explanation) -> str:
    """
    Return the ruling and the reasons for each norm as indented JSON.
    """
    scenario = explained.trace.scenario
    whole = {
        "facts": {name: value_to_json(value) for name, value in scenario.items()},
        **ruling_to_json(explained.ruling),
        "norms": [_norm_to_json(each) for each in explained.trace.norms],
    }
    return json.dumps(whole, indent=2) + "\n"


def _norm_to_json(each: NormTrace) -> dict[str, Any]:
    return {
        **each.norm.as_json(),
        "state": each.state,
        "conditions": [_reading_to_json(reading) for reading in each.rule.readings],
        "suspended_by": list(each.rule.suspended_by),
        "by": [norm.as_json() for norm in each.by],
    }


def _reading_to_json(reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "text": reading.condition.text,
        "holds": reading.holds,
        "facts": {name: value_to_json(value) for name, value in reading.facts.items()},
    }


def to_text(explained: Explanation) -> str:
    """
    Return the reasons for people to read: what is in force, defeated and not applicable.
    """
    lines = [f"scenario: {_facts(explained.trace.scenario.items())}", ""]
    for state in _STATES:
        norms = [each for each in explained.trace.norms if each.state == state]
        if norms:
            lines += [state, *(line for each in norms for line in _norm(explained.spec, each)), ""]
    for clash in explained.ruling.contradictions:
        lines += ["contradiction: no reply can obey all of", *map(_named, clash), ""]
    return "\n".join(one_line(line) for line in lines)


def _norm(spec: Spec, each: NormTrace) -> Iterator[str]:
    yield _named(each.norm)
    if each.state == "not applicable":
        yield from _not_applicable(each.rule)
        return
    for reading in each.rule.readings:
        yield _reading(reading)
    for norm in each.by:
        yield f"      by {norm.rule}: {norm.text} ({_why_above(spec, norm, each.norm)})"


def _not_applicable(rule: RuleTrace) -> Iterator[str]:
    """
    Yield what keeps a rule from applying: its first unmet condition, or who suspends it.
    """
    if rule.deciding is not None:
        yield _reading(rule.deciding)
    for name in rule.suspended_by:
        yield f"      suspended by {name}, which applies"


def _named(norm: Norm) -> str:
    part = f" (part {norm.part + 1} of {norm.parts})" if norm.parts > 1 else ""
    return f"  {norm.rule}: {norm.text}{part}"


def _reading(reading: Reading) -> str:
    holds = "holds" if reading.holds else "does not hold"
    section = reading.condition.section
    place = f" of section {section}" if section else ""
    facts = _facts(reading.facts.items())
    return f"      {reading.kind} {reading.condition.text}{place} {holds}: {facts}".rstrip(": ")


def _facts(facts: Iterable[tuple[str, Value]]) -> str:
    return ", ".join(_fact(name, value) for name, value in facts) or "no facts"


def _fact(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return f"{name} == {show_value(value)}"


def _why_above(spec: Spec, higher: Norm, lower: Norm) -> str:
    """
    Return why one norm outranks another: level, strength, `overrides`, or prohibitions first.
    """
    upper, under = spec.rules[higher.rule].level, spec.rules[lower.rule].level
    if upper != under:
        return f"level {upper} goes before {under}"
    if higher.strength is not lower.strength:
        return "what binds goes before what advises"
    over = chains((ordering.higher, ordering.lower) for ordering in spec.orderings)
    if lower.rule in over.get(higher.rule, ()):
        return f"{higher.rule} goes before {lower.rule}"
    where = f" at level {upper}" if upper else ""
    return f"prohibitions go first{where}"
