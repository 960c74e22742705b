"""
What a judge answered, read strictly: a verdict for each criterion, or why there is none.

A reply under judgement may talk to its judge, and a judge may talk past its schema. So an answer
counts only as far as it has the shape that was asked for, and a violation only if what is quoted
for it stands in the transcript.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["JUDGED", "read_answer"]

_TRIES = 1000

JUDGED = ("complies", "violates", "not_applicable", "unsure")


def read_answer(text: str, ids: Sequence[str], transcript: str) -> dict[str, Any]:
    """
    Read a judge's answer.

    Args:
        text: All that the judge wrote; the JSON object with `verdicts` in it counts, fenced or
            not. Two that differ are none: one of them may be the reply's own.
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
    Return the verdicts of the one JSON object that has any.

    Args:
        text: The answer.
        tries: At how many braces to look for it, from the beginning and then from the end.
    """
    found = [rows for rows in map(_verdicts_of, _objects(text, tries)) if rows is not None]
    if not found:
        return [], ["the answer has no JSON object with `verdicts`"]
    if any(rows != found[0] for rows in found[1:]):
        return [], [f"the answer has {len(found)} JSON objects with `verdicts`, which differ"]
    return found[0], []


def _verdicts_of(value: Any) -> list[Any] | None:
    rows = value.get("verdicts") if isinstance(value, dict) else None
    return rows if isinstance(rows, list) else None


def _objects(text: str, tries: int) -> list[Any]:
    """
    Return the whole answer, or else the JSON objects in it that stand in no other.
    """
    whole = _decoded(text, len(text) - len(text.lstrip()))
    if whole is not None and not text[whole[1] :].strip():
        return [whole[0]]
    found: list[Any] = []
    position = text.find("{")
    for _ in range(tries):
        if position < 0:
            return found
        decoded = _decoded(text, position)
        if decoded is not None:
            found.append(decoded[0])
        position = text.find("{", position + 1 if decoded is None else decoded[1])
    return [*found, *_last_object(text, position, tries)]


def _last_object(text: str, start: int, tries: int) -> list[Any]:
    """
    Return the last object with verdicts after a place, where more braces stand before it.
    """
    position = len(text)
    for _ in range(tries):
        position = text.rfind("{", start, position)
        if position < 0:
            break
        decoded = _decoded(text, position)
        if decoded is not None and _verdicts_of(decoded[0]) is not None:
            return [decoded[0]]
    return []


def _decoded(text: str, position: int) -> tuple[Any, int] | None:
    try:
        return json.JSONDecoder().raw_decode(text, position)
    except (ValueError, RecursionError):
        return None


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
    Return a quote that does not stand in a text, its pieces in order where it leaves some out.
    """
    return next((quote for quote in quotes if not _stands(_flat(_unescaped(quote)), heard)), None)


def _stands(quote: str, heard: str) -> bool:
    position = 0
    for piece in filter(None, (each.strip(" []") for each in quote.split("..."))):
        position = heard.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return True


def _unescaped(quote: str) -> str:
    """
    Return a quote as it was said, if it was copied with the escapes of JSON in it.
    """
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), quote)


def _flat(text: str) -> str:
    """
    Return what of a text a reader takes in: no invisible letters, no emphasis, one kind of space.
    """
    seen = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text.translate(_PLAIN))
        if unicodedata.category(letter) != "Cf" and letter not in _UNSEEN
    )
    return re.sub(r"\s+", " ", seen).strip().casefold()


_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_UNSEEN = frozenset("*_`\u034f\u115f\u1160\u180b\u180c\u180d\u180f\u3164")
