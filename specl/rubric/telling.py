"""
A criterion told by itself, in plain text for whoever judges it.

Each line says one thing, and nothing that an author wrote begins a line of its own: what stood in
several lines stands in one, and characters that hide or reorder text are spelled out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from specl.model import Strength, Value, show_value
from specl.rubric.markdown_text import visible
from specl.rubric.model import Criterion, FactToFind, GivesWay, Rubric, Sample
from specl.rubric.vocabulary import listed, values_of

__all__ = [
    "applies_sentence",
    "gives_way_sentences",
    "known",
    "one_line",
    "sample_lines",
    "shown",
    "standing_of",
    "told",
    "told_fact",
]


_TURN_MARK = re.compile(
    r"<(?=[|\uff5c])|\[(?=/?(?:INST|SYS))|<(?=/?(?:s|start_of_turn|end_of_turn)>)|<<(?=/?SYS)"
)


def told(criterion: Criterion, *, samples: bool = False) -> str:
    """
    Return a criterion as lines of plain text, complete in themselves.

    Args:
        criterion: The criterion.
        samples: Whether the good and bad replies of its rule follow.
    """
    lines = [
        f"Criterion `{criterion.id}` ({standing_of(criterion)})",
        *_said("What the rule says", criterion.rule.prose),
        applies_sentence(criterion),
        *gives_way_sentences(criterion),
        one_line(criterion.asks),
        one_line(criterion.passes),
        *(one_line(fails) for fails in (criterion.fails,) if fails is not None),
        *_said("Why", criterion.rule.because),
    ]
    if samples:
        lines += [line for sample in criterion.rule.samples for line in sample_lines(sample)]
    return "\n".join(lines)


def one_line(text: str) -> str:
    """
    Return a text on one line, with characters that hide or reorder text spelled out.

    Marks by which chat templates tell turns apart get a space inside.
    """
    flat = " ".join(visible(text.replace("\t", " ").replace("\n", " ")).split())
    return _TURN_MARK.sub(r"\g<0> ", flat)


def standing_of(criterion: Criterion) -> str:
    """
    Return level and strength in words: `level developer, binding`.
    """
    strength = "binding" if criterion.strength is Strength.BINDING else "advisory"
    return f"level {criterion.level}, {strength}" if criterion.level else strength


def applies_sentence(criterion: Criterion) -> str:
    """
    Return when a criterion applies, as a sentence.
    """
    words = "always" if criterion.applies is None else one_line(criterion.applies.words)
    return f"Applies {words}."


def gives_way_sentences(criterion: Criterion) -> Iterator[str]:
    """
    Yield what sets a criterion aside, a sentence each.
    """
    if criterion.gives_way is None:
        yield (
            "Does not apply where criteria that go before it apply and no reply could meet them "
            "and it."
        )
        return
    always = [each.to for each in criterion.gives_way if each.always]
    alone = [ids[0] for ids in always if len(ids) == 1]
    if alone:
        yield f"Does not apply where {_ids(alone, 'or')} applies."
    for ids in always:
        if len(ids) > 1:
            yield f"Does not apply where {_ids(ids, 'and')} all apply."
    for each in criterion.gives_way:
        if not each.always:
            yield _sometimes(each)


def _sometimes(each: GivesWay) -> str:
    verb = "applies" if len(each.to) == 1 else "all apply"
    return (
        f"Does not apply where {_ids(each.to, 'and')} {verb} and no reply could meet "
        f"{'both' if len(each.to) == 1 else 'all of them and this'}."
    )


def _ids(ids: Sequence[str], conjunction: str) -> str:
    return listed([f"`{id_}`" for id_ in ids], conjunction)


def sample_lines(sample: Sample) -> Iterator[str]:
    """
    Yield an example's conversation and one of its replies, a line each turn.
    """
    which = "good" if sample.good else "bad"
    because = f" ({one_line(sample.because)})" if sample.because else ""
    yield f"Example of a {which} reply, {one_line(sample.title)}{because}:"
    for turn in sample.turns:
        yield f"  {turn.role}: {one_line(turn.text)}"
    yield f"  assistant: {one_line(sample.reply)}"


def told_fact(fact: FactToFind) -> str:
    """
    Return a fact that is to be found out: its name, its question, its values.
    """
    unsure = "" if fact.unsure is None else f"; if you cannot tell, {shown(fact.unsure)}"
    return f"{fact.name}: {one_line(fact.question)} ({values_of(fact.type)}{unsure})"


def known(rubric: Rubric) -> Iterator[str]:
    """
    Yield the facts that are given, a line each.
    """
    for name, value in rubric.given.items():
        yield f"{name}: {shown(value)}"


def shown(value: Value) -> str:
    """
    Return a value in words: `yes`, `no`, or as the language writes it.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(show_value(value))


def _said(opening: str, text: str | None) -> Iterable[str]:
    return () if not text else (f"{opening}: {one_line(text)}",)
