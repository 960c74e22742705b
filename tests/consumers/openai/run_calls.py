"""
Run in the environment of the `openai` package: sends requests as they were written.

Reads JSON from the file it is given, `{"call": "chat" | "decision", "bodies": […]}`, sends each
body with the package's client to OPENAI_BASE_URL, and writes the answers: texts of messages, or
choices.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from openai import OpenAI


def main() -> None:
    """
    Send what the file holds.
    """
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    client = OpenAI(api_key="none", max_retries=0)
    if given["call"] == "chat":
        done = [client.chat.completions.create(**body) for body in given["bodies"]]
        answers = [each.choices[0].message.content for each in done]
    else:
        decided = [client.decisions.create(**body) for body in given["bodies"]]
        answers = [{each.name: each.choice for each in one.answers} for one in decided]
    json.dump(answers, sys.stdout)


main()
