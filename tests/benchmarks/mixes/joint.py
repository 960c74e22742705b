"""
Specs whose obligations join several acts, with sets of three in conflict.

Six groups of six acts each have two constraints of their own. Rules stand alone in a cell
of their group, or in clusters of three (sometimes two) that no reply can meet together:

| cluster | share | what happens |
| --- | --- | --- |
| conflict | 1 set in 100 rules | a contradiction, planted: two sets of three to one pair |
| beaten | 3 sets | the last rule gives way to the others, by level or by `overrides` |
| apart | 3 sets | an assumption keeps the last rule from applying beside the first |
"""

from __future__ import annotations

from random import Random

import attrs

from tests.benchmarks.mixes.draft import LEVELS, Draft, RuleDraft, rule_names
from tests.benchmarks.mixes.vocabulary import Vocabulary, facts_for, values_of

__all__ = ["joint"]

_GROUPS = 6


def joint(rules: int, random: Random) -> Draft:
    """
    Return a spec of so many rules that ask for several acts at once.
    """
    words = Vocabulary.draw(random, facts_for(rules))
    clusters = _clusters(rules, random)
    groups = [_Group.draw(index, words, random, len(clusters)) for index in range(_GROUPS)]
    drawn = [random.choice(groups).rules(cluster, random) for cluster in clusters]
    named = [rule for rules_ in drawn for rule in rules_]
    for rule, name in zip(named, rule_names(len(named)), strict=True):
        rule.name = name
    for cluster, rules_ in zip(clusters, drawn, strict=True):
        if cluster.kind == "overridden":
            for rule in rules_[:-1]:
                rule.overrides = (rules_[-1].name,)
    return Draft(
        "joint",
        (*words.declarations(), "", *(line for group in groups for line in group.declarations())),
        tuple(named),
        tuple(
            tuple(rule.name for rule in rules_)
            for cluster, rules_ in zip(clusters, drawn, strict=True)
            if cluster.kind == "conflict"
        ),
    )


@attrs.frozen
class _Cluster:
    """
    Rules that share a cell; `size` of them clash together where it is more than one.
    """

    kind: str
    size: int


def _clusters(rules: int, random: Random) -> list[_Cluster]:
    hundredths = max(1, rules // 100)
    kinds = ["conflict"] + ["overridden", "outranked", "outranked"] + ["apart"] * 3
    found = [_Cluster(kind, 2 if i % 3 == 2 else 3) for i in range(hundredths) for kind in kinds]
    alone = rules - sum(cluster.size for cluster in found)
    found += [_Cluster("single", 1)] * alone
    return random.sample(found, len(found))


@attrs.define
class _Group:
    """
    Six acts that constraints and rules connect, and the cells of their rules.
    """

    index: int
    words: Vocabulary
    cells: list[str]
    cell_facts: frozenset[str]

    @classmethod
    def draw(cls, index: int, words: Vocabulary, random: Random, clusters: int) -> _Group:
        kind = random.choice(list(words.kinds))
        amount = random.choice(words.amounts)
        values = values_of(words.kinds[kind])
        width = max(1, 900 * len(values) // max(1, clusters))
        cells = [
            f"{kind} == {value} and {low} <= {amount} <= {low + width - 1}"
            for value in values
            for low in range(0, 900, width)
        ]
        return cls(index, words, random.sample(cells, len(cells)), frozenset({kind, amount}))

    def act(self, name: str) -> str:
        return f"{name}_{self.index}"

    def declarations(self) -> list[str]:
        flags = [self.act(name) for name in ("cites", "warns", "asks")]
        manner, length, links = map(self.act, ("manner", "length", "links"))
        return [
            *(f'act {flag}: bool "Does the reply show {flag}?"' for flag in flags),
            f'act {manner}: manner "What is {manner} of the reply?"',
            f'act {length}: int 0..1000 "What is {length} of the reply?"',
            f'act {links}: int 0..1000 "What is {links} of the reply?"',
            f"constraint not ({' and '.join(flags)})",
            f"constraint {flags[0]} implies {length} <= 500",
        ]

    def rules(self, cluster: _Cluster, random: Random) -> list[RuleDraft]:
        """
        Return the rules of a cluster, the one that gives way last.
        """
        cell = self.cells.pop()
        asked = self._asked(cluster.size, random)
        facts = self.words.facts(without=self.cell_facts)
        axiom = random.choice([a for a in self.words.axioms if not a.facts & self.cell_facts])
        facts = [fact for fact in facts if fact not in axiom.facts]
        drawn = random.sample(facts, 2 * cluster.size)
        level = random.randrange(len(LEVELS) - 1)
        rules = []
        for place, ask in enumerate(asked):
            own = [self.words.literal(random, fact) for fact in drawn[2 * place : 2 * place + 2]]
            when = [cell, *own[: random.choice((1, 2))]]
            rules.append(RuleDraft("", LEVELS[level], f"must {ask}", when))
        if cluster.kind == "apart":
            rules[0].when.append(axiom.one)
            rules[-1].when.append(axiom.other)
        if cluster.kind == "outranked":
            rules[-1].level = LEVELS[level + 1]
        return rules

    def _asked(self, size: int, random: Random) -> list[str]:
        """
        Return obligations that can be met together but for one, whichever is left out.
        """
        found = random.choice(self._triples() if size != 2 else self._pairs())
        return random.sample(found, len(found))[:size]

    def _triples(self) -> list[list[str]]:
        cites, warns, asks = (self.act(name) for name in ("cites", "warns", "asks"))
        manner, length, links = map(self.act, ("manner", "length", "links"))
        return [
            [cites, warns, asks],
            [f"({warns} or {asks})", f"(not {warns})", f"(not {asks})"],
            [f"({length} + {links} <= 300)", f"({length} >= 200)", f"({links} >= 200)"],
            [
                f"({manner} in {{warm, brief}})",
                f"({manner} in {{brief, formal}})",
                f"({manner} in {{warm, formal}})",
            ],
            [f"({asks} implies {manner} == warm)", asks, f"({manner} in {{formal, playful}})"],
        ]

    def _pairs(self) -> list[list[str]]:
        cites, warns = self.act("cites"), self.act("warns")
        manner, length, links = map(self.act, ("manner", "length", "links"))
        return [
            [cites, f"({length} >= 600)"],
            [f"({length} + {links} <= 300)", f"({length} >= 400)"],
            [f"({warns} iff {manner} == warm)", f"({warns} iff {manner} != warm)"],
        ]
