"""
What `specl rubric --to rewards` writes, called by the code of TRL, verl and OpenRLHF.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.consumers.conftest import EXAMPLES

HERE = Path(__file__).parent


@pytest.fixture
def call(consumer, rubric_of_example, judge, tmp_path) -> Any:
    """
    A function from a script, an example, a verdict, arguments and input to what it prints.
    """

    def run(script: str, name: str, verdict: str, *arguments: str, given: Any = None) -> Any:
        def answer(body: dict[str, Any]) -> str:
            schema = body["response_format"]["json_schema"]["schema"]
            row = schema["properties"]["verdicts"]["items"]["properties"]
            rows = [
                {"criterion": name, "evidence": [], "reason": "", "verdict": verdict}
                for name in row["criterion"]["enum"]
            ]
            return json.dumps({"verdicts": rows})

        folder = rubric_of_example("rewards", name)
        file = folder.rename(folder.with_suffix(".py"))
        env = {
            "OPENAI_BASE_URL": judge(answer).url,
            "OPENAI_API_KEY": "none",
            "SPECL_JUDGE_MODEL": "judge",
        }
        (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
        words = " ".join(f'"${number}"' for number in range(1, len(arguments) + 2))
        command = f"exec python {HERE / script} {words} < given.json"
        done = consumer("rewards").run(
            "sh", "-c", command, "sh", file, *arguments, cwd=tmp_path, env=env
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("verdict", "reward"), [("complies", 1.0), ("unsure", None)])
def test_trl(call, name, verdict, reward) -> None:
    """
    The GRPO trainer gets a reward for each completion, and NaN where there is none.
    """
    batch = {
        "inputs": [{"prompt": "Hi", "facts": None, "topic": "x"}] * 2,
        "prompts": [[{"role": "user", "content": "Hi"}]] * 2,
        "completions": [[{"role": "assistant", "content": "Hello."}]] * 2,
    }
    found = call("run_trl.py", name, verdict, given=batch)
    assert [[reward]] * 2 == found["rewards"]
    assert {"unscored": float(reward is None)} == found["metrics"]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("verdict", ["complies", "unsure"])
def test_verl(call, name, verdict) -> None:
    """
    The reward manager gets a number in any case, with whether it stands for one.
    """
    info = {"prompt": [{"role": "user", "content": "Hi"}]}
    found = call("run_verl.py", name, verdict, "Hello.", given=info)
    assert found["reward_score"] == found["reward_extra_info"]["score"]
    assert found["reward_extra_info"]["unscored"] == float(verdict == "unsure")
    assert (found["reward_score"] == 1) == (verdict == "complies")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("verdict", ["complies", "unsure"])
def test_openrlhf(call, name, verdict) -> None:
    """
    The executor gets a number in any case, and logs whether it stands for one.
    """
    label = json.dumps({"prompt": "Hi"})
    found = call("run_openrlhf.py", name, verdict, "user: Hi\nassistant: ", "Hello.", label)
    assert isinstance(found["reward"], float)
    assert found["reward"] == found["scores"]
    assert found["extra_logs"]["unscored"] == float(verdict == "unsure")
