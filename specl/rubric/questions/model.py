"""
Questions and where their answers lead, as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as Choice

from specl.model.expressions import Expr
from specl.rubric.model import GivesWay
from specl.text.record import record

__all__ = ["Answer", "Ask", "Outcome", "Question", "Stage", "Tree", "questions_of"]

Stage = Choice["applies", "gives_way", "asks"]
Outcome = Choice["complies", "violates", "not_applicable"]
Answer = bool | str


@record
class Question:
    """
    Something to be asked of a judge.

    Attributes:
        text: The question, with what a judge who cannot tell has to take.
        stage: What it is about: whether the criterion applies, whether others set it aside, or
            what it asks of the reply.
        subject: What its answer is the value of: an expression of type bool, a single fact or
            act, or what may set the criterion aside; None: whether anything does.
        facts: The facts that it speaks of.
        acts: The acts that it speaks of.
    """

    text: str
    stage: Stage
    subject: Expr | GivesWay | None
    facts: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


@record
class Ask:
    """
    A question with what follows from each of its answers.

    Attributes:
        answers: True and False, or each value of a choice, with where it leads. All that lead to
            another question lead to the same one.
    """

    question: Question
    answers: tuple[tuple[Answer, Ask | Outcome], ...]


Tree = Ask | Outcome


def questions_of(tree: Tree) -> Iterator[Ask]:
    """
    Yield the questions of a tree, each once, in the order in which they are asked.
    """
    pending = [tree]
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if isinstance(node, Ask) and id(node) not in seen:
            seen.add(id(node))
            yield node
            pending.extend(next_ for _, next_ in reversed(node.answers))
