"""
What is the same in every guard: norms are gone through down their order, and replies judged.

A guard is the tables of a spec with this behind them. It runs on Python 3.9 as well.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from specl.rubric.standalone.reading import Reader

__all__ = ["BrokenAssumptionError", "Guard", "NoReplyError", "NoRulingError"]


class NoRulingError(Exception):
    """
    There is no ruling on some facts, though each of them alone is as it should be.
    """


class BrokenAssumptionError(NoRulingError):
    """
    The facts are against something that the spec assumes of every conversation.
    """


class NoReplyError(NoRulingError):
    """
    No reply at all can exist, given the facts.
    """


class Guard:
    """
    The tables of a spec, made ready; sets of norms are the bits of whole numbers.
    """

    def __init__(self, **tables: Any) -> None:
        self.facts, self.fact_defaults = tables["facts"], tables["fact_defaults"]
        self.acts, self.act_defaults = tables["acts"], tables["act_defaults"]
        self.given = tables["given"]
        self.assumptions, self.reply = tables["assumptions"], tables["reply_exists"]
        self.conditions, self.norms = tables["conditions"], tables["norms"]
        self.order = [norm["position"] for norm in self.norms]
        self.rules = [
            (rule["rule"], rule["when"], _bits(rule["norms"])) for rule in tables["rules"]
        ]
        by = {rule["rule"]: rule["suspended_by"] for rule in tables["rules"]}
        self.suspensions = [(name, by[name]) for name in tables["suspensions"]]
        self.clashes = [(pair, None) for pair in _pairs(tables["pairs"])]
        self.clashes += tables["clashes"]
        self._prepare()

    def _prepare(self) -> None:
        """
        Work out what can defeat each norm, and where to look for contradictions.
        """
        made: dict[int, int] = {}
        for place, norm in enumerate(self.norms):
            made[norm["claim"]] = made.get(norm["claim"], 0) | 1 << place
        against: dict[int, int] = {}
        larger: dict[int, list[Any]] = {}
        for claims, when in self.clashes:
            if len(claims) == 2 and when is None:
                for one, other in (claims, claims[::-1]):
                    against[one] = against.get(one, 0) | made[other]
            elif len(claims) > 1:
                for claim in claims:
                    larger.setdefault(claim, []).append((claims, when))
        self.beaten_by, self.ways = [], []
        for place, above in enumerate(self._above()):
            claim = self.norms[place]["claim"]
            self.beaten_by.append(against.get(claim, 0) & above)
            ways = [
                (when, [made[each] & above for each in claims if each != claim])
                for claims, when in larger.get(claim, ())
            ]
            self.ways.append([(when, others) for when, others in ways if all(others)])
        self._gather()

    def _above(self) -> list[int]:
        """
        Return for each norm the norms that outrank it.
        """
        found: list[int] = []
        rank, higher = -1, 0
        for place, norm in enumerate(self.norms):
            if norm["rank"] != rank:
                rank, higher = norm["rank"], (1 << place) - 1
            found.append(higher | _bits(norm["after"]))
        return found

    def _gather(self) -> None:
        """
        Gather the clashes under the first of their claims.
        """
        self.starting: dict[int, list[Any]] = {}
        self.within: dict[int, int] = {}
        for claims, when in self.clashes:
            self.starting.setdefault(claims[0], []).append((claims, when))
            for claim in claims[1:] or claims:
                self.within[claims[0]] = self.within.get(claims[0], 0) | 1 << claim

    def read(self, facts: Any, *, assume_defaults: bool) -> dict[str, Any]:
        """
        Return the values of all facts of a scenario that has a ruling.
        """
        reader = Reader(assume_defaults=assume_defaults)
        known = reader.read("fact", self.facts, self.fact_defaults, facts, self.given)
        reader.finish()
        self._require_possible(known)
        return known

    def read_some(self, facts: Any) -> dict[str, Any]:
        """
        Return the values of those facts of a scenario that are known, be it all or none.
        """
        reader = Reader(assume_defaults=False)
        wanted = {name: type_ for name, type_ in self.facts.items() if name in facts}
        known = reader.read("fact", wanted, {}, facts, self.given)
        reader.finish()
        if len(known) == len(self.facts):
            self._require_possible(known)
        return known

    def read_both(
        self, facts: Any, reply: Any, *, assume_defaults: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """
        Return the values of all facts and of all acts.
        """
        reader = Reader(assume_defaults=assume_defaults)
        known = reader.read("fact", self.facts, self.fact_defaults, facts, self.given)
        shown = reader.read("act", self.acts, self.act_defaults, reply, {})
        reader.finish()
        self._require_possible(known)
        return known, shown

    def _require_possible(self, known: dict[str, Any]) -> None:
        for text, place, holds in self.assumptions:
            if not holds(known):
                raise BrokenAssumptionError(f"the facts are against `{text}` ({place})")
        if self.reply is not None and not self.reply(known):
            raise NoReplyError("no reply can exist in this scenario")

    def decide(self, known: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """
        Return the ruling, and the norms in force.
        """
        applying = self._applying(known)
        holds = _Conditions(self.conditions, known)
        force, defeated = 0, []
        for place in _places(applying):
            by = self._defeated_by(place, force, holds)
            if by is None:
                force |= 1 << place
            else:
                defeated.append((self.order[place], place, by))
        return {
            "applicable": self._written(_places(applying)),
            "in_force": self._written(_places(force)),
            "defeated": [
                {"norm": dict(self.norms[place]["norm"]), "by": self._written(by)}
                for _, place, by in sorted(defeated)
            ],
            "contradictions": self._contradictions(force, holds),
            "possible": [],
        }, force

    def _applying(self, known: dict[str, Any]) -> int:
        """
        Return the norms of all rules that apply.
        """
        rules = {name: norms for name, when, norms in self.rules if when is None or when(known)}
        for name, by in self.suspensions:
            if name in rules and any(each in rules for each in by):
                del rules[name]
        found = 0
        for norms in rules.values():
            found |= norms
        return found

    def _defeated_by(self, place: int, force: int, holds: _Conditions) -> list[int] | None:
        """
        Return the smallest set in force that defeats a norm, ties by source order, or None.
        """
        sets = []
        beating = force & self.beaten_by[place]
        if beating:
            sets.append([self._first(beating)])
        for when, others in self.ways[place]:
            if all(force & other for other in others) and holds[when]:
                sets.append(self._sorted(self._first(force & other) for other in others))
        if not sets:
            return None
        return min(sets, key=lambda by: (len(by), [self.order[each] for each in by]))

    def _contradictions(self, force: int, holds: _Conditions) -> list[list[dict[str, Any]]]:
        """
        Return the smallest sets of norms in force that no reply meets, in source order.
        """
        made: dict[int, list[int]] = {}
        claims = 0
        for place in _places(force):
            claim = self.norms[place]["claim"]
            claims |= 1 << claim
            made.setdefault(claim, []).append(place)
        sets = [
            self._sorted(places)
            for claim in made
            if self.within.get(claim, 0) & claims
            for each, when in self.starting[claim]
            if all(other in made for other in each) and holds[when]
            for places in product(*(made[other] for other in each))
        ]
        sets.sort(key=lambda places: [self.order[place] for place in places])
        return [self._written(places) for places in sets]

    def violated(
        self, known: dict[str, Any], shown: dict[str, Any], force: int
    ) -> list[dict[str, Any]]:
        """
        Return the norms in force that a reply fails.
        """
        asked = [(place, self.norms[place]["asks"]) for place in _places(force)]
        return self._written(
            place for place, met in asked if met is not None and not met(known, shown)
        )

    def _written(self, places: Any) -> list[dict[str, Any]]:
        """
        Return norms in source order, for the caller to keep.
        """
        return [dict(self.norms[place]["norm"]) for place in self._sorted(places)]

    def _sorted(self, places: Any) -> list[int]:
        return sorted(places, key=self.order.__getitem__)

    def _first(self, bits: int) -> int:
        return min(_places(bits), key=self.order.__getitem__)


class _Conditions(dict[Any, bool]):
    """
    Which conditions of clashes hold, each worked out when it is first asked for.
    """

    def __init__(self, conditions: Any, known: dict[str, Any]) -> None:
        super().__init__({None: True})
        self.conditions, self.known = conditions, known

    def __missing__(self, number: int) -> bool:
        found: bool = self.conditions[number](self.known)
        self[number] = found
        return found


def _pairs(pairs: dict[int, Any]) -> list[tuple[int, ...]]:
    return [(one, other) for one, others in pairs.items() for other in others]


def _bits(places: Any) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _places(bits: int) -> list[int]:
    """
    Return the places of the bits that are set, the lowest first.
    """
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
