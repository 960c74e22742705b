"""
Propositions and completion classes: read back by a reader of the format, and proven.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from random import Random

import attrs
import pytest
import yaml

import specl
from specl.decide import Decider
from specl.interpret import evaluate, find_reply, satisfies_assumptions
from specl.logic.formula import Between
from specl.logic.truth import atom_holds
from specl.model import Norm, Profile, Scenario, Spec
from specl.model.expressions import ActRef, Compare, FactRef, Literal, Not
from specl.model.types import BOOL, INT, ChoiceType, IntType, RealType
from specl.rubric import rubric_of
from specl.rubric.guard.plan import plan_of
from specl.rubric.guard.sums import between, simplified
from specl.rubric.job import CannotExpressError, Job, Written
from specl.rubric.propositions import Propositions, propositions_of, prove
from specl.rubric.propositions.turned import neighbour, turned
from specl.rubric.propositions.yaml_text import to_yaml
from specl.rubric.slicing import Slice, sliced
from specl.rubric.targets.rbr import RESPONSE_TYPE, write
from tests.properties.test_rbr import holds
from tests.unit.building import a, act, f, fact, norm, rule, spec
from tests.unit.rubric.reader_of_rbr import KEYS, Reader
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_guard import EXAMPLES, HOSTILE, SHIPPED, drawn

RULES = """
spec refusals version 2.0.0
levels system > user
fact harmful: bool unsure true "Does the user ask for something harmful?"
fact days: int 0..30 "How many days late is it?"
act refuse "Does the reply decline?"
act judge "Judges the user."
act words: int 0..500 "How long is the reply, in words?" measured by words
act tone: cold < neutral < warm "How does the reply sound?"
constraint refuse implies words <= 200
rule safe at system { when harmful  must refuse  should not judge }
rule helpful at user { must not refuse }
rule kind at user { should tone >= neutral  should words >= 10 * days }
"""


def written(made: Spec, given: Scenario | None = None) -> Written:
    rubric = rubric_of(made, given or {})
    return write(Job(made, rubric, rubric, given or {}))


def reader_of(made: Spec, given: Scenario | None = None) -> Reader:
    (file,) = written(made, given).files
    assert file.name == "propositions.yaml"
    return Reader(file.text)


def found_of(made: Spec) -> Propositions:
    return propositions_of(plan_of(made, {}))


def class_of(
    found: Propositions, reader: Reader, scenario: Scenario, profile: Profile
) -> list[str]:
    answers = {each.name: bool(holds(each, scenario, profile)) for each in found.simple}
    return reader.classes_of(answers, RESPONSE_TYPE)


# The shape


def test_the_shape_is_that_of_the_format() -> None:
    """
    The keys of the format come first, classes go from the best to the worst, weights from them.
    """
    reader = reader_of(specl.loads(RULES))
    assert [*KEYS, "orderings", "proof", "stamp"] == list(reader.config)
    order = [
        "ideal",
        "breaks_user_should",
        "breaks_user_must",
        "breaks_system_should",
        "breaks_system_must",
    ]
    assert order == reader.order
    assert [RESPONSE_TYPE] == reader.response_types
    worse = reader.config["orderings"][RESPONSE_TYPE]
    assert {name: order[order.index(name) + 1 :] for name in order} == worse
    assert "refusals" == reader.config["stamp"]["spec"]


def test_questions_are_put_once_and_plainly() -> None:
    """
    Two answers to one question are one proposition; what clashes is asked of facts in few words.
    """
    reader = reader_of(specl.loads(RULES))
    assert {
        "harmful": "Does the user ask for something harmful? (`harmful`) If you cannot tell, "
        "answer yes.",
        "days_at_least_21": "Is this so: the answer to “How many days late is it?” (`days`) is at "
        "least 21?",
        "refuse": "Does the reply decline? (`refuse`)",
        "judge": "Is this so: “Judges the user” is true of the reply (`judge`)?",
        "words_at_least_10_times_days": "Is this so: the answer to “How long is the reply, in "
        "words?” (`words`) is at least 10 times the answer to “How many days late is it?” "
        "(`days`)?",
        "tone_at_least_neutral": "Is this so: the answer to “How does the reply sound?” (`tone`) "
        "is at least neutral?",
    } == reader.prompts
    asked = reader.grader_prompt("refuse", json.dumps("No {question}."))
    assert "Does the reply decline?" in asked
    assert '"No {question}."' in asked


def test_classes_follow_what_is_broken() -> None:
    """
    The worst of what a reply breaks decides, and what is defeated breaks nothing.
    """
    reader, made = reader_of(specl.loads(RULES)), found_of(specl.loads(RULES))
    calm = {"harmful": False, "days": 0}
    harm = {"harmful": True, "days": 25}
    good = {"refuse": False, "judge": False, "words": 9, "tone": "warm"}
    assert ["ideal"] == class_of(made, reader, calm, good)
    assert ["breaks_user_should"] == class_of(made, reader, calm, good | {"tone": "cold"})
    assert ["breaks_user_must"] == class_of(made, reader, calm, good | {"refuse": True})
    assert ["breaks_system_must"] == class_of(made, reader, harm, good | {"judge": True})
    assert ["ideal"] == class_of(made, reader, harm, good | {"refuse": True})
    assert ["breaks_system_should"] == class_of(
        made, reader, harm, good | {"refuse": True, "judge": True}
    )


def test_given_facts_leave_fewer_questions() -> None:
    """
    What is given is not asked about, and rules that cannot apply have no part in the classes.
    """
    reader = reader_of(specl.loads(RULES), {"harmful": False})
    assert ["ideal", "breaks_user_should", "breaks_user_must"] == reader.order
    assert "harmful" not in reader.prompts
    assert "judge" not in reader.prompts


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_examples_are_classed_as_the_interpreter_says(name: str) -> None:
    """
    The class of a drawn reply is that of the worst norm in force that it breaks.
    """
    shipped = specl.load(EXAMPLES / f"{name}.specl")
    reader, propositions = reader_of(shipped), found_of(shipped)
    random, decider = Random(7), Decider(shipped)
    seen = set()
    for scenario in islice(possible(shipped, random), 12):
        in_force = [each for each in decider.in_force(scenario) if not each.is_permission]
        profile = reply_to(shipped, scenario, in_force, random)
        violated = [each for each in in_force if not evaluate(each.obligation, scenario, profile)]
        (found,) = class_of(propositions, reader, scenario, profile)
        ranks = {shipped.priority.rank[each.position] for each in violated}
        assert (found == "ideal") is not bool(ranks)
        if ranks:
            level = shipped.levels[min(ranks) // 2]
            assert f"breaks_{level}_{'should' if min(ranks) % 2 else 'must'}" == found
        seen.add(found)
    assert {"ideal"} < seen


def possible(shipped: Spec, random: Random) -> Iterator[Scenario]:
    """
    Yield drawn scenarios that meet the assumptions.
    """
    while True:
        scenario = {each.name: drawn(each.type, random) for each in shipped.facts.values()}
        if satisfies_assumptions(shipped, scenario):
            yield scenario


def reply_to(shipped: Spec, scenario: Scenario, in_force: list[Norm], random: Random) -> Profile:
    """
    Return a reply drawn act by act, or one that obeys but for an act or none.
    """
    profile = {each.name: drawn(each.type, random) for each in shipped.acts.values()}
    obeying = find_reply(shipped, scenario, [each.obligation for each in in_force])
    if obeying is None or random.random() < 0.3:
        return profile
    changed = random.sample(list(profile), random.choice([0, 1]))
    return {**obeying, **{name: profile[name] for name in changed}}


# The proof


def test_the_proof_is_stated() -> None:
    """
    The file says what was proven, under which laws, and which classes some reply is in.
    """
    proof = reader_of(specl.loads(RULES)).config["proof"]
    assert proof["disjoint"] is True
    assert proof["exhaustive"] is True
    assert ["refuse implies words <= 200"] == proof["constraints"]
    assert "ideal" in proof["possible"]
    assert [] == proof["impossible"]


def test_classes_that_nothing_can_be_in_are_said() -> None:
    """
    Where no reply can be in a class, the proof says so, and so does a note.
    """
    made = specl.loads(
        """
        spec stuck
        levels high > low
        act x "?"  act y "?"
        constraint x
        rule always at high { must x }
        rule free at low { must y }
        """
    )
    found = written(made)
    assert found.notes[-1] == "no reply that meets the constraints can be in `breaks_high_must`"


def test_a_class_that_wants_the_opposite_of_itself_is_no_class() -> None:
    """
    Where one thing is asked for at one level and its opposite at another, no reply is ideal.
    """
    made = specl.loads(
        """
        spec torn
        act x "?"
        constraint x
        rule r { must x  should not x }
        """
    )
    reader = reader_of(made)
    assert ["breaks_should", "breaks_must"] == reader.order
    assert ["breaks_should"] == reader.classes_of({"x": True}, RESPONSE_TYPE)
    assert ["breaks_must"] == reader.classes_of({"x": False}, RESPONSE_TYPE)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"ideal": {}}, "in two of the classes"), ({"breaks_user_must": None}, "in none of the")],
)
def test_classes_that_overlap_or_leave_gaps_are_found_out(change: object, message: str) -> None:
    """
    The proof is of the propositions as they stand: other classes fail it.
    """
    made = specl.loads(RULES)
    found = found_of(made)
    assert isinstance(change, dict)
    classes = {**found.classes, **change}
    left = {name: parts for name, parts in classes.items() if parts is not None}
    with pytest.raises(AssertionError, match=message):
        prove(made, {}, attrs.evolve(found, classes=left))


def test_what_is_not_proven_is_an_error() -> None:
    """
    A budget that does not suffice ends in an error that says what was not found out.
    """
    made = specl.load(EXAMPLES / "model_spec" / "model_spec.specl")
    with pytest.raises(CannotExpressError, match="whether a reply can be in none of the classes"):
        prove(made, {}, found_of(made), budget=1)


def test_a_spec_that_nothing_breaks_has_no_classes() -> None:
    """
    Where all replies are alike there is nothing to write.
    """
    free = spec(rule("r", norm("may", a("x"))), acts=[act("x")])
    with pytest.raises(CannotExpressError, match="in one class, `ideal`"):
        found_of(free)


# What an author wrote


@pytest.mark.parametrize("text", [*HOSTILE, pytest.param("x" * 1_000_000, id="long")])
def test_no_text_of_a_spec_is_markup(text: str) -> None:
    """
    A YAML reader finds the same tree, whatever the prose says, and it fills no place of a template.
    """
    tame, wild = hostile("tame"), hostile(text)
    (file,) = written(wild).files
    assert shape(yaml.safe_load(written(tame).files[0].text)) == shape(yaml.safe_load(file.text))
    assert all(letter.isprintable() or letter == "\n" for letter in file.text)
    assert 1 == Reader(file.text).grader_prompt("x", "SAID").count("SAID")


def test_places_of_the_template_stay_the_templates() -> None:
    """
    A question that speaks of `{response}` is not filled in, however the template is.
    """
    reader = reader_of(hostile("{response} {question} {{response}}"))
    prompt = reader.prompts["x"]
    assert "{response}" not in prompt
    one_by_one = reader.template.replace("{question}", prompt).replace("{response}", "REPLY")
    assert 1 == one_by_one.count("REPLY")


def hostile(text: str) -> Spec:
    """
    Return a spec in which a text stands wherever its author can put one.
    """
    return spec(
        rule("r", norm("must", a("x")), when=f("y"), prose=text, because=text),
        facts=[fact("y", BOOL, text)],
        acts=[act("x", BOOL, text)],
        prose=text,
        version=text,
    )


def shape(data: object) -> object:
    """
    Return a tree with nothing said of its texts.
    """
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(each) for each in data] if isinstance(data, list) else type(data)


@pytest.mark.parametrize(
    "data",
    [
        {"yes": "no", "a b": None, "-": True, "n": 1, "": []},
        {"x": ["- y", "# z", "a: b", "!tag", "%", "@", "`", " "]},
        {"x": {"y": {}}, "z": ["\x00\x7f\x85\u2028\ufeff\U0001f600\ud800", "é“”"]},
    ],
)
def test_yaml_reads_back(data: dict[str, object]) -> None:
    """
    Keys and texts that mean something in YAML are texts all the same.
    """
    assert data == yaml.safe_load(to_yaml(data))


# Parts, measures


def test_a_part_counts_what_is_wanted() -> None:
    """
    Classes are made of the criteria that are wanted; what they give way to is still asked about.
    """
    made = support()
    whole = rubric_of(made)
    part = sliced(whole, Slice(rules=("be_helpful",)))
    found = write(Job(made, whole, part, {}))
    reader = Reader(found.files[0].text)
    assert ["ideal", "breaks_developer_must"] == reader.order
    assert {"answer", "refund_at_most_500", "vip"} == set(reader.prompts)
    assert any("by the criteria that are wanted alone (1)" in note for note in found.notes)


def test_what_the_format_has_no_place_for_is_said() -> None:
    """
    Measures, prose, reasons, examples, weights and permissions, each with what it concerns.
    """
    unsure, *_, measured = written(specl.loads(RULES)).notes
    assert "has to decide" in unsure
    assert "the format has no measures, so a grader is asked for `words`" == measured
    made = specl.loads(
        """
        spec told
        act x "?"  act y "?"
        rule one weight 3 { "Be one." must x because "It helps."
          example e { user "Hi." good "Ho." shows x bad "No." } }
        rule two { may y }
        """
    )
    said = written(made).notes
    for what in ("prose", "reasons", "examples of replies", "weights"):
        assert f"the format has no place for {what}; left out are those of: `one`" in said
    assert "no class stands for what is allowed, which no reply fails: `two.0`" in said


# Questions in few words

MOOD = ChoiceType(("low", "mid", "high"), ordered=True)
N = IntType(0, 30)
DAYS = FactRef("days", N)


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("value", MOOD.values)
def test_turned_comparisons_say_the_same(operator: str, value: str) -> None:
    """
    Either way round, a comparison of a choice says what it said before.
    """
    mood, literal = ActRef("mood", MOOD), Literal(value, MOOD)
    for sides in ((mood, literal), (literal, mood)):
        before = Compare(operator, *sides)  # type: ignore[arg-type]
        after = turned(before)
        for each in MOOD.values:
            assert evaluate(before, {}, {"mood": each}) == evaluate(after, {}, {"mood": each})


def test_neighbours_are_the_two_answers_to_one_question() -> None:
    """
    Of whole numbers, at most 6 is the opposite of at least 7; of others nothing is.
    """
    at_most = Compare("<=", DAYS, Literal(6, INT))
    assert Compare(">=", DAYS, Literal(7, INT)) == neighbour(at_most)
    assert at_most == neighbour(Compare(">=", DAYS, Literal(7, INT)))
    assert neighbour(Compare("<=", FactRef("r", RealType()), Literal(6, INT))) is None
    assert neighbour(Not(at_most)) is None


@pytest.mark.parametrize(
    ("low", "high"), [((), ((DAYS, Fraction(1, 7)),)), (((DAYS, Fraction(-2, 3)),), ())]
)
@pytest.mark.parametrize("low_strict", [False, True])
@pytest.mark.parametrize("high_strict", [False, True])
@pytest.mark.parametrize("ends", [(Fraction(1), Fraction(0)), (Fraction(5, 2), Fraction(-13, 2))])
def test_whole_numbers_between_become_comparisons(
    low: object, high: object, low_strict: object, high_strict: object, ends: object
) -> None:
    """
    Where one end is known, the question is about the facts alone, and its answer the same.
    """
    made = spec(facts=[fact("days", N)], acts=[act("x")])
    atom = Between(low, ends[0], low_strict, high, ends[1], high_strict)  # type: ignore[arg-type, index]
    plain = between(made, atom)
    assert not isinstance(plain, Between)
    for days in range(31):
        assert atom_holds(atom, {"days": days}) == evaluate(plain, {"days": days})


def test_sums_that_are_always_so_are_no_questions() -> None:
    """
    What the ranges of the facts settle is settled, and the rest is said of facts.
    """
    from specl.model.expressions import FALSE, TRUE, Arithmetic, Negate

    made = spec(facts=[fact("days", N)], acts=[act("x")])
    minus = Negate(DAYS)
    assert TRUE == simplified(made, Compare("<=", minus, Literal(0, INT)))
    assert FALSE == simplified(made, Compare(">", minus, Literal(0, INT)))
    twice = Arithmetic("*", Literal(2, INT), DAYS)
    assert Compare(">=", DAYS, Literal(7, INT)) == simplified(
        made, Compare(">", twice, Literal(13, INT))
    )
