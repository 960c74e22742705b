"""
Rewards: one Python file for TRL, verl and OpenRLHF that needs nothing but a judge's address.

It holds the judge's prompt, the conditions of all criteria as a table, the measures, the reader of
answers, the scorings, and the guard of the spec, so that in rows whose facts are known the judge is
asked only about what is in force.
"""

from __future__ import annotations

import json
import re
from pprint import pformat
from typing import Any

from specl.model import IntType, RealType
from specl.rubric.as_data import stamp_data, to_data
from specl.rubric.emitted import emitted
from specl.rubric.guard.module import guard_of_tables, guard_tables
from specl.rubric.guard.plan import plan_of
from specl.rubric.job import CannotExpressError, Job, OutputFile, Written
from specl.rubric.model import Criterion
from specl.rubric.nodes import Nodes
from specl.rubric.order import criterion_id
from specl.rubric.powers import scored_tiers
from specl.rubric.prompt import asked, notes_on_patterns, response_format, system_text
from specl.rubric.telling import told

__all__ = ["write"]

_SLOTS = "# The target replaces these two.\nRUBRIC: dict[str, Any] = {}\nGUARD: Any = None\n"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_REWARD = (
    "verl and OpenRLHF take nothing but numbers: a reply without a reward has the middle of what "
    "it may be there, 0.5 where nothing applies, and `unscored` is 1"
)


def write(job: Job) -> Written:
    """
    Write the file.

    Raises:
        CannotExpressError: There is no criterion that a reply could fail.
    """
    if not scored_tiers(job.rubric):
        raise CannotExpressError("there is no criterion that a reply could fail")
    guard, places, notes = _guard(job)
    rubric = {**_rubric(job), "places": places}
    tables = f"RUBRIC: dict[str, Any] = {_literal(rubric)}\n\n{guard}"
    text = emitted("rewards")
    assert _SLOTS in text, "the place for the tables is gone"
    text = text.replace(_SLOTS, tables)
    every = (_NO_REWARD, *notes, *notes_on_patterns(job.rubric))
    return Written((OutputFile("rewards.py", text),), every)


def _rubric(job: Job) -> dict[str, Any]:
    """
    Return what the file says of the rubric, as plain data.
    """
    rubric, nodes = job.rubric, Nodes()
    measured = {act.name for act in rubric.acts if act.measure is not None}
    judged = [each for each in rubric.criteria if not each.is_permission]
    prompted = {each.id for each in asked(rubric)}
    return {
        "stamp": stamp_data(rubric.stamp),
        "content": rubric.stamp.content,
        "model": job.model,
        "scoring": job.scoring,
        "tiers": scored_tiers(rubric),
        "criteria": [_criterion(each, nodes, measured) for each in judged],
        "acts": [act for act in to_data(rubric)["acts"] if act["measure"] is not None],
        "numeric": [
            fact.name for fact in rubric.facts if isinstance(fact.type, IntType | RealType)
        ],
        "rows": nodes.rows,
        "format": json.dumps(response_format(rubric)),
        "system": system_text(rubric),
        "besides": {each.id: told(each) for each in judged if each.id not in prompted},
    }


def _criterion(criterion: Criterion, nodes: Nodes, measured: set[str]) -> dict[str, Any]:
    """
    Return where the table says when a criterion applies, and what it asks as far as code measures.
    """
    applies, asks = criterion.applies, criterion.obligation
    return {
        "id": criterion.id,
        "applies": None if applies is None else nodes.place(applies.expr),
        "yields": criterion.gives_way != (),
        "asks": nodes.place(asks.expr) if measured.intersection(criterion.acts) else None,
    }


def _guard(job: Job) -> tuple[str, list[str], tuple[str, ...]]:
    """
    Return the guard's tables as text, its norms by id, and what has to be said of it.
    """
    try:
        plan = plan_of(job.spec, job.given)
        tables = guard_tables(plan, job.rubric.stamp)
    except CannotExpressError as error:
        return "GUARD: Any = None\n", [], (f"what is in force is left to the judge: {error}",)
    places = [criterion_id(each.norm) for each in plan.norms]
    return f"{tables}\n{guard_of_tables('GUARD: Any')}", places, ()


def _literal(data: Any) -> str:
    """
    Return data as a literal of Python in ASCII, laid out for people.
    """
    text = pformat(data, width=96, sort_dicts=False)
    return _NOT_ASCII.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
