"""
Cases in words: what is true, what must happen, and the card that shows both to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specl.model import Fact, Norm, Ruling, Scenario, Spec, Value, show_value
from specl.model.types import BoolType
from specl.rubric import Rubric
from specl.rubric.markdown_text import code, fenced, inline
from specl.rubric.model import Criterion, RuleText

__all__ = ["asked", "card", "situation"]


def situation(spec: Spec, facts: Scenario) -> Iterator[str]:
    """
    Yield in plain words what is true in a scenario, what is not so in one line at the end.
    """
    for fact, value in _telling(spec, facts):
        yield f"{_question(fact)} {_shown(value)} (`{fact.name}`)"
    denied = _denied(spec, facts)
    if denied:
        yield f"Not so: {', '.join(f'`{name}`' for name in denied)}."


def asked(rubric: Rubric) -> Iterator[str]:
    """
    Yield in plain words what a ruling asks, in the order of priority.
    """
    for criterion in rubric.criteria:
        yield f"{criterion.asks} ({_rule(criterion)})"


def card(spec: Spec, name: str, facts: Scenario, ruling: Ruling, rubric: Rubric) -> str:
    """
    Return a scenario as Markdown for people.

    Args:
        spec: The spec.
        name: What the case is called.
        facts: A value for every fact.
        ruling: The ruling on them.
        rubric: The rubric of what is in force.
    """
    blocks = [
        f"## {name}",
        *_part("What is true", _truths(spec, facts)),
        *_part("What must happen", _asks(rubric)),
        *_part("What gives way", _defeats(ruling)),
        *_part("What cannot all be obeyed", _clashes(ruling)),
        *_part("Challenges", _challenges(rubric.rules)),
    ]
    return "\n\n".join(blocks) + "\n"


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"### {title}"
        yield "\n".join(found)


def _telling(spec: Spec, facts: Scenario) -> Iterator[tuple[Fact, Value]]:
    """
    Yield the facts with more to say than that something is not so.
    """
    for name, fact in spec.facts.items():
        value = facts[name]
        if not (isinstance(fact.type, BoolType) and value is False):
            yield fact, value


def _denied(spec: Spec, facts: Scenario) -> list[str]:
    return [
        name
        for name, fact in spec.facts.items()
        if isinstance(fact.type, BoolType) and facts[name] is False
    ]


def _question(fact: Fact) -> str:
    if fact.earlier is not None:
        return f"An earlier reply of the conversation shows `{fact.earlier}`:"
    question = " ".join(fact.question.split())
    return question if question[-1:] in {"?", ".", ":", "!"} else f"{question}:"


def _shown(value: Value) -> str:
    match value:
        case True:
            return "yes"
        case frozenset():
            return ", ".join(sorted(value)) or "none"
    return show_value(value)


def _rule(criterion: Criterion) -> str:
    level = f" at {criterion.level}" if criterion.level else ""
    return f"rule `{criterion.rule.name}`{level}"


def _truths(spec: Spec, facts: Scenario) -> Iterator[str]:
    for fact, value in _telling(spec, facts):
        yield f"- {inline(_question(fact))} **{inline(_shown(value))}** ({code(fact.name)})"
    denied = _denied(spec, facts)
    if denied:
        yield f"- Not so: {', '.join(map(code, denied))}"


def _asks(rubric: Rubric) -> Iterator[str]:
    if not rubric.criteria:
        yield "- Nothing: no rule asks anything here"
    for criterion in rubric.criteria:
        span = criterion.norm.span
        yield f"- {inline(criterion.asks)} — {_rule(criterion)}, {code(span.place)}"
        if criterion.rule.prose:
            yield f"  {inline(criterion.rule.prose)}"


def _defeats(ruling: Ruling) -> Iterator[str]:
    for defeat in ruling.defeated:
        yield f"- {_norm(defeat.norm)} gives way to {' and '.join(map(_norm, defeat.by))}"


def _clashes(ruling: Ruling) -> Iterator[str]:
    for norms in ruling.contradictions:
        yield f"- {' and '.join(map(_norm, norms))}"


def _norm(norm: Norm) -> str:
    return f"{code(norm.rule)} {code(norm.text)}"


def _challenges(rules: Iterable[RuleText]) -> Iterator[str]:
    for rule in rules:
        for prompt in rule.challenges:
            yield f"{code(rule.name)}:\n"
            yield "\n".join([*fenced(prompt), ""])
        for file in rule.challenge_files:
            yield f"{code(rule.name)}: more in {code(file)}\n"
