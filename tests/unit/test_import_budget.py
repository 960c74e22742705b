"""
What is not needed is not imported.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"z3", "hypothesis", "lark", "click", "openai", "pygls", "jsonschema", "numpy", "pyarrow"}
SPEC = 'spec small\n\nact polite "Is the reply polite?"\n\nrule r {\n  must polite\n}\n'


def _loaded(code: str) -> set[str]:
    """
    Return the top-level modules that are loaded once some code has run in a new process.
    """
    listing = "import sys; print('\\n' + ' '.join({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{listing}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def _command(*arguments: str) -> str:
    return f"from specl.cli import main\nassert main({list(arguments)!r}) == 0"


@pytest.fixture
def spec(tmp_path: Path) -> str:
    """
    A small file, as `specl fmt` leaves it.
    """
    path = tmp_path / "small.specl"
    path.write_text(SPEC)
    return str(path)


def test_the_package_alone_loads_next_to_nothing() -> None:
    """
    `import specl` loads no library, attrs included.
    """
    loaded = _loaded("import specl")
    assert set() == loaded & (HEAVY | {"attr", "attrs"})


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_the_command_line_alone(arguments: list[str]) -> None:
    """
    Help and the version need click and nothing else that is heavy.
    """
    assert {"click"} == _loaded(_command(*arguments)) & HEAVY


def test_formatting_loads_no_solver(spec: str) -> None:
    """
    `specl fmt` reads and writes text: no solver, no random tests.
    """
    assert set() == _loaded(_command("fmt", "--check", spec)) & {"z3", "hypothesis"}


def test_loading_a_spec_loads_no_solver(spec: str) -> None:
    """
    `specl.load`, a ruling on known facts, a verdict and a rubric are worked out without Z3.
    """
    code = (
        f"import specl\nspec = specl.load({spec!r})\nspecl.ruling(spec, {{}})\n"
        "specl.verdict(spec, {}, {'polite': True})\nspecl.rubric_of(spec)"
    )
    assert set() == _loaded(code) & {"z3", "hypothesis", "click"}


def test_decisions_load_no_libraries_for_tables(spec: str, tmp_path: Path) -> None:
    """
    Neither one scenario nor a thousand lines load numpy, pyarrow or Z3.
    """
    lines = tmp_path / "many.jsonl"
    lines.write_text("{}\n" * 1_000)
    code = f"{_command('decide', spec, '--facts', '{}')}\n{_command('decide', spec, str(lines))}"
    assert set() == _loaded(code) & {"z3", "hypothesis", "numpy", "pyarrow"}


def test_one_scenario_prepares_nothing(spec: str) -> None:
    """
    A single question goes to the interpreter.
    """
    code = f"{_command('decide', spec, '--facts', '{}')}\nimport sys\n"
    code += "assert 'specl.decide.decider' not in sys.modules"
    assert {"click"} == _loaded(code) & {"click"}


def test_a_rubric_loads_no_solver(spec: str) -> None:
    """
    `specl rubric` without given facts needs no solver.
    """
    assert set() == _loaded(_command("rubric", spec)) & {"z3", "hypothesis"}


def test_a_check_without_findings_loads_no_solver(tmp_path: Path) -> None:
    """
    Easy questions are settled without Z3, and nothing is loaded that words what was not found.
    """
    path = tmp_path / "clean.specl"
    path.write_text(SPEC.replace("must polite", "must polite\n  example e { expect must polite }"))
    listing = "import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{_command('check', str(path))}\n{listing}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    needless = {"z3", "specl.syntax.explain", "specl.check.reporter", "specl.interpret.rulings"}
    assert "specl.check.engine" in loaded
    assert set() == loaded & needless
