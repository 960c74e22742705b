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

__all__ = ["agreed", "measured_acts", "ruled", "settled"]


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


def settled(
    verdicts: Mapping[str, dict[str, Any]],
    part: Mapping[str, Any],
    acts: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """
    Return verdicts with those that code can tell better than a judge.

    Args:
        verdicts: By criterion; of one that no judge is asked about what is there does not count.
        part: What a reply is judged by: `acts`, `asked`, and of the criteria of which code can
            measure something `places`, where in the table `rows` stands what each asks.
        acts: What was measured.

    Returns:
        All verdicts. Where a judge says that a criterion applies, the measured acts decide it if
        they suffice; of a criterion that only code looks at and cannot measure, it is unsure.
    """
    numbers = {act["name"] for act in part["acts"] if act["type"]["kind"] in ("int", "real")}
    exact = {
        name: Fraction(str(value)) if name in numbers else value for name, value in acts.items()
    }
    values = values_of_rows(part["rows"], {}, exact)
    said = ", ".join(f"{name} is {json.dumps(acts[name])}" for name in sorted(acts))
    found = dict(verdicts)
    for name, place in part["places"].items():
        met, alone = values[place], name not in part["asked"]
        if alone and met is None:
            found[name] = ruled("unsure", "code cannot measure this reply")
        elif met is not None and (alone or found[name]["verdict"] in ("complies", "violates")):
            found[name] = ruled("complies" if met else "violates", f"measured: {said}")
    return found


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
