"""
Facts and acts of random specs, and the literals about them.

Of the facts 38 % are bool, 22 % choices, 22 % whole numbers, 8 % reals, the rest sets.
Some bool facts are kept for axioms: nothing but what an axiom separates speaks of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random

import attrs

__all__ = ["TYPES", "Axiom", "Vocabulary", "facts_for"]

TYPES = {
    "topic": "billing | travel | medical | legal | cooking | sports | music",
    "severity": "low < medium < high",
    "region": "north | south | east | west | centre",
    "channel": "chat | email | voice | forum",
    "stage": "draft < review < final < archived",
    "audience": "child | teen | adult | expert | staff | press",
    "gadget": "browser | shell | files | calendar | mailer",
    "manner": "warm | neutral | formal | brief | playful",
}
_CHOICES = ("topic", "severity", "region", "channel", "stage", "audience")
_SHARES = {"flag": 38, "kind": 22, "amount": 22, "sum": 8}
INT_TOP = 1_000
REAL_TOP = 10_000


def facts_for(rules: int) -> int:
    """
    Return how many facts a spec of so many rules has.
    """
    return 40 if rules <= 100 else 80 if rules <= 1_000 else 200


@attrs.frozen
class Axiom:
    """
    An assumption under which two literals cannot both hold, and the facts that it names.
    """

    text: str
    one: str
    other: str
    facts: frozenset[str]


@attrs.frozen
class Vocabulary:
    """
    Names by kind of fact, with the type of each choice, and the axioms.
    """

    flags: tuple[str, ...]
    kinds: dict[str, str]
    amounts: tuple[str, ...]
    sums: tuple[str, ...]
    sets: tuple[str, ...]
    axioms: tuple[Axiom, ...]

    @classmethod
    def draw(cls, random: Random, facts: int) -> Vocabulary:
        """
        Draw a vocabulary of so many facts, one axiom for every ten of them.
        """
        counts = {kind: facts * share // 100 for kind, share in _SHARES.items()}
        counts["gear"] = facts - sum(counts.values())
        names = {
            kind: tuple(f"{kind}_{index:03}" for index in range(count))
            for kind, count in counts.items()
        }
        kinds = {name: random.choice(_CHOICES) for name in names["kind"]}
        kept = names["flag"][: facts // 10]
        spare = iter(names["flag"][facts // 10 : facts // 5])
        axioms = tuple(_axiom(random, flag, spare, kinds, names["amount"]) for flag in kept)
        taken = {fact for axiom in axioms for fact in axiom.facts}
        flags = tuple(flag for flag in names["flag"] if flag not in taken)
        return cls(flags, kinds, names["amount"], names["sum"], names["gear"], axioms)

    def declarations(self) -> Iterator[str]:
        """
        Yield types, facts and assumptions as text.
        """
        yield from (f"type {name} = {values}" for name, values in TYPES.items())
        yield ""
        of_axioms = {fact for axiom in self.axioms for fact in axiom.facts}
        flags = sorted({*self.flags, *(fact for fact in of_axioms if fact.startswith("flag"))})
        yield from (f'fact {name}: bool "Is {_said(name)} set?"' for name in flags)
        for name, type_ in self.kinds.items():
            yield f'fact {name}: {type_} "Which {type_} is {_said(name)}?"'
        yield from (f'fact {name}: int 0..1000 "What is {_said(name)}?"' for name in self.amounts)
        yield from (f'fact {name}: real 0..10000 "What is {_said(name)}?"' for name in self.sums)
        yield from (f'fact {name}: set of gadget "What is in {_said(name)}?"' for name in self.sets)
        yield ""
        yield from (f"assume {axiom.text}" for axiom in self.axioms)

    def facts(self, *, without: Collection[str] = ()) -> list[str]:
        """
        Return the facts that any literal may speak of, some left out.
        """
        every = [*self.flags, *self.kinds, *self.amounts, *self.sums, *self.sets]
        return [fact for fact in every if fact not in without]

    def literal(self, random: Random, fact: str) -> str:
        """
        Return a literal about a fact that some of its values meet and some do not.
        """
        if fact in self.kinds:
            return _choice_literal(random, fact, self.kinds[fact])
        match fact.split("_", maxsplit=1)[0]:
            case "flag":
                return fact if random.random() < 0.75 else f"not {fact}"
            case "amount":
                return f"{fact} {random.choice(('<=', '>='))} {random.randrange(100, 900, 10)}"
            case "sum":
                return f"{fact} {random.choice('<>')} {random.randrange(1_000, 9_000, 100)}"
        return f"{fact} has {random.choice(values_of('gadget'))}"


def values_of(type_: str) -> list[str]:
    """
    Return the values of a choice.
    """
    return TYPES[type_].replace("|", "<").replace(" ", "").split("<")


def _choice_literal(random: Random, fact: str, type_: str) -> str:
    values = values_of(type_)
    if "<" in TYPES[type_] and random.random() < 0.5:
        place = random.randrange(1, len(values))
        return (
            f"{fact} >= {values[place]}" if random.random() < 0.5 else f"{fact} < {values[place]}"
        )
    drawn = random.random()
    if drawn < 0.5:
        return f"{fact} == {random.choice(values)}"
    if drawn < 0.75:
        return f"{fact} in {{{', '.join(random.sample(values, 2))}}}"
    return f"{fact} != {random.choice(values)}"


def _axiom(
    random: Random,
    flag: str,
    spare: Iterator[str],
    kinds: dict[str, str],
    amounts: tuple[str, ...],
) -> Axiom:
    """
    Return an axiom that sets a flag apart from another flag, a value or a range.
    """
    drawn = random.random()
    if drawn < 0.5:
        other = next(spare)
        return Axiom(f"not ({flag} and {other})", flag, other, frozenset({flag, other}))
    if drawn < 0.75:
        kind = random.choice(list(kinds))
        one, other = random.sample(values_of(kinds[kind]), 2)
        implied = f"{kind} == {one}"
        apart = f"{kind} == {other}"
        return Axiom(f"{flag} implies {implied}", flag, apart, frozenset({flag, kind}))
    amount = random.choice(amounts)
    bound = random.randrange(200, 800, 10)
    implied = f"{amount} <= {bound}"
    apart = f"{amount} >= {bound + 10}"
    return Axiom(f"{flag} implies {implied}", flag, apart, frozenset({flag, amount}))


def _said(name: str) -> str:
    return name.replace("_", " ")
