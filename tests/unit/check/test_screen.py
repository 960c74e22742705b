"""
The screen: what it keeps apart never meets, and what clashes is among its candidates.
"""

from __future__ import annotations

from hypothesis import given

from specl.check.engine import Engine
from specl.check.screen import settles
from specl.model import Norm
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of

NUMBERS = """spec numbers
fact n: int 0..9 "n"
fact m: int 0..9 "m"
act a: bool "a"
rule few { when n < 3 must a }
rule some { when n > 1 and n < 6 must not a }
rule many { when n > 5 must not a }
rule most { when n > 5 must not a }
rule sums { when n + m > 11 must not a }
rule never { when n > 3 and n < 2 must not a }
"""


@given(drafts())
def test_norms_that_apply_together_meet(draft):
    """
    Wherever norms apply, each meets every other, and all lie in one box.
    """
    spec = spec_of(draft.text())
    screen = engine_of(spec).screen
    for _, ruling in cases_of(spec):
        here = sum(1 << norm.position for norm in ruling.applicable)
        assert screen.meeting(ruling.applicable) is not None
        for norm in ruling.applicable:
            assert here == here & screen.meets(norm.rule)


@given(drafts())
def test_whatever_clashes_is_a_candidate(draft):
    """
    Each contradiction of the interpreter is among the candidates, and found from each of its norms.
    """
    spec = spec_of(draft.text())
    engine = engine_of(spec)
    shown = {clash for _, ruling in cases_of(spec) for clash in ruling.contradictions}
    assert set() == shown - set(candidates(engine))
    for clash in shown:
        for norm in clash:
            touching = engine.screen.touching(engine.world, norm)
            assert clash in {norms for norms, _ in touching}


@given(drafts())
def test_no_candidate_settles_itself_or_is_yielded_twice(draft):
    """
    In no candidate does one norm give way to all others, and none comes twice.
    """
    engine = engine_of(spec_of(draft.text()))
    found = candidates(engine)
    assert len(found) == len(set(found))
    assert not any(settles(engine.spec, norms) for norms in found)


def test_norms_in_boxes_apart_do_not_meet():
    """
    Numbers and sums in other stretches, and a condition that holds nowhere, keep norms apart.
    """
    engine = engine_of(spec_of(NUMBERS))
    assert {("few", "some")} == {tuple(norm.rule for norm in norms) for norms in candidates(engine)}
    near = norms_of(engine, "few", "some", "sums")
    assert sum(1 << norm.position for norm in near) == engine.screen.meets("few")
    assert 0 == engine.screen.meets("never")


def test_a_sum_that_a_box_cannot_reach_keeps_norms_apart():
    """
    Where `n` is below three and `m` at most nine, `n + m` is not above eleven; above ten it can be.
    """
    apart, meeting = (
        engine_of(spec_of(NUMBERS.replace("m: int 0..9", f"m: int 0..{most}"))) for most in (9, 10)
    )
    assert apart.screen.meeting(norms_of(apart, "few", "sums")) is None
    assert meeting.screen.meeting(norms_of(meeting, "few", "sums")) is not None


def candidates(engine: Engine) -> list[tuple[Norm, ...]]:
    """
    Return the candidates for clashes of all incoherent sets.
    """
    return [
        norms
        for nogood in engine.incoherence.nogoods
        for norms, _ in engine.screen.candidates(engine.world, nogood)
    ]


def norms_of(engine: Engine, *rules: str) -> list[Norm]:
    """
    Return the norms of some rules.
    """
    return [norm for name in rules for norm in engine.spec.rules[name].norms]
