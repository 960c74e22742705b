"""
A rubric as what code needs to have a reply judged by it, JSON-ready.

The prompt's fixed part, the schema of the answer, what code measures and what that settles; no
expression or type of specl is left in it.
"""

from __future__ import annotations

from typing import Any

from specl.rubric.as_data import to_data
from specl.rubric.model import Rubric
from specl.rubric.nodes import Nodes
from specl.rubric.powers import scored_tiers
from specl.rubric.prompt import answer_schema, asked, system_text

__all__ = ["judged_by"]


def judged_by(rubric: Rubric) -> dict[str, Any]:
    """
    Return what it takes to judge a reply by a rubric.

    Returns:
        `system`: the system's part of the prompt; `schema`: of the answer; `asked`: the criteria
        that a judge is asked about; `tiers`: the criteria that a reply can violate, with their
        weights; `acts`: those that code measures; `rows`: a table of expressions; `places`: for
        each criterion of which code measures something, where in the table stands what it asks.
        `always`: the criteria that apply to any reply and give way to nothing. `defeated`: by
        criterion those that it gives way to for certain.
    """
    nodes = Nodes()
    places = {
        each.id: nodes.place(each.obligation.expr)
        for each in rubric.criteria
        if not each.is_permission and each.decided_by != "judge"
    }
    return {
        "system": system_text(rubric),
        "schema": answer_schema(rubric),
        "asked": [each.id for each in asked(rubric)],
        "tiers": scored_tiers(rubric),
        "acts": [each for each in to_data(rubric)["acts"] if each["measure"] is not None],
        "rows": nodes.rows,
        "places": places,
        "always": [
            each.id
            for each in rubric.criteria
            if not each.is_permission and each.applies is None and each.gives_way == ()
        ],
        "defeated": {each.id: list(each.by) for each in rubric.defeated},
    }
