"""
What a cap means: rules laid under others with `use … at` change nothing above it.
"""

from __future__ import annotations

from pathlib import Path

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from specl.interpret import has_reply, ruling
from specl.model import Ruling, Spec
from specl.modules import load
from specl.resolve import resolve
from specl.text import Source
from tests.reference.bruteforce import Brute
from tests.reference.draft import LEVELS, TYPES, Draft, RuleDraft
from tests.reference.generate import drafts

FOLDER = Path("/nowhere")
CAP = "user"
ABOVE = LEVELS[: LEVELS.index(CAP)]


@given(drafts(), st.randoms(use_true_random=False))
def test_rules_under_a_cap_change_nothing_above_it(draft, random):
    """
    Rules of a capped module, of whatever level, leave every ruling above the cap as it was.
    """
    own = tuple(rule for rule in draft.rules if rule.section is None)
    assume(len(own) > 1)
    order = random.sample(own, len(own))
    cut = random.randint(1, len(own) - 1)
    provider, operator = without_others(order[:cut]), without_others(order[cut:])
    before = resolved(draft, provider, None)
    after = resolved(draft, provider, operator)
    for facts in Brute(after).scenarios:
        if has_reply(before, facts):
            one, other = ruling(before, facts), ruling(after, facts)
            assert states(before, one) == states(after, other)


@given(drafts())
def test_nothing_of_a_capped_module_stands_above_the_cap(draft):
    """
    Each rule of a capped module is at its own level or, where that is higher, at the cap.
    """
    rules = without_others([rule for rule in draft.rules if rule.section is None])
    spec = resolved(draft, (), rules)
    for rule in rules:
        lower = max(LEVELS.index(rule.level), LEVELS.index(CAP))
        assert LEVELS[lower] == spec.rules[f"operator.{rule.name}"].level


def states(spec: Spec, decided: Ruling) -> tuple[set[object], set[object]]:
    """
    Return which norms above the cap are in force and which are defeated.
    """
    above = {name for name, rule in spec.rules.items() if rule.level in ABOVE}
    defeated = [defeat.norm for defeat in decided.defeated]
    return (
        {norm.id for norm in decided.in_force if norm.rule in above},
        {norm.id for norm in defeated if norm.rule in above},
    )


def without_others(rules: list[RuleDraft]) -> tuple[RuleDraft, ...]:
    """
    Return rules that override and suspend only one another.
    """
    names = {rule.name for rule in rules}
    return tuple(
        attrs.evolve(
            rule,
            overrides=tuple(name for name in rule.overrides if name in names),
            suspends=tuple(name for name in rule.suspends if name in names),
            precedes=tuple(name for name in rule.precedes if name in names),
        )
        for rule in rules
    )


def resolved(
    draft: Draft, provider: tuple[RuleDraft, ...], operator: tuple[RuleDraft, ...] | None
) -> Spec:
    """
    Return a provider's spec, with an operator's rules laid under it where there are any.
    """
    words = attrs.evolve(draft, rules=(), sections=(), claims=(), laws=laws(draft)).text()
    used = " ".join([*draft.facts.values(), *draft.acts.values()])
    names = [*draft.facts, *draft.acts, *(name for name in TYPES if name in used)]
    picking = f'use std.authority\nuse "./words.specl" ({", ".join(names)})'
    under = f'\nuse "./operator.specl" as operator at {CAP}' if operator is not None else ""
    texts = {
        "words": words,
        "operator": written(picking, operator or ()),
        "main": written(picking + under, provider),
    }
    overlay = {FOLDER / f"{name}.specl": text for name, text in texts.items()}
    root = Source("main.specl", texts["main"])
    found = resolve(load(root, FOLDER / "main.specl", overlay=overlay))
    assert found.spec is not None, [problem.message for problem in found.problems]
    return found.spec


def laws(draft: Draft) -> tuple[str, ...]:
    """
    Return the assumptions and constraints of a draft.
    """
    return tuple(law for law in draft.laws if not law.startswith("precedence"))


def written(head: str, rules: tuple[RuleDraft, ...]) -> str:
    """
    Return a file of rules.
    """
    return "\n".join(["spec part version 1.0.0", head, *(rule.text() for rule in rules)]) + "\n"
