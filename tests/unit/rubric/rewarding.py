"""
Files of rewards for tests: loaded, and with a judge that answers by a rule.
"""

from __future__ import annotations

import asyncio
import json
import types
from collections.abc import Callable
from functools import cache
from typing import Any

import specl
from specl.rubric.targets.rewards import write
from tests.unit.rubric.jobs import job_of
from tests.unit.rubric.questioning import example

__all__ = ["SMALL", "answering", "asked_in", "loaded", "run", "small", "text_of"]

SMALL = """
spec small

fact minor: bool "Is the user under 18?"
act help "Does the reply help?"
act refuse "Does the reply refuse?"
act words: int 0..100 "How many words has it?" measured by words
act lookahead "Is an `a` ahead?" measured by regex "(?=a)"

rule be_helpful {
  must help
}
rule protect overrides be_helpful {
  when minor
  must refuse
}
rule brief {
  should words <= 3
}
rule ahead {
  should not lookahead
}
constraint not (help and refuse)
"""


def loaded(text: str) -> Any:
    """
    Return a file of rewards as a module, loaded as OpenRLHF does: without `sys.modules`.
    """
    module = types.ModuleType("reward_func")
    exec(compile(text, "rewards.py", "exec"), module.__dict__)  # noqa: S102 - the text is ours
    return module


@cache
def text_of(name: str, scoring: str = "lexicographic") -> str:
    """
    Return the file for an example of the documentation.
    """
    return write(job_of(example(name), scoring=scoring, model="m")).files[0].text


def small(**options: Any) -> Any:
    """
    Return rewards for the small spec.
    """
    return loaded(write(job_of(specl.loads(SMALL), model="m", **options)).files[0].text)


def asked_in(body: Any) -> list[str]:
    """
    Return the criteria that a judge is asked about.
    """
    schema = body["response_format"]["json_schema"]["schema"]
    rows = schema["properties"]["verdicts"]["items"]["properties"]
    found: list[str] = rows["criterion"]["enum"]
    return found


def answering(module: Any, verdict_of: Callable[[str, Any], str]) -> list[Any]:
    """
    Let a module's judge answer by a rule, and return the list of what it will be sent.
    """
    sent: list[Any] = []

    def chat(body: Any, **_: Any) -> dict[str, Any]:
        sent.append(body)
        rows = [
            {"criterion": name, "evidence": [], "reason": "", "verdict": verdict_of(name, body)}
            for name in asked_in(body)
        ]
        return {"text": json.dumps({"verdicts": rows}), "usage": None}

    module.chat = chat
    return sent


def run(module: Any, *arguments: Any, **options: Any) -> Any:
    """
    Return what a module makes of one reply.
    """
    return asyncio.run(module.judged(*arguments, **options))
