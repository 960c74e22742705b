"""
Dense specs without structure: conditions over eight facts, so that most rules overlap.

Nothing is planted: what contradicts what is whatever two ways of looking agree on.
"""

from __future__ import annotations

from random import Random

from tests.benchmarks.mixes.draft import LEVELS, Draft, RuleDraft, rule_names
from tests.benchmarks.mixes.obligations import Acts
from tests.benchmarks.mixes.vocabulary import Vocabulary

__all__ = ["dense"]

_FLAGS = ("flag_1", "flag_2", "flag_3", "flag_4")
_WORDS = Vocabulary(
    flags=_FLAGS,
    kinds={"kind_1": "region", "kind_2": "severity"},
    amounts=("amount_1", "amount_2"),
    sums=(),
    sets=(),
    axioms=(),
)


def dense(rules: int, random: Random) -> Draft:
    """
    Return a spec of so many rules that overlap at random.
    """
    acts = Acts.of({"bool": 2, "manner": 1, "int 0..1000": 1})
    drawn: list[RuleDraft] = []
    for name in rule_names(rules):
        level = random.choice(LEVELS[:3])
        norm = acts.any(random, random.choice(acts.names))
        first, other, *when = _literals(random, random.choice((3, 4, 5)))
        if random.random() < 0.15:
            first = f"{first} or {when.pop()}"
        rule = RuleDraft(name, level, norm, [first, *when])
        if random.random() < 0.15:
            rule.unless = other
        under = [other.name for other in drawn if other.level == level]
        if under and random.random() < 0.2:
            rule.overrides = (random.choice(under),)
        drawn.append(rule)
    declared = (*_WORDS.declarations(), "assume flag_1 implies amount_1 <= 600", "")
    return Draft("dense", (*declared, *acts.declarations()), tuple(drawn), None)


def _literals(random: Random, count: int) -> list[str]:
    """
    Return literals about different facts; one in six is about the sum of the two numbers.
    """
    facts = random.sample(_WORDS.facts(), count)
    found = [_WORDS.literal(random, fact) for fact in facts]
    if random.random() < 0.3 and not set(facts) & set(_WORDS.amounts):
        sign = random.choice(("<=", ">="))
        found[-1] = f"amount_1 + amount_2 {sign} {random.randrange(400, 1_600, 20)}"
    return found
