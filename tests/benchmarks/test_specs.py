"""
The specs that measurements use are what they are said to be.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from specl import loads
from specl.interpret import applicable_rules, satisfies_assumptions
from tests.benchmarks.peers.closures import compiled
from tests.benchmarks.scenarios import scenarios
from tests.benchmarks.specs import MIXES, draw
from tests.benchmarks.subject import contradictions


@pytest.mark.parametrize("mix", MIXES)
def test_the_same_seed_gives_the_same_bytes(mix: str) -> None:
    """
    Whatever order Python gives to its sets, and another seed gives another spec.
    """
    command = [sys.executable, "-m", "tests.benchmarks.specs", mix, "120", "--seed", "7"]
    texts = {
        subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert {draw(mix, 120, seed=7).text().encode() + b"\n"} == texts
    assert draw(mix, 120, seed=7) != draw(mix, 120, seed=8)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("mix", ["grouped", "clean", "joint"])
def test_what_was_planted_is_found(mix: str, seed: int) -> None:
    """
    The planted sets of rules contradict each other, and no others do.
    """
    draft = draw(mix, 100, seed=seed)
    assert set(draft.planted or ()) == contradictions(loads(draft.text()))


def test_some_pairs_are_kept_apart_by_assumptions_alone() -> None:
    """
    Without the assumptions more than what was planted is found.
    """
    draft = draw("grouped", 100)
    kept = [line for line in draft.text().splitlines() if not line.startswith("assume")]
    assert set(draft.planted or ()) < contradictions(loads("\n".join(kept)))


def test_some_clashes_are_settled_by_overrides_alone() -> None:
    """
    Without `overrides` more than what was planted is found.
    """
    draft = draw("grouped", 100)
    for rule in draft.rules:
        rule.overrides = ()
    assert set(draft.planted or ()) < contradictions(loads(draft.text()))


@pytest.mark.parametrize("mix", MIXES)
def test_there_are_as_many_rules_as_were_asked_for(mix: str) -> None:
    """
    Each rule of the draft is a rule of the spec.
    """
    assert 150 == len(loads(draw(mix, 150).text()).rules)


def test_scenarios_keep_the_assumptions() -> None:
    """
    The same ones come for the same seed.
    """
    spec = loads(draw("grouped", 100).text())
    drawn = scenarios(spec, 50)
    assert all(satisfies_assumptions(spec, scenario) for scenario in drawn)
    assert drawn == scenarios(spec, 50)


def test_conditions_mean_to_peers_what_they_mean_here() -> None:
    """
    Rules as plain functions apply where the reference says that they do.
    """
    spec = loads(draw("grouped", 100).text())
    tests = {name: compiled(rule) for name, rule in spec.rules.items()}
    for scenario in scenarios(spec, 50):
        found = [name for name, holds in tests.items() if holds(scenario)]
        assert list(applicable_rules(spec, scenario)) == found
