"""
Modules bring their declarations under one name each, and a cap holds their rules down.
"""

from __future__ import annotations

from pathlib import Path

from specl.model import Spec
from specl.model.show import show
from tests.unit.resolve.texts import spec_of

LEVELS = "levels root > system > developer > user > guideline\n"


def levels_of(spec: Spec) -> dict[str, str]:
    """
    Return the level of each rule.
    """
    return {name: rule.level for name, rule in spec.rules.items()}


def kept(spec: Spec) -> list[tuple[str, str]]:
    """
    Return the pairs of rules whose order a cap keeps.
    """
    return [(pair.higher, pair.lower) for pair in spec.orderings if pair.origin == "cap"]


def test_names_as_the_checked_file_sees_them(tmp_path: Path) -> None:
    """
    Own and picked names are bare, direct ones go by the alias, further ones by the path.
    """
    spec = spec_of(
        'use "./near.specl" as nb (picked)\n'
        'fact own: bool "Own?"\n'
        "rule r { when own and nb.other and nb.far.deep must picked }",
        tmp_path,
        near='use "./far.specl"\nact picked "P?"\nfact other: bool "O?"\ndefine d = far.deep\n'
        "rule n { when d must picked }",
        far='fact deep: bool "D?"\n',
    )
    assert ["nb.far.deep", "nb.other", "own"] == list(spec.facts)
    assert ["picked"] == list(spec.acts)
    assert ["nb.d"] == list(spec.defines)
    assert ["nb.n", "r"] == list(spec.rules)
    assert "nb.d" == show(spec.rules["nb.n"].when[0].expr)
    assert {"nb.far.deep": False, "nb.other": False, "own": True} == {
        name: fact.own for name, fact in spec.facts.items()
    }
    assert [False, True] == [rule.own for rule in spec.rules.values()]


def test_a_module_of_several_is_one_instance(tmp_path: Path) -> None:
    """
    What two modules share is there once, by its shortest name.
    """
    shared = 'use "./shared.specl" as s\nrule r { must s.a }'
    spec = spec_of(
        'use "./one.specl"\nuse "./two.specl"\nuse "./shared.specl" as direct\n'
        "rule r { must direct.a }",
        tmp_path,
        one=shared,
        two=shared,
        shared='act a "A?"\n',
    )
    assert ["direct.a"] == list(spec.acts)
    assert {"direct.a"} == {show(norm.obligation) for norm in spec.norms}


def test_examples_and_covers_of_modules_stay_behind(tmp_path: Path) -> None:
    """
    Only ensures of modules come along.
    """
    module = (
        'act a "A?"\nfact f: bool "F?"\nrule r { when f must a }\n'
        'example e "e" { expect may a }\ncover c { decides a }\nensure n { when f must a }\n'
    )
    spec = spec_of('use "./m.specl"\nrule s { may m.a }', tmp_path, m=module)
    assert () == spec.examples
    assert () == spec.covers
    assert [("m.n", False)] == [(ensure.name, ensure.own) for ensure in spec.ensures]


def test_a_cap_holds_down_the_module_and_keeps_its_order(tmp_path: Path) -> None:
    """
    Rules above the cap come down to it, in the order that they had; others stay.
    """
    module = (
        f'{LEVELS}act a "A?"\n'
        "rule top at root { must a }\nrule mid at system { must a }\n"
        "rule same at user { must a }\nrule low at guideline { must a }\n"
    )
    spec = spec_of('use "./m.specl" at user\nrule own at root { may m.a }', tmp_path, m=module)
    expected = {"m.top": "user", "m.mid": "user", "m.same": "user", "m.low": "guideline"}
    assert expected | {"own": "root"} == levels_of(spec)
    assert [("m.top", "m.mid"), ("m.mid", "m.same")] == kept(spec)
    assert spec.outranks(spec.rules["m.top"].norms[0], spec.rules["m.same"].norms[0])


def test_a_cap_reaches_what_is_reached_only_through_it(tmp_path: Path) -> None:
    """
    A module that others use too keeps its levels; one behind the cap alone does not.
    """
    rule = f'{LEVELS}act a "A?"\nrule r at root {{ must a }}\n'
    capped = 'use "./shared.specl"\nuse "./inner.specl"\n'
    spec = spec_of(
        'use "./capped.specl" at user\nuse "./shared.specl"\nrule own at root { may shared.a }',
        tmp_path,
        capped=f"{capped}rule c at system {{ must shared.a }}\n",
        shared=rule,
        inner=rule,
    )
    assert {
        "shared.r": "root",
        "capped.inner.r": "user",
        "capped.c": "user",
        "own": "root",
    } == levels_of(spec)
    assert [("capped.inner.r", "capped.c")] == kept(spec)


def test_an_operator_cannot_hold_down_its_provider(tmp_path: Path) -> None:
    """
    A cap inside a capped module takes nothing from a module that others use without one.
    """
    spec = spec_of(
        'use "./provider.specl"\nuse "./operator.specl" at developer\n',
        tmp_path,
        provider=f'{LEVELS}act a "A?"\nrule r at root {{ must a }}\n',
        operator='use "./provider.specl" at guideline\nrule o at root { may provider.a }\n',
    )
    assert {"provider.r": "root", "operator.o": "developer"} == levels_of(spec)


def test_caps_within_caps(tmp_path: Path) -> None:
    """
    Each cap keeps the order that it found, the inner one first.
    """
    spec = spec_of(
        'use "./outer.specl" at guideline\n',
        tmp_path,
        outer='use "./inner.specl" at user\nrule o at developer { must inner.a }\n',
        inner=f'{LEVELS}act a "A?"\nrule x at root {{ must a }}\nrule y at user {{ must a }}\n',
    )
    assert {"guideline"} == set(levels_of(spec).values())
    expected = {
        ("outer.inner.x", "outer.inner.y"),
        ("outer.o", "outer.inner.x"),
        ("outer.o", "outer.inner.y"),
    }
    assert expected == set(kept(spec))


def test_two_capped_ways_leave_the_higher(tmp_path: Path) -> None:
    """
    What two capped modules share may stand as high as the higher of their caps.
    """
    spec = spec_of(
        'use "./one.specl" at user\nuse "./two.specl" at developer\n',
        tmp_path,
        one='use "./shared.specl"\nrule o at root { may shared.a }\n',
        two='use "./shared.specl"\nrule t at root { may shared.a }\n',
        shared=f'{LEVELS}act a "A?"\nrule s at root {{ must a }}\n',
    )
    assert {"one.shared.s": "developer", "one.o": "user", "two.t": "developer"} == levels_of(spec)
    assert [] == kept(spec)


def test_a_module_without_levels_takes_those_of_its_cap(tmp_path: Path) -> None:
    """
    `use … at LEVEL` gives a level to rules that have none.
    """
    spec = spec_of(
        f'{LEVELS}use "./m.specl" at user\nrule own at root {{ may m.a }}',
        tmp_path,
        m='act a "A?"\nrule r { must a }\nprecedence must not > must\n',
    )
    assert {"m.r": "user", "own": "root"} == levels_of(spec)
    assert [("user", frozenset({"m.r"}))] == [(d.level, d.rules) for d in spec.deny_first]


def test_deny_first_of_a_capped_module_is_among_its_own(tmp_path: Path) -> None:
    """
    It holds at the level where its rules have come to stand, among those it was meant for.
    """
    module = (
        f'{LEVELS}act a "A?"\nrule x at root {{ must a }}\nrule y at root {{ must not a }}\n'
        "rule z at user { must a }\nprecedence must not > must at root\n"
    )
    spec = spec_of('use "./m.specl" at user\nrule own at user { may m.a }', tmp_path, m=module)
    expected = [("user", frozenset({"m.x", "m.y"}))]
    assert expected == [(d.level, d.rules) for d in spec.deny_first]
