"""
What is kept of a large spec so that, after an edit, little has to be worked out again.

The text stands there with its rules and their places, and for each slice what was found in
it. Places are those of that text. Nothing is kept of a spec in which more than a slice hangs
on a rule: where a section's name orders rules, say, or where a finding needed all slices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from specl.diagnostics.codes import UNUSED
from specl.text.record import record
from specl.workspace.alterations import Place, mentioned

if TYPE_CHECKING:
    from specl.check.sliced import Checked
    from specl.diagnostics import Diagnostic
    from specl.model import Scenario, Spec
    from specl.workspace.checking import Searched, Understood

__all__ = ["State", "as_data", "from_data", "is_local", "law_lines", "slice_data", "state_of"]


@record
class State:
    """
    What is kept of one text.

    Attributes:
        text: The text.
        places: The rules of the file itself, in order.
        slices: What `slice_data` made of each slice.
        pinned: The rules that something outside of rules names.
        sections: The names of sections.
        laws: The lines of the file's own assumptions and constraints.
        total: How many rules there are, those of modules too.
        problems: What is wrong with the text, as data.
    """

    text: str
    places: tuple[Place, ...]
    slices: tuple[dict[str, Any], ...]
    pinned: frozenset[str]
    sections: frozenset[str]
    laws: tuple[int, ...]
    total: int
    problems: Any


def as_data(state: State) -> dict[str, Any]:
    """
    Return a state as data of JSON's.
    """
    return {
        "text": state.text,
        "places": [[place.name, place.start, place.end] for place in state.places],
        "slices": list(state.slices),
        "pinned": sorted(state.pinned),
        "sections": sorted(state.sections),
        "laws": list(state.laws),
        "total": state.total,
        "problems": state.problems,
    }


def from_data(data: Mapping[str, Any]) -> State:
    """
    Return a state that was data.
    """
    return State(
        data["text"],
        tuple(Place(*each) for each in data["places"]),
        tuple(data["slices"]),
        frozenset(data["pinned"]),
        frozenset(data["sections"]),
        tuple(data["laws"]),
        data["total"],
        data["problems"],
    )


def state_of(
    understood: Understood, searched: Searched, sources: Mapping[str, int]
) -> State | None:
    """
    Return what to keep of a spec that was checked, or None where nothing is worth it.

    Args:
        understood: What the text means.
        searched: What was found in it.
        sources: The numbers of the sources, by name.
    """
    from specl.workspace.findings_as_data import findings_to_data

    spec, origin = understood.spec, understood.origin
    cut = len(searched.slices) > 1 and all(each.calm is not None for each in searched.slices)
    if spec is None or origin is None or not cut or not is_local(spec, understood.problems):
        return None
    text = origin.root.text
    own = {place.name: text[place.start : place.end] for place in origin.places}
    names = spec.facts.keys() | spec.acts.keys() | spec.defines.keys()
    return State(
        text,
        origin.places,
        tuple(slice_data(each, own, names, sources) for each in searched.slices),
        frozenset(_pinned(spec)),
        frozenset(spec.sections),
        law_lines(spec),
        len(spec.rules),
        findings_to_data(understood.problems, sources),
    )


def is_local(spec: Spec, problems: Iterable[Diagnostic]) -> bool:
    """
    Tell whether what a rule does is seen from its own words and those outside of rules.

    Args:
        spec: What a text means.
        problems: What is wrong with the text.
    """
    return (
        all(problem.code == UNUSED for problem in problems)
        and not any(fact.earlier is not None for fact in spec.facts.values())
        and not (spec.examples or spec.ensures or spec.covers)
        and spec.sections.keys().isdisjoint(_written(spec))
    )


def _written(spec: Spec) -> Iterator[str]:
    """
    Yield all words in which rules are ordered.
    """
    for ordering in spec.orderings:
        yield from ordering.written.split()
    for suspension in spec.suspensions:
        yield from suspension.written.split()


def _pinned(spec: Spec) -> Iterator[str]:
    for waiver in spec.waivers:
        yield from waiver.rules
    for ordering in spec.orderings:
        if ordering.origin != "overrides":
            yield from (ordering.higher, ordering.lower)


def law_lines(spec: Spec) -> tuple[int, ...]:
    """
    Return the lines of the assumptions and constraints of the file itself, which findings name.
    """
    laws = (*spec.assumptions, *spec.constraints)
    return tuple(law.span.line for law in laws if law.own)


def slice_data(
    checked: Checked, own: Mapping[str, str], names: Iterable[str], sources: Mapping[str, int]
) -> dict[str, Any]:
    """
    Return what is kept of a slice.

    Args:
        checked: The slice and what was found in it.
        own: The texts of the rules of the file itself.
        names: All facts, acts and defines.
        sources: The numbers of the sources, by name.
    """
    from specl.check import calm
    from specl.workspace.findings_as_data import findings_to_data

    rules, findings = checked.slice.rules, checked.report.findings
    words = {word for name in rules if name in own for word in mentioned(own[name])}
    return {
        "key": checked.slice.key,
        "rules": list(rules),
        "acts": sorted(checked.slice.acts),
        "words": sorted(words.intersection(names)),
        "norms": len(checked.spec.norms),
        "complete": checked.report.complete,
        "findings": findings_to_data(findings, sources),
        "loud": sorted(sorted(each) for each in calm.loud(findings)),
        "needs": calm.needs_calm(findings),
        "calm": [scenario_data(each) for each in checked.calm or ()],
    }


def scenario_data(scenario: Scenario) -> dict[str, Any]:
    """
    Return a scenario as data.
    """
    from specl.model import value_to_json

    return {name: value_to_json(value) for name, value in scenario.items()}


def scenarios_of(kept: Sequence[Mapping[str, Any]], spec: Spec) -> list[Scenario]:
    """
    Return scenarios that were data.
    """
    from specl.model.values import value_from_json

    return [
        {name: value_from_json(spec.facts[name].type, value) for name, value in each.items()}
        for each in kept
    ]
