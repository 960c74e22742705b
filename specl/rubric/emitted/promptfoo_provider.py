"""
The replies to the transcripts beside this file: those recorded with them, or a model's own.

With `config: {model: …}` a model is asked, at a server that speaks like OpenAI's: OPENAI_BASE_URL
and OPENAI_API_KEY say which. A transcript is read from its file, so that nothing of it is ever
taken for a template.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specl.rubric.standalone.chatting import ChatError, chat

HERE = Path(__file__).parent
SENDABLE = ("system", "developer", "user", "assistant")


def call_api(
    prompt: str,  # noqa: ARG001 - promptfoo calls every provider with it
    options: Mapping[str, Any],
    context: Mapping[str, Any],
) -> dict[str, Any]:
    """
    Return the reply to a transcript, as promptfoo's providers do.

    Args:
        prompt: Not read.
        options: `config` may name a `model`, and what else its requests are to say.
        context: `vars` say which `transcript`.
    """
    transcripts = json.loads((HERE / "specl_transcripts.json").read_text(encoding="utf-8"))
    name = context["vars"].get("transcript")
    if name not in transcripts:
        return {"error": f"specl_transcripts.json has no transcript {name!r}"}
    config = {key: each for key, each in (options.get("config") or {}).items() if key != "basePath"}
    if "model" in config:
        return _live(transcripts[name]["turns"], config)
    said = [turn["content"] for turn in transcripts[name]["reply"] if turn["role"] == "assistant"]
    whole = "\n\n".join(said).encode("utf-8", "replace").decode()  # half a character is none
    return {"output": whole, "metadata": {"specl_recorded": True}}


def _live(turns: list[dict[str, str]], config: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return what a model replies to some turns.
    """
    odd = sorted({turn["role"] for turn in turns} - {*SENDABLE})
    if odd:
        return {"error": f"no chat can be made of turns of {', '.join(odd)}"}
    try:
        said = chat(
            {**config, "messages": turns},
            base_url=os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1",
            key=os.environ.get("OPENAI_API_KEY", ""),
        )
    except ChatError as error:
        return {"error": str(error)}
    usage = said["usage"] or {}
    counts = {"prompt": "prompt_tokens", "completion": "completion_tokens", "total": "total_tokens"}
    known = {ours: usage[theirs] for ours, theirs in counts.items() if theirs in usage}
    return {"output": said["text"], "tokenUsage": known}
