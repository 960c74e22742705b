"""
Questions in words, each complete in itself: whoever answers one has seen no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from specl.model import BoolType, Spec
from specl.model.expressions import ActRef, Expr, FactRef, acts_of, facts_of
from specl.rubric.model import Clause, Criterion, GivesWay
from specl.rubric.questions.model import Question, Stage
from specl.rubric.telling import applies_sentence, gives_way_sentences, one_line, shown
from specl.rubric.vocabulary import Vocabulary, listed, values_of
from specl.rubric.words import clause
from specl.text.record import record

__all__ = ["Wording"]


@record
class Wording:
    """
    Words the questions about the criteria of a spec.

    Attributes:
        criteria: All criteria by id, those too that are never asked about by themselves.
        constraints: What is so of every reply.
    """

    spec: Spec
    criteria: Mapping[str, Criterion]
    constraints: tuple[Clause, ...]

    def single(self, ref: FactRef | ActRef, stage: Stage) -> Question:
        """
        Return the question for the value of a fact or an act.
        """
        known = self.spec.facts if isinstance(ref, FactRef) else self.spec.acts
        asked = one_line(known[ref.name].question)
        if isinstance(ref.type, BoolType):
            text = f"{asked} (`{ref.name}`)" if asked.endswith("?") else self._so(ref)
        else:
            text = f"{asked or f'What is `{ref.name}`?'} (`{ref.name}`: {values_of(ref.type)})"
        facts, acts = tuple(facts_of(ref)), tuple(acts_of(ref))
        doubts = (f" If you cannot tell, answer {value}." for _, value in self._doubts(facts))
        return Question("".join([text, *doubts]), stage, ref, facts, acts)

    def whole(self, expr: Expr, stage: Stage) -> Question:
        """
        Return the question whether an expression holds.
        """
        facts, acts = tuple(facts_of(expr)), tuple(acts_of(expr))
        text = " ".join([self._so(expr), *self._taken(facts)])
        return Question(text, stage, expr, facts, acts)

    def yielding(self, criterion: Criterion, way: GivesWay | None) -> Question:
        """
        Return the question whether other criteria set one aside.

        Args:
            criterion: The criterion.
            way: Those that may do so together; None: any that go before it.
        """
        others = self._before(criterion) if way is None else list(self._mentioned(way.to))
        facts = tuple(dict.fromkeys(name for each in others for name in each.facts))
        always = way is not None and way.always
        lines = [
            f"Is the criterion `{criterion.id}` set aside here? {_when(way)}",
            "A criterion counts where it applies and nothing sets it aside.",
            *(_told(each) for each in (criterion, *others)),
            *(() if always else self._laws((criterion, *others))),
            *self._taken(facts),
        ]
        return Question("\n".join(lines), "gives_way", way, facts)

    def _so(self, expr: Expr) -> str:
        vocabulary = Vocabulary(self.spec.facts, self.spec.acts)
        return one_line(f"Is this so: {clause(vocabulary, expr)}?")

    def _doubts(self, facts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """
        Yield the facts for which it is said what to take in doubt, with that value in words.
        """
        for name in facts:
            unsure = self.spec.facts[name].unsure
            if unsure is not None:
                yield name, shown(unsure)

    def _taken(self, facts: Iterable[str]) -> Iterator[str]:
        for name, value in self._doubts(facts):
            yield f"If you cannot tell `{name}`, take {value}."

    def _laws(self, criteria: Iterable[Criterion]) -> Iterator[str]:
        """
        Yield what is so of every reply and ties together what some criteria ask.
        """
        acts = {name for each in criteria for name in each.acts}
        left = [(each, set(acts_of(each.expr))) for each in self.constraints]
        while near := [pair for pair in left if pair[1] & acts]:
            left = [pair for pair in left if pair not in near]
            acts.update(*(mentioned for _, mentioned in near))
            yield from (one_line(f"Of every reply: {each.words}.") for each, _ in near)

    def _before(self, criterion: Criterion) -> list[Criterion]:
        every = list(self.criteria.values())
        return every[: every.index(criterion)]

    def _mentioned(self, ids: Iterable[str]) -> Iterator[Criterion]:
        """
        Yield criteria, and those that they give way to in their turn.
        """
        pending = list(ids)
        seen: set[str] = set()
        while pending:
            name = pending.pop(0)
            if name not in seen:
                seen.add(name)
                yield self.criteria[name]
                ways = self.criteria[name].gives_way or ()
                pending.extend(other for way in ways for other in way.to)


def _when(way: GivesWay | None) -> str:
    if way is None:
        return "It is where some that go before it count and no reply could meet them and it."
    names = listed([f"`{name}`" for name in way.to], "and")
    counts = "counts" if len(way.to) == 1 else "all count"
    if way.always:
        return f"It is where {names} {counts}."
    met = "both" if len(way.to) == 1 else "all of them and it"
    return f"It is where {names} {counts} and no reply could meet {met}."


def _told(criterion: Criterion) -> str:
    said = [applies_sentence(criterion), *gives_way_sentences(criterion), one_line(criterion.asks)]
    return f"- `{criterion.id}`: {' '.join(said)}"
