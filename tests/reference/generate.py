"""
Random specs as text, small enough to try every scenario and every reply.

They have all that makes a meaning: facts and acts of each finite type, obligations that
mention facts, every kind of norm with `if`, `except` and steps, overrides, suspensions,
prohibitions first, sections, assumptions, constraints, ensures and covers, and often
three norms or more that clash only together.
"""

from __future__ import annotations

from random import Random

import attrs
from hypothesis import strategies as st

from tests.reference.draft import LEVELS, Draft, RuleDraft, SectionDraft

__all__ = ["drafts", "draw"]

SIZES = {"bool": 2, "colour": 3, "grade": 3, "int 0..2": 3, "set of tool": 4}
VALUES = {"colour": ("red", "green", "blue"), "grade": ("low", "mid", "high")}


def drafts() -> st.SearchStrategy[Draft]:
    """
    Return a strategy for random specs.
    """
    return st.randoms(use_true_random=False).map(draw)


def draw(random: Random) -> Draft:
    """
    Return a random spec.
    """
    return _Drawing(random).draft()


class _Drawing:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.facts = self._named("f", 1, 48)
        self.acts = self._named("a", 2, 60)

    def draft(self) -> Draft:
        sections = self._sections()
        rules = self._rules(sections)
        laws = self._laws(rules)
        return Draft(
            self.facts, self.acts, tuple(laws), tuple(rules), tuple(sections), tuple(self._claims())
        )

    def _chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def _named(self, letter: str, least: int, most: int) -> dict[str, str]:
        """
        Return names with types whose values together number at most `most`.
        """
        types: list[str] = []
        size = 1
        for _ in range(self.random.randint(least, 4)):
            type_ = self.random.choice(["bool", "bool", *SIZES])
            if size * SIZES[type_] > most:
                type_ = "bool"
            if size * SIZES[type_] <= most:
                size *= SIZES[type_]
                types.append(type_)
        return {f"{letter}{index}": type_ for index, type_ in enumerate(types)}

    # Expressions

    def condition(self, depth: int = 2) -> str:
        """
        Return a condition about facts.
        """
        return self._bool(self.facts, {}, depth)

    def ask(self, depth: int = 1) -> str:
        """
        Return something to ask of replies; it may mention facts.
        """
        return self._bool(self.acts, self.facts, depth)

    def _bool(self, names: dict[str, str], beside: dict[str, str], depth: int) -> str:
        if depth and self._chance(45):
            left = self._bool(names, beside, depth - 1)
            right = self._bool(names, beside, depth - 1)
            word = self.random.choice(["and", "or", "and", "or", "implies", "iff"])
            return f"({left}) {word} ({right})"
        atom = self._atom(names, beside)
        return f"not ({atom})" if self._chance(20) else atom

    def _atom(self, names: dict[str, str], beside: dict[str, str]) -> str:
        if names is self.facts and self._chance(2) and self._one_bool_act():
            return f"earlier {self._one_bool_act()}"
        name = self.random.choice(list(names))
        type_ = names[name]
        others = [n for n, t in {**names, **beside}.items() if t == type_ and n != name]
        other = self.random.choice(others) if others and self._chance(40) else None
        if type_ == "bool":
            return name if other is None else f"{name} {self._one_of('== !=')} {other}"
        if type_ == "int 0..2":
            return self._number_atom(name, other)
        if type_ == "set of tool":
            return self._set_atom(name, other)
        return self._choice_atom(name, type_, other)

    def _one_bool_act(self) -> str | None:
        return next((name for name, type_ in self.acts.items() if type_ == "bool"), None)

    def _one_of(self, words: str) -> str:
        return self.random.choice(words.split())

    def _choice_atom(self, name: str, type_: str, other: str | None) -> str:
        values = VALUES[type_]
        operators = "== != < <= > >=" if type_ == "grade" else "== !="
        if other is None and self._chance(30):
            chosen = self.random.sample(values, 2)
            return f"{name} {self._one_of('in not_in').replace('_', ' ')} {{{', '.join(chosen)}}}"
        return f"{name} {self._one_of(operators)} {other or self.random.choice(values)}"

    def _number_atom(self, name: str, other: str | None) -> str:
        operator = self._one_of("== != < <= > >=")
        number = self.random.randint(0, 2)
        left = self.random.choice(
            [name, name, name, f"{name} + 1", f"2 * {name}", f"abs({name} - 1)", f"max({name}, 1)"]
        )
        if other is not None and self._chance(40):
            left = self.random.choice([f"{name} + {other}", f"min({name}, {other})"])
            other = None
        return f"{left} {operator} {other or number}"

    def _set_atom(self, name: str, other: str | None) -> str:
        shown = self.random.choice(["{disk}", "{web}", "{disk, web}", "{}"])
        right = other or shown
        tool = self._one_of("disk web")
        return self.random.choice(
            [
                f"{name} has {tool}",
                f"{tool} in {name}",
                f"{name} {self._one_of('<= >= == !=')} {right}",
                f"{name} has {self._one_of('any all')} {other or '{disk, web}'}",
                f"count({name}) {self._one_of('== <= >=')} {self.random.randint(0, 2)}",
            ]
        )

    # Laws

    def _norm(self) -> str:
        stepped = [name for name, type_ in self.acts.items() if type_ in {"grade", "int 0..2"}]
        if stepped and self._chance(10):
            verb, which = self._one_of("must should"), self._one_of("maximize minimize")
            return f"{verb} {which} {self.random.choice(stepped)}{self._if(10)}"
        verb = self.random.choice(
            ["must", "must", "must not", "must not", "should", "should not", "may", "need not"]
        )
        text = f"{verb} ({self.ask()})"
        if verb in {"must not", "should not"} and self._chance(15):
            text += f" except ({self.ask(0)})"
        return text + ("" if verb == "need not" else self._if(15))

    def _if(self, percent: int) -> str:
        return f" if ({self.ask(0)})" if self._chance(percent) else ""

    def _sections(self) -> list[SectionDraft]:
        if not self._chance(20):
            return []
        when = self.condition(1) if self._chance(50) else None
        return [SectionDraft("s0", self.random.choice(LEVELS), when)]

    def _rules(self, sections: list[SectionDraft]) -> list[RuleDraft]:
        levels = self.random.sample(LEVELS, self.random.choice([1, 1, 2, 3]))
        drawn: list[RuleDraft] = []
        count = self.random.randint(2, 6)
        for index in range(count):
            section = self.random.choice(sections) if sections and self._chance(40) else None
            level = section.level if section else self.random.choice(levels)
            norms = tuple(self._norm() for _ in range(self.random.choice([1, 1, 2])))
            when = self.condition() if self._chance(60) else None
            unless = self.condition(1) if self._chance(20) else None
            within = section.name if section else None
            drawn.append(RuleDraft(f"r{index}", level, norms, when, unless, section=within))
        ordered = self.random.sample(drawn, count)
        return [self._with_clauses(rule, ordered) for rule in drawn]

    def _with_clauses(self, rule: RuleDraft, ordered: list[RuleDraft]) -> RuleDraft:
        """
        Let a rule stand above some that come later in a random order and are no higher.
        """
        later = ordered[ordered.index(rule) + 1 :]
        under = [o.name for o in later if LEVELS.index(o.level) >= LEVELS.index(rule.level)]
        members = [other.name for other in ordered if other.section]
        above = [*under, "s0"] if members and set(members) <= set(under) else under
        return attrs.evolve(
            rule,
            overrides=self._some(above, 30),
            suspends=self._some(above, 12),
            precedes=self._some(under, 8),
        )

    def _some(self, names: list[str], percent: int) -> tuple[str, ...]:
        return (self.random.choice(names),) if names and self._chance(percent) else ()

    def _laws(self, rules: list[RuleDraft]) -> list[str]:
        laws = [f"assume {self.condition(1)}"] if self._chance(25) else []
        count = self.random.choice([0, 0, 1, 1, 2])
        laws += [f"constraint {self._constraint()}" for _ in range(count)]
        if self._chance(20):
            laws.append(f"precedence must not > must at {self.random.choice(rules).level}")
        return laws

    def _constraint(self) -> str:
        bools = [name for name, type_ in self.acts.items() if type_ == "bool"]
        if len(bools) > 2 and self._chance(50):
            return f"not ({' and '.join(self.random.sample(bools, 3))})"
        return self.ask() if self._chance(75) else f"({self.condition(0)}) implies ({self.ask()})"

    def _claims(self) -> list[str]:
        claims = []
        if self._chance(35):
            verb = self.random.choice(["must", "must not", "may", "need not"])
            when = f"when {self.condition(1)}" if self._chance(60) else ""
            claims.append(f"ensure e0 {{ {when} {verb} ({self.ask()}) }}")
        if self._chance(25):
            when = f"when {self.condition(1)}" if self._chance(60) else ""
            claims.append(f"cover c0 {{ {when} decides {self.ask(0)} }}")
        return claims
