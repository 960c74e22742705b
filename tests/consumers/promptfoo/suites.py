"""
Written suites, run by promptfoo with a judge on this machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.consumers.environments import Consumer
from tests.consumers.judge import Judge

__all__ = ["ERROR", "KEY", "Run", "Suite", "asked_in", "verdicts"]

KEY = "sk-never-to-be-written"
ERROR = 2  # what promptfoo calls the reason of a row that is an error
_QUIET = {
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
}


@dataclass(frozen=True)
class Run:
    """
    What an evaluation came to.

    Attributes:
        status: Its exit status.
        stats: How many rows passed, failed and were errors.
        rows: By transcript the row.
        metrics: What was added up of all rows.
    """

    status: int
    stats: dict[str, Any]
    rows: dict[str, dict[str, Any]]
    metrics: dict[str, Any]


@dataclass(frozen=True)
class Suite:
    """
    A suite in a folder.
    """

    folder: Path
    promptfoo: Consumer

    def data(self, name: str) -> Any:
        """
        Return one of its JSON files.
        """
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def config(self) -> dict[str, Any]:
        """
        Return its configuration.
        """
        text = (self.folder / "promptfooconfig.yaml").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text.split("\n", 1)[1])
        return found

    def validate(self) -> None:
        """
        Let promptfoo check its configuration.
        """
        done = self.promptfoo.run(
            "promptfoo", "validate", "config", cwd=self.folder, env=self._variables({})
        )
        assert (done.returncode, "Configuration is valid." in done.stdout) == (0, True), done.stdout

    def run(self, judge: Judge, *options: str) -> Run:
        """
        Run it.

        Args:
            judge: Whom to ask.
            options: More options of `promptfoo eval`.
        """
        env = {
            "SPECL_JUDGE_MODEL": "judge-1",
            "OPENAI_BASE_URL": judge.url,
            "OPENAI_API_KEY": KEY,
        }
        command = ("promptfoo", "eval", "--no-cache", "--no-table", "-o", "out.json", *options)
        done = self.promptfoo.run(*command, cwd=self.folder, env=self._variables(env))
        assert (self.folder / "out.json").exists(), done.stdout + done.stderr
        found = self.data("out.json")["results"]
        rows = {row["vars"].get("transcript"): row for row in found["results"]}
        return Run(done.returncode, found["stats"], rows, found["prompts"][0]["metrics"])

    def _variables(self, more: Mapping[str, str]) -> dict[str, str]:
        home = {"PROMPTFOO_CONFIG_DIR": str(self.folder / "home")}
        return {**_QUIET, **home, "PROMPTFOO_PYTHON": str(self.promptfoo.python), **more}


def asked_in(body: Mapping[str, Any]) -> list[str]:
    """
    Return the criteria that a request to a judge asks about.
    """
    schema = body["response_format"]["json_schema"]["schema"]
    rows: list[str] = schema["properties"]["verdicts"]["items"]["properties"]["criterion"]["enum"]
    return rows


def verdicts(
    table: Mapping[str, str], reason: str = "as the table says"
) -> Callable[[dict[str, Any]], str]:
    """
    Return a judge that answers by a table, `complies` where it says nothing.
    """

    def answer(body: dict[str, Any]) -> str:
        rows = [
            {
                "criterion": name,
                "evidence": [],
                "reason": reason,
                "verdict": table.get(name, "complies"),
            }
            for name in asked_in(body)
        ]
        return json.dumps({"verdicts": rows})

    return answer
