"""
Rewards for TRL, verl and OpenRLHF by one rubric: a judge, code, and the order of priority.

TRL (GRPO):           GRPOTrainer(reward_funcs=trl_reward, …), a column `facts` if there is one
verl:                 reward.custom_reward_function.path=rewards.py, name=compute_score;
                      `extra_info` has `prompt`, and `facts` if they are known
OpenRLHF:             --reward.remote_url rewards.py; a label is JSON with `prompt` and `facts`
anything else:        await judged(conversation, reply, facts)

The judge is any server like OpenAI's. Its key, address and model are read from OPENAI_API_KEY,
OPENAI_BASE_URL and SPECL_JUDGE_MODEL; SPECL_JUDGE_CONCURRENCY (32) says how many calls are made at
once. `facts` are what is known of a conversation before the reply, a mapping or JSON. Where all of
them are known, it is worked out here what is in force, and the judge is asked about nothing else.

A reply to which nothing applies has no reward, and neither has one whose judge failed or could not
tell what makes a difference: None for TRL, which leaves it out. verl and OpenRLHF take nothing but
numbers: there it is the middle of what the reward may be, NO_REWARD where nothing applies, and
`unscored` is 1.

Made by specl: to change it, change the spec.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from specl.rubric.standalone.rewarding import Rewarder

# The target replaces these two.
RUBRIC: dict[str, Any] = {}
GUARD: Any = None

NO_REWARD = 0.5
_REWARDER = Rewarder(RUBRIC, GUARD)


async def judged(prompt: Any, reply: Any, facts: Any = None) -> dict[str, Any]:
    """
    Judge a reply.

    Args:
        prompt: The conversation before it, a text or messages.
        reply: A text or messages.
        facts: What is known of the conversation, a mapping or JSON; None: nothing is.

    Returns:
        `value`, the reward as a Fraction, or None where there is none; `low` and `high`, between
        which it is; `counts`, how often each verdict was given; `verdicts` by criterion;
        `problems`, what was wrong with the judge, a line each.

    Raises:
        ValueError: The facts are none of this spec, or contradict it.
    """
    return await _REWARDER.judged(prompt, reply, facts)


async def trl_reward(
    prompts: Sequence[Any],
    completions: Sequence[Any],
    completion_ids: Any = None,  # noqa: ARG001 - TRL passes it
    *,
    facts: Sequence[Any] | None = None,
    **columns: Any,
) -> list[float | None]:
    """
    Return a reward for each completion, None where there is none, as TRL's GRPO trainer asks it.

    Args:
        prompts: Texts or messages.
        completions: Texts or messages.
        completion_ids: Their tokens; not looked at.
        facts: The dataset's column `facts`.
        columns: Whatever else TRL passes; `log_metric` is told how many have no reward.
    """
    known = facts if facts is not None else [None] * len(prompts)
    found = await asyncio.gather(*map(judged, prompts, completions, known))
    if "log_metric" in columns and found:
        unscored = sum(each["value"] is None for each in found)
        columns["log_metric"]("unscored", unscored / len(found))
    return [None if each["value"] is None else float(each["value"]) for each in found]


async def compute_score(
    data_source: Any,  # noqa: ARG001 - verl passes it
    solution_str: str,
    ground_truth: Any,  # noqa: ARG001 - as above
    extra_info: Mapping[str, Any] | None = None,
    **options: Any,  # noqa: ARG001 - as above
) -> dict[str, float]:
    """
    Return the reward of one reply, as verl's reward managers ask it.

    Args:
        data_source: Where the row comes from; not looked at.
        solution_str: The reply.
        ground_truth: Not looked at.
        extra_info: `prompt`, the conversation before the reply, and perhaps `facts`.
        options: Whatever else verl passes.

    Raises:
        ValueError: There is no conversation, or the facts are none of this spec.
    """
    info = extra_info or {}
    if info.get("prompt") is None:
        raise ValueError("`extra_info` needs `prompt`, the conversation before the reply")
    return _numbers(await judged(info["prompt"], solution_str, info.get("facts")))


def reward_func(
    queries: Sequence[str],
    prompts: Sequence[str],
    labels: Sequence[Any] | None = None,
    **options: Any,  # noqa: ARG001 - later versions may pass more
) -> dict[str, Any]:
    """
    Return rewards as OpenRLHF asks them: numbers where it hands over one reply, else lists.

    Args:
        queries: Prompts with their replies, as the tokenizer decodes them.
        prompts: The prompts alone.
        labels: Nothing, or JSON with `prompt` (better than a prompt with a chat template in it)
            and `facts`.
        options: Whatever later versions pass.

    Raises:
        ValueError: A query does not begin with its prompt, a label begins with a brace and is no
            JSON, or facts are none of this spec.
    """
    rows = [_label(label) for label in labels or [None] * len(queries)]
    found = asyncio.run(_all_judged(queries, prompts, rows))
    if len(found) == 1:
        columns: dict[str, Any] = dict(found[0])
    else:
        names = found[0] if found else ("score",)
        columns = {name: [each[name] for each in found] for name in names}
    rewards = columns.pop("score")
    return {"rewards": rewards, "scores": rewards, "extra_logs": columns}


async def _all_judged(
    queries: Sequence[str], prompts: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, float]]:
    found = await asyncio.gather(
        *(
            judged(row.get("prompt", prompt), _reply(query, prompt), row.get("facts"))
            for query, prompt, row in zip(queries, prompts, rows, strict=True)
        )
    )
    return [_numbers(each) for each in found]


def _label(label: Any) -> Mapping[str, Any]:
    """
    Return what a label says of its row; one that begins like an object has to be one.
    """
    if not isinstance(label, str):
        return label if isinstance(label, Mapping) else {}
    if not label.lstrip().startswith("{"):
        return {}
    try:
        found: Mapping[str, Any] = json.loads(label)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"a label is no JSON ({error}): {label[:80]}") from error
    return found


_END = re.compile(r"(?:<\|[a-zA-Z0-9_]{1,40}\|>|</s>|<eos>|<end_of_turn>|\s)+\Z")


def _reply(query: str, prompt: str) -> str:
    """
    Return what follows the prompt, without the marks of a chat template at its end.
    """
    start = query.find(prompt)
    if start < 0:
        raise ValueError("a query does not begin with its prompt")
    reply = query[start + len(prompt) :]
    tail = _END.search(reply[-400:])
    return reply[: len(reply) - len(tail[0])] if tail else reply


def _numbers(found: Mapping[str, Any]) -> dict[str, float]:
    """
    Return a reward as a number in any case, and what it comes from.
    """
    value, low, high = found["value"], found["low"], found["high"]
    if value is None:
        value = NO_REWARD if low is None else (low + high) / 2
    return {
        "score": float(value),
        "unscored": float(found["value"] is None),
        "violated": float(found["counts"]["violates"]),
        "unsure": float(found["counts"]["unsure"]),
        "errors": float(found["counts"]["error"]),
    }
