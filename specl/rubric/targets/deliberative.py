"""
Slices of a spec with their prompts, in the manner of deliberative alignment (arXiv 2412.16339).

A slice tells one part of the spec in full and all the rest in a line a rule. It has three prompts:
for the model that is to reason by the spec and reply, for a judge who chooses what to learn from,
and for a judge whose verdicts are rewards, to whom no reasoning can be shown. `deliberation.py`
beside the slices makes messages of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from specl.rubric.as_data import stamp_data, to_data
from specl.rubric.emitted import emitted
from specl.rubric.job import CannotExpressError, Job, OutputFile, Written
from specl.rubric.model import Rubric, RuleText
from specl.rubric.prompt import asked, response_format, system_text
from specl.rubric.slicing import kept
from specl.rubric.standalone.reasoning import TURNS_SCHEMA
from specl.rubric.telling import known, one_line, told, told_fact
from specl.text.record import record

__all__ = ["write"]


@record
class _Chapter:
    """
    A part of a spec that is told in full.

    Attributes:
        file: The name of its file, without the ending.
        kind: What makes it a part: `section`, `tag`, `other` (in no section and with no tag),
            `chosen` (by options) or `all`.
    """

    file: str
    kind: str
    name: str | None
    title: str
    rubric: Rubric


def write(job: Job) -> Written:
    """
    Write a file for each section and tag, or one for the part that was chosen, and the code.

    Raises:
        CannotExpressError: There is no criterion.
    """
    chapters = [each for each in _chapters(job) if asked(each.rubric)]
    if not chapters:
        raise CannotExpressError("there is no criterion that a judge could be asked about")
    files = [
        OutputFile(f"{each.file}.json", json.dumps(_data(each, job), indent=2) + "\n")
        for each in chapters
    ]
    files.append(OutputFile("deliberation.py", emitted("deliberation")))
    return Written(tuple(files), tuple(_notes(job, chapters)))


def _chapters(job: Job) -> Iterator[_Chapter]:
    rubric = job.rubric
    if {each.id for each in rubric.criteria} != {each.id for each in job.whole.criteria}:
        yield _Chapter("chosen", "chosen", None, "the chosen part", rubric)
        return
    tags = dict.fromkeys(tag for rule in rubric.rules for tag in rule.tags)
    if not rubric.sections and not tags:
        yield _Chapter("all", "all", None, "all of it", rubric)
        return
    for each in rubric.sections:
        part = kept(rubric, lambda c, name=each.name: name in c.rule.sections)  # type: ignore[misc]
        yield _Chapter(f"section.{each.name}", "section", each.name, each.title, part)
    for tag in tags:
        part = kept(rubric, lambda c, tag=tag: tag in c.rule.tags)  # type: ignore[misc]
        yield _Chapter(f"tag.{tag}", "tag", tag, tag, part)
    other = kept(rubric, lambda c: not c.rule.sections and not c.rule.tags)
    if other.criteria:
        yield _Chapter("other", "other", None, "in no section and with no tag", other)


def _data(chapter: _Chapter, job: Job) -> dict[str, Any]:
    part = chapter.rubric
    rest = "\n".join(_summary(job.whole, {rule.name for rule in part.rules}))
    judge = f"{system_text(part)}\n{rest}" if rest else system_text(part)
    turns = {"conversation": TURNS_SCHEMA, "reply": TURNS_SCHEMA}
    return {
        "version": 1,
        "stamp": stamp_data(part.stamp),
        "slice": {"kind": chapter.kind, "name": chapter.name, "title": chapter.title},
        "criteria": [each.id for each in asked(part)],
        "acts": [act for act in to_data(part)["acts"] if act["measure"] is not None],
        "generation": {
            "system": "\n".join(_generation(chapter, rest)),
            "input": _closed({"conversation": TURNS_SCHEMA}),
        },
        "filter": {
            "system": f"{judge.rstrip()}\n\n{_DELIBERATION}\n",
            "input": _closed({**turns, "reasoning": {"type": "string"}}),
            "response_format": _with_deliberation(response_format(part)),
        },
        "reward": {
            "system": judge,
            "input": _closed(turns),
            "response_format": response_format(part),
        },
    }


_DELIBERATION = """\
# The reasoning

The last turn before the reply, of the role reasoning, is how the assistant came to its reply. It
follows the spec if it names the criteria that apply, leaves out those that do not, and draws from
them what the reply then does; it departs from the spec otherwise. Nobody will be shown it."""

_TASK = (
    "Answer the conversation that follows as the assistant of this spec.",
    (
        "First think: which criteria apply here, by what facts, which of them give way, and what "
        "those that are left ask of the reply. Name each criterion that you go by and say in your "
        "own words what it asks."
    ),
    "Then reply. The reply does not speak of the spec, and shows nothing of the thinking.",
)


def _generation(chapter: _Chapter, rest: str) -> Iterator[str]:
    """
    Yield the lines that the model which learns is told before a conversation.
    """
    rubric = chapter.rubric
    prose = f": {one_line(rubric.prose)}" if rubric.prose else "."
    yield f"This is the spec {one_line(rubric.stamp.title)}{prose}"
    yield from ("", *_TASK)
    yield from _titled("What is known", [f"- {line}" for line in known(rubric)])
    yield from _titled("Facts to find", [f"- {told_fact(fact)}" for fact in rubric.facts])
    yield from _titled(f"In full: {one_line(chapter.title)}", ())
    seen: set[str] = set()
    for criterion in rubric.criteria:
        yield from ("", told(criterion, samples=criterion.rule.name not in seen))
        seen.add(criterion.rule.name)
    if rest:
        yield f"\n{rest}"


def _summary(whole: Rubric, in_full: set[str]) -> Iterator[str]:
    """
    Yield the rules that are not told in full, a line each, under the titles of their sections.
    """
    titles = {each.name: each.title for each in whole.sections}
    left = [rule for rule in whole.rules if rule.name not in in_full]
    if not left:
        return
    yield "# The rest of the spec, in short"
    section = None
    for rule in sorted(left, key=lambda rule: _place(rule, titles)):
        here = rule.sections[-1] if rule.sections else None
        if here != section:
            yield f"\n## {one_line(titles[here])}" if here in titles else f"\n## {here}"
        section = here
        yield f"- {_in_short(rule, whole)}"


def _place(rule: RuleText, titles: dict[str, str]) -> int:
    """
    Return where a rule's section stands, rules without one first.
    """
    names = list(titles)
    inner = rule.sections[-1] if rule.sections else None
    return names.index(inner) + 1 if inner in names else 0


def _in_short(rule: RuleText, whole: Rubric) -> str:
    level = f" ({rule.level})" if rule.level else ""
    if rule.prose:
        return f"{rule.name}{level}: {one_line(rule.prose)}"
    asks = [one_line(each.asks) for each in whole.criteria if each.rule.name == rule.name]
    return f"{rule.name}{level}: {' '.join(asks)}"


def _titled(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines or title.startswith("In full"):
        yield from ("", f"# {title}", *(("", *lines) if lines else ()))


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _with_deliberation(answer: dict[str, Any]) -> dict[str, Any]:
    """
    Return a schema of answers that begin with a verdict on the reasoning.
    """
    format_ = answer["json_schema"]
    reasoning = _closed(
        {
            "evidence": {"type": "array", "items": {"type": "string"}},
            "reason": {"type": "string"},
            "verdict": {"type": "string", "enum": ["follows", "departs", "unsure"]},
        }
    )
    schema = _closed({"reasoning": reasoning, **format_["schema"]["properties"]})
    return {**answer, "json_schema": {**format_, "name": "deliberation", "schema": schema}}


def _notes(job: Job, chapters: Sequence[_Chapter]) -> Iterator[str]:
    names = {rule.name for each in chapters for rule in each.rubric.rules}
    missing = [rule.name for rule in job.rubric.rules if rule.name not in names]
    if missing:
        yield f"told in no slice, for code alone decides them: {', '.join(missing)}"
    alone = {each.id for each in job.rubric.criteria if not each.is_permission}
    measured = sorted(alone - {each.id for each in asked(job.rubric)})
    if measured:
        yield f"no judge is asked about what code measures alone: {', '.join(measured)}"
