"""
Python that targets write: whole files, in which no part gets in another's way.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib.resources import files

import pytest

from specl.rubric.emitted import emitted

NAMES = [
    "deepeval_metrics",
    "deliberation",
    "inspect_task",
    "promptfoo_judge",
    "promptfoo_provider",
    "promptfoo_score",
    "rewards",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_means_two_things(name):
    """
    No function, class or constant of an emitted file is defined twice in it.
    """
    defined: Counter[str] = Counter()
    for node in ast.parse(emitted(name)).body:
        match node:
            case (
                ast.FunctionDef(name=own) | ast.AsyncFunctionDef(name=own) | ast.ClassDef(name=own)
            ):
                defined[own] += 1
            case ast.Assign(targets=targets):
                defined.update(each.id for each in targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=own)):
                defined[own] += 1
    assert [] == [own for own, times in defined.items() if times > 1]


def taken_as_it_is(name: str) -> str:
    """
    Return the texts of a module and of what it takes from others, whose imports are to be left out.
    """
    text = (files("specl.rubric.emitted") / f"{name}.py").read_text(encoding="utf-8")
    others = re.findall(r"^from specl\.rubric\.emitted\.(\w+)", text, re.MULTILINE)
    return "".join([text, *map(taken_as_it_is, others)])


@pytest.mark.parametrize("name", NAMES)
def test_an_emitted_file_needs_no_specl(name):
    """
    Nothing of specl is imported, and no note for its tools is left.
    """
    text = emitted(name)
    imported = {
        getattr(node, "module", None) or node.names[0].name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not {each for each in imported if each.partition(".")[0] == "specl"}
    assert not re.findall(r"^from specl\..* as ", taken_as_it_is(name), re.MULTILINE)
    assert "type: ignore" not in text
    assert "noqa" not in text
