"""
What is said of a policy that is at fault: the scenario, the reply, the norms, and how to go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from specl.diagnostics.render.printable import one_line
from specl.interpret import NormTrace
from specl.model import Norm, Spec, value_to_json
from specl.model.expressions import acts_of
from specl.testing.attempts import Attempt, Attempts
from specl.testing.failures import Disobeyed, PolicyError, PolicyFault
from specl.testing.smallest import Smallest
from specl.workspace.telling import block, norm_in_words, trace_in_words, values_in_words

__all__ = ["failure_of", "left_out"]


def failure_of(attempts: Attempts, found: Smallest) -> PolicyFault:
    """
    Return what to raise about a policy that is at fault.
    """
    spec = attempts.spec
    attempt = found.attempt
    blocks = [
        one_line(_headline(spec, found)),
        *_scenario(spec, found),
        *_what_it_did(spec, attempt),
        block("in full", _whole(attempt)),
        _ending(attempts, found),
    ]
    told: dict[str, Any] = {
        "message": "\n\n".join(blocks),
        "spec": spec,
        "facts": attempt.facts,
        "away": found.away,
        "smallest": found.proven,
    }
    if attempt.outcome == "breaks":
        assert attempt.verdict is not None
        return Disobeyed(**told, verdict=attempt.verdict)
    return PolicyError(**told, problems=attempt.problems, cause=attempt.error)


def _headline(spec: Spec, found: Smallest) -> str:
    attempt = found.attempt
    where = ", ".join(values_in_words(spec.facts, found.away))
    place = f"where {where}" if where else "where every fact has its quiet value"
    match attempt.outcome:
        case "breaks":
            assert attempt.verdict is not None
            rules = ", ".join(f"`{name}`" for name in attempt.verdict.rules)
            return f"the policy breaks {rules} {place}"
        case "raises":
            return f"the policy raised {type(attempt.error).__name__} {place}"
    return f"the policy returned no reply profile {place}"


def _scenario(spec: Spec, found: Smallest) -> Iterator[str]:
    if found.away:
        yield block("scenario, all other facts quiet", values_in_words(spec.facts, found.away))


def _what_it_did(spec: Spec, attempt: Attempt) -> Iterator[str]:
    if attempt.outcome == "raises":
        kind = type(attempt.error).__name__
        yield block("raised", f"{kind}: {attempt.error}".splitlines())
        return
    if attempt.problems:
        yield block("problems", attempt.problems)
    assert attempt.verdict is not None
    violated = attempt.verdict.violated
    if violated:
        acts = {name: None for norm in violated for name in acts_of(norm.obligation)}
        shown = {name: attempt.verdict.profile[name] for name in acts}
        yield block("reply, as far as it matters", values_in_words(spec.acts, shown))
        yield block("broken", _broken(spec, violated))
        yield block("trace", _trace(spec, attempt, set(violated)))


def _broken(spec: Spec, norms: tuple[Norm, ...]) -> Iterator[str]:
    """
    Yield norms, after the last of each rule what the rule says of itself.
    """
    for place, norm in enumerate(norms):
        yield norm_in_words(spec, norm)
        rule = spec.rules[norm.rule]
        if norm.rule not in {other.rule for other in norms[place + 1 :]}:
            yield from (f"    {line}" for line in (rule.prose or "").splitlines())
            yield from (f"    because {line}" for line in (rule.because or "").splitlines()[:1])


def _trace(spec: Spec, attempt: Attempt, violated: set[Norm]) -> list[str]:
    """
    Return why the norms that are broken are in force, and what gives way to them.
    """

    def shows(each: NormTrace) -> bool:
        return each.norm in violated or not violated.isdisjoint(each.by)

    lines, _ = trace_in_words(spec, attempt.facts, shows)
    return lines


def _whole(attempt: Attempt) -> Iterator[str]:
    """
    Yield all the facts and what the reply shows of all acts, as JSON that other commands read.
    """
    profile = {} if attempt.verdict is None else attempt.verdict.profile
    for title, values in (("facts", attempt.facts), ("reply", profile)):
        if values:
            plain = {name: value_to_json(value) for name, value in values.items()}
            yield f"{title} {json.dumps(plain, ensure_ascii=False)}"


def _ending(attempts: Attempts, found: Smallest) -> str:
    """
    Return how small the scenario is, and what else was tried.
    """
    small = (
        "no smaller scenario shows this"
        if found.proven
        else ("a smaller scenario may show this: the search for one was cut short")
    )
    skipped = left_out(attempts)
    tried = f"scenarios tried: {len(attempts.made)}" + (f", of them {skipped}" if skipped else "")
    return f"{small}\n{tried}"


def left_out(attempts: Attempts) -> str:
    """
    Return how many scenarios were left out and why, nothing where none was.
    """
    reasons = (
        ("contradictory", "left out as the norms in force contradict each other"),
        ("undecided", "left out as the ruling could not be worked out"),
    )
    counts = [(attempts.count(outcome), words) for outcome, words in reasons]  # type: ignore[arg-type]
    return " and ".join(f"{number} {words}" for number, words in counts if number)
