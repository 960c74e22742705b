"""
A criterion as one item that is met or not met, for formats that know nothing else.

Such a format has no place for when a criterion applies, for what it gives way to and for the order
of priority. Here all that stands in the text of the item, and what does not apply counts as met;
`folding_notes` says which criteria that concerns, and what had to be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from specl.rubric.job import Job, Judged
from specl.rubric.model import Criterion, Rubric
from specl.rubric.powers import Powers, scored_tiers
from specl.rubric.telling import applies_sentence, gives_way_sentences, one_line, shown

__all__ = [
    "UNSURE",
    "folded",
    "folding_notes",
    "is_guarded",
    "items_text",
    "judged",
    "notes_on_replies",
]

UNSURE = "the format has no place for `unsure`: a judge that cannot tell has to decide all the same"
"""What formats say that leave a judge nothing but to pass or to fail."""


def judged(rubric: Rubric) -> tuple[Criterion, ...]:
    """
    Return the criteria that become items: all but permissions, which no reply fails.
    """
    return tuple(each for each in rubric.criteria if not each.is_permission)


def is_guarded(criterion: Criterion) -> bool:
    """
    Tell whether there are scenarios in which a criterion does not count.
    """
    return criterion.applies is not None or criterion.gives_way != ()


def folded(criterion: Criterion, whole: Rubric, *, otherwise: str = "count it as met") -> str:
    """
    Return a criterion as lines of plain text that are complete in themselves.

    Args:
        criterion: The criterion.
        whole: The rubric with all that it may give way to.
        otherwise: What to do where it does not apply.
    """
    lines = [
        *_said(criterion.rule.prose),
        applies_sentence(criterion),
        *_yielding(criterion, whole),
        *_unsure(criterion, whole),
        one_line(criterion.asks),
        _met(criterion),
    ]
    if is_guarded(criterion):
        lines.append(f"If it does not apply, {otherwise}.")
    lines += _said(criterion.rule.because, "Why: ")
    return "\n".join(lines)


def items_text(rubric: Rubric) -> str:
    """
    Return the texts of all items that a rubric becomes, an empty line between two.
    """
    return "\n\n".join(folded(each, rubric) for each in judged(rubric))


def _met(criterion: Criterion) -> str:
    """
    Return when the item is met, as a sentence.
    """
    opening = "If it applies, it" if is_guarded(criterion) else "It"
    _, _, passes = one_line(criterion.passes).partition(" ")
    sentence = f"{opening} is met {passes}"
    if criterion.fails is None:
        return sentence
    _, _, fails = one_line(criterion.fails).partition(" ")
    return f"{sentence} It is not met {fails}"


def _said(text: str | None, opening: str = "") -> list[str]:
    return [f"{opening}{one_line(text)}"] if text else []


def _yielding(criterion: Criterion, whole: Rubric) -> Iterator[str]:
    """
    Yield what sets a criterion aside, and of each criterion named there what it is.
    """
    known = {each.id: each for each in whole.criteria}
    yield from gives_way_sentences(criterion)
    for name in _named(criterion):
        if name in known:
            other = known[name]
            yield f"`{name}`: {applies_sentence(other)} {one_line(other.asks)}"


def _named(criterion: Criterion) -> list[str]:
    """
    Return the ids that a criterion names as what it gives way to.
    """
    ways = criterion.gives_way or ()
    return sorted({name for way in ways for name in way.to})


def _goes_further(criterion: Criterion, known: Mapping[str, Criterion]) -> bool:
    """
    Tell whether something that a criterion gives way to may give way itself.
    """
    return any(name in known and known[name].gives_way != () for name in _named(criterion))


def _unsure(criterion: Criterion, whole: Rubric) -> Iterator[str]:
    for fact in whole.facts:
        if fact.name in criterion.facts and fact.unsure is not None:
            yield f"If you cannot tell `{fact.name}`, take it to be {shown(fact.unsure)}."


def folding_notes(job: Job, powers: Powers, *, guarded: str) -> tuple[str, ...]:
    """
    Return what a user has to know of items made by `folded`, a line each.

    Args:
        job: What was written.
        powers: The points of the items.
        guarded: What was done with criteria that do not always apply, in words.
    """
    rubric = job.rubric
    criteria = judged(rubric)
    known = {each.id: each for each in job.whole.criteria}
    found = [
        (guarded, [each.id for each in criteria if is_guarded(each)]),
        (
            "what goes before these may give way itself, which their texts do not follow further",
            [each.id for each in criteria if _goes_further(each, known)],
        ),
        (
            "the format knows no permissions, which no reply fails; left out",
            [each.id for each in rubric.criteria if each.is_permission],
        ),
        (
            "no code measures in this format; a judge has to count for",
            [each.id for each in criteria if each.decided_by != "judge"],
        ),
        (
            "the format has no place for examples of replies; left out are those of",
            [rule.name for rule in rubric.rules if rule.samples],
        ),
        (
            "what is so of every conversation or reply has no place in the format; left out",
            [law.text for law in (*rubric.assumptions, *rubric.constraints)],
        ),
    ]
    return (
        *(f"{note}: {_listed(names)}" for note, names in found if names),
        UNSURE,
        *_priority_notes(job, powers),
    )


def notes_on_replies(transcripts: Iterable[Judged]) -> tuple[str, ...]:
    """
    Return what has to be said where a format keeps of a reply the assistant's own words alone.

    Args:
        transcripts: Those that were written.
    """
    replies = [each.transcript.reply for each in transcripts]
    count = sum(any(turn.role == "tool" for turn in reply) for reply in replies)
    if not count:
        return ()
    what = "the format has no place for what tools say within a reply"
    return (f"{what}; left out of {count} of {len(replies)} replies",)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{one_line(name)}`" for name in names)


def _priority_notes(job: Job, powers: Powers) -> Iterator[str]:
    if len(scored_tiers(job.rubric)) > 1:
        yield (
            "the order of priority is kept by points: a criterion has more than all of lower "
            "levels and strengths together"
        )
    if powers.merged:
        names = (f"{tier.level} {tier.strength.value}".strip() for tier in powers.merged)
        yield f"points are too coarse to tell these levels and strengths apart: {_listed(names)}"
    if any(tier.before or tier.deny_first for tier in job.rubric.tiers):
        yield (
            "which criterion of one level and strength goes before which is said in the texts and "
            "not by points"
        )
    if job.scoring != "lexicographic":
        yield f"the format adds up points: they are those of `lexicographic`, not `{job.scoring}`"
    if job.rubric.contradictions:
        sets = (" and ".join(ids) for ids in job.rubric.contradictions)
        yield f"no reply meets all of these together: {_listed(sets)}"
