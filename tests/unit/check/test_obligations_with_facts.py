"""
Clashes of obligations that mention facts, worked out by hand.
"""

from __future__ import annotations

import pytest

from tests.unit.check.clashes import clashes

MONEY = """
fact paid: real 0..10000 "paid"
fact fee: real 0..10000 "fee"
fact count_of: int 0..100 "count"
act refund: real 0..10000 "refund"
act bonus: real 0..10000 "bonus"
act pieces: int 0..1000 "pieces"
act boxes: int 0..1000 "boxes"
"""
CONTRADICTION = "contradiction"


def money(rules: str) -> list[object]:
    """
    Return the clashes of rules about refunds.
    """
    return list(clashes(MONEY + rules))


def test_half_of_what_was_paid_lies_below_what_was_paid():
    """
    `refund <= paid` and at least half of it above 10 can always both be met.
    """
    assert [] == money(
        """
        rule cap { must refund <= paid }
        rule kind { when paid > 10 must refund >= 0.5 * paid }
        """
    )


def test_a_flat_minimum_passes_the_cap_where_little_was_paid():
    """
    A refund of at least 20 is above the cap exactly where less than 20 was paid: nothing, say.
    """
    assert [
        (CONTRADICTION, ["cap: must refund <= paid", "kind: must refund >= 20"], {"paid": 0})
    ] == money("rule cap { must refund <= paid } rule kind { must refund >= 20 }")


def test_a_condition_moves_the_witness_to_where_it_holds():
    """
    Above 10 and below 20 lies 11, the simplest number that shows the clash.
    """
    assert [
        (CONTRADICTION, ["cap: must refund <= paid", "kind: must refund >= 20"], {"paid": 11})
    ] == money("rule cap { must refund <= paid } rule kind { when paid > 10 must refund >= 20 }")


def test_a_strict_bound_clashes_at_the_edge():
    """
    `refund < paid` leaves nothing where nothing was paid: impossible, and at that value only.
    """
    assert [("impossible", ["cap: must refund < paid"], {"paid": 0})] == money(
        "rule cap { must refund < paid }"
    )


def test_reals_have_room_between_neighbours():
    """
    Some real lies strictly between what was paid and one more, whatever was paid.
    """
    assert [] == money(
        """
        assume paid < 9000
        rule a { must refund > paid }
        rule b { must refund < paid + 1 }
        """
    )


def test_integers_have_no_room_between_neighbours():
    """
    No integer lies strictly between a count and the next one, whatever the count.
    """
    assert [
        (CONTRADICTION, ["a: must pieces > count_of", "b: must pieces < count_of + 1"], {})
    ] == money("rule a { must pieces > count_of } rule b { must pieces < count_of + 1 }")


def test_half_a_piece_is_no_piece():
    """
    `2 * pieces == count_of` is impossible for odd counts.
    """
    ((code, norms, facts),) = money("rule a { must 2 * pieces == count_of }")
    assert ("impossible", ["a: must 2 * pieces == count_of"]) == (code, norms)
    assert [("count_of", 1)] == [(name, value % 2) for name, value in facts.items()]


def test_an_integer_is_held_against_real_facts_with_rounding():
    """
    No whole number of pieces is at least 0.3 and below 0.3 + 0.5.
    """
    assert [
        (
            CONTRADICTION,
            ["a: must pieces >= paid", "b: must pieces < paid + 0.5"],
            {"paid": 0.3},
        )
    ] == money(
        """
        assume paid == 0.3 or paid == 0.6 or paid == 2
        rule a { must pieces >= paid }
        rule b { must pieces < paid + 0.5 }
        """
    )


def test_two_acts_meet_through_their_sum():
    """
    Each of three norms can stand with any other, all three only where enough was paid.
    """
    ((code, norms, facts),) = money(
        """
        assume fee <= 10 and fee <= paid
        rule cap { must refund + bonus <= paid }
        rule a { must refund >= fee }
        rule b { must bonus >= fee }
        """
    )
    assert CONTRADICTION == code
    assert [
        "cap: must refund + bonus <= paid",
        "a: must refund >= fee",
        "b: must bonus >= fee",
    ] == (norms)
    assert ["paid", "fee"] == list(facts)
    assert facts["fee"] <= facts["paid"] < 2 * facts["fee"]


def test_a_lower_norm_gives_way_where_it_clashes_and_only_there():
    """
    The cap overrides the minimum: no clash is left, and nothing is overridden for good.
    """
    rules = """
        rule cap overrides kind { must refund <= paid }
        rule kind { must refund >= 20 }
        """
    assert [] == money(rules)
    assert [] == clashes(MONEY + rules, "overridden", "idle-override")


TEXTS = """
fact name: text "name"
fact greeting: text "greeting"
fact formal: bool "formal"
act said: text "said"
act signed: text "signed"
"""


def test_a_text_cannot_be_two_texts():
    """
    A reply that must say the name and the greeting can do so only where they are the same.
    """
    ((code, norms, facts),) = clashes(
        TEXTS + "rule a { must said == name } rule b { must said == greeting }"
    )
    assert (CONTRADICTION, ["a: must said == name", "b: must said == greeting"]) == (code, norms)
    assert {"name", "greeting"} == set(facts)
    assert facts["name"] != facts["greeting"]


def test_a_text_clashes_with_a_constant_where_the_fact_differs():
    """
    `said == name` against `said != "Ann"` clashes for Ann, and for nobody else.
    """
    assert [
        (CONTRADICTION, ["a: must said == name", 'b: must said != "Ann"'], {"name": "Ann"})
    ] == clashes(TEXTS + 'rule a { must said == name } rule b { must said != "Ann" }')


def test_there_is_always_another_text():
    """
    A reply can differ from any number of texts, and two acts from each other besides.
    """
    assert [] == clashes(
        TEXTS
        + """
        rule a { must said not in {"", "Ann", name, greeting} }
        rule b { must signed not in {"", "Ann", name, greeting} }
        rule c { must said != signed }
        """
    )


def test_texts_clash_along_a_chain_of_equalities():
    """
    Three norms make one text of name and greeting; any two of them can be met.
    """
    ((code, norms, facts),) = clashes(
        TEXTS
        + """
        rule a { when formal must said == name }
        rule b { must said == signed }
        rule c { must signed == greeting }
        """
    )
    assert CONTRADICTION == code
    assert ["a: must said == name", "b: must said == signed", "c: must signed == greeting"] == norms
    assert facts.pop("formal") is True
    assert {"name", "greeting"} == set(facts)


SETS = """
type tool = disk | web | mail
fact granted: set of tool "granted"
fact limit: int 0..3 "limit"
act used: set of tool "used"
"""


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        ("used has web", "used <= granted", {"granted": []}),
        ("count(used) >= 2", "used <= granted", {"granted": []}),
        ("count(used) <= limit", "used has all {disk, web}", {"limit": 0}),
        ("count(used) > limit", "used <= {disk, web, mail} and used != {}", {"limit": 3}),
    ],
)
def test_sets_clash_with_what_is_granted(one, other, facts):
    """
    Tools that must be used clash with what may be used, where little is granted.
    """
    found = clashes(f"{SETS}rule a {{ must {one} }} rule b {{ must {other} }}")
    assert facts in [witness for _, _, witness in found]


def test_a_count_clashes_with_a_set_of_the_same_facts():
    """
    Using as many tools as the limit says, of those granted, fails where fewer are granted.
    """
    assert [
        (
            CONTRADICTION,
            ["a: must count(used) >= limit", "b: must used <= granted"],
            {"granted": [], "limit": 1},
        )
    ] == clashes(f"{SETS}rule a {{ must count(used) >= limit }} rule b {{ must used <= granted }}")


def test_as_many_as_granted_is_no_clash():
    """
    A count that is assumed to be no more than what is granted can always be used.
    """
    assert [] == clashes(
        SETS
        + """
        assume limit <= count(granted)
        rule a { must count(used) >= limit }
        rule b { must used <= granted }
        """
    )


STEPS = """
fact hurry: bool "hurry"
fact most: int 0..4 "most"
act help: none < some < full "help"
act words: int 0..4 "words"
"""


def test_maximize_gives_way_to_a_cap_step_by_step():
    """
    With the cap above, the steps beyond it are overridden and the others stay in force.
    """
    rules = """
        rule cap overrides best { must words <= most }
        rule best { must maximize words }
        """
    assert [] == clashes(STEPS + rules)


def test_maximize_clashes_with_a_cap_that_does_not_outrank_it():
    """
    Each step above the cap clashes with it where the cap lies below that step.
    """
    found = clashes(STEPS + "rule cap { must words <= most } rule best { must maximize words }")
    assert [{"most": 0}] * 4 == [facts for _, _, facts in found]
    assert {CONTRADICTION} == {code for code, _, _ in found}


def test_maximize_and_minimize_of_one_act_clash_in_every_pair_of_steps():
    """
    Two steps up and two down of three values: three pairs that no value meets.
    """
    found = clashes(STEPS + "rule a { should maximize help } rule b { should minimize help }")
    assert ["tension"] * 3 == [code for code, _, _ in found]
    assert [{}] * 3 == [facts for _, _, facts in found]


THREE = """
fact late: bool "late"
act answer: bool "answer"
act cite: bool "cite"
act short: bool "short"
constraint not (answer and cite and short)
rule a { must answer }
rule b { must cite }
"""


def test_three_norms_clash_only_together():
    """
    A constraint on three acts makes a clash of three norms and none of two.
    """
    assert [
        (CONTRADICTION, ["a: must answer", "b: must cite", "c: must short"], {"late": True})
    ] == clashes(THREE + "rule c { when late must short }")


def test_one_override_among_three_does_not_settle_them():
    """
    A norm gives way only where all the others outrank it.
    """
    more = "rule c overrides a { must short }"
    assert [(CONTRADICTION, ["a: must answer", "b: must cite", "c: must short"], {})] == clashes(
        THREE + more
    )
    assert [] == clashes(THREE + more + "precedence b > a")


def test_advice_below_two_norms_gives_way():
    """
    An advisory norm that clashes with two binding ones is defeated by them together.
    """
    assert [] == clashes(THREE + "rule c { should short }")


def test_a_right_that_needs_all_three_acts_clashes_with_two_duties():
    """
    `may short` cannot be used where both duties are met; duties alone are fine.
    """
    assert [(CONTRADICTION, ["a: must answer", "b: must cite", "c: may short"], {})] == clashes(
        THREE + "rule c { may short }"
    )


def test_two_rights_need_not_be_usable_at_once():
    """
    Rights exclude each other without a clash.
    """
    assert [] == clashes(
        """
        act answer: bool "answer"
        act refuse: bool "refuse"
        constraint not (answer and refuse)
        rule a { may answer }
        rule b { may refuse }
        """
    )
