"""
Rubrics from files: the facts given, the transcripts to judge, and the rubric of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from specl.interpret import NoReply, Undecidable
from specl.model import Ruling, Scenario, Spec, value_to_json
from specl.rubric import Rubric, rubric_of
from specl.rubric.budget import TooSmallError, fitted
from specl.rubric.folding import items_text
from specl.rubric.job import CannotExpressError, Job, Judged, Scoring, Written
from specl.rubric.prompt import system_text
from specl.rubric.slicing import Slice, sliced
from specl.rubric.targets import TARGETS, Budgeted, write
from specl.rubric.targets.json import to_json
from specl.rubric.targets.markdown import to_markdown
from specl.rubric.transcripts import Transcript, sample_transcripts, transcript_of, without_example
from specl.text.record import mutable, record
from specl.workspace.deciding import against, ruling_on
from specl.workspace.judging import broken_assumption
from specl.workspace.scenarios import facts_from_json, facts_from_member

__all__ = ["Transcripts", "UnusableError", "Wanted", "transcripts_from", "write_rubric"]


class UnusableError(ValueError):
    """
    What a user wants cannot be had; the message says all that is wrong.
    """


@record
class Wanted:
    """
    What a user wants written of a spec.

    Attributes:
        target: A name in `specl.rubric.targets.TARGETS`.
        given: The facts that are known, as JSON.
        part: The part of the rubric that is wanted.
        budget: The most tokens that the rubric may have.
        lines: The transcripts to judge, a line of JSON each; None: those of the spec's examples.
        model: The judge.
        scoring: How verdicts are added up.
    """

    target: str
    given: str | None = None
    part: Slice = Slice()
    budget: int | None = None
    lines: Sequence[str] | None = None
    model: str | None = None
    scoring: Scoring = "lexicographic"


@record
class Transcripts:
    """
    The transcripts of a file.

    Attributes:
        found: Those that can be used.
        problems: What is wrong with the others, with their lines.
    """

    found: tuple[Transcript, ...]
    problems: tuple[str, ...] = ()


def write_rubric(spec: Spec, wanted: Wanted) -> Written:
    """
    Write a spec in the format of a target.

    Args:
        spec: The spec.
        wanted: What is wanted of it.

    Raises:
        UnusableError: The facts, the part, the budget or the transcripts make no sense, or the
            target cannot say something.
    """
    given = _given(spec, wanted.given)
    making = _Making(spec, wanted.part, wanted.budget, wanted.target)
    whole = making.whole(given)
    problems = wanted.part.problems(whole)
    if problems:
        raise UnusableError("\n".join(problems))
    rubric = making.rubric(given)
    job = Job(
        spec,
        whole,
        rubric,
        given,
        transcripts=tuple(_judged(making, wanted, given)),
        model=wanted.model,
        scoring=wanted.scoring,
    )
    try:
        written = write(wanted.target, job)
    except CannotExpressError as error:
        raise UnusableError(f"`{wanted.target}`: {error}") from error
    return Written(written.files, (*making.notes, *written.notes))


@mutable
class _Making:
    """
    Makes the rubrics of one spec, each for some facts, and each once.

    Attributes:
        notes: What was left out to fit the budget.
    """

    spec: Spec
    part: Slice
    budget: int | None
    target: str
    notes: dict[str, None] = attrs.field(factory=dict)
    _whole: dict[frozenset[Any], Rubric] = attrs.field(factory=dict)
    _made: dict[frozenset[Any], Rubric] = attrs.field(factory=dict)

    def whole(self, facts: Scenario) -> Rubric:
        """
        Return the rubric of all that can be in force given some facts.
        """
        key = frozenset(facts.items())
        if key not in self._whole:
            self._whole[key] = _rubric(self.spec, facts)
        return self._whole[key]

    def rubric(self, facts: Scenario) -> Rubric:
        """
        Return the part that is wanted of the rubric for some facts, fitted to the budget.
        """
        key = frozenset(facts.items())
        if key not in self._made:
            self._made[key] = self._fitted(sliced(self.whole(facts), self.part))
        return self._made[key]

    def _fitted(self, rubric: Rubric) -> Rubric:
        kind = TARGETS[self.target].budget
        if self.budget is None or kind is None:
            return rubric
        try:
            found = fitted(rubric, self.budget, _TEXTS[kind])
        except TooSmallError as error:
            raise UnusableError(f"`--budget-tokens`: {error}") from error
        self.notes.update(dict.fromkeys(f"left out to fit: {what}" for what in found.dropped))
        return found.rubric


_TEXTS: Mapping[Budgeted, Callable[[Rubric], str]] = {
    "prompt": system_text,
    "items": items_text,
    "markdown": to_markdown,
    "json": to_json,
}


def _given(spec: Spec, given: str | None) -> Scenario:
    if given is None:
        return {}
    facts = facts_from_json(spec, given)
    if facts.problems:
        raise UnusableError("\n".join(f"--given: {problem}" for problem in facts.problems))
    broken = broken_assumption(spec, facts.scenario)
    if broken is not None:
        raise UnusableError(f"--given: {against(broken)}")
    return facts.scenario


def _rubric(spec: Spec, facts: Scenario) -> Rubric:
    if not facts:
        return rubric_of(spec)
    shown = json.dumps({name: value_to_json(value) for name, value in facts.items()})
    try:
        found = ruling_on(spec, facts)
    except NoReply as error:
        message = f"no scenario with {shown} meets all that is assumed and has a reply"
        raise UnusableError(message) from error
    except Undecidable as error:
        message = f"the ruling on {shown} could not be worked out within the budget"
        raise UnusableError(message) from error
    assert isinstance(found, Ruling), "the facts were held against the assumptions"
    return rubric_of(spec, facts, ruling=found)


def _judged(making: _Making, wanted: Wanted, given: Scenario) -> Iterator[Judged]:
    """
    Yield the transcripts, each with the rubric of what is known of it.
    """
    if not TARGETS[wanted.target].judges:
        return
    if wanted.lines is None:
        for each in sample_transcripts(making.whole(given)):
            yield Judged(each, without_example(making.rubric(given), each.example))
        return
    read = transcripts_from(making.spec, wanted.lines, given)
    if read.problems:
        raise UnusableError("\n".join(f"--transcripts: {problem}" for problem in read.problems))
    if not read.found:
        raise UnusableError("--transcripts: the file has no line with a transcript")
    for each in read.found:
        yield Judged(each, making.rubric(each.given))


def transcripts_from(spec: Spec, lines: Iterable[str], given: Scenario) -> Transcripts:
    """
    Read transcripts from lines of JSON.

    Args:
        spec: The spec whose facts a line may give in `facts`.
        lines: Each an object with `messages`, or with `prompt` and `reply`; also `id`, `facts`.
        given: What is known of all of them; what a line says of itself goes before it.
    """
    found: list[Transcript] = []
    problems: list[str] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            transcript = _transcript(spec, line, number, given)
        except (ValueError, RecursionError) as error:
            problems.append(f"line {number}: {_reason(error)}")
            continue
        if transcript.id in lines_of:
            before = lines_of[transcript.id]
            problems.append(f"line {number}: line {before} has the id `{transcript.id}` too")
        lines_of.setdefault(transcript.id, number)
        found.append(transcript)
    return Transcripts(tuple(found), tuple(problems))


def _transcript(spec: Spec, line: str, number: int, given: Scenario) -> Transcript:
    row = json.loads(line, parse_int=str, parse_float=str)
    if not isinstance(row, dict):
        raise ValueError("a transcript is a JSON object")  # noqa: TRY004 a user's text is wrong
    return transcript_of(row, f"line-{number}", _facts(spec, line, given))


def _facts(spec: Spec, line: str, given: Scenario) -> Scenario:
    facts = facts_from_member(spec, line, "facts")
    if facts.problems:
        raise ValueError("; ".join(facts.problems))
    known = {**given, **facts.scenario}
    broken = broken_assumption(spec, known)
    if broken is not None:
        raise ValueError(against(broken))
    return {name: known[name] for name in spec.facts if name in known}


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
        case RecursionError():
            return "nested too deeply"
    return str(error)
