"""
Cards: a case for people.
"""

from __future__ import annotations

import attrs

from specl.model import Challenge, Spec
from specl.workspace.casing import cases_of
from tests.unit.cases.specs import spec_with

FACTS = (
    "type topic = law | art",
    'fact topic: topic "What is it about?"',
    'fact tools: set of topic "Which tools are there"',
    'fact n: real 0..9 = 0 "How much?"',
    'fact a: bool "Is a so?"',
    'fact b: bool "Is b so?"',
    'act x "Does the reply x?"',
    'act y "Does the reply y?"',
)


def cards(spec: Spec) -> list[str]:
    """
    Return the cards of a spec's cases.
    """
    return [row.card for row in cases_of(spec).rows]


def test_a_card_says_what_is_true_what_must_happen_and_why() -> None:
    """
    Facts by their questions, what is not so in one line, norms with their rules and places.
    """
    spec = spec_with(
        *FACTS,
        "assume topic == law and tools == {art} and 3 * n == 1 and a and not b",
        'rule r at user { "Be *kind*." when a must x }',
        "rule low at guideline { must not x }",
    )
    (found,) = cards(spec)
    name, rest = found.split("\n\n", 1)
    assert name.startswith("## case-")
    place = spec.rules["r"].norms[0].span.place
    assert (
        f"""\
### What is true

- What is it about? **law** (`topic`)
- Which tools are there: **art** (`tools`)
- How much? **1/3** (`n`)
- Is a so? **yes** (`a`)
- Not so: `b`

### What must happen

- Required: the answer to “Does the reply x?” is yes (`x`). — rule `r` at user, `{place}`
  Be \\*kind\\*.

### What gives way

- `low` `must not x` gives way to `r` `must x`
"""
        == rest
    )


def test_a_card_shows_what_clashes() -> None:
    """
    The norms that no reply obeys together are there by name.
    """
    spec = spec_with(*FACTS, "rule r at user { must x }", "rule s at user { must not x }")
    assert all(
        "### What cannot all be obeyed\n\n- `r` `must x` and `s` `must not x`\n" in each
        for each in cards(spec)
    )


def test_a_card_has_the_challenges_of_the_rules_in_force() -> None:
    """
    Prompts stand in fences, files by name; those of rules that do not apply are not there.
    """
    spec = spec_with(*FACTS, "rule r at user { when a must x }", "rule s at user { must y }")
    rules = {}
    for name, rule in spec.rules.items():
        mine = (
            Challenge(f"Try {name}.", None, rule.span),
            Challenge(None, f"{name}.jsonl", rule.span),
        )
        rules[name] = attrs.evolve(rule, challenges=mine)
    with_r = {row.facts["a"]: row.card for row in cases_of(attrs.evolve(spec, rules=rules)).rows}
    assert "```text\nTry s.\n```" in with_r[False]
    assert "`s`: more in `s.jsonl`" in with_r[False]
    assert "Try r." not in with_r[False]
    assert "```text\nTry r.\n```" in with_r[True]


def test_where_nothing_is_asked_a_card_says_so() -> None:
    """
    A scenario in which no rule applies has a card too.
    """
    spec = spec_with(*FACTS, "rule r at user { when a must x }")
    assert [True] == [
        "- Nothing: no rule asks anything here" in row.card
        for row in cases_of(spec).rows
        if not row.facts["a"]
    ][:1]
