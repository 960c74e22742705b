"""
Why norms clash: the constraints named are as many as it takes and no more.
"""

from __future__ import annotations

import attrs
from hypothesis import given, settings

from specl.check import check
from specl.check.reasons import constraints_behind
from specl.interpret import find_reply, ruling
from specl.model import Law
from specl.model.expressions import Expr
from tests.reference.bruteforce import Brute
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of

SPEC = """spec s
fact f: bool "f"
act a: bool "a"
act b: bool "b"
act c: bool "c"
act d: bool "d"
constraint a implies b
constraint b implies c
constraint not (c and d)
constraint f implies not d
constraint b or c or d
rule one {{ must a }}
rule two {{ {more} must d }}
"""


def why(more: str) -> list[str]:
    """
    Return the notes of the one contradiction of the spec.
    """
    report = check(spec_of(SPEC.format(more=more)))
    (clash,) = (each for each in report.findings if each.code.slug == "contradiction")
    return [note for note in clash.notes if note.startswith("why:")]


def test_all_the_constraints_of_a_chain_are_named():
    """
    A clash through three constraints names these three, each with its place, and no other.
    """
    wanted = (
        "why: constraints `a implies b` (random.specl:7) and `b implies c` (random.specl:8)"
        " and `not (c and d)` (random.specl:9)"
    )
    assert [wanted] == why("unless f")


def test_obligations_that_clash_by_themselves_are_named():
    """
    Without any constraint the two obligations are the reason.
    """
    text = """spec s
    act a: bool "a"
    rule one { must a }
    rule two { must not a }
    """
    (clash,) = (each for each in check(spec_of(text)).findings if each.fixes)
    assert "why: no reply has `a` and `not a` at once" in clash.notes


@settings(max_examples=40)
@given(drafts())
def test_without_any_one_of_the_reasons_a_reply_is_possible(draft):
    """
    The constraints behind a clash leave no reply; with any one of them dropped there is one.
    """
    spec = spec_of(draft.text())
    for case in Brute(spec).cases[::3]:
        for clash in ruling(spec, case.facts).contradictions[:3]:
            wanted = [norm.obligation for norm in clash]
            laws = constraints_behind(spec, case.facts, wanted)
            assert not replies(spec, case.facts, laws, wanted)
            for law in laws:
                rest = tuple(each for each in laws if each is not law)
                assert replies(spec, case.facts, rest, wanted)


def replies(spec: object, facts: dict, laws: tuple[Law, ...], wanted: list[Expr]) -> bool:
    """
    Tell whether some reply that some constraints admit has all that is wanted.
    """
    return find_reply(attrs.evolve(spec, constraints=laws), facts, wanted) is not None
