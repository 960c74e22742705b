"""
A reply in Inspect, judged by a rubric: verdicts become a score with a value for each criterion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    Model,
    ResponseSchema,
    get_model,
    model_roles,
)
from inspect_ai.scorer import Score, mean, stderr
from inspect_ai.solver import TaskState  # noqa: TC002 - what reads annotations
from inspect_ai.util import JSONSchema, collect

from specl.rubric.emitted.inspect_turns import conversation_of
from specl.rubric.standalone.answers import read_answer
from specl.rubric.standalone.asking import user_part
from specl.rubric.standalone.scores import score
from specl.rubric.standalone.settling import agreed, measured_acts, ruled, settled

METRICS = {"*": [mean(), stderr()]}
VALUES = {"complies": 1.0, "violates": 0.0}
NONE = float("nan")


async def graded(
    state: TaskState, data: Mapping[str, Any], part: Mapping[str, Any], model: Any = None
) -> Score:
    """
    Judge the reply that ends a conversation.

    Args:
        state: The conversation; `turns` in its metadata say more exactly what the input was.
        data: `content`: the digest of the spec; `criteria`: all that can be violated, `tiers`:
            those of them that count, with their weights; `scoring`.
        part: What this reply is judged by.
        model: The judge; None: the model in the role `grader`, or each of several; where there
            is none, `model` of `data`, and at last the model that is being evaluated.

    Returns:
        A value for each criterion, 1 where the reply complies, 0 where it violates it, and NaN
        where neither is so or nobody knows; and `score`, in which priority is kept.
    """
    before, reply = conversation_of(state)
    if not any(turn["role"] == "assistant" and turn["content"].strip() for turn in reply):
        nothing = {name: ruled("error", "there is no reply") for name in data["criteria"]}
        return _as_score(data, part, nothing, reply, "no_response")
    acts = measured_acts(part["acts"], reply)
    verdicts = {name: _left_out(part, name) for name in data["criteria"]}
    if part["asked"]:
        prompt = user_part(data["content"], before, reply, acts)
        heard = "\n".join(turn["content"] for turn in (*before, *reply))
        judges = _graders(model, data.get("model"))
        readings = await collect(*(_heard_from(judge, part, prompt, heard) for judge in judges))
        verdicts.update(agreed(list(readings)))
    verdicts = settled(verdicts, part, acts)
    failed = any(each["verdict"] == "error" for each in verdicts.values())
    return _as_score(data, part, verdicts, reply, "grader_failed" if failed else None)


def _left_out(part: Mapping[str, Any], name: str) -> dict[str, Any]:
    by = part["defeated"].get(name)
    why = f"gives way to {', '.join(by)}" if by else "not in force, by what is known"
    return ruled("not_applicable", why)


def _graders(model: Any, otherwise: Any) -> list[Model]:
    if model is not None:
        return [get_model(model)]
    bound = model_roles().get("grader")
    return bound if isinstance(bound, list) else [get_model(role="grader", default=otherwise)]


async def _heard_from(
    judge: Model, part: Mapping[str, Any], prompt: str, heard: str
) -> dict[str, Any]:
    """
    Return what a judge says of the criteria, asked once more where it cannot be read.
    """
    schema = ResponseSchema(
        name="verdicts", json_schema=JSONSchema.model_validate(part["schema"]), strict=True
    )
    config = GenerateConfig(response_schema=schema)
    messages: list[ChatMessage] = [
        ChatMessageSystem(content=part["system"]),
        ChatMessageUser(content=prompt),
    ]
    output = await judge.generate(messages, config=config)
    read = read_answer(output.completion, part["asked"], heard)
    if any(each["verdict"] == "error" for each in read["verdicts"].values()):
        wrong = "; ".join(read["problems"])
        again = f"That cannot be used: {wrong}. Answer again, whole."
        messages += [
            ChatMessageAssistant(content=output.completion),
            ChatMessageUser(content=again),
        ]
        output = await judge.generate(messages, config=config)
        read = read_answer(output.completion, part["asked"], heard)
    return dict(read["verdicts"])


def _as_score(
    data: Mapping[str, Any],
    part: Mapping[str, Any],
    verdicts: Mapping[str, dict[str, Any]],
    reply: Sequence[Mapping[str, str]],
    reason: str | None,
) -> Score:
    tiers = _tiers(data, part)
    none = ruled("not_applicable", "")
    given = {name: verdicts.get(name, none)["verdict"] for tier in tiers for name, _ in tier}
    total = score(tiers, given, data["scoring"])
    value = {"score": _as_float(total["value"])}
    value.update((name, VALUES.get(verdicts[name]["verdict"], NONE)) for name in data["criteria"])
    bounds = {key: None if total[key] is None else float(total[key]) for key in ("low", "high")}
    return Score(
        value=value,
        answer="\n\n".join(turn["content"] for turn in reply if turn["role"] == "assistant"),
        explanation=_explained(verdicts),
        reason=reason,
        metadata={"verdicts": dict(verdicts), "counts": total["counts"], **bounds},
    )


def _tiers(data: Mapping[str, Any], part: Mapping[str, Any]) -> list[list[tuple[str, int]]]:
    """
    Return the tiers of all replies, so that one verdict costs the same in each of them.

    Where what is known of a reply goes against what is known of all, its own tiers count.
    """
    known = {name for tier in data["tiers"] for name, _ in tier}
    own = {name for tier in part["tiers"] for name, _ in tier}
    found = data["tiers"] if own <= known else part["tiers"]
    return [[(name, weight) for name, weight in tier] for tier in found]


def _as_float(value: Any) -> float:
    return NONE if value is None else float(value)


def _explained(verdicts: Mapping[str, dict[str, Any]]) -> str:
    """
    Return what a reply violates and what is open, a line each.
    """
    shown = ("violates", "error", "unsure")
    lines = [
        f"{name}: {each['verdict']}: {' '.join(each['reason'].split())}"
        for wanted in shown
        for name, each in verdicts.items()
        if each["verdict"] == wanted
    ]
    return "\n".join(lines) or "nothing is violated"
