"""
What a spec becomes when it is compiled to a rubric.
"""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import ruling
from specl.model import DenyFirst, Norm, Scenario, Strength
from specl.model.expressions import And, Compare, Implies, Literal, Not
from specl.rubric import Criterion, Rubric, rubric_of
from specl.text import Source, Span
from tests.unit.building import HERE, a, act, f, fact, norm, rule, spec
from tests.unit.rubric.specs import TOPIC, support

COMPLETE: Scenario = {
    "refund": Fraction(900),
    "paid": Fraction(900),
    "topic": "legal",
    "vip": False,
}


def ids(rubric: Rubric) -> list[str]:
    return [criterion.id for criterion in rubric.criteria]


def criterion(rubric: Rubric, name: str) -> Criterion:
    (found,) = (each for each in rubric.criteria if each.id == name)
    return found


def test_criteria_stand_in_the_order_of_priority() -> None:
    """
    Level first, then strength, then what overrides, then the source.
    """
    expected = [
        "refund_cap.0",
        "big_refunds.0",
        "big_refunds.1",
        "be_helpful.0",
        "plain_talk.0",
        "careful.0",
        "careful.1",
        "careful.2",
    ]
    assert expected == ids(rubric_of(support()))


def test_tiers_hold_the_structure_of_the_order() -> None:
    """
    One tier a level and strength that has criteria, with what goes before what in it.
    """
    developer, user, guideline = rubric_of(support()).tiers
    assert ("developer", Strength.BINDING) == (developer.level, developer.strength)
    assert (
        ("big_refunds.0", "be_helpful.0"),
        ("big_refunds.1", "be_helpful.0"),
    ) == developer.before
    assert ("plain_talk.0",) == user.criteria
    assert Strength.ADVISORY is guideline.strength
    assert ("careful.0", "careful.1", "careful.2") == guideline.criteria


def test_chains_are_left_out_of_tiers() -> None:
    """
    Where one goes before a second and that before a third, two pairs are enough.
    """
    made = spec(
        *(rule(name, norm("must", a("x"))) for name in "cba"),
        acts=[act("x")],
        overrides=[("a", "b"), ("b", "c"), ("a", "c")],
    )
    (tier,) = rubric_of(made).tiers
    assert ("a.0", "b.0", "c.0") == tier.criteria
    assert (("a.0", "b.0"), ("b.0", "c.0")) == tier.before


def test_a_tier_says_that_prohibitions_go_first() -> None:
    """
    `must not > must` is told to the judge, and the prohibition comes first.
    """
    made = spec(
        rule("duty", norm("must", a("x"))),
        rule("ban", norm("must not", a("x"))),
        acts=[act("x")],
        deny_first=(DenyFirst("", None, HERE),),
    )
    (tier,) = rubric_of(made).tiers
    assert tier.deny_first
    assert ("ban.0", "duty.0") == tier.criteria


def test_a_criterion_is_complete_in_itself() -> None:
    """
    Condition, obligation, sentences, facts, acts and what the rule says besides stand in it.
    """
    found = criterion(rubric_of(support()), "big_refunds.1")
    assert found.applies is not None
    assert "refund > 500 and not vip" == found.applies.text
    assert found.applies.words == (
        "when “The refund asked for, in US dollars” (`refund`) is more than 500, unless the "
        "answer to “Is the user a verified VIP?” is yes (`vip`)"
    )
    assert "not answer" == found.obligation.text
    question = "the answer to “Does the reply deliver what was asked?” is"
    assert f"Forbidden: {question} yes (`answer`)." == found.asks
    assert f"Passes if {question} no (`answer`)." == found.passes
    assert f"Fails if {question} yes (`answer`)." == found.fails
    assert (("refund", "vip"), ("answer",)) == (found.facts, found.acts)
    assert ("big_refunds", "developer", ("be_helpful",), ("money",)) == (
        found.rule.name,
        found.level,
        found.rule.overrides,
        found.rule.sections,
    )


def test_an_if_is_a_condition_on_the_reply() -> None:
    """
    Replies that an `if` does not speak of pass.
    """
    found = criterion(rubric_of(support()), "careful.2")
    assert found.condition is not None
    assert "disclaim" == found.condition.text
    disclaims = "“Says that it is no professional” is true of the reply (`disclaim`)"
    answers = "the answer to “Does the reply deliver what was asked?” is"
    assert f"Advised against, in replies in which {disclaims}: {answers} yes (`answer`)." == (
        found.asks
    )
    spared = disclaims.replace("is true", "is not true")
    assert f"Passes if {answers} no (`answer`), and also if {spared}." == found.passes
    assert f"Fails if {disclaims} and {answers} yes (`answer`)." == found.fails


def test_an_exception_is_said_as_one() -> None:
    """
    What `except` leaves out stands apart in what is asked, and passes.
    """
    excepted = attrs.evolve(
        norm("must not", And((a("x"), Not(a("y"))))), exception=a("y"), text="must not x except y"
    )
    (found,) = rubric_of(spec(rule("r", excepted), acts=[act("x"), act("y")])).criteria
    assert "Forbidden, except where `y` is true: `x` is true." == found.asks
    assert "Passes if `x` is false or `y` is true." == found.passes
    assert "Fails if `x` is true and `y` is false." == found.fails


def test_steps_say_where_they_lead() -> None:
    """
    A part of `maximize` is one step towards the best that is open.
    """
    steps = [
        attrs.evolve(
            norm("must", Compare(">=", a("n"), Literal(value, TOPIC))),
            part=part,
            parts=2,
            step="maximize",
            text="must maximize n",
        )
        for part, value in enumerate(("medical", "legal"))
    ]
    found = rubric_of(spec(rule("r", *steps), acts=[act("n", TOPIC)])).criteria
    assert ["r.0.0", "r.0.1"] == [each.id for each in found]
    assert found[0].asks.startswith("Required, as one step towards the highest that is still open:")


def test_a_permission_fails_nobody() -> None:
    """
    A permission tells the judge what not to mark down, and has no way to fail.
    """
    found = criterion(rubric_of(support()), "plain_talk.0")
    assert found.is_permission
    assert found.fails is None
    words = "“Says that it is no professional” is not true of the reply (`disclaim`)"
    assert f"Allowed: {words}." == found.asks
    assert f"No reply fails this; do not mark a reply down because {words}." == found.passes


def test_who_decides() -> None:
    """
    Code decides where all acts are measured, a judge where none is.
    """
    both = norm("must", Implies(a("disclaim"), Compare("<", a("words"), Literal(9, TOPIC))))
    made = support()
    found = {each.id: each.decided_by for each in rubric_of(made).criteria}
    assert ("judge", "measure") == (found["careful.0"], found["careful.1"])
    mixed = spec(rule("r", both), acts=made.acts.values())
    assert ["both"] == [each.decided_by for each in rubric_of(mixed).criteria]


def test_what_is_to_be_found_out_and_observed() -> None:
    """
    Only facts and acts that some criterion speaks of are asked for, with the laws between them.
    """
    rubric = rubric_of(support())
    assert ["refund", "paid", "topic", "vip"] == [each.name for each in rubric.facts]
    assert ["answer", "escalate", "disclaim", "granted", "words"] == [
        each.name for each in rubric.acts
    ]
    assert ["escalate implies granted == 0"] == [law.text for law in rubric.constraints]


def test_given_facts_settle_what_they_can() -> None:
    """
    Conditions that hold vanish, rules that cannot apply leave, known values stand in norms.
    """
    rubric = rubric_of(
        support(), {"refund": Fraction(900), "paid": Fraction(50), "topic": "billing"}
    )
    assert ["refund_cap.0", "big_refunds.0", "big_refunds.1", "be_helpful.0"] == ids(rubric)
    assert "granted <= 50" == criterion(rubric, "refund_cap.0").obligation.text
    applies = criterion(rubric, "big_refunds.0").applies
    assert applies is not None
    assert "not vip" == applies.text
    assert ["vip"] == [each.name for each in rubric.facts]
    assert not rubric.defeated


def test_a_ruling_names_what_is_defeated() -> None:
    """
    With a ruling the rubric holds what is in force, and what leaves goes with its reason.
    """
    made = support()
    rubric = rubric_of(made, COMPLETE, ruling=ruling(made, COMPLETE))
    assert [
        "refund_cap.0",
        "big_refunds.0",
        "big_refunds.1",
        "plain_talk.0",
        "careful.1",
        "careful.2",
    ] == (ids(rubric))
    assert {each.standing for each in rubric.criteria} == {"in_force"}
    assert not rubric.facts
    assert [("careful.0", ("plain_talk.0",)), ("be_helpful.0", ("big_refunds.1",))] == [
        (each.id, each.by) for each in rubric.defeated
    ]


def test_a_ruling_names_contradictions() -> None:
    """
    Criteria that no reply meets together are told, not hidden.
    """
    made = spec(
        rule("a", norm("must", a("x"))), rule("b", norm("must not", a("x"))), acts=[act("x")]
    )
    rubric = rubric_of(made, {}, ruling=ruling(made, {}))
    assert (("a.0", "b.0"),) == rubric.contradictions


def test_suspension_is_part_of_the_condition() -> None:
    """
    Where the suspending rule applies, the suspended one does not, and the judge is told.
    """
    made = support(suspends=[("plain_talk", "careful")])
    applies = criterion(rubric_of(made), "careful.0").applies
    assert applies is not None
    assert "topic in {medical, legal} and not topic == legal" == applies.text
    assert applies.words.endswith(
        "unless the rule `plain_talk` sets it aside, as it does when “What the request is about” "
        "(`topic`) is legal"
    )
    assert "careful.0" not in ids(rubric_of(made, {"topic": "legal"}))
    assert "careful.0" in ids(rubric_of(made, {"topic": "medical"}))


def test_a_suspended_rule_suspends_nothing() -> None:
    """
    A rule that is set aside for good sets no other aside.
    """
    made = spec(
        *(rule(name, norm("must", a("x"))) for name in "cba"),
        acts=[act("x")],
        suspends=[("a", "b"), ("b", "c")],
    )
    assert ["c.0", "a.0"] == ids(rubric_of(made))


def test_examples_go_with_the_rules_they_show() -> None:
    """
    A bad reply goes with the rule that it breaks, good ones with all rules of their example.
    """
    rubric = rubric_of(support())
    samples = criterion(rubric, "big_refunds.0").rule.samples
    assert [(True, "A colleague will call you."), (False, "Done!")] == [
        (each.good, each.reply) for each in samples
    ]
    assert [(True, "A colleague will call you."), (False, "Pills for you.")] == [
        (each.good, each.reply) for each in criterion(rubric, "careful.0").rule.samples
    ]
    assert "money left" == samples[1].because
    assert () == criterion(rubric, "be_helpful.0").rule.samples


def test_the_stamp_follows_the_text_alone() -> None:
    """
    The digest changes with a letter of any file, and with nothing else.
    """
    made = support()
    moved = attrs.evolve(made, source=Source("elsewhere.specl", made.source.text))
    edited = attrs.evolve(made, source=Source("made.specl", made.source.text + " "))
    one, same, other = (rubric_of(each).stamp.content for each in (made, moved, edited))
    assert one == same != other
    module = Span(Source("module.specl", "spec module"), 0, 4)
    with_module = attrs.evolve(
        made, facts={**made.facts, "z": attrs.evolve(fact("z"), span=module)}
    )
    assert rubric_of(with_module).stamp.content != one


def test_the_same_spec_gives_the_same_rubric() -> None:
    """
    Compiling is a function of the spec and what is given.
    """
    assert rubric_of(support(), {"vip": True}) == rubric_of(support(), {"vip": True})


SCENARIOS = st.fixed_dictionaries(
    {
        "refund": st.sampled_from([Fraction(0), Fraction(900)]),
        "paid": st.sampled_from([Fraction(0), Fraction(900)]),
        "topic": st.sampled_from(TOPIC.values),
        "vip": st.booleans(),
    }
)


@given(SCENARIOS, st.sets(st.sampled_from(sorted(COMPLETE))), st.booleans())
def test_given_facts_leave_out_nothing_that_can_be_in_force(
    scenario: dict[str, object], known: set[str], suspends: object
) -> None:
    """
    Whatever is in force in a scenario is in the rubric of any part of its facts.
    """
    made = support(suspends=[("plain_talk", "careful")] if suspends else [])
    part = {name: scenario[name] for name in known}
    in_force = {_id(each) for each in ruling(made, scenario).in_force}  # type: ignore[arg-type]
    assert in_force <= set(ids(rubric_of(made, part)))  # type: ignore[arg-type]


def _id(one: Norm) -> str:
    return f"{one.rule}.{one.index}"


@pytest.mark.parametrize("name", ["careful.0", "big_refunds.0"])
def test_with_nothing_given_nothing_is_certain(name: str) -> None:
    """
    Without a ruling a criterion may turn out to be in force, no more.
    """
    assert criterion(rubric_of(support()), name).standing == "possible"


def test_a_rule_without_conditions_applies_always() -> None:
    """
    No condition is no clause.
    """
    assert criterion(rubric_of(support()), "be_helpful.0").applies is None
    unless = spec(
        rule("r", norm("must", a("x")), unless=f("p")), facts=[fact("p")], acts=[act("x")]
    )
    (found,) = rubric_of(unless).criteria
    assert found.applies is not None
    assert ("not p", "always, unless `p` is true") == (found.applies.text, found.applies.words)
