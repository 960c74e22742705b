"""
Let OpenRLHF's own executor ask a file of rewards for the reward of a reply.

    python run_openrlhf.py REWARDS PROMPT REPLY LABEL

It prints what the executor makes of it, as JSON. Only the package's top, which imports torch, is
stood in for.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any


def executor_class() -> Any:
    """
    Return `SingleTurnAgentExecutor`, imported without what the package imports first.
    """
    origin = importlib.util.find_spec("openrlhf").submodule_search_locations[0]
    for name, folder in (("openrlhf", origin), ("openrlhf.utils", f"{origin}/utils")):
        module = ModuleType(name)
        module.__path__ = [str(Path(folder))]
        sys.modules[name] = module
    from openrlhf.utils.agent import SingleTurnAgentExecutor

    return SingleTurnAgentExecutor


class Tokens(list):
    """
    What a tokenizer returns, as far as the executor looks at it.
    """

    def tolist(self) -> list[Any]:
        """
        Return the tokens.
        """
        return list(self)


class Tokenizer:
    """
    A tokenizer whose tokens are characters.
    """

    def __call__(self, *, text: str, **_: Any) -> dict[str, Any]:
        """
        Return the tokens of a text.
        """
        return {"input_ids": [Tokens(map(ord, text))]}

    def decode(self, tokens: list[int], **_: Any) -> str:
        """
        Return the text of tokens.
        """
        return "".join(map(chr, tokens))


class Engine:
    """
    A model that replies with one text.
    """

    def __init__(self, reply: str) -> None:
        self.reply = reply

    async def generate(self, *_: Any, **__: Any) -> Any:
        """
        Return the reply as vLLM does.
        """
        output = SimpleNamespace(
            token_ids=[ord(char) for char in self.reply], finish_reason="stop", logprobs=None
        )
        return SimpleNamespace(outputs=[output])


def main(rewards: str, prompt: str, reply: str, label: str) -> None:
    """
    Execute one turn and print its reward.
    """
    executor = executor_class()(rewards)
    sampling = SimpleNamespace(max_tokens=1000, logprobs=None)
    found = asyncio.run(
        executor.execute(prompt, label, sampling, 10_000, Tokenizer(), Engine(reply))
    )
    print(json.dumps({name: found[name] for name in ("reward", "scores", "extra_logs")}))


main(*sys.argv[1:])
