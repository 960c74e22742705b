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
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

from specl.rubric.standalone.answers import read_answer
from specl.rubric.standalone.asking import user_part
from specl.rubric.standalone.chatting import ChatError, chat
from specl.rubric.standalone.guarding import NoRulingError
from specl.rubric.standalone.messages import turns_of
from specl.rubric.standalone.nodes import values_of_rows
from specl.rubric.standalone.scores import score
from specl.rubric.standalone.settling import measured_acts

# The target replaces these two.
RUBRIC: dict[str, Any] = {}
GUARD: Any = None

NO_REWARD = 0.5


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
        ValueError: A query does not begin with its prompt, or facts are none of this spec.
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
    try:
        found = json.loads(label) if isinstance(label, str) else label
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


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


# The core


async def judged(prompt: Any, reply: Any, facts: Any = None) -> dict[str, Any]:
    """
    Judge a reply.

    Args:
        prompt: The conversation before it, a text or messages.
        reply: A text or messages.
        facts: What is known of the conversation, a mapping or JSON; None: nothing is.

    Returns:
        `value`, `low`, `high` and `counts` as `score` has them; `verdicts` by criterion;
        `problems`, what was wrong with the judge, a line each.

    Raises:
        ValueError: The facts are none of this spec, or contradict it.
    """
    turns, said = turns_of(prompt, "user"), turns_of(reply, "assistant")
    known = _known(facts)
    measured = measured_acts(RUBRIC["acts"], said)
    verdicts, open_ones, met = _without_judge(known, measured)
    problems: list[str] = []
    for _ in range(2):
        asked = [name for name, verdict in verdicts.items() if verdict in {"", "error"}]
        if asked:
            answer = await _asked(turns, said, known, measured, asked)
            problems += answer["problems"]
            for name in asked:
                heard = answer["verdicts"][name]["verdict"]
                verdicts[name] = _agreed(heard, may_not_apply=name in open_ones, met=met[name])
    result = score(RUBRIC["tiers"], verdicts, RUBRIC["scoring"])
    return {**result, "verdicts": verdicts, "problems": problems}


def _agreed(verdict: str, *, may_not_apply: bool, met: bool | None) -> str:
    """
    Return a judge's verdict, corrected by what code knows better.

    What is in force cannot be said not to apply: that is an error. Where a criterion applies,
    measured acts decide it, if they suffice.
    """
    if verdict == "not_applicable" and not may_not_apply:
        return "error"
    if met is not None and verdict in {"complies", "violates"}:
        return "complies" if met else "violates"
    return verdict


def _known(facts: Any) -> dict[str, Any]:
    """
    Return the facts that are known, checked as far as there is something to check them by.
    """
    if facts is None or facts == "":
        return {}
    data = json.loads(facts) if isinstance(facts, str) else facts
    if not isinstance(data, Mapping):
        wrong = type(data).__name__
        raise ValueError(f"`facts` has to be a mapping of names to values, not {wrong}")  # noqa: TRY004
    given = {name: value for name, value in data.items() if value is not None}
    if GUARD is not None:
        try:
            GUARD.read_some(given)
        except (ValueError, NoRulingError) as error:
            raise ValueError(f"`facts`: {error}") from error
    return given


def _without_judge(
    known: Mapping[str, Any], measured: Mapping[str, Any]
) -> tuple[dict[str, str], set[str], dict[str, bool | None]]:
    """
    Return what needs no judge.

    Returns:
        A verdict for each criterion, empty where a judge has to give it; the criteria that may
        turn out not to apply; whether each is met, None where code cannot tell.
    """
    values = values_of_rows(RUBRIC["rows"], known, measured, RUBRIC["numeric"])
    force = _in_force(known)
    verdicts: dict[str, str] = {}
    open_ones: set[str] = set()
    met: dict[str, bool | None] = {}
    for criterion in RUBRIC["criteria"]:
        name = criterion["id"]
        met[name] = None if criterion["asks"] is None else values[criterion["asks"]]
        applies = _applies(criterion, values, force)
        if applies is None:
            open_ones.add(name)
        if applies is False:
            verdicts[name] = "not_applicable"
        elif applies is None or met[name] is None:
            verdicts[name] = ""
        else:
            verdicts[name] = "complies" if met[name] else "violates"
    return verdicts, open_ones, met


def _applies(
    criterion: Mapping[str, Any], values: Sequence[Any], force: set[str] | None
) -> bool | None:
    """
    Tell whether a criterion is in force; None: that is left to the judge.
    """
    if force is not None:
        return criterion["id"] in force
    applies: bool | None = criterion["applies"] is None or values[criterion["applies"]]
    return None if applies and criterion["yields"] else applies


def _in_force(known: Mapping[str, Any]) -> set[str] | None:
    """
    Return the criteria in force, where all facts are known; None: that is left to the judge.
    """
    if GUARD is None or any(name not in known for name in GUARD.facts):
        return None
    _, bits = GUARD.decide(GUARD.read(known, assume_defaults=False))
    return {name for place, name in enumerate(RUBRIC["places"]) if bits >> place & 1}


async def _asked(
    turns: Sequence[Mapping[str, str]],
    said: Sequence[Mapping[str, str]],
    known: Mapping[str, Any],
    measured: Mapping[str, Any],
    asked: Sequence[str],
) -> dict[str, Any]:
    """
    Ask the judge about some criteria, and read its answer.
    """
    body = {
        "model": _model(),
        "temperature": 0,
        "messages": [
            {"role": "system", "content": RUBRIC["system"]},
            {
                "role": "user",
                "content": user_part(
                    RUBRIC["content"], turns, said, measured, _closing(known, asked)
                ),
            },
        ],
        "response_format": _schema(asked),
    }
    heard = "\n".join(turn["content"] for turn in (*turns, *said))
    try:
        text = await asyncio.get_running_loop().run_in_executor(_threads(), _said, body)
    except ChatError as error:
        missing = {"verdict": "error", "evidence": [], "reason": str(error)}
        return {"verdicts": dict.fromkeys(asked, missing), "problems": [str(error)]}
    return read_answer(text, asked, heard)


def _closing(known: Mapping[str, Any], asked: Sequence[str]) -> str:
    facts = f"Known of the conversation: {json.dumps(known, sort_keys=True)}\n" if known else ""
    besides = "".join(f"{RUBRIC['besides'][name]}\n" for name in asked if name in RUBRIC["besides"])
    opening = f"Criteria of the rubric besides:\n{besides}" if besides else ""
    return (
        f"{facts}{opening}Judge the reply by these criteria of the rubric and by no others: "
        f"{', '.join(asked)}."
    )


def _schema(asked: Sequence[str]) -> dict[str, Any]:
    """
    Return the strict schema of the rubric with just the criteria that are asked about.
    """
    found: dict[str, Any] = json.loads(RUBRIC["format"])
    rows = found["json_schema"]["schema"]["properties"]["verdicts"]["items"]
    rows["properties"]["criterion"]["enum"] = list(asked)
    return found


def _said(body: Mapping[str, Any]) -> str:
    base_url = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    answer = chat(body, base_url=base_url, key=os.environ.get("OPENAI_API_KEY", ""))
    return str(answer["text"])


def _model() -> str:
    model = os.environ.get("SPECL_JUDGE_MODEL") or RUBRIC["model"]
    if not model:
        raise ValueError("no judge is named: set SPECL_JUDGE_MODEL")
    return str(model)


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(int(os.environ.get("SPECL_JUDGE_CONCURRENCY") or 32))
