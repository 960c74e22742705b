"""
A plan as the text of one Python module that people can read.

First what the module was made from, then the tables of the spec, then what is the same in every
guard. All that a spec says stands in literals of ASCII, so nothing of it can become code, and what
an editor shows is what Python reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from specl.logic.formula import TRUE as IN_ANY_CASE
from specl.logic.formula import Formula
from specl.model.expressions import TRUE as ALWAYS
from specl.model.expressions import Expr
from specl.rubric.guard.code import Code, Coder
from specl.rubric.guard.literals import quoted
from specl.rubric.guard.plan import Plan, PlannedClash, PlannedNorm, PlannedRule
from specl.rubric.guard.tables import (
    defaults_of,
    given_of,
    kind_of,
    mapping,
    places_of,
    sequence,
    tuple_of,
)
from specl.rubric.model import Stamp
from specl.rubric.order import criterion_id
from specl.rubric.standalone import source

__all__ = ["guard_module", "guard_of_tables", "guard_tables"]

_WIDTH = 92
_HEAD = '''"""
What a spec asks of replies, and what a reply breaks: rulings and verdicts without specl.

`ruling(facts)` says which norms apply, which are in force, which are defeated and by what, and
which contradict each other. `verdict(facts, reply)` says besides which norms a reply fails. Facts
and acts are plain values by name, as in JSON; numbers are compared exactly.

Made by specl: to change it, change the spec. The tables come first, in the order of priority;
what stands behind them is the same in every guard. In conditions `f` has the facts, `a` the acts.
"""

from __future__ import annotations

from fractions import Fraction
'''
_MADE = """\
{name} = Guard(
    facts=FACTS,
    fact_defaults=FACT_DEFAULTS,
    acts=ACTS,
    act_defaults=ACT_DEFAULTS,
    given=GIVEN,
    assumptions=ASSUMPTIONS,
    reply_exists=REPLY_EXISTS,
    conditions=CONDITIONS,
    rules=RULES,
    suspensions=SUSPENSIONS,
    norms=NORMS,
    pairs=PAIRS,
    clashes=CLASHES,
)
"""
_TAIL = '''
def ruling(facts, *, assume_defaults=False):
    """
    Return what the spec asks in a scenario.

    Args:
        facts: A value for every fact that is not given, by name.
        assume_defaults: Whether facts that are left out take their defaults.

    Returns:
        `applicable`, `in_force`, `defeated` (each `norm` with the norms that defeat it, `by`),
        `contradictions` (sets of norms that no reply meets together) and `possible`, which is
        empty where all facts are known; each norm with `rule`, `index` and `text`.

    Raises:
        ValueError: A fact is missing, unknown or of the wrong type; all mistakes are named.
        BrokenAssumptionError: The facts are against an assumption of the spec.
        NoReplyError: No reply can exist, given the facts.
    """
    known = _GUARD.read(facts, assume_defaults=assume_defaults)
    return _GUARD.decide(known)[0]


def verdict(facts, reply, *, assume_defaults=False):
    """
    Return what a reply breaks.

    Args:
        facts: As for `ruling`.
        reply: A value for every act, by name.
        assume_defaults: Whether facts and acts that are left out take their defaults.

    Returns:
        `violated`, the norms in force that the reply fails, `rules`, the names of their rules,
        and `ruling`.

    Raises:
        ValueError: As `ruling` does, of facts and acts.
        NoRulingError: As `ruling` does.
    """
    known, shown = _GUARD.read_both(facts, reply, assume_defaults=assume_defaults)
    found, force = _GUARD.decide(known)
    violated = _GUARD.violated(known, shown, force)
    rules = list(dict.fromkeys(norm["rule"] for norm in violated))
    return {"violated": violated, "rules": rules, "ruling": found}
'''


def guard_module(plan: Plan, stamp: Stamp, *, unjudged: Collection[str] = ()) -> str:
    """
    Return the text of a module that rules and judges by a plan.

    Args:
        plan: What the spec comes to.
        stamp: What it was made from.
        unjudged: The ids of norms that count for rulings but not for verdicts.

    Raises:
        CannotExpressError: An expression is too large to be written out.
    """
    parts = (
        _HEAD,
        guard_tables(plan, stamp, unjudged=unjudged),
        source("guarding"),
        f"{guard_of_tables('_GUARD')}\n{_TAIL}",
    )
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def guard_tables(plan: Plan, stamp: Stamp, *, unjudged: Collection[str] = ()) -> str:
    """
    Return the tables of such a module alone, with what it was made from.

    Args:
        plan: What the spec comes to.
        stamp: What it was made from.
        unjudged: The ids of norms that count for rulings but not for verdicts.

    Raises:
        CannotExpressError: An expression is too large to be written out.
    """
    writer = _Writer(plan, frozenset(unjudged))
    tables = [line for table in writer.tables() for line in (*table, "")]
    return "\n".join([*_stamp(stamp), "", *writer.shared(), *tables])


def guard_of_tables(name: str) -> str:
    """
    Return the statement that makes the guard, for where both the tables and `guarding` stand.

    Args:
        name: What the guard is called, perhaps with its type.
    """
    return _MADE.format(name=name)


def _stamp(stamp: Stamp) -> Iterator[str]:
    yield f"SPEC = {quoted(stamp.spec)}"
    yield f"VERSION = {quoted(stamp.version)}"
    yield f"CONTENT = {quoted(stamp.content)}"
    yield f"SPECL = {quoted(stamp.specl)}"


@attrs.define(eq=False, repr=False)
class _Writer:
    """
    Writes the tables of a plan.

    Attributes:
        functions: The functions for what does not fit into one expression.
    """

    plan: Plan
    unjudged: Collection[str]
    coder: Coder = attrs.field(factory=Coder)
    functions: list[str] = attrs.field(factory=list)

    def tables(self) -> list[list[str]]:
        """
        Return the tables in the order in which they are read.
        """
        spec, plan = self.plan.spec, self.plan
        left = {name: spec.facts[name] for name in plan.facts}
        conditions = _conditions(plan.clashes)
        return [
            mapping("FACTS", {name: kind_of(fact.type) for name, fact in left.items()}),
            mapping("FACT_DEFAULTS", defaults_of(left)),
            mapping("GIVEN", given_of(spec.facts, plan.given)),
            mapping("ACTS", {name: kind_of(act.type) for name, act in spec.acts.items()}),
            mapping("ACT_DEFAULTS", defaults_of(spec.acts)),
            ["# What is so of every conversation", *self._assumptions()],
            ["# When a reply can exist; None: always", *self._reply()],
            ["# When each rule applies, before any is set aside", *self._rules()],
            sequence("SUSPENSIONS", [f"    {quoted(name)}," for name in plan.suspensions]),
            [
                "# The norms, what outranks a norm before it: those of a lower rank, and of the",
                "# same rank those that it comes `after`; norms of one `claim` ask the same.",
                *sequence("NORMS", self._norms()),
            ],
            [
                "# Claims of which no reply meets two together, whatever the facts",
                *mapping("PAIRS", _pairs(plan.clashes), show=str),
            ],
            [
                "# Sets of claims that no reply meets together, though it meets any fewer of",
                "# them, each with the number of the condition under which it is so",
                *sequence("CLASHES", list(_clashes(plan.clashes, conditions))),
            ],
            sequence("CONDITIONS", [f"    {self._function(c, 4)}," for c in conditions]),
        ]

    def shared(self) -> list[str]:
        """
        Return the values and functions that the tables mention, a line each.
        """
        values = [f"{name} = {text}" for text, name in self.coder.constants.items()]
        return [*values, *([""] if values else []), *self.functions]

    def _assumptions(self) -> list[str]:
        lines = []
        for each in self.plan.assumptions:
            law = each.law
            lines.append(f"    ({quoted(law.text)}, {quoted(law.span.place)},")
            lines.append(f"     {self._function(each.expr, 5)}),")
        return sequence("ASSUMPTIONS", lines)

    def _reply(self) -> list[str]:
        return [f"REPLY_EXISTS = {self._function(self.plan.reply, 0)}"]

    def _rules(self) -> list[str]:
        lines = [line for rule in self.plan.rules for line in self._rule(rule)]
        return sequence("RULES", lines)

    def _rule(self, rule: PlannedRule) -> Iterator[str]:
        yield "    {"
        yield f'        "rule": {quoted(rule.rule.name)},'
        yield f'        "when": {self._function(rule.when, 8)},'
        yield f'        "norms": {places_of(rule.norms)},'
        yield f'        "suspended_by": {tuple_of(map(quoted, rule.suspended_by))},'
        yield "    },"

    def _norms(self) -> list[str]:
        numbered = enumerate(self.plan.norms)
        return [line for place, norm in numbered for line in self._norm(place, norm)]

    def _norm(self, place: int, planned: PlannedNorm) -> Iterator[str]:
        norm = planned.norm
        fields = (f'"{name}": {quoted(value)}' for name, value in norm.as_json().items())
        judged = not norm.is_permission and criterion_id(norm) not in self.unjudged
        asks = self._function(planned.obligation, 8, "f, a") if judged else "None"
        level = self.plan.spec.rules[norm.rule].level
        yield f"    {{  # {place}"
        yield f'        "norm": {{{", ".join(fields)}}},'
        yield f'        "level": {quoted(level)}, "strength": {quoted(norm.strength.value)},'
        yield f'        "rank": {planned.rank}, "after": {places_of(planned.after)},'
        yield f'        "position": {norm.position}, "claim": {planned.claim},'
        yield f'        "asks": {asks},'
        yield "    },"

    def _function(self, what: Expr | Formula, indent: int, names: str = "f") -> str:
        """
        Return a function of the facts, and of the acts, as an expression; None: always true.
        """
        if what in {ALWAYS, IN_ANY_CASE} and names == "f":
            return "None"
        steps, code = self.coder.code(what)
        if not steps:
            return f"lambda {names}: {_laid_out(code, indent)}"
        name = f"worked_out_{len(self.functions)}"
        body = [*(f"    {step}" for step in steps), f"    return {code.text}"]
        self.functions.append("\n".join([f"def {name}({names}):", *body, "", ""]))
        return name


def _laid_out(code: Code, indent: int) -> str:
    """
    Return an expression, in lines of its own where it is long and can be broken.
    """
    if len(code.parts) < 2 or len(code.text) + indent <= _WIDTH:
        return code.text
    margin = " " * (indent + 4)
    first, *others = code.parts
    lines = [f"{margin}{first}", *(f"{margin}{code.word} {each}" for each in others)]
    return "\n".join(["(", *lines, f"{' ' * indent})"])


def _is_pair(clash: PlannedClash) -> bool:
    return len(clash.claims) == 2 and clash.when is IN_ANY_CASE


def _pairs(clashes: Iterable[PlannedClash]) -> dict[object, str]:
    found: dict[int, list[int]] = {}
    for clash in clashes:
        if _is_pair(clash):
            one, other = clash.claims
            found.setdefault(one, []).append(other)
    return {claim: places_of(sorted(others)) for claim, others in sorted(found.items())}


def _conditions(clashes: Iterable[PlannedClash]) -> dict[Formula, int]:
    """
    Return the conditions of clashes, each once, with their numbers.
    """
    whens = (clash.when for clash in clashes if clash.when is not IN_ANY_CASE)
    return {when: number for number, when in enumerate(dict.fromkeys(whens))}


def _clashes(clashes: Iterable[PlannedClash], conditions: Mapping[Formula, int]) -> Iterator[str]:
    for clash in clashes:
        if not _is_pair(clash):
            number = conditions.get(clash.when)
            yield f"    ({places_of(clash.claims)}, {number}),"
