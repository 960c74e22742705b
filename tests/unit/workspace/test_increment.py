"""
After an edit only the slices that it touches are checked, and nothing shows of that.
"""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from specl.check import check as real_check
from specl.check import slices
from specl.diagnostics.render import json, text
from specl.text import Source
from specl.workspace.alterations import Place, alteration, blanked, mentioned
from specl.workspace.cache import Cache
from specl.workspace.options import CheckOptions
from specl.workspace.reading import RawFile
from specl.workspace.running import worked_out

PARTS = ("tone", "money", "safety", "links")
HEAD = 'spec parts\n\nfact night: bool "Is it night?"\nfact minor: bool "Under 18?"\n'
FACTS = 'fact spare: bool "Not used by many."\n'


def part(name: str) -> str:
    """
    Return rules about one act: two that contradict each other, and one that needs not be.
    """
    return f"""
rule {name}_asked {{
  "Ask for {name}."
  must {name}
}}

rule {name}_at_night {{
  when night
  must not {name}
}}

rule {name}_again {{
  when not night and minor
  must {name}
}}
"""


def whole(*parts: str) -> str:
    """
    Return a spec of several parts that have nothing to do with each other.
    """
    acts = "".join(f'act {name} "Does it show {name}?"\n' for name in PARTS)
    return HEAD + FACTS + acts + "".join(parts or map(part, PARTS))


@attrs.define
class Desk:
    """
    A file that is edited and checked, with a cache.

    Attributes:
        searched: The rules of each slice that was checked.
    """

    cache: Cache
    searched: list[tuple[str, ...]] = attrs.field(factory=list)

    def output(self, text_: str, *, cached: bool = True) -> tuple[str, str]:
        """
        Return what a check prints.
        """
        options = CheckOptions(cache=self.cache if cached else None)
        file = RawFile("parts.specl", Path("/nowhere/parts.specl"), text_.encode())
        report = worked_out([file], options)
        summary = {"size": report.size, "complete": report.complete}
        return json.render(report.findings, ok=True, summary=summary), text.render(report.findings)

    def checks(self, text_: str) -> list[str]:
        """
        Return the parts that are checked of a text, having seen that the output is as without.
        """
        self.searched.clear()
        warm = self.output(text_)
        searched = list(self.searched)
        assert self.output(text_, cached=False) == warm
        return [names[0].partition("_")[0] for names in searched]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """
    Return a desk on which a spec of four parts has been checked.
    """
    made = Desk(Cache(str(tmp_path / "cache")))

    def noting(spec, **options):
        made.searched.append(tuple(spec.rules))
        return real_check(spec, **options)

    monkeypatch.setattr("specl.check.sliced.check", noting)
    monkeypatch.setattr(slices, "SMALL", 5)
    monkeypatch.setattr(slices, "_ALONE", 2)
    assert list(PARTS) == made.checks(whole())
    return made


def test_what_is_the_same_is_not_checked(desk: Desk) -> None:
    """
    The same text, remarks and blank lines, other line ends: nothing is checked anew.
    """
    assert desk.checks(whole()) == []
    assert desk.checks(whole().replace("rule money_again", "# here\n\n\nrule money_again")) == []
    assert desk.checks(whole().replace("\n", "\r\n")) == []
    assert desk.checks("\ufeff" + whole()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("must not money", "should not money"),
        ("  when night\n  must not money", "  when night and minor\n  must not money"),
        ("rule money_again {", "rule money_again overrides money_at_night {"),
        ("rule money_again {", "rule money_once_more {"),
        (part("money"), part("money").rpartition("\nrule")[0]),
        ("rule money_again", 'rule money_extra { must money because "é" }\n\nrule money_again'),
    ],
)
def test_an_edit_of_a_rule_has_its_slice_checked(desk: Desk, old: str, new: str) -> None:
    """
    A norm, a condition, an order, a name, a rule less or more: only its slice is checked.
    """
    edited = whole().replace(old, new, 1)
    assert edited != whole()
    assert desk.checks(edited) == ["money"]


def test_a_rule_that_ties_two_slices_has_both_checked(desk: Desk) -> None:
    """
    Slices that an edit joins are checked as the one that they have become, and apart again.
    """
    tied = whole().replace("rule tone_again {", "rule tone_again overrides links_asked {")
    assert desk.checks(tied) == ["tone"]
    assert set(desk.checks(whole())) <= {"tone", "links"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FACTS, ""),
        (FACTS, FACTS + "assume not (night and minor)\n"),
        ('fact minor: bool "Under 18?"', 'fact minor: bool = true "Under 18?"'),
        ("rule tone_asked {\n", "ensure e { must tone }\nrule tone_asked {\n"),
        ("rule tone_asked {\n", 'section s "S" {\nrule tone_asked {\n'),
        ("rule tone_again {\n", 'rule tone_again {\n  "Not closed.\n'),
        ("rule tone_again {\n", "rule tone_asked {\n"),
    ],
)
def test_what_is_not_about_rules_has_all_checked(desk: Desk, old: str, new: str) -> None:
    """
    Another vocabulary, other laws or promises, an error: the output is that of a fresh check.
    """
    edited = whole().replace(old, new, 1)
    assert edited != whole()
    desk.checks(edited)


def test_rules_on_one_line_move_with_it(desk: Desk) -> None:
    """
    Mends are indented as their rules are, also where an edit moves one along its line.
    """
    lines = whole().replace("\n}\n\nrule money_at_night", "\n} rule money_at_night")
    lines = lines.replace("\n}\n\nrule safety_asked {\n", "\n} rule safety_asked {").replace(
        '"Ask for safety."\n ', ""
    )
    desk.checks(lines)
    desk.checks(lines.replace("  must money\n} rule s", "  must money  } rule s"))
    desk.checks(lines.replace("must not money", "must not (money)"))


def test_what_becomes_unused_is_told(desk: Desk) -> None:
    """
    A fact that only one rule used is unused without it, and one that others use is not.
    """
    used = whole().replace("  when not night and minor\n  must tone", "  when spare\n  must tone")
    assert "nothing uses the fact `spare`" in desk.output(whole())[1]
    assert desk.checks(used) == ["tone"]
    assert "the fact `spare`" not in desk.output(used)[1]
    assert set(desk.checks(whole())) <= {"tone"}
    assert "nothing uses the fact `spare`" in desk.output(whole())[1]


def test_an_edit_here_takes_a_finding_away_there(desk: Desk) -> None:
    """
    What is needless where nothing is contradictory is not told once everything is.
    """
    needless = whole(
        part("tone").replace("  when night\n", "  when night and minor\n"), part("money")
    )
    always = needless.replace("  when night\n  must not money", "  must not money")
    desk.checks(needless)
    desk.checks(always)
    desk.checks(needless)


def test_a_change_between_rules_is_found() -> None:
    """
    Texts are compared from both ends; the rules between are read anew.
    """
    old = "fact a: bool\nrule r { must x }\nrule s { must y }\nrule t { must z }\n"
    rules = [
        Place(name, old.index(f"rule {name}"), old.index("}", old.index(f"rule {name}")) + 1)
        for name in "rst"
    ]
    new = old.replace("must y", "must not y")
    found = alteration(old, Source("", new), rules)
    assert found is not None
    assert [place.name for place in found.gone] == ["s"]
    assert [new[place.start : place.end] for place in found.fresh] == ["rule s { must not y }"]
    assert [new[place.start : place.end] for place in found.kept] == [
        "rule r { must x }",
        "rule t { must z }",
    ]
    assert found.ends.moved(rules[2].start, rules[2].end) == (new.index("rule t"), len(new) - 1)
    assert alteration(old, Source("", old.replace("fact a", "fact b")), rules) is None
    assert alteration(old, Source("", old.replace("rule t", '"""\nrule t')), rules) is None
    hidden = alteration(old, Source("", old.replace("rule t", "# rule t")), rules)
    assert hidden is not None
    assert ([place.name for place in hidden.gone], hidden.fresh) == (["t"], ())


def test_blank_rules_keep_their_lines() -> None:
    """
    What is hidden leaves every place as it was.
    """
    text_ = "fact a: bool\nrule r {\n  must é\n}\nact b\n"
    hidden = Place("r", text_.index("rule"), text_.index("}") + 1)
    shown = blanked(text_, [hidden])
    assert (len(shown), shown.count("\n")) == (len(text_), text_.count("\n"))
    assert shown.split() == ["fact", "a:", "bool", "act", "b"]


def test_words_of_a_rule_are_those_of_its_norms_and_conditions() -> None:
    """
    Names in texts, comments and the header do not count; names of modules are one word.
    """
    rule = 'rule r at high tags a { "about b" # c\n when d and m.e must f because """g\nh""" }'
    assert set(mentioned(rule)) == {"when", "d", "and", "m.e", "must", "f", "because"}
