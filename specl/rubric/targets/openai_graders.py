"""
Graders for OpenAI's evals and reinforcement fine-tuning, which end, and for Azure, which has both.

Three files. `eval.json` creates an eval: a grader for each criterion, code where code can measure
it, otherwise a model that labels. `grader.json` is one multi grader for training: the same with
scores for labels, added up by a formula that keeps priority. `rows.jsonl` holds transcripts as rows
of an eval. Permissions have no grader: no reply fails them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from specl.model import BoolType, ChoiceType, IntType, RealType, SetType, Turn, Type, value_to_json
from specl.rubric.folding import UNSURE, notes_on_replies
from specl.rubric.graders.checking import eval_problems, grader_problems
from specl.rubric.graders.coded import coded, is_coded
from specl.rubric.graders.formulas import formula
from specl.rubric.graders.judged import labelled, scored
from specl.rubric.job import CannotExpressError, Job, Judged, OutputFile, Written
from specl.rubric.model import Criterion, FactToFind
from specl.rubric.powers import scored_tiers
from specl.rubric.prompt import notes_on_patterns
from specl.rubric.requests.context import criteria_by_id
from specl.rubric.requests.lines import as_line

__all__ = ["write"]

_ENDING = (
    "OpenAI's hosted evals are read-only since 2026-10-31 and end on 2026-11-30; OpenAI takes no "
    "new jobs of reinforcement fine-tuning from 2027-01-06 on; Azure takes the same graders"
)
_FOLDED = (
    "graders have no third result: what does not apply passes (an eval's labels tell it apart)"
)
_MARKUP = re.compile("[{}<>&`]")


def write(job: Job) -> Written:
    """
    Write an eval, a grader for training, and rows.

    Raises:
        CannotExpressError: There is nothing to grade, no model is named though one is needed, or
            the scores are too many for a formula.
    """
    criteria = [each for each in job.rubric.criteria if not each.is_permission]
    if not criteria:
        raise CannotExpressError("nothing is left that a reply could violate")
    asked = [each for each in criteria if not is_coded(each, job.rubric)]
    if asked and job.model is None:
        raise CannotExpressError(f"a model judges {_listed(asked)}: say which with `--model MODEL`")
    whole, training = _eval(job, criteria), _multi(job, criteria)
    _require_sound(whole, training)
    files = [
        OutputFile("eval.json", _json(whole)),
        OutputFile("grader.json", _json(training)),
    ]
    if job.transcripts:
        files.append(OutputFile("rows.jsonl", "".join(map(_row, job.transcripts))))
    return Written(tuple(files), tuple(_notes(job, criteria)))


def _require_sound(whole: Mapping[str, Any], training: Mapping[str, Any]) -> None:
    """
    Make sure that the service takes what is written: anything else is a fault of specl's own.
    """
    items = whole["data_source_config"]["item_schema"]["properties"]
    problems = [*eval_problems(whole), *grader_problems(training, items)]
    if problems:
        raise AssertionError("\n".join(problems))


def _eval(job: Job, criteria: Iterable[Criterion]) -> dict[str, Any]:
    stamp = job.rubric.stamp
    named = {"spec": stamp.spec, "version": stamp.version, "content": stamp.content}
    return {
        "name": stamp.title,
        "data_source_config": {
            "type": "custom",
            "item_schema": _item_schema(job.rubric.facts),
            "include_sample_schema": True,
        },
        "testing_criteria": [
            _threshold(_grader(job, each, each.id, labelled)) for each in criteria
        ],
        "metadata": {
            name: value[:512]
            for name, value in {**named, "specl": stamp.specl}.items()
            if value is not None
        },
    }


def _threshold(grader: dict[str, Any]) -> dict[str, Any]:
    return {**grader, "pass_threshold": 1} if grader["type"] == "python" else grader


def _multi(job: Job, criteria: Iterable[Criterion]) -> dict[str, Any]:
    names = _names(criteria)
    every = criteria_by_id(job.rubric)
    tiers = scored_tiers(job.rubric)
    weighted = [[(names[name], weight) for name, weight in tier] for tier in tiers]
    return {
        "type": "multi",
        "name": "rubric",
        "graders": {key: _grader(job, every[name], key, scored) for name, key in names.items()},
        "calculate_output": formula(weighted, job.scoring),
    }


def _names(criteria: Iterable[Criterion]) -> dict[str, str]:
    """
    Return for each criterion a name that a formula can use; no two are the same.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for criterion in criteria:
        name = stem = re.sub(r"\W", "_", criterion.id, flags=re.ASCII)
        count = 1
        while name in taken:
            count += 1
            name = f"{stem}_n{count}"
        taken.add(name)
        found[criterion.id] = name
    return found


def _grader(
    job: Job, criterion: Criterion, name: str, asking: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    if is_coded(criterion, job.rubric):
        return coded(criterion, job.rubric, name)
    every = criteria_by_id(job.rubric, job.whole)
    return asking(criterion, job.rubric, every, name=name, model=job.model)


def _item_schema(facts: Iterable[FactToFind]) -> dict[str, Any]:
    known = {fact.name: _schema(fact.type) for fact in facts}
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "conversation": {"type": "string"},
            "facts": {"type": "object", "properties": known},
        },
        "required": ["conversation"],
    }


def _schema(type_: Type) -> dict[str, Any]:
    match type_:
        case BoolType():
            return {"type": "boolean"}
        case ChoiceType(values):
            return {"type": "string", "enum": list(values)}
        case SetType(element):
            return {"type": "array", "items": {"type": "string", "enum": list(element.values)}}
        case IntType():
            return {"type": "integer"}
        case RealType():
            return {"type": ["number", "string"]}
    return {"type": "string"}


def _row(judged: Judged) -> str:
    """
    Return a transcript as a row of an eval.
    """
    transcript = judged.transcript
    known = {**judged.rubric.given, **transcript.given}
    facts = {name: value_to_json(value) for name, value in known.items()}
    item: dict[str, Any] = {
        "id": transcript.id,
        "conversation": "\n".join(map(_turn, transcript.turns)),
    }
    if facts:
        item["facts"] = facts
    return as_line({"item": item, "sample": {"output_text": transcript.reply_text}})


def _turn(turn: Turn) -> str:
    """
    Return a turn on one line; nothing in its text looks like markup or like a template.
    """
    text = json.dumps(turn.text, ensure_ascii=True)
    return f"{turn.role}: {_MARKUP.sub(_spelled, text)}"


def _spelled(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _json(data: Mapping[str, Any]) -> str:
    return f"{json.dumps(data, ensure_ascii=True, indent=2)}\n"


def _notes(job: Job, criteria: Iterable[Criterion]) -> Iterator[str]:
    yield _ENDING
    yield _FOLDED
    yield UNSURE
    yield from notes_on_replies(job.transcripts)
    allowed = [each for each in job.rubric.criteria if each.is_permission]
    if allowed:
        yield f"no grader is written for {_listed(allowed)}: no reply fails what is allowed"
    yield from notes_on_patterns(job.rubric)
    by_code = [each for each in criteria if is_coded(each, job.rubric)]
    needed = {name for each in by_code for name in each.facts}
    if needed:
        names = ", ".join(f"`{fact.name}`" for fact in job.rubric.facts if fact.name in needed)
        yield f"code needs to know {names}: each row has to say so in `item.facts`"


def _listed(criteria: Iterable[Criterion]) -> str:
    return ", ".join(f"`{criterion.id}`" for criterion in criteria)
