"""
Searches of the engine, held against the interpreter in every scenario.
"""

from __future__ import annotations

import gc
import weakref
from itertools import combinations

from hypothesis import assume, given

from specl.check import check
from specl.check.clashes import clashes
from specl.check.engine import Engine
from specl.logic.formula import Formula, conj, negate
from specl.logic.regions import Box
from tests.benchmarks.specs import draw
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, places

Key = tuple[int, int]


@given(drafts())
def test_a_search_finds_what_some_scenario_shows(draft):
    """
    Of pairs of norms, one in force and the other or not, a search finds those of some ruling.
    """
    spec = spec_of(draft.text())
    cases = cases_of(spec)
    assume(cases)
    engine, force = engine_of(spec), [places(ruling.in_force) for _, ruling in cases]
    wanted = formulas(engine)
    expected = {key for key in wanted if any(shows(key, each) for each in force)}
    found = engine.search(wanted, "whether", lambda _: ("it", ()), lambda key: near(engine, key))
    assert expected == found
    assert [] == engine.undecided
    for key, formula in wanted.items():
        assert (key in expected) is engine.pool.shows(formula)


@given(drafts())
def test_a_short_search_finds_nothing_that_no_scenario_shows(draft):
    """
    A search that is not exhaustive may find less, never more.
    """
    spec = spec_of(draft.text())
    cases = cases_of(spec)
    assume(cases)
    engine, force = engine_of(spec), [places(ruling.in_force) for _, ruling in cases]
    found = engine.search(
        formulas(engine),
        "whether",
        lambda _: ("it", ()),
        lambda key: near(engine, key),
        exhaustive=False,
    )
    assert all(any(shows(key, each) for each in force) for key in found)


def test_a_short_search_looks_into_the_boxes_it_is_given():
    """
    A norm that only some stretch of a number brings about is found in a box around that stretch.
    """
    engine = engine_of(
        spec_of('spec s\nfact n: int 0..99 "n"\nact a: bool "a"\nrule r { when n > 70 must a }')
    )
    wanted = {"r": engine.world.applies("r")}
    about = lambda name: (name, ())  # noqa: E731
    assert set() == engine.search(wanted, "whether", about, exhaustive=False)
    assert {"r"} == engine.search(
        wanted, "whether", about, engine.whereabouts.around, exhaustive=False
    )


def test_an_engine_is_freed_when_it_is_left():
    """
    An engine that was asked for clashes is gone with its last name, without a search for circles.
    """
    engine = engine_of(spec_of('spec s\nact a: bool "a"\nrule r { must a }\nrule q { must not a }'))
    assert 1 == len(clashes(engine))
    left = weakref.ref(engine)
    gc.disable()
    try:
        del engine
        assert left() is None
    finally:
        gc.enable()


def test_a_check_leaves_no_engine_behind(monkeypatch):
    """
    Nor do witnesses, replays and mends keep one, so that slices do not add up.
    """
    made: list[weakref.ref[Engine]] = []
    make = Engine.of.__func__

    def noted(cls, *asked, **how):
        engine = make(cls, *asked, **how)
        made.append(weakref.ref(engine))
        return engine

    monkeypatch.setattr(Engine, "of", classmethod(noted))
    spec = spec_of(draw("grouped", 100).text())
    gc.disable()
    try:
        report = check(spec)
        assert made
        assert not any(each() for each in made)
    finally:
        gc.enable()
    assert any(each.code.slug == "contradiction" for each in report.findings)


def formulas(engine: Engine) -> dict[Key, Formula]:
    """
    Return when one norm is in force with another, or without it where it comes later.
    """
    world, norms = engine.world, engine.spec.norms
    force = [world.in_force(norm) for norm in norms]
    pairs = list(combinations(range(len(norms)), 2))
    both = {(one, other): conj((force[one], force[other])) for one, other in pairs}
    return both | {(other, one): conj((force[other], negate(force[one]))) for one, other in pairs}


def shows(key: Key, in_force: set[int]) -> bool:
    """
    Tell whether norms in force are as a formula's key says.
    """
    one, other = key
    return one in in_force and (other in in_force) is (one < other)


def near(engine: Engine, key: Key) -> Box | None:
    """
    Return a box around the first norm of a key.
    """
    return engine.whereabouts.around(engine.spec.norms[key[0]].rule)
