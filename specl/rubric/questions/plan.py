"""
The questions of a criterion, put so that each path through them is a chain.

A question leads on at one place only: all its other answers settle the criterion. So there are
never more questions than parts of the criterion, and no path needs to meet another one again. Parts
of a condition that would need that are asked about together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from specl.interpret import evaluate
from specl.model import BoolType, ChoiceType, Spec
from specl.model.expressions import (
    TRUE,
    ActRef,
    And,
    Defined,
    Expr,
    FactRef,
    Implies,
    Literal,
    Not,
    Or,
    walk,
)
from specl.rubric.model import Criterion, GivesWay, Rubric
from specl.rubric.questions.model import Answer, Ask, Stage, Tree
from specl.rubric.questions.wording import Wording
from specl.text.record import record

__all__ = ["tree_of"]


def tree_of(spec: Spec, rubric: Rubric, criterion: Criterion) -> Tree:
    """
    Return the questions that decide on a criterion.

    Args:
        spec: The spec.
        rubric: The whole rubric, in which the criteria stand that this one gives way to.
        criterion: A criterion that a reply can fail.

    Returns:
        A tree whose leaves say what the verdict is. With the true answer to each question on the
        way, that is `not_applicable` where its norm is not in force, `violates` where it is and
        the reply fails it, and `complies` otherwise.
    """
    wording = Wording(spec, {each.id: each for each in rubric.criteria}, rubric.constraints)
    obligation = _Condition(wording, "asks").tree(
        criterion.obligation.expr, yes="complies", no="violates"
    )
    yielding = _yielding(wording, criterion, obligation)
    if criterion.applies is None:
        return yielding
    applies = _Condition(wording, "applies")
    return applies.tree(criterion.applies.expr, yes=yielding, no="not_applicable")


def _yielding(wording: Wording, criterion: Criterion, tree: Tree) -> Tree:
    """
    Return the questions about what may set a criterion aside, and then a tree.
    """
    if criterion.gives_way is None:
        question = wording.yielding(criterion, None)
        return Ask(question, ((True, "not_applicable"), (False, tree)))
    for way in reversed(criterion.gives_way):
        tree = _unless(wording, criterion, way, tree)
    return tree


def _unless(wording: Wording, criterion: Criterion, way: GivesWay, tree: Tree) -> Tree:
    """
    Return what tells whether some others set a criterion aside, and then a tree.

    Where that only depends on whether they apply, the question is about the facts themselves.
    """
    others = [wording.criteria[name] for name in way.to]
    if not way.always or any(each.gives_way != () for each in others):
        question = wording.yielding(criterion, way)
        return Ask(question, ((True, "not_applicable"), (False, tree)))
    conditions = tuple(each.applies.expr for each in others if each.applies is not None)
    applying = conditions[0] if len(conditions) == 1 else And(conditions) if conditions else TRUE
    return _Condition(wording, "gives_way").tree(applying, yes="not_applicable", no=tree)


@record
class _Condition:
    """
    Makes questions of the parts of a condition.
    """

    wording: Wording
    stage: Stage

    def tree(self, expr: Expr, *, yes: Tree, no: Tree) -> Tree:
        """
        Return the questions that tell whether an expression holds.

        Args:
            expr: Of type bool.
            yes: Where it leads if it holds.
            no: Where it leads if it does not; it or `yes` is an outcome, or both.
        """
        match expr:
            case Literal(value):
                return yes if value else no
            case Defined(body=body):
                return self.tree(body, yes=yes, no=no)
            case Not(operand):
                return self.tree(operand, yes=no, no=yes)
        single = _single(expr)
        if single is not None:
            return self._values(expr, single, yes=yes, no=no)
        return self._parts(expr, yes=yes, no=no)

    def _parts(self, expr: Expr, *, yes: Tree, no: Tree) -> Tree:
        match expr:
            case And(operands) if not isinstance(no, Ask):
                return self._all(operands, yes=yes, no=no)
            case Or(operands) if not isinstance(yes, Ask):
                return self._all(tuple(map(Not, operands)), yes=no, no=yes)
            case Implies(left, right) if not isinstance(yes, Ask):
                return self._all((left, Not(right)), yes=no, no=yes)
        return Ask(self.wording.whole(expr, self.stage), ((True, yes), (False, no)))

    def _all(self, operands: Sequence[Expr], *, yes: Tree, no: Tree) -> Tree:
        return reduce(lambda rest, each: self.tree(each, yes=rest, no=no), reversed(operands), yes)

    def _values(self, expr: Expr, ref: FactRef | ActRef, *, yes: Tree, no: Tree) -> Tree:
        """
        Return the question for the one fact or act on which an expression turns.
        """
        found = tuple(
            (value, yes if evaluate(expr, {ref.name: value}, {ref.name: value}) else no)
            for value in _values_of(ref)
        )
        if all(next_ is found[0][1] for _, next_ in found):
            return found[0][1]
        return Ask(self.wording.single(ref, self.stage), found)


def _single(expr: Expr) -> FactRef | ActRef | None:
    """
    Return the one fact or act that an expression mentions, if it has few values.
    """
    refs = {each.name: each for each in walk(expr) if isinstance(each, FactRef | ActRef)}
    if len(refs) != 1:
        return None
    (ref,) = refs.values()
    return ref if isinstance(ref.type, BoolType | ChoiceType) else None


def _values_of(ref: FactRef | ActRef) -> tuple[Answer, ...]:
    return ref.type.values if isinstance(ref.type, ChoiceType) else (True, False)
