"""
Rulings and findings of the conformance vectors, where these are at hand.

They lie beside the checkout, or where SPECL_CONFORMANCE says.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from specl.interpret import ruling
from specl.model import Norm, Spec, value_from_json
from tests.reference.findings import findings
from tests.reference.pipeline import spec_of
from tests.reference.reported import reported

BESIDE = Path(__file__).parents[3] / "shared" / "conformance"
FOLDER = Path(os.environ.get("SPECL_CONFORMANCE", BESIDE))
VECTORS = sorted(FOLDER.glob("*.json"))

pytestmark = pytest.mark.skipif(not VECTORS, reason=f"no conformance vectors in {FOLDER}")


@pytest.fixture(params=VECTORS, ids=lambda path: path.stem)
def vector(request: pytest.FixtureRequest) -> tuple[Spec, dict[str, Any]]:
    """
    Return a spec and what is to be found out about it.
    """
    path: Path = request.param
    spec = spec_of(path.with_suffix(".specl").read_text(encoding="utf-8"))
    return spec, json.loads(path.read_text(encoding="utf-8"))


def test_rulings_are_exactly_those_recorded(vector):
    """
    The interpreter's rulings are those of the vectors.
    """
    spec, expected = vector
    for recorded in expected["rulings"]:
        facts = recorded["facts"].items()
        scenario = {name: value_from_json(spec.facts[name].type, data) for name, data in facts}
        decided = ruling(spec, scenario)
        assert as_recorded(recorded["applicable"]) == ids(decided.applicable)
        assert as_recorded(recorded["in_force"]) == ids(decided.in_force)
        sets = [ids(norms) for norms in decided.contradictions]
        assert sorted(map(as_recorded, recorded["contradictions"])) == sorted(sets)


def test_the_check_reports_the_findings_recorded(vector):
    """
    The check reports the findings of the vectors, no more and no fewer of those codes.
    """
    from specl.check import check

    spec, expected = vector
    report = check(spec)
    assert report.complete
    found = reported(report.findings)
    assert recorded_findings(expected) == {code: found.get(code, set()) for code in CODES}


def test_brute_force_finds_what_is_recorded(vector):
    """
    The brute force that the property tests rely on agrees with the vectors.
    """
    spec, expected = vector
    found = findings(spec)
    assert recorded_findings(expected) == {code: found.get(code, set()) for code in CODES}


CODES = (
    "empty-world",
    "no-reply",
    "contradiction",
    "tension",
    "impossible",
    "unreachable",
    "overridden",
    "ensure-failed",
)


def recorded_findings(expected: dict[str, Any]) -> dict[str, set[Any]]:
    """
    Return the findings of a vector as the brute force gives them.
    """
    sets = {code: expected[code] for code in ("contradiction", "tension")}
    return {
        "empty-world": {True} if expected["empty"] else set(),
        "no-reply": {True} if expected["no-reply"] else set(),
        **{code: {frozenset(as_recorded(one)) for one in found} for code, found in sets.items()},
        "impossible": {tuple(norm) for (norm,) in expected["impossible"]},
        "unreachable": set(expected["unreachable"]),
        "overridden": {tuple(norm) for norm in expected["overridden"]},
        "ensure-failed": set(expected["ensure-failed"]),
    }


def as_recorded(norms: list[list[Any]]) -> list[tuple[Any, ...]]:
    """
    Return norms in JSON as sorted triples.
    """
    return sorted(tuple(norm) for norm in norms)


def ids(norms: tuple[Norm, ...]) -> list[tuple[Any, ...]]:
    """
    Return norms as sorted triples.
    """
    return sorted(norm.id for norm in norms)
