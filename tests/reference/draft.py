"""
A spec before it is text: declarations that tests can add to, copy and reorder.
"""

from __future__ import annotations

import attrs

__all__ = ["Draft", "RuleDraft", "SectionDraft"]

LEVELS = ("root", "system", "developer", "user", "guideline")
TYPES = {
    "colour": "red | green | blue",
    "grade": "low < mid < high",
    "tool": "disk | web",
}


@attrs.frozen
class RuleDraft:
    """
    A rule: its name, clauses and norms, all as text but for the names of other rules.

    `precedes` names rules that a line `precedence` puts below it.
    """

    name: str
    level: str
    norms: tuple[str, ...]
    when: str | None = None
    unless: str | None = None
    overrides: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    section: str | None = None
    precedes: tuple[str, ...] = ()

    def text(self) -> str:
        """
        Return the rule in the language; in a section the level is the section's.
        """
        head = f"rule {self.name}" + ("" if self.section else f" at {self.level}")
        for word, names in (("overrides", self.overrides), ("suspends", self.suspends)):
            head += f" {word} {', '.join(names)}" if names else ""
        lines = [f"{head} {{", f'  "Rule {self.name}."']
        lines += [f"  when {self.when}"] if self.when else []
        lines += [f"  unless {self.unless}"] if self.unless else []
        return "\n".join([*lines, *(f"  {norm}" for norm in self.norms), "}"])


@attrs.frozen
class SectionDraft:
    """
    A section with a level and, it may be, a condition.
    """

    name: str
    level: str
    when: str | None

    def text(self, rules: list[RuleDraft]) -> str:
        """
        Return the section with its rules in it.
        """
        head = f'section {self.name} "Section {self.name}." at {self.level}'
        head += f" when {self.when}" if self.when else ""
        return "\n".join([f"{head} {{", *(rule.text() for rule in rules), "}"])


@attrs.frozen
class Draft:
    """
    A spec; `laws` are assumptions, constraints and precedence lines, `claims` ensures and covers.
    """

    facts: dict[str, str]
    acts: dict[str, str]
    laws: tuple[str, ...]
    rules: tuple[RuleDraft, ...]
    sections: tuple[SectionDraft, ...] = ()
    claims: tuple[str, ...] = ()

    def text(self) -> str:
        """
        Return the spec in the language.
        """
        return "\n".join(["spec random version 1.0.0", *self.declarations()]) + "\n"

    def declarations(self) -> list[str]:
        """
        Return what the spec declares, piece by piece: types, facts, acts, laws, rules, claims.
        """
        used = " ".join([*self.facts.values(), *self.acts.values()])
        types = [f"type {name} = {text}" for name, text in TYPES.items() if name in used]
        facts = [f'fact {name}: {type_} "About {name}."' for name, type_ in self.facts.items()]
        acts = [f'act {name}: {type_} "About {name}."' for name, type_ in self.acts.items()]
        free = [rule.text() for rule in self.rules if rule.section is None]
        return [
            "use std.authority",
            *types,
            *facts,
            *acts,
            *self.laws,
            *free,
            *self._grouped(),
            *self._precedences(),
            *self.claims,
        ]

    def _precedences(self) -> list[str]:
        pairs = [(rule.name, lower) for rule in self.rules for lower in rule.precedes]
        return [f"precedence {higher} > {lower}" for higher, lower in pairs]

    def _grouped(self) -> list[str]:
        members = {
            section.name: [rule for rule in self.rules if rule.section == section.name]
            for section in self.sections
        }
        return [s.text(members[s.name]) for s in self.sections if members[s.name]]

    @property
    def denies_first(self) -> bool:
        """
        Tell whether prohibitions go first at some level.
        """
        return any(law.startswith("precedence must not") for law in self.laws)
