"""
Several files checked together are one spec.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from specl.model.show import show
from specl.modules import load
from specl.resolve import Resolved, resolve_together
from specl.text import Source


def together(folder: Path, checked: str, **texts: str) -> Resolved:
    """
    Resolve some of the files in a folder together.

    Args:
        folder: Where the files go.
        checked: The stems of the checked ones.
        texts: All texts by their stems.
    """
    for stem, text in texts.items():
        (folder / f"{stem}.specl").write_text(text, encoding="utf-8")
    return resolve_together(
        [
            load(Source(f"{stem}.specl", texts[stem]), folder / f"{stem}.specl")
            for stem in checked.split()
        ]
    )


FIRST = """
use std.authority
use std.reply (refuse)
fact minor: bool "Under 18?"
define young = minor
rule refuse_all at root { when young must refuse }
example e "e" { given minor expect must refuse }
"""

SECOND = """
use std.authority
use std.reply
fact minor: bool "A child?"
define young = not minor
act cite "Cites?"
section s "S" at user { rule refuse_all overrides other { when young may reply.refuse  must cite } }
rule other at user { must not cite }
"""


def test_shared_names_are_one_and_rules_go_by_their_file(tmp_path: Path) -> None:
    """
    Facts and acts of one name are one; rules and defines have their file's stem before them.
    """
    spec = together(tmp_path, "a b", a=FIRST, b=SECOND).spec
    assert spec is not None
    assert ["minor"] == list(spec.facts)
    assert {"refuse", "cite"} <= set(spec.acts)
    assert not [name for name in spec.acts if name == "b.refuse"]
    assert ["a.refuse_all", "b.refuse_all", "b.other"] == list(spec.rules)
    assert {"a.young", "b.young"} == set(spec.defines) - {"reply"}
    assert "b.young" == show(spec.rules["b.refuse_all"].when[0].expr)
    assert [("b.refuse_all", "b.other")] == [(o.higher, o.lower) for o in spec.orderings]
    assert {"b.s": ("b.refuse_all",)} == {n: s.rules for n, s in spec.sections.items()}
    assert ["a.e"] == [example.name for example in spec.examples]
    assert ("root", "system", "developer", "user", "guideline") == spec.levels
    assert "a and b" == spec.name


def test_types_must_agree(tmp_path: Path) -> None:
    """
    A fact of one name and two types is an error that names both.
    """
    found = together(
        tmp_path,
        "a b",
        a='fact x: int 0..3 "X?"\nact r "R?"\nrule n { when x > 1 must r }',
        b='fact x: bool "X?"\nfact r: bool "R?"\nact q "Q?"\nrule n { when x and r must q }',
    )
    assert found.spec is None
    assert [
        "`x` is a fact of type `bool` in one file and a fact of type `int 0..3` in another",
        "`r` is a fact of type `bool` in one file and an act of type `bool` in another",
    ] == [problem.message for problem in found.problems]


def test_a_file_without_levels_does_not_go_with_one_that_has_them(tmp_path: Path) -> None:
    """
    Its rules stand at no level.
    """
    found = together(tmp_path, "a b", a=FIRST, b='act q "Q?"\nrule n { must q }')
    assert [("missing-level", "b.specl")] == [
        (problem.code.slug, problem.span.source.name if problem.span else "")
        for problem in found.problems
    ]


def test_problems_of_a_shared_module_are_reported_once(tmp_path: Path) -> None:
    """
    A module that both files use is loaded and judged once.
    """
    user = 'use "./m.specl"\nact q "Q?"\nrule n { when m.x must q }'
    found = together(tmp_path, "a b", a=user, b=user, m='fact x: bool "X?"\nfact y: nothing "Y?"\n')
    assert ["unknown-name"] == [problem.code.slug for problem in found.problems]


def test_files_of_one_stem_are_told_apart(tmp_path: Path) -> None:
    """
    The second of two files with one stem goes by it with a number.
    """
    loadeds = []
    for name in ("x", "y"):
        folder = tmp_path / name
        folder.mkdir()
        path = folder / "same.specl"
        text = 'act q "Q?"\nrule n { must q }'
        path.write_text(text, encoding="utf-8")
        loadeds.append(load(Source(f"{name}/same.specl", text), path))
    spec = resolve_together(loadeds).spec
    assert spec is not None
    assert ["same.n", "same_2.n"] == list(spec.rules)


def test_nothing_is_no_spec() -> None:
    """
    Asking for no file is the caller's mistake.
    """
    with pytest.raises(ValueError, match="no file"):
        resolve_together([])


def test_a_file_that_another_one_uses_is_checked_as_itself(tmp_path: Path) -> None:
    """
    A checked file that is also a module of another keeps its own names.
    """
    first = 'use "./b.specl"\nact q "Q?"\nrule n { when b.x must q }'
    second = 'fact x: bool "X?"\nact q "Q?"\nrule n { when x must q }\ncover c { decides q }'
    for order in ("a b", "b a"):
        spec = together(tmp_path, order, a=first, b=second).spec
        assert spec is not None
        assert ["x"] == list(spec.facts)
        assert ["q"] == list(spec.acts)
        assert {"a.n", "b.n"} == set(spec.rules)
        assert ["b.c"] == [cover.name for cover in spec.covers]
