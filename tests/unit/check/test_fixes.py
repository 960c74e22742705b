"""
Mends of a contradiction: what is offered, where its text goes, and in what order.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from specl.check import check
from specl.diagnostics import Diagnostic
from specl.modules import load
from specl.resolve import resolve
from specl.text import Source
from specl.workspace.fixing import apply_edits
from tests.reference.pipeline import spec_of

TWO = """spec two
use std.authority
fact late: bool "late"
act answer: bool "answer"
rule kind at user {
  must answer
}
rule firm at user {
  when late
  must not answer
}
"""
MODULE = """spec base
fact late: bool "late"
act answer: bool "answer"
rule firm {
  when late
  must not answer
}
"""
WAIVE = "accept it for now with `waive`"


def clash(text: str) -> Diagnostic:
    """
    Return the one contradiction of a text.
    """
    (found,) = (each for each in check(spec_of(text)).findings if each.code.slug == "contradiction")
    return found


def mended(text: str, title: str) -> str:
    """
    Return a text with one of the mends of its contradiction.
    """
    (fix,) = (each for each in clash(text).fixes if each.title == title)
    return apply_edits(text, fix.edits)


def test_every_way_to_settle_two_rules_is_offered():
    """
    Either gives way to the other, by order or level, or the general one by `unless` and `suspends`.
    """
    assert [
        "`overrides kind` on `firm`",
        "`unless late` in `kind`",
        "`suspends kind` on `firm`",
        "`at guideline` for `kind`",
        "`overrides firm` on `kind`",
        "`at guideline` for `firm`",
        WAIVE,
    ] == [fix.title for fix in clash(TWO).fixes]


def test_a_mend_that_kills_a_rule_is_not_offered():
    """
    `kind` always applies: where it suspends `firm` that rule never applies, which is an error.
    """
    titles = [fix.title for fix in clash(TWO).fixes]
    assert "`suspends kind` on `firm`" in titles
    assert "`suspends firm` on `kind`" not in titles


def test_the_waiver_comes_last():
    """
    What settles a clash comes before what only accepts it.
    """
    assert WAIVE == clash(TWO).fixes[-1].title


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("`overrides kind` on `firm`", "rule firm at user overrides kind {"),
        ("`suspends kind` on `firm`", "rule firm at user suspends kind {"),
        ("`at guideline` for `firm`", "rule firm at guideline {"),
        ("`unless late` in `kind`", "  unless late"),
        (WAIVE, 'waive contradiction between kind, firm because "Say why this may stand."'),
    ],
)
def test_a_mend_is_written_where_a_person_would(title, line):
    """
    The text goes into the rule's header, before its norms, or at the end of the file.
    """
    lines = mended(TWO, title).splitlines()
    assert line in lines
    assert len(lines) >= len(TWO.splitlines())


def test_a_mend_joins_a_list_that_is_there():
    """
    Another name is added to what a rule overrides already.
    """
    text = (
        TWO.replace("firm at user", "firm at user overrides calm")
        + "rule calm at user { must answer }\n"
    )
    assert "rule firm at user overrides calm, kind {" in mended(text, "`overrides kind` on `firm`")


def test_a_set_of_three_needs_one_that_gives_way_to_both_others():
    """
    Two edits in two rules make one mend.
    """
    text = """spec three
    act a: bool "a"
    act b: bool "b"
    act c: bool "c"
    constraint not (a and b and c)
    rule one { must a }
    rule two { must b }
    rule three { must c }
    """
    found = mended(text, "`overrides one` on `two` and `three`")
    assert "rule two overrides one {" in found
    assert "rule three overrides one {" in found
    assert [] == [
        each for each in check(spec_of(found)).findings if each.code.slug == "contradiction"
    ]


def test_norms_of_one_rule_cannot_be_ordered():
    """
    A rule against itself is offered nothing but the waiver, and another order would not help.
    """
    text = 'spec one act a: bool "a" rule both { must a must not a }'
    assert [WAIVE] == [fix.title for fix in clash(text).fixes]


@pytest.fixture
def used(tmp_path: Path) -> Callable[[str], Diagnostic]:
    """
    Check a text beside a module `base`, and return its one contradiction.
    """
    (tmp_path / "base.specl").write_text(MODULE)

    def checked(text: str) -> Diagnostic:
        path = tmp_path / "own.specl"
        spec = resolve(load(Source("own.specl", text), path)).spec
        assert spec is not None
        (found,) = (each for each in check(spec).findings if each.code.slug == "contradiction")
        return found

    return checked


OWN = """spec own
use "./base.specl" (answer, late)
rule kind {
  must answer
}
"""


def test_a_module_is_never_edited(used):
    """
    All edits lie in the checked file, and no rule of a module is given a clause.
    """
    fixes = used(OWN).fixes
    assert {"own.specl"} == {edit.span.source.name for fix in fixes for edit in fix.edits}
    assert not any(
        fix.title.endswith(("on `base.firm`", "in `base.firm`"))
        for fix in fixes
        if "overrides" not in fix.title
    )


def test_a_rule_of_a_module_is_ordered_by_a_line_of_its_own(used):
    """
    A `precedence` in the checked file lets a module's rule go first, and settles the clash.
    """
    (fix,) = (fix for fix in used(OWN).fixes if fix.title == "`overrides kind` on `base.firm`")
    text = apply_edits(OWN, fix.edits)
    assert text.endswith("\nprecedence base.firm > kind\n")
    with pytest.raises(ValueError, match="not enough values"):
        used(text)
