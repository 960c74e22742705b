"""
One criterion of a rubric, graded by code: a python grader for OpenAI's graders.

Made by specl: to change it, change the spec. `item.facts` is what is known of the conversation.
"""

from __future__ import annotations

import json
from typing import Any

from specl.rubric.standalone.nodes import values_of_rows
from specl.rubric.standalone.settling import exact_acts, measured_acts

# The target replaces this.
CRITERION: dict[str, Any] = json.loads("null")


def grade(sample: dict[str, Any], item: dict[str, Any]) -> float:
    """
    Return 1.0 where a reply meets the criterion or it does not apply, 0.0 where it is violated.

    Raises:
        ValueError: That depends on a fact that the row does not have or has as something else, or
            on what code cannot measure in this reply.
    """
    reply = sample["output_text"]
    said = [{"role": "assistant", "content": reply}]
    acts = exact_acts(CRITERION["acts"], measured_acts(CRITERION["acts"], said))
    facts = item.get("facts") or {}
    for name in CRITERION["truths"]:
        if facts.get(name) is not None and not isinstance(facts[name], bool):
            raise ValueError(f"the fact {name} has to be true or false, not {facts[name]!r}")
    values = values_of_rows(CRITERION["rows"], facts, acts, CRITERION["numbers"])
    met = values[CRITERION["obligation"]]
    applies = True if CRITERION["applies"] is None else values[CRITERION["applies"]]
    if met is True or applies is False:
        return 1.0
    if met is None or applies is None:
        missing = [name for name in CRITERION["facts"] if facts.get(name) is None]
        missing += [act["name"] for act in CRITERION["acts"] if act["name"] not in acts]
        raise ValueError(f"{CRITERION['id']} depends on {', '.join(missing)}, which is not known")
    return 0.0
