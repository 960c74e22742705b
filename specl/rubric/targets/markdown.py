"""
A rubric as Markdown for people, and for judges who read it whole.

First how to judge and in what order, then what to find out and to observe, then every
criterion in the order of priority, then what left and what clashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from specl.model import Measure, Value, show_value
from specl.rubric.guide import (
    DENY_FIRST,
    READER,
    assignment,
    before,
    measured_by,
    steps,
    tier_title,
)
from specl.rubric.job import Job, OutputFile, Written
from specl.rubric.markdown_text import code, fenced, inline, paragraphs, table
from specl.rubric.model import Criterion, Rubric, RuleText, Sample, Tier
from specl.rubric.telling import gives_way_sentences
from specl.rubric.vocabulary import values_of

__all__ = ["to_markdown", "write"]


def write(job: Job) -> Written:
    """
    Write the rubric as one Markdown page.
    """
    return Written((OutputFile("rubric.md", to_markdown(job.rubric)),))


def to_markdown(rubric: Rubric) -> str:
    """
    Return a rubric as a Markdown page; whatever its author wrote is escaped.
    """
    parts = (
        _head(rubric),
        _guide(rubric),
        _facts(rubric),
        _acts(rubric),
        _laws(rubric),
        _criteria(rubric),
        _contradictions(rubric),
        _defeated(rubric),
    )
    return "\n".join(line for lines in parts for line in lines).rstrip("\n") + "\n"


def _head(rubric: Rubric) -> Iterator[str]:
    stamp = rubric.stamp
    yield from (f"# Rubric: {inline(stamp.title)}", "")
    yield from _prose(rubric.prose)
    yield f"- **Made from**: {code(stamp.content)}"
    yield f"- **Made by**: specl {stamp.specl}"
    if rubric.given:
        given = (code(assignment(name, value)) for name, value in rubric.given.items())
        yield f"- **Given**: {', '.join(given)}"
    yield ""


def _guide(rubric: Rubric) -> Iterator[str]:
    yield from ("## How to judge", "")
    yield from (f"{number}. {step}" for number, step in enumerate(steps(rubric), start=1))
    yield ""


def _facts(rubric: Rubric) -> Iterator[str]:
    if not rubric.facts:
        return
    rows = (
        (code(fact.name), inline(fact.question), inline(values_of(fact.type)), _shown(fact.unsure))
        for fact in rubric.facts
    )
    yield from ("## Facts to find out", "")
    yield from table(("fact", "question", "values", "if you cannot tell"), rows)
    yield ""


def _acts(rubric: Rubric) -> Iterator[str]:
    if not rubric.acts:
        return
    rows = (
        (code(act.name), inline(act.question), inline(values_of(act.type)), _reader(act.measure))
        for act in rubric.acts
    )
    yield from ("## Acts to observe", "")
    yield from table(("act", "question", "values", "who reads it"), rows)
    yield ""


def _laws(rubric: Rubric) -> Iterator[str]:
    laws = (*rubric.assumptions, *rubric.constraints)
    if not laws:
        return
    yield from (
        "## What is always so",
        "",
        "Answers that go against one of these need a second look.",
        "",
    )
    yield from (f"- {inline(f'{law.words[0].upper()}{law.words[1:]}')}." for law in laws)
    yield ""


def _shown(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else code(show_value(value))


def _reader(measure: Measure | None) -> str:
    return "a judge" if measure is None else f"code: {code(measured_by(measure))}"


def _criteria(rubric: Rubric) -> Iterator[str]:
    yield from ("## Criteria", "")
    by_id = {criterion.id: criterion for criterion in rubric.criteria}
    shown: dict[str, str] = {}
    for tier in rubric.tiers:
        yield from _tier(tier, [by_id[name] for name in tier.criteria])
        for name in tier.criteria:
            yield from _criterion(by_id[name], shown)


def _tier(tier: Tier, criteria: Sequence[Criterion]) -> Iterator[str]:
    yield from (f"### {inline(tier_title(tier))}", "")
    if tier.deny_first:
        yield f"- {DENY_FIRST}"
    for highers, lowers in before(tier, criteria):
        yield f"- {_codes(highers)} before {_codes(lowers)}."
    if tier.before or tier.deny_first:
        yield ""


def _criterion(criterion: Criterion, shown: dict[str, str]) -> Iterator[str]:
    """
    Yield a criterion; `shown` says which criterion has shown what its rule says besides.
    """
    rule, norm = criterion.rule, criterion.norm
    part = f", part {norm.part + 1} of {norm.parts}" if norm.parts > 1 else ""
    yield from (f"#### {code(criterion.id)}: {code(norm.text)}{part}", "")
    first = shown.setdefault(rule.name, criterion.id)
    if first == criterion.id:
        yield from _prose(rule.prose)
    yield f"- **Applies** {inline(criterion.applies.words if criterion.applies else 'always')}."
    yield from (f"- {_bold(each)}" for each in gives_way_sentences(criterion))
    yield f"- **Asks**: {inline(criterion.asks)}"
    for sentence in filter(None, (criterion.passes, criterion.fails)):
        word, _, rest = sentence.partition(" ")
        yield f"- **{word}** {inline(rest)}"
    if first == criterion.id and rule.because is not None:
        yield f"- **Why**: {inline(rule.because)}"
    yield f"- **Decided by** {READER[criterion.decided_by]}, **weight** {rule.weight}"
    if criterion.applies is not None:
        yield f"- **Condition**: {code(criterion.applies.text)}"
    yield f"- **Source**: {code(f'{norm.span.source.name}:{norm.span.line}')}"
    if first != criterion.id and (rule.prose or rule.because or rule.samples):
        yield f"- **Rule**: what {code(rule.name)} says besides stands at {code(first)}"
    yield ""
    if first == criterion.id:
        yield from _samples(rule)


def _bold(sentence: str) -> str:
    opening = "Does not apply"
    return f"**{opening}** {inline(sentence.removeprefix(opening))}"


def _samples(rule: RuleText) -> Iterator[str]:
    for _, group in groupby(rule.samples, key=lambda sample: sample.example):
        samples = list(group)
        yield from (f"Example {code(samples[0].example)}: {inline(samples[0].title)}", "")
        if samples[0].turns:
            turns = (_turn(turn.role, turn.text) for turn in samples[0].turns)
            yield from (*fenced("\n".join(turns)), "")
        for sample in samples:
            yield from _sample(sample)


def _sample(sample: Sample) -> Iterator[str]:
    verdict = "A good reply" if sample.good else "A bad reply"
    said = [f"shows {_codes(sample.shows)}"] if sample.shows else []
    said += [f"violates {_codes(sample.violates)}"] if sample.violates else []
    does = f", which {' and '.join(said)}" if said else ""
    because = f" ({inline(sample.because)})" if sample.because else ""
    yield from (f"{verdict}{does}{because}:", "", *fenced(sample.reply), "")


def _turn(role: str, text: str) -> str:
    """
    Return a turn with its later lines indented, so that no line of it looks like a turn.
    """
    first, *others = text.split("\n")
    return "\n".join([f"{role}: {first}", *(f"  {line}" for line in others)])


def _contradictions(rubric: Rubric) -> Iterator[str]:
    if not rubric.contradictions:
        return
    yield from ("## Contradictions", "")
    yield from (
        "No reply meets all criteria of one set, and the spec does not say which goes first.",
        "",
    )
    yield from (f"- {_codes(ids)}" for ids in rubric.contradictions)
    yield ""


def _defeated(rubric: Rubric) -> Iterator[str]:
    if not rubric.defeated:
        return
    yield from ("## What does not count here", "")
    for each in rubric.defeated:
        yield f"- {code(each.id)}, {code(each.norm.text)}, gives way to {_codes(each.by)}."
    yield ""


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(map(code, texts))


def _prose(text: str | None) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs(text or "")):
        yield from (f"> {paragraph}",) if number == 0 else (">", f"> {paragraph}")
    if text:
        yield ""
