"""
One reply judged by a rubric, with as little left to the judge as can be.

First comes what is known: the guard of a spec says what is in force where all facts are known, the
conditions of criteria settle some of it where a few are, and measured acts say what is met. The
judge is asked about the rest in one call, and once more for what it left out.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

from specl.rubric.standalone.answers import read_answer
from specl.rubric.standalone.asking import as_data, user_part
from specl.rubric.standalone.chatting import ChatError, chat
from specl.rubric.standalone.guarding import NoRulingError
from specl.rubric.standalone.messages import turns_of
from specl.rubric.standalone.nodes import values_of_rows
from specl.rubric.standalone.scores import score
from specl.rubric.standalone.settling import corrected, exact_acts, measured_acts

__all__ = ["Rewarder"]


class Rewarder:
    """
    A rubric that judges replies, with the guard of its spec where there is one.
    """

    def __init__(self, rubric: Mapping[str, Any], guard: Any) -> None:
        self.rubric = rubric
        self.guard = guard

    async def judged(self, prompt: Any, reply: Any, facts: Any) -> dict[str, Any]:
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
        known = self._known(facts)
        measured = measured_acts(self.rubric["acts"], said)
        verdicts, open_ones, met = self._without_judge(known, measured)
        problems: list[str] = []
        for _ in range(2):
            asked = [name for name, verdict in verdicts.items() if verdict in {"", "error"}]
            if asked:
                closing = self._closing(known, asked)
                user = user_part(self.rubric["content"], turns, said, measured, closing)
                answer = await self._answered(user, asked, (*turns, *said))
                problems += answer["problems"]
                for name in asked:
                    heard = answer["verdicts"][name]["verdict"]
                    always = name not in open_ones
                    verdicts[name] = corrected(heard, met[name], always=always)
        result = score(self.rubric["tiers"], verdicts, self.rubric["scoring"])
        return {**result, "verdicts": verdicts, "problems": problems}

    def _known(self, facts: Any) -> dict[str, Any]:
        """
        Return the facts that are known, checked as far as there is something to check them by.
        """
        if facts is None or facts == "":
            return {}
        data = json.loads(facts) if isinstance(facts, str) else facts
        if not isinstance(data, Mapping):
            wrong = type(data).__name__
            raise ValueError(f"`facts` has to be a mapping of names to values, not {wrong}")  # noqa: TRY004
        given = {name: _plain_value(value) for name, value in data.items() if value is not None}
        if self.guard is not None:
            try:
                self.guard.read_some(given)
            except (ValueError, NoRulingError) as error:
                raise ValueError(f"`facts`: {error}") from error
        return given

    def _without_judge(
        self, known: Mapping[str, Any], measured: Mapping[str, Any]
    ) -> tuple[dict[str, str], set[str], dict[str, bool | None]]:
        """
        Return what needs no judge.

        Returns:
            A verdict for each criterion, empty where a judge has to give it; the criteria that
            may turn out not to apply; whether each is met, None where code cannot tell.
        """
        acts = exact_acts(self.rubric["acts"], measured)
        values = values_of_rows(self.rubric["rows"], known, acts, self.rubric["numeric"])
        force = self._in_force(known)
        verdicts: dict[str, str] = {}
        open_ones: set[str] = set()
        met: dict[str, bool | None] = {}
        for criterion in self.rubric["criteria"]:
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

    def _in_force(self, known: Mapping[str, Any]) -> set[str] | None:
        """
        Return the criteria in force, where all facts are known; None: that is left to the judge.
        """
        if self.guard is None or any(name not in known for name in self.guard.facts):
            return None
        _, bits = self.guard.decide(self.guard.read(known, assume_defaults=False))
        return {name for place, name in enumerate(self.rubric["places"]) if bits >> place & 1}

    def _closing(self, known: Mapping[str, Any], asked: Sequence[str]) -> str:
        """
        Return what the judge is to do, and what it does not know from the rubric.
        """
        facts = f"Known of the conversation: {as_data(known)}\n" if known else ""
        texts = self.rubric["besides"]
        besides = "".join(f"{texts[name]}\n" for name in asked if name in texts)
        opening = f"Criteria of the rubric besides:\n{besides}" if besides else ""
        return (
            f"{facts}{opening}Judge the reply by these criteria of the rubric and by no others: "
            f"{', '.join(asked)}."
        )

    async def _answered(
        self, user: str, asked: Sequence[str], turns: Sequence[Mapping[str, str]]
    ) -> dict[str, Any]:
        """
        Ask the judge about some criteria, and read its answer.
        """
        format_ = json.loads(self.rubric["format"])
        rows = format_["json_schema"]["schema"]["properties"]["verdicts"]["items"]
        rows["properties"]["criterion"]["enum"] = list(asked)
        body = {
            "model": _judge_model(self.rubric),
            "temperature": 0,
            "messages": [
                {"role": "system", "content": self.rubric["system"]},
                {"role": "user", "content": user},
            ],
            "response_format": format_,
        }
        try:
            text = await asyncio.get_running_loop().run_in_executor(_threads(), _call, body)
        except ChatError as error:
            missing = {"verdict": "error", "evidence": [], "reason": str(error)}
            return {"verdicts": dict.fromkeys(asked, missing), "problems": [str(error)]}
        return read_answer(text, asked, "\n".join(turn["content"] for turn in turns))


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


def _plain_value(value: Any) -> Any:
    """
    Return a value of NumPy as one of Python.
    """
    return value.tolist() if hasattr(value, "tolist") else value


def _judge_model(rubric: Mapping[str, Any]) -> str:
    model = os.environ.get("SPECL_JUDGE_MODEL") or rubric["model"]
    if not model:
        raise ValueError("no judge is named: set SPECL_JUDGE_MODEL")
    return str(model)


def _call(body: Mapping[str, Any]) -> str:
    base_url = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    answer = chat(body, base_url=base_url, key=os.environ.get("OPENAI_API_KEY", ""))
    return str(answer["text"])


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(int(os.environ.get("SPECL_JUDGE_CONCURRENCY") or 32))
