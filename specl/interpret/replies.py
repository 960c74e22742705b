"""
Which replies can exist in a scenario, exactly: facts put in, constraints met, values found.

A `World` is a scenario as replies see it. Scenarios whose constraints come to the same
share an `Oracle`, so that a question asked in one is answered in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

import attrs

from specl.interpret.formula import Formula, Formulas
from specl.interpret.lower import lower
from specl.interpret.oracle import Oracle
from specl.interpret.variables import Variables
from specl.model.expressions import Expr, Literal, facts_of, walk
from specl.model.rules import Norm
from specl.model.ruling import Profile, Scenario
from specl.model.spec import Spec
from specl.model.types import TextType

__all__ = ["World", "find_reply", "has_reply", "world_of"]

_KEPT = 20_000
_VOCABULARIES = 100
_OBLIGATIONS = 4_000


def find_reply(spec: Spec, scenario: Scenario, wanted: Sequence[Expr]) -> Profile | None:
    """
    Return a reply that meets the constraints and some expressions, or None where none does.

    Acts that nothing speaks of take their default, or a quiet value; equal questions get
    equal replies.

    Args:
        spec: The spec.
        scenario: A value for every fact.
        wanted: Bool expressions over facts and acts.

    Raises:
        Undecidable: The search came to no answer: whole numbers without bounds.
    """
    return world_of(spec, scenario, wanted).reply(wanted)


def has_reply(spec: Spec, scenario: Scenario) -> bool:
    """
    Tell whether any reply can exist in a scenario.
    """
    return world_of(spec, scenario).oracle.base is not None


@attrs.frozen(eq=False)
class World:
    """
    One scenario, with what its constraints leave to replies.
    """

    scenario: Scenario
    oracle: Oracle
    _language: _Language

    def obligation(self, norm: Norm) -> Formula:
        """
        Return what a norm asks in this scenario.
        """
        return self._language.obligation(norm, self.scenario)

    def formula(self, expr: Expr) -> Formula:
        """
        Return what an expression asks in this scenario.
        """
        return lower(expr, self.scenario, self._language.formulas)

    def reply(self, wanted: Sequence[Expr | Formula]) -> Profile | None:
        """
        Return a reply that meets the constraints and some expressions or formulas, or None.
        """
        mask = 0
        for one in wanted:
            formula = self.formula(one) if isinstance(one, Expr) else one
            mask |= self.oracle.bit(formula)
        model = self.oracle.model(mask)
        return None if model is None else self._language.variables.profile(model)


def world_of(spec: Spec, scenario: Scenario, wanted: Iterable[Expr] = ()) -> World:
    """
    Return a scenario as replies see it.

    Args:
        spec: The spec.
        scenario: A value for every fact.
        wanted: Expressions that will be asked about and that the spec does not have.
    """
    texts = tuple(sorted({*_spoken(spec), *_given(spec, scenario, wanted)}))
    languages = _LANGUAGES.setdefault(spec, {})
    language = languages.get(texts)
    if language is None or language.is_full:
        if len(languages) >= _VOCABULARIES:
            languages.clear()
        language = languages[texts] = _Language.of(spec, texts)
    return World(scenario, language.oracle(scenario), language)


@attrs.define(eq=False, repr=False)
class _Language:
    """
    The formulas of one spec: what has been put into formulas, and the oracles.

    New scenarios may bring new numbers and with them new formulas without end: a language
    that `is_full` gives way to a new one.
    """

    constraints: tuple[tuple[Expr, tuple[str, ...]], ...]
    variables: Variables
    formulas: Formulas
    _mentions: dict[int, tuple[str, ...]] = attrs.field(factory=dict)
    _known: dict[tuple[object, ...], Formula] = attrs.field(factory=dict)
    _oracles: dict[tuple[int, ...], Oracle] = attrs.field(factory=dict)

    @classmethod
    def of(cls, spec: Spec, texts: tuple[str, ...]) -> _Language:
        variables = Variables.of(spec.acts, texts)
        laws = tuple((law.expr, tuple(facts_of(law.expr))) for law in spec.constraints)
        return cls(laws, variables, Formulas(variables))

    @property
    def is_full(self) -> bool:
        return len(self._known) > _KEPT

    def obligation(self, norm: Norm, scenario: Scenario) -> Formula:
        mentions = self._mentions.get(norm.position)
        if mentions is None:
            mentions = self._mentions[norm.position] = tuple(facts_of(norm.obligation))
        return self._lowered(("norm", norm.position), norm.obligation, mentions, scenario)

    def oracle(self, scenario: Scenario) -> Oracle:
        laws = tuple(
            self._lowered(("constraint", place), expr, mentions, scenario)
            for place, (expr, mentions) in enumerate(self.constraints)
        )
        key = tuple(sorted({formula.key for formula in laws}))
        oracle = self._oracles.get(key)
        if oracle is None or oracle.size > _OBLIGATIONS:
            oracle = self._oracles[key] = Oracle(self.formulas, laws)
        return oracle

    def _lowered(
        self, name: tuple[object, ...], expr: Expr, mentions: tuple[str, ...], scenario: Scenario
    ) -> Formula:
        key = (*name, *(scenario[fact] for fact in mentions))
        formula = self._known.get(key)
        if formula is None:
            formula = self._known[key] = lower(expr, scenario, self.formulas)
        return formula


_LANGUAGES: WeakKeyDictionary[Spec, dict[tuple[str, ...], _Language]] = WeakKeyDictionary()
_SPOKEN: WeakKeyDictionary[Spec, frozenset[str]] = WeakKeyDictionary()


def _spoken(spec: Spec) -> frozenset[str]:
    """
    Return the texts that the constraints and norms of a spec may compare a text act with.
    """
    found = _SPOKEN.get(spec)
    if found is None:
        laws = [law.expr for law in spec.constraints]
        exprs = (*laws, *(norm.obligation for norm in spec.norms)) if _has_texts(spec) else ()
        found = _SPOKEN[spec] = frozenset(text for expr in exprs for text in _texts_in(expr))
    return found


def _given(spec: Spec, scenario: Scenario, wanted: Iterable[Expr]) -> Iterable[str]:
    """
    Yield the texts that a scenario and further expressions bring in.
    """
    if not _has_texts(spec):
        return
    for name, fact in spec.facts.items():
        if isinstance(fact.type, TextType):
            yield str(scenario[name])
    for expr in wanted:
        yield from _texts_in(expr)


def _has_texts(spec: Spec) -> bool:
    return any(isinstance(act.type, TextType) for act in spec.acts.values())


def _texts_in(expr: Expr) -> Iterable[str]:
    for part in walk(expr):
        if isinstance(part, Literal) and isinstance(part.type, TextType):
            yield str(part.value)
