"""
Rules, sections and the order between them become data as declared.
"""

from __future__ import annotations

from specl.model import DenyFirst
from specl.model.show import show
from tests.unit.resolve.texts import spec_of

LEVELS = """
levels root > system > user
act a "a?"
act b "b?"
fact f: bool "f?"
fact g: bool "g?"
"""


def pairs(text: str) -> list[tuple[str, str, str]]:
    """
    Return the order of a text's rules as (higher, lower, origin).
    """
    spec = spec_of(text)
    return [(pair.higher, pair.lower, pair.origin) for pair in spec.orderings]


def test_sections_hand_down_level_and_condition() -> None:
    """
    A rule has the conditions of all sections around it, and the level of the innermost.
    """
    spec = spec_of(
        LEVELS
        + """
        section outer "Outer" at root when f {
          section inner "Inner" when g {
            rule r { when f and g  unless g  must a }
          }
          section other "Other" at user { rule s { must b } }
          rule t at system { must a }
        }
        """
    )
    found = [(c.section, c.text) for c in spec.rules["r"].when]
    assert [("outer", "f"), ("inner", "g"), (None, "f and g")] == found
    assert ["g"] == [show(condition.expr) for condition in spec.rules["r"].unless]
    assert ("outer", "inner") == spec.rules["r"].sections
    assert {"r": "root", "s": "user", "t": "system"} == {
        name: rule.level for name, rule in spec.rules.items()
    }
    sections = {name: section.rules for name, section in spec.sections.items()}
    assert {"outer": ("r", "s", "t"), "inner": ("r",), "other": ("s",)} == sections


def test_a_section_stands_for_its_rules() -> None:
    """
    `overrides` of a section is a pair for each rule in it but the overriding one.
    """
    text = """
    act a "a?"
    section s "S" {
      rule one overrides s { must a }
      rule two { must a }
    }
    rule three overrides s { must a }
    """
    spec = spec_of(text)
    found = [(pair.higher, pair.lower, pair.written) for pair in spec.orderings]
    assert [
        ("one", "two", "one overrides s"),
        ("three", "one", "three overrides s"),
        ("three", "two", "three overrides s"),
    ] == found


def test_precedence_orders_neighbours() -> None:
    """
    `precedence` gives a pair for each step, through sections and past empty ones.
    """
    text = """
    act a "a?"
    rule one { must a }
    section two "Two" { rule x { must a } rule y { must a } }
    section none "None" { }
    rule three { must a }
    precedence one > two > none > three
    """
    expected = [("one", "x"), ("one", "y"), ("x", "three"), ("y", "three")]
    assert [(*pair, "precedence") for pair in expected] == pairs(text)


def test_suspensions_are_not_orderings() -> None:
    """
    `suspends` puts no rule before another.
    """
    spec = spec_of('act a "a?"\nrule x suspends y { must a }\nrule y { must a }')
    assert () == spec.orderings
    assert [("x", "y")] == [(pair.by, pair.of) for pair in spec.suspensions]
    assert {"x": (), "y": ("x",)} == spec.suspended_by


def test_deny_first() -> None:
    """
    `must not > must` holds at the level named, or at all of them.
    """
    rule = "rule r at root { must a }\n"
    one = spec_of(f"{LEVELS}{rule}precedence must not > must at system")
    everywhere = spec_of(f"{LEVELS}{rule}precedence must not > must")
    nameless = spec_of('act a "a?"\nrule r { must a }\nprecedence must not > must')
    assert [("system", None)] == _denials(one.deny_first)
    assert [("root", None), ("system", None), ("user", None)] == _denials(everywhere.deny_first)
    assert [("", None)] == _denials(nameless.deny_first)


def _denials(found: tuple[DenyFirst, ...]) -> list[tuple[str, frozenset[str] | None]]:
    return [(deny.level, deny.rules) for deny in found]


def test_a_spec_without_levels_has_a_nameless_one() -> None:
    """
    All rules stand at one level where none is declared.
    """
    spec = spec_of('act a "a?"\nrule r { must a }')
    assert ("",) == spec.levels
    assert "" == spec.rules["r"].level


def test_what_else_a_rule_says() -> None:
    """
    Prose, reason, tags, weight and challenges come along; an unnamed example gets a name.
    """
    spec = spec_of(
        'act a "a?"\n'
        "rule r tags x, y weight 3 {\n"
        '  "Do a."\n'
        "  must a\n"
        '  because "It helps."\n'
        '  example "first" { user "Hi" expect must a }\n'
        '  challenge "Do not."\n'
        '  challenges from "hard.jsonl"\n'
        "}"
    )
    rule = spec.rules["r"]
    assert ("Do a.", "It helps.", ("x", "y"), 3) == (
        rule.prose,
        rule.because,
        rule.tags,
        rule.weight,
    )
    assert [("Do not.", None), (None, "hard.jsonl")] == [
        (c.prompt, c.file) for c in rule.challenges
    ]
    assert ("example_6",) == rule.examples
    assert [("example_6", "r", "first")] == [(e.name, e.rule, e.title) for e in spec.examples]


def test_examples_ensures_covers_and_waivers() -> None:
    """
    Their conditions, claims and replies are resolved, with `not` and `if` worked in.
    """
    spec = spec_of(
        LEVELS
        + """
        rule r at root { when f must a }
        rule s at root { must b }
        example e "e" {
          system "S"  user "U"
          given f, not g
          expect must not a if b  may a if b  should b
          good "G" shows a, not b
          bad "B" because "why" shows b violates r
        }
        ensure n { "Never." when f unless g need not b }
        cover c { when f decides a }
        waive contradiction between r, s until 2027-01-31 because "Later."
        """
    )
    [example] = spec.examples
    assert [("system", "S"), ("user", "U")] == [(t.role, t.text) for t in example.turns]
    assert ["f", "not g"] == [law.text for law in example.given]
    assert [("must", "b implies not a"), ("may", "b and a"), ("should", "b")] == [
        (claim.verb, show(claim.expr)) for claim in example.expects
    ]
    good, bad = example.replies
    assert (True, ["a", "not b"], ()) == (good.good, [show(e) for e in good.shows or ()], ())
    assert (False, "why", ("r",)) == (bad.good, bad.because, bad.violates)
    [ensure] = spec.ensures
    assert ("may", "not b", "Never.") == (
        ensure.claim.verb,
        show(ensure.claim.expr),
        ensure.prose,
    )
    [cover] = spec.covers
    assert ("a", "f") == (cover.text, cover.when[0].text)
    [waiver] = spec.waivers
    assert (("r", "s"), "2027-01-31", "Later.") == (waiver.rules, waiver.until, waiver.because)
