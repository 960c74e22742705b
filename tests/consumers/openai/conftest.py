"""
How tests of this folder run scripts in the environment of the `openai` package.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.consumers.environments import Consumer

HERE = Path(__file__).parent


@pytest.fixture
def ask(consumer: Callable[[str], Consumer], tmp_path: Path) -> Callable[..., Any]:
    """
    A function from a script of this folder, what it is given and variables to what it answers.
    """
    openai = consumer("openai")

    def run(script: str, data: Any, **env: str) -> Any:
        given = tmp_path / "given.json"
        given.write_text(json.dumps(data), encoding="utf-8")
        done = openai.run("python", HERE / script, given, env=env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
