"""
Judge one reply by the rubric beside this file: a question comes in as JSON, verdicts go out.

`specl_assert.cjs` runs this once for each reply. The judge is a server that speaks like OpenAI's;
these variables say which:

- SPECL_JUDGE_MODEL: its model, unless the rubric names one;
- SPECL_JUDGE_BASE_URL, else OPENAI_BASE_URL, else https://api.openai.com/v1;
- SPECL_JUDGE_API_KEY, else OPENAI_API_KEY.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from specl.rubric.standalone.answers import read_answer
from specl.rubric.standalone.asking import user_part
from specl.rubric.standalone.chatting import ChatError, chat
from specl.rubric.standalone.messages import turns_of
from specl.rubric.standalone.settling import measured_acts, ruled, settled

HERE = Path(__file__).parent
ENOUGH = 400


def judged(question: Mapping[str, Any]) -> dict[str, Any]:
    """
    Judge a reply.

    Args:
        question: `transcript`: which one of those beside this file was answered, if any;
            `recorded`: whether the reply is the one that was recorded with it; `prompt` and
            `output`: what promptfoo sent, and what came back.

    Returns:
        `verdicts`: for each criterion `verdict`, `evidence` and `reason`; `open`: None, or why
        there is neither a pass nor a fail.
    """
    data = _loaded("specl_rubric.json")
    before, reply, name = _turns(question)
    part = data["rubrics"][name]
    acts = measured_acts(part["acts"], reply)
    verdicts = {
        each: _out_of_force(part, each) for tier in data["tiers"] for each, _ in tier["criteria"]
    }
    if part["asked"]:
        verdicts.update(_asked(data, part, before, reply, acts))
    verdicts = settled(verdicts, part, acts)
    return {"verdicts": verdicts, "open": _open(verdicts)}


def _loaded(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def _turns(question: Mapping[str, Any]) -> tuple[list[Any], list[Any], str]:
    """
    Return the turns before a reply, those of the reply, and by which rubric it is judged.
    """
    said = question["output"]
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    reply = [{"role": "assistant", "content": text}]
    known = _loaded("specl_transcripts.json").get(str(question["transcript"]))
    if known is None:
        return _messages(question["prompt"]), reply, "all"
    return known["turns"], known["reply"] if question["recorded"] else reply, known["rubric"]


def _messages(prompt: Any) -> list[dict[str, str]]:
    """
    Return a prompt as turns: it is a list of messages in JSON, or what a user says.
    """
    try:
        found = json.loads(prompt)
        if isinstance(found, list) and all(isinstance(each, dict) for each in found):
            return turns_of(found, "user")
    except (ValueError, TypeError):
        pass
    return turns_of(str(prompt), "user")


def _out_of_force(part: Mapping[str, Any], name: str) -> dict[str, Any]:
    """
    Return the verdict on a criterion that what is known of a conversation leaves no room for.
    """
    by = part["defeated"].get(name)
    return ruled("not_applicable", f"gives way to {', '.join(by)}" if by else "not in force")


def _asked(
    data: Mapping[str, Any],
    part: Mapping[str, Any],
    before: Sequence[Any],
    reply: Sequence[Any],
    acts: Mapping[str, Any],
) -> dict[str, Any]:
    """
    Return what the judge says of the criteria that it is asked about.
    """
    messages = [
        {"role": "system", "content": part["system"]},
        {"role": "user", "content": user_part(data["stamp"]["content"], before, reply, acts)},
    ]
    heard = "\n".join(turn["content"] for turn in (*before, *reply))
    try:
        answer = _answer(data, part, messages)
        read = read_answer(answer, part["asked"], heard)
        if any(each["verdict"] == "error" for each in read["verdicts"].values()):
            again = "That cannot be used: " + "; ".join(read["problems"]) + ". Answer again, whole."
            messages += [
                {"role": "assistant", "content": answer},
                {"role": "user", "content": again},
            ]
            read = read_answer(_answer(data, part, messages), part["asked"], heard)
    except ChatError as error:
        return {each: ruled("error", str(error)) for each in part["asked"]}
    return dict(read["verdicts"])


def _answer(data: Mapping[str, Any], part: Mapping[str, Any], messages: Sequence[Any]) -> str:
    model = os.environ.get("SPECL_JUDGE_MODEL") or data["model"]
    if not model:
        raise ChatError("there is no judge: set SPECL_JUDGE_MODEL")
    schema = {"name": "verdicts", "strict": True, "schema": part["schema"]}
    body = {
        "model": model,
        "messages": list(messages),
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
    said = chat(
        body,
        base_url=_variable("BASE_URL") or "https://api.openai.com/v1",
        key=_variable("API_KEY"),
    )
    return str(said["text"])


def _variable(name: str) -> str:
    return os.environ.get(f"SPECL_JUDGE_{name}") or os.environ.get(f"OPENAI_{name}") or ""


def _open(verdicts: Mapping[str, Any]) -> str | None:
    """
    Return why a reply neither passes nor fails, if that is so.

    A judge that failed settles nothing. One that is unsure leaves a reply undecided unless
    something else is violated, for then it fails either way.
    """
    given = {each["verdict"] for each in verdicts.values()}
    left = "error" if "error" in given else "unsure"
    if left not in given or (left == "unsure" and "violates" in given):
        return None
    reasons: dict[str, list[str]] = {}
    for name, each in verdicts.items():
        if each["verdict"] == left:
            reasons.setdefault(each["reason"], []).append(name)
    said = [f"{reason[:ENOUGH]} ({', '.join(names)})" for reason, names in reasons.items()]
    return f"{'no verdict' if left == 'error' else 'unsure'}: {'; '.join(said)}"


if __name__ == "__main__":
    found = json.dumps(judged(json.loads(sys.stdin.buffer.read())), ensure_ascii=False)
    sys.stdout.buffer.write(found.encode("utf-8", "replace"))  # half a character is none
