"""
The kinds of problems are all to be had from one place, and loaded when one is found.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from specl.resolve import problems
from tests.unit.resolve.texts import resolved


def test_every_kind_is_listed() -> None:
    """
    The package offers what its modules define, and nothing else.
    """
    folder = Path(str(problems.__file__)).parent
    homes = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    kinds = {
        name
        for home in homes
        for name, value in vars(import_module(f"specl.resolve.problems.{home}")).items()
        if hasattr(value, "report") and value.__module__.endswith(f".{home}")
    }
    assert kinds == set(problems.__all__)
    for name in problems.__all__:
        assert name == getattr(problems, name).__name__


def test_an_unknown_kind_is_an_attribute_error() -> None:
    """
    The package fails as any module does for a name that it lacks.
    """
    with pytest.raises(AttributeError, match="NoSuchKind"):
        _ = problems.NoSuchKind  # type: ignore[attr-defined]


def test_a_right_text_loads_none() -> None:
    """
    Resolving a text without problems imports no wording.
    """
    code = (
        "import sys\n"
        "from specl.modules import load\n"
        "from specl.resolve import resolve\n"
        "from specl.text import Source\n"
        "text = 'act a \"A?\"\\nrule r { must a }'\n"
        "assert resolve(load(Source('a.specl', text), None)).problems == ()\n"
        "print([name for name in sys.modules if name.startswith('specl.resolve.problems.')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_a_problem_says_what_it_is_about() -> None:
    """
    A problem that names nothing itself has the innermost declaration around it as subject.
    """
    text = (
        'fact size: int 0..3 = 9 "Size?"\nact a "A?"\n'
        'section s "S" { rule r { when size == true must a } }\n'
        "assume size == true\n"
    )
    found = [
        (p.span and p.span.line, p.data.get("subject"), p.data.get("rules"))
        for p in resolved(text).problems
    ]
    assert [(1, "size", None), (3, "r", ["r"]), (4, None, None)] == found
