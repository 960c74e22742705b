"""
The true answers to questions, and what the interpreter makes of each criterion, side by side.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

from specl.api import load
from specl.interpret import evaluate, find_reply, verdict
from specl.model import (
    BoolType,
    ChoiceType,
    IntType,
    Norm,
    Profile,
    RealType,
    Ruling,
    Scenario,
    SetType,
    Spec,
    Type,
    Value,
)
from specl.model.expressions import ActRef, FactRef
from specl.rubric.model import GivesWay
from specl.rubric.order import criterion_id
from specl.rubric.questions import Ask, Question, Tree

__all__ = ["EXAMPLES", "Truth", "any_profile", "example", "outcome"]

EXAMPLES = ("support/support", "coding_agent/agent", "model_spec/model_spec")
_DOCS = Path(__file__).parents[3] / "docs" / "examples"


def example(name: str) -> Spec:
    """
    Return a spec of the documentation.
    """
    return load(_DOCS / f"{name}.specl")


class Truth:
    """
    What is so of one reply in one scenario.
    """

    def __init__(self, spec: Spec, facts: Scenario, profile: Profile) -> None:
        self.spec, self.facts, self.profile = spec, facts, profile
        found = verdict(spec, facts, profile)
        self.ruling: Ruling = found.ruling
        self.in_force = {criterion_id(norm): norm for norm in found.ruling.in_force}
        self.violated = {criterion_id(norm) for norm in found.violated}
        self.norms: dict[str, Norm] = {criterion_id(norm): norm for norm in spec.norms}

    def expected(self, name: str) -> str:
        """
        Return what the interpreter makes of a criterion.
        """
        if name not in self.in_force:
            return "not_applicable"
        return "violates" if name in self.violated else "complies"

    def answer(self, name: str, question: Question) -> Any:
        """
        Return the true answer to a question about a criterion.
        """
        match question.subject:
            case None:
                return any(criterion_id(each.norm) == name for each in self.ruling.defeated)
            case GivesWay(to, always):
                counting = all(other in self.in_force for other in to)
                return counting and (always or not self._coherent((name, *to)))
            case FactRef() | ActRef() as ref if not isinstance(ref.type, BoolType):
                known = self.facts if isinstance(ref, FactRef) else self.profile
                return known[ref.name]
        return evaluate(question.subject, self.facts, self.profile)

    def _coherent(self, names: tuple[str, ...]) -> bool:
        norms = [self.norms[name] for name in names]
        duties = [norm.obligation for norm in norms if not norm.is_permission]
        rights = [norm.obligation for norm in norms if norm.is_permission]
        wanted = [[*duties, right] for right in rights] or [duties]
        return all(find_reply(self.spec, self.facts, each) is not None for each in wanted)


def outcome(tree: Tree, name: str, truth: Truth) -> str:
    """
    Return where true answers lead.
    """
    while isinstance(tree, Ask):
        tree = dict(tree.answers)[truth.answer(name, tree.question)]
    return tree


def any_profile(spec: Spec, seed: int) -> dict[str, Value]:
    """
    Return values for all acts, whether or not any reply could show them together.
    """
    drawn = random.Random(seed)
    return {name: _any(act.type, drawn) for name, act in spec.acts.items()}


def _any(type_: Type, drawn: random.Random) -> Value:
    match type_:
        case ChoiceType(values):
            return drawn.choice(values)
        case SetType(element):
            return frozenset(each for each in element.values if drawn.random() < 0.4)
        case IntType(low, high):
            return drawn.choice([low or 0, high or 9, drawn.randint(low or 0, high or 9)])
        case RealType(low, high):
            return Fraction(drawn.randint(int(low or 0), int(high or 9)))
        case BoolType():
            return drawn.random() < 0.5
    return drawn.choice(["", "a", "b"])
