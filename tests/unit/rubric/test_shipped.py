"""
Every spec that is shipped compiles to a rubric.
"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import specl
from specl.rubric import rubric_of
from specl.rubric.as_data import schema
from specl.rubric.targets.json import to_json
from specl.rubric.targets.markdown import to_markdown

ROOT = Path(__file__).parents[3]
SPECS = sorted([*ROOT.glob("docs/examples/*/*.specl"), *ROOT.glob("stdlib/std/*.specl")])


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rubric(path: Path) -> None:
    """
    It has a criterion for each norm, valid JSON, and a page that names them all.
    """
    spec = specl.load(path)
    rubric = rubric_of(spec)
    assert {norm.id for norm in spec.norms} == {each.norm.id for each in rubric.criteria}
    jsonschema.Draft202012Validator(schema()).validate(json.loads(to_json(rubric)))
    page = to_markdown(rubric)
    assert all(f"#### `{each.id}`" in page for each in rubric.criteria)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_order(path: Path) -> None:
    """
    Whatever outranks a criterion comes before it.
    """
    spec = specl.load(path)
    norms = [each.norm for each in rubric_of(spec).criteria]
    late = [
        (higher.id, lower.id)
        for index, lower in enumerate(norms)
        for higher in norms[index:]
        if spec.outranks(higher, lower)
    ]
    assert [] == late
