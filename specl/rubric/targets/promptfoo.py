"""
A promptfoo suite: a configuration, the code that it calls, and the data that the code reads.

Nothing that anybody wrote in prose stands in the configuration, because promptfoo takes its texts
for templates: rules, transcripts and prompts lie in JSON files that only our own code reads. An
assert-set is a tier, an assertion in it a criterion, and both are metrics under their names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from specl.rubric.as_data import stamp_data
from specl.rubric.emitted import emitted
from specl.rubric.job import CannotExpressError, Job, Judged, OutputFile, Written
from specl.rubric.judging import judged_by
from specl.rubric.model import Rubric, Tier
from specl.rubric.powers import scored_tiers
from specl.rubric.prompt import notes_on_patterns
from specl.text.record import record

__all__ = ["write"]

_SCHEMA = "https://promptfoo.dev/config-schema.json"
_EVERY = "all"
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def write(job: Job) -> Written:
    """
    Write the suite: each transcript is a test, judged by all criteria.

    Raises:
        CannotExpressError: There is no transcript, or no criterion that a reply can violate.
    """
    if not job.transcripts:
        raise CannotExpressError(
            "the spec has no example with a reply to test; give some with `--transcripts FILE`"
        )
    tiers = tuple(_tiers(job.rubric))
    if not tiers:
        raise CannotExpressError("the rubric has no criterion that a reply could violate")
    rubrics = _named_rubrics(job)
    names = _names(each.transcript.id for each in job.transcripts)
    transcripts = _json(_transcript_data(job, rubrics, names))
    config = _config(job, tiers, names, sha256(transcripts.encode()).hexdigest())
    return Written(
        (
            OutputFile("promptfooconfig.yaml", _yaml(config)),
            OutputFile("specl_provider.py", emitted("promptfoo_provider")),
            OutputFile("specl_assert.cjs", _assertion()),
            OutputFile("specl_judge.py", emitted("promptfoo_judge")),
            OutputFile("specl_score.py", emitted("promptfoo_score")),
            OutputFile("specl_rubric.json", _json(_rubric_data(job, tiers, rubrics))),
            OutputFile("specl_transcripts.json", transcripts),
        ),
        notes_on_patterns(job.rubric),
    )


@record
class _Tier:
    """
    A tier as an assert-set.

    Attributes:
        metric: Its name.
        criteria: The criteria that can be violated, with their weights.
    """

    metric: str
    criteria: tuple[tuple[str, int], ...]


def _tiers(rubric: Rubric) -> Iterator[_Tier]:
    """
    Yield the tiers in which something can be violated, the highest first.
    """
    metrics = {name: _metric(tier) for tier in rubric.tiers for name in tier.criteria}
    for tier in scored_tiers(rubric):
        yield _Tier(metrics[tier[0][0]], tuple(tier))


def _metric(tier: Tier) -> str:
    return " ".join(part for part in (tier.level, tier.strength.value) if part)


def _named_rubrics(job: Job) -> dict[str, Rubric]:
    """
    Return the rubrics that replies are judged by, under names: `all` is that of any reply.
    """
    found = {id(job.rubric): job.rubric}
    found.update((id(each.rubric), each.rubric) for each in job.transcripts)
    names = [_EVERY, *(f"known{number}" for number in range(1, len(found)))]
    return dict(zip(names, found.values(), strict=True))


def _names(ids: Iterable[str]) -> tuple[str, ...]:
    """
    Return a name for each transcript: its id, unless promptfoo could read more into that.
    """
    found: list[str] = []
    for number, each in enumerate(ids, start=1):
        plain = _PLAIN.fullmatch(each) is not None and each not in found
        found.append(each if plain else f"transcript {number}")
    return tuple(found)


def _config(job: Job, tiers: Iterable[_Tier], names: Iterable[str], digest: str) -> dict[str, Any]:
    """
    Return the configuration.

    promptfoo keeps replies under the prompt that they were made from. Ours says which transcripts
    are meant, so that other ones with the same names get replies of their own.
    """
    return {
        "description": f"specl: {job.rubric.stamp.spec}",
        "prompts": [f"transcript {{{{transcript}}}} of {digest[:12]}"],
        "providers": [{"id": "file://specl_provider.py", "label": "recorded replies"}],
        "defaultTest": {
            "threshold": 1,
            "assertScoringFunction": "file://specl_score.py:get_score",
            "assert": [_assert_set(tier) for tier in tiers],
        },
        "tests": [{"vars": {"transcript": name}} for name in names],
    }


def _assert_set(tier: _Tier) -> dict[str, Any]:
    return {
        "type": "assert-set",
        "metric": tier.metric,
        "threshold": 1,
        "assert": [_assertion_of(name, weight) for name, weight in tier.criteria],
    }


def _assertion_of(name: str, weight: int) -> dict[str, Any]:
    return {
        "type": "javascript",
        "value": "file://specl_assert.cjs",
        "metric": name,
        "weight": weight,
        "threshold": 1,
        "config": {"criterion": name},
    }


def _assertion() -> str:
    return (files("specl.rubric.emitted") / "promptfoo_assert.cjs").read_text(encoding="utf-8")


def _rubric_data(job: Job, tiers: Iterable[_Tier], rubrics: Mapping[str, Rubric]) -> dict[str, Any]:
    return {
        "stamp": stamp_data(job.rubric.stamp),
        "model": job.model,
        "scoring": job.scoring,
        "tiers": [{"metric": tier.metric, "criteria": tier.criteria} for tier in tiers],
        "rubrics": {name: judged_by(rubric) for name, rubric in rubrics.items()},
    }


def _transcript_data(
    job: Job, rubrics: Mapping[str, Rubric], names: Iterable[str]
) -> dict[str, Any]:
    by = {id(rubric): name for name, rubric in rubrics.items()}
    return {
        name: _transcript(each, by[id(each.rubric)])
        for name, each in zip(names, job.transcripts, strict=True)
    }


def _transcript(judged: Judged, rubric: str) -> dict[str, Any]:
    transcript = judged.transcript
    turns, reply = (
        [{"role": turn.role, "content": turn.text} for turn in each]
        for each in (transcript.turns, transcript.reply)
    )
    return {"id": transcript.id, "rubric": rubric, "turns": turns, "reply": reply}


def _yaml(config: Mapping[str, Any]) -> str:
    """
    Return a configuration as YAML, of which JSON is a part.
    """
    return f"# yaml-language-server: $schema={_SCHEMA}\n{_json(config)}"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, indent=2) + "\n"
