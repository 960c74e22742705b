"""
What code adds to the verdicts of a judge: acts that it measures, and what these settle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from specl.rubric.standalone.measures import fitted, measure
from specl.rubric.standalone.nodes import values_of_rows

__all__ = ["agreed", "corrected", "exact_acts", "measured_acts", "ruled", "settled"]


def ruled(verdict: str, reason: str) -> dict[str, Any]:
    """
    Return a verdict that no judge gave.
    """
    return {"verdict": verdict, "evidence": [], "reason": reason}


def measured_acts(
    acts: Iterable[Mapping[str, Any]], reply: Iterable[Mapping[str, str]]
) -> dict[str, Any]:
    """
    Return what code can tell of a reply, by act, JSON-ready.

    Args:
        acts: Each with its `name`, its `measure` and its `type`, as the rubric's JSON has them.
        reply: The turns of the reply; what the assistant says in them is measured.
    """
    text = "\n\n".join(turn["content"] for turn in reply if turn["role"] == "assistant")
    found = {}
    for act in acts:
        taken = act["measure"]
        value = fitted(measure(taken["name"], taken["arguments"], text), act["type"])
        if value is not None:
            found[act["name"]] = value
    return found


def exact_acts(acts: Iterable[Mapping[str, Any]], measured: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return measured acts with their numbers as numbers, for the end of a range may be a text.

    Args:
        acts: Each with its `name` and its `type`.
        measured: What `measured_acts` found.
    """
    numbers = {act["name"] for act in acts if act["type"]["kind"] in ("int", "real")}
    return {
        name: Fraction(str(value)) if name in numbers else value for name, value in measured.items()
    }


def settled(
    verdicts: Mapping[str, dict[str, Any]],
    part: Mapping[str, Any],
    acts: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """
    Return verdicts with those that code can tell better than a judge.

    Args:
        verdicts: By criterion; of one that no judge is asked about what is there does not count.
        part: What a reply is judged by: `acts`, `asked`, `always`, and of the criteria of which
            code can measure something `places`, where in the table `rows` stands what each asks.
        acts: What was measured.

    Returns:
        All verdicts, as `corrected` leaves them; of a criterion that only code looks at and
        cannot measure, it is unsure.
    """
    values = values_of_rows(part["rows"], {}, exact_acts(part["acts"], acts))
    said = ", ".join(f"{name} is {json.dumps(acts[name])}" for name in sorted(acts))
    found = dict(verdicts)
    for name in dict.fromkeys((*part["always"], *part["places"])):
        place = part["places"].get(name)
        met = None if place is None else values[place]
        heard = found[name]["verdict"] if name in part["asked"] else "unsure"
        verdict = corrected(heard, met, always=name in part["always"] or name not in part["asked"])
        if met is not None and verdict in ("complies", "violates"):
            found[name] = ruled(verdict, f"measured: {said}")
        elif name not in part["asked"]:
            found[name] = ruled("unsure", "code cannot measure this reply")
        elif verdict != heard:
            found[name] = ruled(
                verdict, "the judge says that it does not apply, but it always does"
            )
    return found


def corrected(verdict: str, met: bool | None, *, always: bool) -> str:  # noqa: FBT001
    """
    Return a judge's verdict on a criterion, corrected by what code knows better.

    Args:
        verdict: What the judge says.
        met: Whether the reply meets the criterion, None where code cannot tell.
        always: Whether it applies for certain; then it is an error to say that it does not.

    Returns:
        What is measured, where the criterion applies and that suffices; else the verdict.
    """
    if met is not None and (always or verdict in ("complies", "violates")):
        return "complies" if met else "violates"
    return "error" if always and verdict == "not_applicable" else verdict


def agreed(readings: Sequence[Mapping[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """
    Return the verdicts of several judges as one: what more than half of them say, else `unsure`.

    Args:
        readings: What each judge said of the same criteria, at least one.
    """
    found = {}
    for name in readings[0]:
        given = [reading[name] for reading in readings]
        counts = [sum(each["verdict"] == other["verdict"] for other in given) for each in given]
        best = max(counts)
        found[name] = (
            given[counts.index(best)]
            if 2 * best > len(given)
            else ruled("unsure", f"the judges say {', '.join(each['verdict'] for each in given)}")
        )
    return found
