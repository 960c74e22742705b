"""
Whatever modules use each other, a cap holds and takes nothing from those above it.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from specl.model import Spec
from specl.modules import load
from specl.resolve import resolve
from specl.text import Source

LEVELS = ("root", "system", "user", "guideline")
UNITS = 5
FOLDER = Path("/nowhere/project")

Uses = dict[tuple[int, int], str | None]
"""
For each pair of units, the first of which uses the second, the cap of that use.
"""


@st.composite
def graphs(draw: st.DrawFn) -> Uses:
    """
    Draw which units use which; unit 0 is the checked file, and units use later ones only.
    """
    uses: Uses = {}
    for user in range(UNITS):
        for used in range(user + 1, UNITS):
            if draw(st.booleans()):
                uses[user, used] = draw(st.sampled_from([None, None, *LEVELS]))
    return uses


def spec_of(uses: Uses) -> Spec:
    """
    Resolve units that have one rule at each level.
    """
    texts = {}
    for unit in range(UNITS):
        lines = ['use "./levels.specl" as order']
        for (user, used), cap in uses.items():
            if user == unit:
                lines.append(f'use "./u{used}.specl"' + (f" at {cap}" if cap else ""))
        lines += [f"rule u{unit}_{level} at {level} {{ must order.a }}" for level in LEVELS]
        texts[FOLDER / f"u{unit}.specl"] = "\n".join(lines)
    texts[FOLDER / "levels.specl"] = f'levels {" > ".join(LEVELS)}\nact a "A?"\n'
    main = FOLDER / "u0.specl"
    spec = resolve(load(Source("u0.specl", texts[main]), main, overlay=texts)).spec
    assert spec is not None
    return spec


def standing(spec: Spec) -> dict[str, int]:
    """
    Return the place of each rule's level, by the rule's name in its own unit.
    """
    return {name.rpartition(".")[2]: spec.levels.index(r.level) for name, r in spec.rules.items()}


def reached(uses: Uses, *, without: int | None = None) -> set[int]:
    """
    Return the units that the checked file reaches, perhaps round one of them.
    """
    found: set[int] = set()
    pending = [0]
    while pending:
        unit = pending.pop()
        if unit != without and unit not in found:
            found.add(unit)
            pending += [used for user, used in uses if user == unit]
    return found


@given(graphs())
def test_nothing_reached_only_through_a_cap_stands_above_it(uses: Uses) -> None:
    """
    A `use … at` in the checked file caps its module and what is reached only through it.
    """
    stands = standing(spec_of(uses))
    for (user, used), cap in uses.items():
        if user == 0 and cap is not None:
            for unit in {used} | (reached(uses) - reached(uses, without=used)):
                places = [stands[f"u{unit}_{level}"] for level in LEVELS]
                assert min(places) >= LEVELS.index(cap)


@given(graphs())
def test_without_a_cap_on_the_way_levels_stay(uses: Uses) -> None:
    """
    A unit keeps its levels where some way to it has no cap and no file at the top caps it.
    """
    stands = standing(spec_of(uses))
    free = reached({edge: cap for edge, cap in uses.items() if cap is None})
    for unit in free:
        capped = any(cap and used == unit and user in free for (user, used), cap in uses.items())
        if not capped and _freely(unit, uses):
            assert list(range(len(LEVELS))) == [stands[f"u{unit}_{level}"] for level in LEVELS]


def _freely(unit: int, uses: Uses) -> bool:
    """
    Tell whether a way leads to a unit that passes no unit which some unit caps.
    """
    named = {used for (_, used), cap in uses.items() if cap is not None}
    return unit in reached({edge: None for edge in uses if not named & set(edge)})


@given(graphs())
def test_rules_of_one_unit_keep_their_order(uses: Uses) -> None:
    """
    Of two rules of one unit the higher still goes first, whatever caps the unit.
    """
    spec = spec_of(uses)
    rules = {name.rpartition(".")[2]: rule for name, rule in spec.rules.items()}
    for unit in reached(uses):
        for high, low in product(range(len(LEVELS)), repeat=2):
            if high < low:
                above = rules[f"u{unit}_{LEVELS[high]}"].norms[0]
                below = rules[f"u{unit}_{LEVELS[low]}"].norms[0]
                assert spec.outranks(above, below)


@given(graphs(), st.sampled_from(LEVELS), st.lists(st.integers(1, UNITS - 1), unique=True))
def test_a_capped_module_moves_nobody_else(uses: Uses, cap: str, used: list[int]) -> None:
    """
    What a capped module uses, and how it caps it, changes nothing for what others reach too.
    """
    others = {edge: each for edge, each in uses.items() if 1 not in edge}
    before = spec_of(others)
    operator = {(0, 1): cap} | {(1, unit): "guideline" for unit in used if unit > 1}
    after = spec_of({**others, **operator})
    known = standing(before)
    assert known == {name: level for name, level in standing(after).items() if name in known}
