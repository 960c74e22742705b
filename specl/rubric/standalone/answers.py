"""
What a judge answered, read strictly: a verdict for each criterion, or why there is none.

A reply under judgement may talk to its judge, and a judge may talk past its schema. So an answer
counts only as far as it has the shape that was asked for, and a violation only if what is quoted
for it stands in the transcript.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["JUDGED", "read_answer"]

_TRIES = 1000

JUDGED = ("complies", "violates", "not_applicable", "unsure")


def read_answer(text: str, ids: Sequence[str], transcript: str) -> dict[str, Any]:
    """
    Read a judge's answer.

    Args:
        text: All that the judge wrote; its last whole JSON object counts, fenced or not.
        ids: The criteria that were asked for.
        transcript: The texts of the transcript, in which quotes are looked for.

    Returns:
        `verdicts`: for each criterion asked for `verdict`, `evidence` and `reason`; where none
        can be taken from the answer, `error` with the reason, and where a violation quotes what
        does not stand in the transcript, `unsure`. `problems`: what was wrong, a line each.
    """
    rows, problems = _rows(text, _TRIES + 2 * len(ids))
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ids}
    for row in rows:
        name = row.get("criterion") if isinstance(row, dict) else None
        if isinstance(name, str) and name in found:
            found[name].append(row)
        else:
            problems.append(f"the judge spoke of `{name}`, which was not asked for")
    heard = _flat(transcript)
    verdicts = {}
    for name, given in found.items():
        verdict = _verdict(given, heard)
        verdicts[name] = verdict
        if verdict["verdict"] == "error" or "doubt" in verdict:
            problems.append(f"`{name}`: {verdict.pop('doubt', verdict['reason'])}")
    return {"verdicts": verdicts, "problems": problems}


def _rows(text: str, tries: int) -> tuple[list[Any], list[str]]:
    """
    Return the verdicts of the last JSON object that has any.

    Args:
        text: The answer.
        tries: At how many braces, from the end, to look for it.
    """
    decoder = json.JSONDecoder()
    position = len(text)
    for _ in range(tries):
        position = text.rfind("{", 0, position)
        if position < 0:
            break
        try:
            value, _ = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            continue
        rows = value.get("verdicts")
        if isinstance(rows, list):
            return rows, []
    return [], ["the answer has no JSON object with `verdicts`"]


def _verdict(given: Sequence[dict[str, Any]], heard: str) -> dict[str, Any]:
    if not given:
        return _error("the judge gave no verdict")
    if len(given) > 1:
        return _error(f"the judge gave {len(given)} verdicts")
    row = given[0]
    verdict, evidence, reason = row.get("verdict"), row.get("evidence"), row.get("reason")
    if verdict not in JUDGED:
        return _error(f"{verdict!r} is no verdict")
    if not isinstance(evidence, list) or not all(isinstance(each, str) for each in evidence):
        return _error("`evidence` is no list of quotes")
    if not isinstance(reason, str):
        return _error("`reason` is no text")
    result: dict[str, Any] = {"verdict": verdict, "evidence": evidence, "reason": reason}
    missing = _missing(evidence, heard)
    if verdict == "violates" and missing is not None:
        return {
            **result,
            "verdict": "unsure",
            "doubt": f"the quote {missing!r} does not stand in the transcript",
        }
    return result


def _error(reason: str) -> dict[str, Any]:
    return {"verdict": "error", "evidence": [], "reason": reason}


def _missing(quotes: Iterable[str], heard: str) -> str | None:
    """
    Return a quote that does not stand in a text, up to its spaces and the shape of its marks.
    """
    return next((quote for quote in quotes if _flat(quote) not in heard), None)


def _flat(text: str) -> str:
    plain = text.translate(_PLAIN)
    return re.sub(r"\s+", " ", plain).strip().casefold()


_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
