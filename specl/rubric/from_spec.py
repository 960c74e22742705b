"""
A spec compiled to a rubric, for all scenarios or for those in which some facts are given.

With a ruling on the given facts, the rubric keeps exactly the norms that can be in force
and names each defeated norm with what defeats it. Without one it keeps all norms whose
conditions the given facts leave open, and leaves their clashes to the order of priority.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal as Choice

from specl.interpret.specialised import specialise
from specl.model import Defeat, Law, Norm, Ruling, Scenario, Spec
from specl.model.expressions import Literal, acts_of, facts_of
from specl.model.show import show
from specl.rubric.applicability import Applicability, applicabilities
from specl.rubric.asking import asking
from specl.rubric.model import (
    ActToObserve,
    Clause,
    Criterion,
    Defeated,
    FactToFind,
    GivesWay,
    Rubric,
    RuleText,
    SectionTitle,
)
from specl.rubric.order import by_priority, criterion_id, tiers
from specl.rubric.rule_text import rule_text
from specl.rubric.stamp import stamp_of
from specl.rubric.vocabulary import Vocabulary
from specl.rubric.words import clause
from specl.rubric.yielding import yieldings
from specl.text.record import record

__all__ = ["rubric_of"]

_NOTHING: Scenario = {}


def rubric_of(spec: Spec, given: Scenario = _NOTHING, *, ruling: Ruling | None = None) -> Rubric:
    """
    Compile a spec to what a judge is told.

    Args:
        spec: A spec without errors.
        given: The facts that are known; the judge finds out the others.
        ruling: The ruling on these facts, which decides what can still be in force.

    Returns:
        Its criteria in the order of priority, the facts and acts that they need.
    """
    standing = _standing(spec, given, ruling)
    norms = by_priority(spec, [norm for norm in spec.norms if norm.id in standing.certain])
    criteria = tuple(standing.criterion(spec, norm, given) for norm in norms)
    facts, acts = _facts(spec, criteria), _acts(spec, criteria)
    known = {fact.name for fact in facts} | {act.name for act in acts}
    return Rubric(
        stamp=stamp_of(spec),
        prose=spec.prose,
        given=dict(given),
        levels=spec.levels,
        criteria=criteria,
        tiers=tiers(spec, norms),
        facts=facts,
        acts=acts,
        assumptions=_laws(spec, spec.assumptions, given, known),
        constraints=_laws(spec, spec.constraints, given, known),
        sections=_sections(spec, criteria),
        defeated=() if ruling is None else tuple(map(_defeated, ruling.defeated)),
        contradictions=() if ruling is None else tuple(map(_ids, ruling.contradictions)),
    )


@record
class _Standing:
    """
    Which norms can be in force, and when.

    Attributes:
        certain: By id of a norm that can be, whether it is in every scenario left.
        applicability: When each rule applies.
        texts: What each rule says beside its norms.
        gives_way: What may defeat each norm that is not certain.
    """

    certain: Mapping[tuple[str, int, int], bool]
    applicability: Mapping[str, Applicability]
    texts: Mapping[str, RuleText]
    gives_way: Mapping[tuple[str, int, int], tuple[GivesWay, ...] | None]

    def criterion(self, spec: Spec, norm: Norm, given: Scenario) -> Criterion:
        """
        Return the criterion that a norm becomes.
        """
        vocabulary = Vocabulary(spec.facts, spec.acts)
        said = asking(vocabulary, norm, given)
        certain = self.certain[norm.id]
        applies = None if certain else self.applicability[norm.rule].clause(vocabulary)
        acts = tuple(acts_of(said.obligation.expr))
        return Criterion(
            id=criterion_id(norm),
            norm=norm,
            rule=self.texts[norm.rule],
            standing="in_force" if certain else "possible",
            asks=said.asks,
            applies=applies,
            obligation=said.obligation,
            condition=said.condition,
            exception=said.exception,
            passes=said.passes,
            fails=said.fails,
            decided_by=_decided_by(spec, acts),
            facts=_facts_in(applies, said.obligation),
            acts=acts,
            gives_way=() if certain else self.gives_way[norm.id],
        )


def _standing(spec: Spec, given: Scenario, ruling: Ruling | None) -> _Standing:
    # Where all facts are given, nothing is left whose conditions would have to be told.
    found = applicabilities(spec, given) if ruling is None or ruling.possible else {}
    texts = {name: rule_text(spec, rule) for name, rule in spec.rules.items()}
    if ruling is None:
        open_ = [norm for norm in spec.norms if not found[norm.rule].never]
        certain = []
    else:
        open_, certain = list(ruling.possible), list(ruling.in_force)
    standing = {**{norm.id: False for norm in open_}, **{norm.id: True for norm in certain}}
    return _Standing(standing, found, texts, yieldings(spec, open_, given) if open_ else {})


def _decided_by(spec: Spec, acts: Iterable[str]) -> Choice["measure", "judge", "both"]:
    measured = {spec.acts[name].measure is not None for name in acts}
    if len(measured) == 2:
        return "both"
    return "judge" if False in measured else "measure"


def _facts_in(*clauses: Clause | None) -> tuple[str, ...]:
    present = [each.expr for each in clauses if each is not None]
    return tuple(dict.fromkeys(name for expr in present for name in facts_of(expr)))


def _facts(spec: Spec, criteria: Iterable[Criterion]) -> tuple[FactToFind, ...]:
    needed = {name for criterion in criteria for name in criterion.facts}
    return tuple(
        FactToFind(name, fact.question, fact.type, fact.unsure, fact.default, fact.earlier)
        for name, fact in spec.facts.items()
        if name in needed
    )


def _acts(spec: Spec, criteria: Iterable[Criterion]) -> tuple[ActToObserve, ...]:
    needed = {name for criterion in criteria for name in criterion.acts}
    return tuple(
        ActToObserve(name, act.question, act.type, act.measure, act.default)
        for name, act in spec.acts.items()
        if name in needed
    )


def _laws(
    spec: Spec, laws: Iterable[Law], given: Scenario, known: Collection[str]
) -> tuple[Clause, ...]:
    """
    Return the laws that the given facts leave open, of facts and acts that a judge looks at.
    """
    vocabulary = Vocabulary(spec.facts, spec.acts)
    left = (specialise(law.expr, given) for law in laws)
    return tuple(
        Clause(expr, show(expr), clause(vocabulary, expr))
        for expr in left
        if not isinstance(expr, Literal) and {*facts_of(expr), *acts_of(expr)} <= set(known)
    )


def _sections(spec: Spec, criteria: Iterable[Criterion]) -> tuple[SectionTitle, ...]:
    named = {name for criterion in criteria for name in criterion.rule.sections}
    return tuple(
        SectionTitle(name, section.title)
        for name, section in spec.sections.items()
        if name in named
    )


def _defeated(defeat: Defeat) -> Defeated:
    return Defeated(criterion_id(defeat.norm), defeat.norm, _ids(defeat.by))


def _ids(norms: Iterable[Norm]) -> tuple[str, ...]:
    return tuple(map(criterion_id, norms))
