"""
The mix that most measurements use: specs with the structure of real ones.

Rules speak of 36 acts at five levels. Those of one act and level are kept apart by cells
(see `cells`), so that none of them contradict each other but for clusters that share one:

| cluster | share | what happens |
| --- | --- | --- |
| conflict | 1 pair in 100 rules | a contradiction, planted |
| axiom | 2 pairs | both never apply, for an assumption |
| linear | 2 pairs | both never apply, for sums of facts |
| raised | 2 pairs | where both apply, a rule of a higher level beats one of them |
| chain | 23 rules | each overrides the next, two to four of them |

The rest stand alone in their cell. A condition has two to four literals, 15 % with `or`,
and 15 % of the rules an `unless`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from random import Random

import attrs

from tests.benchmarks.mixes.cells import Cells, Spare
from tests.benchmarks.mixes.draft import LEVELS, Draft, RuleDraft, rule_names
from tests.benchmarks.mixes.obligations import Acts
from tests.benchmarks.mixes.vocabulary import Vocabulary, facts_for

__all__ = ["clean", "grouped"]

_Group = tuple[str, int]


def grouped(rules: int, random: Random) -> Draft:
    """
    Return a spec of so many rules with the structure of real ones.
    """
    return _Mix("grouped", rules, random).draft()


def clean(rules: int, random: Random) -> Draft:
    """
    Return such a spec in which no contradiction was planted.
    """
    return _Mix("clean", rules, random, conflicts=0).draft()


@attrs.define
class _Cluster:
    """
    Rules of one act and level that share a cell.

    Attributes:
        above: For `raised`, the level of the rule that settles it.
    """

    kind: str
    size: int
    act: str
    level: int
    above: int | None = None


class _Mix:
    def __init__(self, name: str, rules: int, random: Random, *, conflicts: int = 1) -> None:
        self.name = name
        self.count = rules
        self.conflicts = conflicts
        self.random = random
        self.words = Vocabulary.draw(random, facts_for(rules))
        self.acts = Acts.usual()
        self.cells: dict[_Group, Cells] = {}
        self.separating: dict[str, set[str]] = defaultdict(set)
        self.used: set[str] = set()

    def draft(self) -> Draft:
        clusters = self._clusters()
        self._share_out(clusters)
        drawn = [self._drawn(cluster) for cluster in clusters]
        order = self.random.sample(range(len(drawn)), len(drawn))
        rules = [rule for index in order for rule in drawn[index]]
        for rule, name in zip(rules, rule_names(len(rules)), strict=True):
            rule.name = name
        for cluster, own in zip(clusters, drawn, strict=True):
            if cluster.kind == "chain":
                for higher, lower in pairwise(own):
                    higher.overrides = (lower.name,)
        planted = [drawn[index] for index in order if clusters[index].kind == "conflict"]
        return Draft(
            self.name,
            (*self.words.declarations(), "", *self.acts.declarations()),
            tuple(rules),
            tuple(tuple(sorted(rule.name for rule in pair)) for pair in planted),
        )

    def _clusters(self) -> list[_Cluster]:
        """
        Return clusters that come to the wanted number of rules.
        """
        hundredths = max(1, self.count // 100)
        wanted = ["conflict"] * (self.conflicts * hundredths)
        wanted += ["axiom", "linear", "raised"] * (2 * hundredths)
        clusters = [self._cluster(kind, 3 if kind == "raised" else 2) for kind in wanted]
        chained = self.count * 23 // 100
        while chained > 1:
            size = min(chained, self.random.choice((2, 2, 2, 3, 4)))
            chained -= size
            clusters.append(self._cluster("chain", size))
        alone = self.count - sum(cluster.size for cluster in clusters)
        return clusters + [self._cluster("single", 1) for _ in range(alone)]

    def _cluster(self, kind: str, size: int) -> _Cluster:
        act = self.random.choice(self.acts.names)
        if kind != "raised":
            return _Cluster(kind, size, act, self.random.randrange(len(LEVELS)))
        level = self.random.randrange(1, len(LEVELS))
        return _Cluster(kind, size, act, level, self.random.randrange(level))

    def _share_out(self, clusters: list[_Cluster]) -> None:
        """
        Give each act and level the cells that its clusters need, of facts of their own.
        """
        needed: dict[_Group, int] = defaultdict(int)
        for cluster in clusters:
            needed[cluster.act, cluster.level] += 1
            if cluster.above is not None:
                needed[cluster.act, cluster.above] += 1
        spare: dict[str, Spare] = {}
        for (act, level), count in needed.items():
            if act not in spare:
                spare[act] = Spare(self.random, self.words)
            cells = spare[act].cells(max(4, count))
            self.cells[act, level] = cells
            self.separating[act].update(cells.facts)

    # Rules

    def _drawn(self, cluster: _Cluster) -> list[RuleDraft]:
        """
        Return the rules of a cluster; no two of their literals are about one fact.
        """
        self.used = set(self.separating[cluster.act])
        cell = self.cells[cluster.act, cluster.level].take()
        norms = self.acts.clashing(self.random, cluster.act, 2 if cluster.above else cluster.size)
        if cluster.above is not None:
            return self._raised(cluster, cell)
        apart = self._apart(cluster)
        return [
            self._rule(cluster, cluster.level, norm, [cell, *own])
            for norm, own in zip(norms, apart, strict=True)
        ]

    def _apart(self, cluster: _Cluster) -> list[list[str]]:
        """
        Return for each rule of a cluster the literals that keep it from the others.
        """
        if cluster.kind == "axiom":
            return self._apart_by_axiom(cluster)
        if cluster.kind == "linear":
            return self._apart_by_sums(cluster)
        return [[] for _ in range(cluster.size)]

    def _apart_by_axiom(self, cluster: _Cluster) -> list[list[str]]:
        own = set(self.cells[cluster.act, cluster.level].facts)
        fitting = [axiom for axiom in self.words.axioms if not axiom.facts & own]
        axiom = self.random.choice(fitting)
        self.used |= axiom.facts
        return self.random.sample([[axiom.one], [axiom.other]], 2)

    def _apart_by_sums(self, cluster: _Cluster) -> list[list[str]]:
        own = self.cells[cluster.act, cluster.level].facts
        one, other = self.random.sample([a for a in self.words.amounts if a not in own], 2)
        self.used |= {one, other}
        low = self.random.randrange(300, 1_400, 10)
        above = f"{one} + {other} >= {low + 10}"
        if self.random.random() < 0.5:
            return self.random.sample([[f"{one} + {other} <= {low}"], [above]], 2)
        part = self.random.randrange(low // 3, 2 * low // 3)
        parts = [f"{one} <= {part}", f"{other} <= {low - part}"]
        return self.random.sample([parts, [above]], 2)

    def _raised(self, cluster: _Cluster, cell: str) -> list[RuleDraft]:
        """
        Return two rules that clash and a higher one that applies wherever both do.
        """
        assert cluster.above is not None
        shared = self._extras(1)
        higher = self.cells[cluster.act, cluster.above].take()
        norms = self.acts.settled(self.random, cluster.act)
        return [
            self._rule(cluster, cluster.level, norms[0], [cell, *shared]),
            self._rule(cluster, cluster.level, norms[1], [cell, higher]),
            self._named(cluster, cluster.above, norms[2], [higher, *shared]),
        ]

    def _rule(self, cluster: _Cluster, level: int, norm: str, fixed: list[str]) -> RuleDraft:
        wanted = self.random.choice((2, 3, 4))
        extras = self._extras(max(1 if len(fixed) < 2 else 0, wanted - len(fixed)))
        if extras and self.random.random() < 0.15:
            extras[0] = f"{extras[0]} or {self._extras(1)[0]}"
        when = [fixed[0], *self.random.sample([*fixed[1:], *extras], len(fixed) + len(extras) - 1)]
        rule = self._named(cluster, level, norm, when)
        if self.random.random() < 0.15:
            rule.unless = self._extras(1)[0]
        return rule

    def _named(self, cluster: _Cluster, level: int, norm: str, when: list[str]) -> RuleDraft:
        act = cluster.act.replace("_", " ")
        prose = f"What the {LEVELS[level]} level asks of {act} in such a conversation."
        return RuleDraft("", LEVELS[level], norm, when, prose=prose)

    def _extras(self, count: int) -> list[str]:
        facts = self.random.sample(self.words.facts(without=self.used), count)
        self.used.update(facts)
        return [self.words.literal(self.random, fact) for fact in facts]
