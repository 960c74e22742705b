"""
What tests against real consumers share: each consumer installed, and a judge to call.

To add a consumer, make a folder `tests/consumers/<name>/` with

- `requirements.txt`: the exact versions that are tried (`inspect-ai==0.3.285`); the line
  `--editable .` where the consumer has to import specl;
- `test_<topic>.py`: tests that write a rubric and hand it to the consumer::

      def test_support(consumer, rubric_of_example):
          written = rubric_of_example("inspect", "support")
          done = consumer("inspect").run("python", "-c", "import inspect_ai", cwd=written)
          assert done.returncode == 0, done.stderr

`consumer(name)` gives `.python`, `.node`, `.home` and `.run(*command, cwd=…, env=…)`; its first
word is looked up in the environment (`python`, `inspect`, `deepeval`, `promptfoo`). What runs there
reaches no other machine than this and sees none of the user's keys. `judge(answer)` starts a server
like OpenAI's: `answer(body)` returns the text to say, or a whole body; `.url` is for
OPENAI_BASE_URL, `.requests` holds what it was sent.

All tests below this folder bear the mark `consumer`, so that `make test` leaves them out; `make
test-consumers` runs them. Environments are kept in `.venv-consumers/`, or in SPECL_CONSUMERS_DIR.
Where one cannot be made, its tests are skipped, and fail if SPECL_CONSUMERS_REQUIRED is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.consumers.environments import ROOT, Consumer, InstallError, consumer_named
from tests.consumers.judge import Answer, Judge, judge_answering

EXAMPLES = {
    "support": "support/support.specl",
    "coding_agent": "coding_agent/agent.specl",
    "model_spec": "model_spec/model_spec.specl",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """
    Mark the tests below this folder, before pytest leaves out what `-m` does not ask for.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.consumer)


@pytest.fixture(scope="session")
def consumer() -> Callable[[str], Consumer]:
    """
    A function from the name of a consumer to it, installed.
    """
    failed: dict[str, str] = {}

    def find(name: str) -> Consumer:
        if name not in failed:
            try:
                return consumer_named(name)
            except InstallError as error:
                failed[name] = f"{name} could not be installed: {error}"
        if os.environ.get("SPECL_CONSUMERS_REQUIRED"):
            pytest.fail(failed[name], pytrace=False)
        pytest.skip(failed[name])

    return find


@pytest.fixture
def rubric_of_example(tmp_path: Path) -> Callable[..., Path]:
    """
    A function from a target, an example of the documentation and options to what was written.
    """

    def write(target: str, example: str, *options: str) -> Path:
        source = ROOT / "docs" / "examples" / EXAMPLES[example]
        return write_rubric(source, target, tmp_path / f"{target}-{example}", *options)

    return write


@pytest.fixture
def cases_of_example(tmp_path: Path) -> Callable[[str, str], str]:
    """
    A function from a format and an example of the documentation to its cases.
    """

    def write(target: str, example: str) -> str:
        source = ROOT / "docs" / "examples" / EXAMPLES[example]
        out = tmp_path / f"{target}-{example}-cases"
        specl = Path(sys.executable).with_name("specl")
        command = [specl, "cases", source, "--to", target, "-o", out, "--report", "none"]
        assert subprocess.run(command, check=False).returncode < 2
        return out.read_text(encoding="utf-8")

    return write


@pytest.fixture
def judge() -> Iterator[Callable[[Answer], Judge]]:
    """
    A function that starts a judge, which stops when the test ends.
    """
    with ExitStack() as running:
        yield lambda answer: running.enter_context(judge_answering(answer))


def write_rubric(source: Path, target: str, out: Path, *options: str) -> Path:
    """
    Write the rubric of a spec as users do.

    Args:
        source: The spec.
        target: The target's name.
        out: A file where the target writes one, otherwise a folder.
        options: More options of `specl rubric`.

    Returns:
        `out`.
    """
    command = [sys.executable, "-m", "specl", "rubric", str(source), "--to", target]
    done = subprocess.run(
        [*command, "-o", str(out), *options], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return out
