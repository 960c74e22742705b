"""
What a judge of some criteria has to know of the others: those that may set them aside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from specl.model import Value
from specl.rubric.model import Criterion, Rubric
from specl.rubric.telling import (
    applies_sentence,
    gives_way_sentences,
    known,
    one_line,
    shown,
    told,
    told_fact,
)

__all__ = ["beside", "criteria_by_id", "told_alone"]

_NONE: Mapping[str, Value] = {}


def criteria_by_id(*rubrics: Rubric) -> dict[str, Criterion]:
    """
    Return the criteria of rubrics, those of an earlier one before those of a later one.
    """
    found: dict[str, Criterion] = {}
    for rubric in rubrics:
        for criterion in rubric.criteria:
            found.setdefault(criterion.id, criterion)
    return found


def beside(criteria: Collection[Criterion], every: Mapping[str, Criterion]) -> Iterator[str]:
    """
    Yield a line for each other criterion that some criteria may give way to, near or far.

    Args:
        criteria: Those that a judge is told of anyway.
        every: All criteria that there are.
    """
    seen = {criterion.id for criterion in criteria}
    pending = list(criteria)
    while pending:
        for name in _mentioned(pending.pop(0)):
            if name not in seen and name in every:
                seen.add(name)
                pending.append(every[name])
                yield _line(every[name])


def told_alone(
    criterion: Criterion,
    rubric: Rubric,
    every: Mapping[str, Criterion],
    *,
    measured: Mapping[str, Value] = _NONE,
) -> str:
    """
    Return all that a judge of one criterion has to know, as lines of plain text.

    Args:
        criterion: The criterion.
        rubric: The rubric that it is of.
        every: All criteria that there are.
        measured: Acts that code has measured in the reply.
    """
    doubtful = (fact for fact in rubric.facts if fact.unsure is not None)
    parts = (
        [told(criterion)],
        _headed("What is known", known(rubric)),
        _headed("Facts", (told_fact(each) for each in doubtful if each.name in criterion.facts)),
        _headed("Other criteria, which may set this one aside", beside([criterion], every)),
        _headed("Of every reply", _laws(criterion, rubric)),
        _headed("Measured in the reply by code", _measured(criterion, measured)),
    )
    return "\n".join(line for part in parts for line in part)


def _mentioned(criterion: Criterion) -> Iterator[str]:
    for way in criterion.gives_way or ():
        yield from way.to


def _line(criterion: Criterion) -> str:
    sentences = (applies_sentence(criterion), *gives_way_sentences(criterion))
    return f"{criterion.id}: {' '.join(sentences)} {one_line(criterion.asks)}"


def _laws(criterion: Criterion, rubric: Rubric) -> Iterator[str]:
    """
    Yield what is so of every reply, where it may depend on that what a criterion gives way to.
    """
    if any(not way.always for way in criterion.gives_way or ()):
        yield from (f"{one_line(law.words)}." for law in rubric.constraints)


def _measured(criterion: Criterion, measured: Mapping[str, Value]) -> Iterator[str]:
    for name in criterion.acts:
        if name in measured:
            yield f"{name}: {shown(measured[name])}"


def _headed(heading: str, lines: Iterable[str]) -> list[str]:
    found = [f"- {line}" for line in lines]
    return [f"{heading}:", *found] if found else []
