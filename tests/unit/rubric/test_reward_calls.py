"""
Rewards, called as trainers call them.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specl
from specl.rubric.targets.rewards import write
from tests.consumers.judge import judge_answering
from tests.unit.rubric.jobs import job_of
from tests.unit.rubric.rewarding import answering, asked_in, loaded, run, small
from tests.unit.rubric.specs import support


def test_trl() -> None:
    """
    As `_calculate_rewards` does: keywords, columns as lists, None where there is no reward.
    """
    module = small()
    assert inspect.iscoroutinefunction(module.trl_reward)
    answering(module, lambda _, body: "complies" if "good" in str(body) else "unsure")
    logged: dict[str, float] = {}
    columns = {
        "facts": [{"minor": False}, None],
        "topic": ["a", "b"],
        "trainer_state": object(),
        "log_extra": lambda *_: None,
        "log_metric": logged.__setitem__,
    }
    found = asyncio.run(
        module.trl_reward(
            prompts=["Hi", [{"role": "user", "content": "Hi"}]],
            completions=["a good one", [{"role": "assistant", "content": "other"}]],
            completion_ids=[[1], [2]],
            **columns,
        )
    )
    assert [1.0, None] == found
    assert {"unscored": 0.5} == logged


def test_trl_where_nothing_applies() -> None:
    """
    A reply to which nothing applies is left out of the batch, not scored.
    """
    made = specl.loads('spec s\nfact x: bool "X?"\nact y "Y?"\nrule r { when x must y }')
    module = loaded(write(job_of(made, model="m")).files[0].text)
    found = module.trl_reward(["Hi"], ["Hi"], [[1]], facts=[{"x": False}])
    assert [None] == asyncio.run(found)


class Array(list[Any]):
    """
    What a row of a Parquet file holds in place of a list.
    """

    def tolist(self) -> list[Any]:
        """
        Return a list of plain values.
        """
        return list(self)


def test_verl() -> None:
    """
    As `NaiveRewardManager` does: keywords, awaited, a mapping of numbers with `score`.
    """
    module = small()
    assert inspect.iscoroutinefunction(module.compute_score)
    answering(module, lambda name, _: "violates" if name == "be_helpful.0" else "complies")
    prompt = Array([{"role": "system", "content": "Be."}, {"role": "user", "content": "Hi"}])
    info = {"prompt": prompt, "facts": '{"minor": false}', "num_turns": None}
    found = asyncio.run(
        module.compute_score(
            data_source="d", solution_str="one", ground_truth="", extra_info=info,
            reward_router_address=None,
        )
    )  # fmt: skip
    assert {"score", "unscored", "violated", "unsure", "errors"} == {*found}
    assert all(isinstance(value, float) for value in found.values())
    assert (0.0, 1.0) == (found["unscored"], found["violated"])
    assert 0 <= found["score"] < 1
    with pytest.raises(ValueError, match="`prompt`"):
        asyncio.run(module.compute_score("d", "one", "", {}))


def test_openrlhf() -> None:
    """
    As `SingleTurnAgentExecutor` does: lists of one, by place, in a thread of its own.
    """
    module = small()
    sent = answering(module, lambda *_: "complies")
    label = json.dumps({"prompt": [{"role": "user", "content": "Hi"}], "facts": {"minor": False}})
    prompt = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"

    async def call() -> Any:
        arguments = [f"{prompt}one<|im_end|>\n"], [prompt], [label]
        return await asyncio.to_thread(module.reward_func, *arguments)

    found = asyncio.run(call())
    assert 1.0 == found["rewards"] == found["scores"]
    assert {"unscored", "violated", "unsure", "errors"} == {*found["extra_logs"]}
    assert '"reply": [{"role": "assistant", "content": "one"}]' in str(sent[0]["messages"][1])
    several = module.reward_func([f"{prompt}one", f"{prompt}two"], [prompt] * 2, ["", None])
    assert [1.0, 1.0] == several["rewards"]
    with pytest.raises(ValueError, match="begin with its prompt"):
        module.reward_func(["other"], [prompt], [label])


@pytest.mark.parametrize("label", ['{"facts": {"minor": tru', '{"a":' * 100_000])
def test_a_broken_label(label: str) -> None:
    """
    What was to be an object of JSON and is none is an error: its facts would be lost unsaid.
    """
    module = small()
    answering(module, lambda *_: "complies")
    with pytest.raises(ValueError, match="a label is no JSON"):
        module.reward_func(["Hi one"], ["Hi "], [label])
    assert module.reward_func(["Hi one"], ["Hi "], ["42"])["rewards"] == 1.0


def test_numbers_where_there_is_no_reward() -> None:
    """
    A trainer that takes nothing but numbers gets the middle of what may be, and is told so.
    """
    module = small()
    answering(module, lambda *_: "unsure")
    info = {"prompt": "Hi", "facts": {"minor": False}}
    found = asyncio.run(module.compute_score("d", "one", "", info))
    whole = run(module, "Hi", "one", {"minor": False})
    assert (1.0, float((whole["low"] + whole["high"]) / 2)) == (found["unscored"], found["score"])
    nothing = {"value": None, "low": None, "high": None}
    counts = dict.fromkeys(("violates", "unsure", "error"), 0)
    assert 0.5 == module._numbers({**nothing, "counts": counts})["score"]


def test_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The judge is called where the environment says, with its key in the header and nowhere else.
    """

    def answer(body: dict[str, Any]) -> str:
        rows = [
            {"criterion": name, "evidence": [], "reason": "", "verdict": "complies"}
            for name in asked_in(body)
        ]
        return json.dumps({"verdicts": rows})

    with judge_answering(answer) as judge:
        monkeypatch.setenv("OPENAI_BASE_URL", judge.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        monkeypatch.setenv("SPECL_JUDGE_MODEL", "other")
        assert [1.0] * 5 == asyncio.run(small().trl_reward(["Hi"] * 5, ["one"] * 5))
    assert {"other"} == {body["model"] for body in judge.requests}
    assert {"Bearer sk-secret"} == {body.pop("authorization") for body in judge.requests}
    assert "sk-secret" not in str(judge.requests)


def test_a_judge_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without a model there is no judge, and that is said in one line.
    """
    monkeypatch.delenv("SPECL_JUDGE_MODEL", raising=False)
    module = loaded(write(job_of(support())).files[0].text)
    with pytest.raises(ValueError, match="SPECL_JUDGE_MODEL"):
        run(module, "Hi", "one")


@settings(max_examples=50)
@given(st.text(max_size=80), st.text(max_size=80))
def test_an_openrlhf_reply_is_what_follows_its_prompt(prompt: str, reply: str) -> None:
    """
    Whatever both hold, nothing of the prompt is judged, and marks at the end are left out.
    """
    module = _module()
    found = module._reply(f"{prompt}{reply}<|im_end|>\n", prompt)
    assert reply.startswith(found)
    assert "" == module._END.sub("", reply[len(found) :])


@cache
def _module() -> Any:
    return small()
