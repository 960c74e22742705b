"""
The compiled index: nothing that a spec says becomes code.
"""

from __future__ import annotations

import re

import pytest

from specl.decide import Decider
from specl.decide.generated import generated, source_of
from specl.decide.index import Index
from tests.reference.pipeline import spec_of

HOSTILE = [
    "'); __import__('os').abort() #",
    '\\"\\"\\"); raise SystemExit #',
    "\\\\",
    "{0}{scenario}%s",
    "found = 0",
]
OUR_WORDS = {
    *("def", "holds", "scenario", "found", "everything", "return", "joined", "if", "else"),
    *("width", "above", "below", "bisect", "as_integer_ratio"),
}
NUMBERED = re.compile(r"(fact|get|rest|left|test|places|factor|scale|look)[0-9]+(_[0-9]+)?")


def decider_of(text: str) -> Decider:
    spec = spec_of(
        'spec s type topic = legal | billing fact t: text "?" fact topic: topic "?" '
        'fact amount: int "?" fact price: real "?" fact many: int "?" '
        f'fact tools: set of topic "?" act a "?" {text}'
    )
    return Decider(spec)


@pytest.mark.parametrize("text", HOSTILE)
def test_only_our_own_words_are_compiled(text: str) -> None:
    """
    The source has names of ours and numbers, whatever texts and names the spec has.
    """
    decider = decider_of(
        f'rule r {{ when t == "{text}" and topic == legal and tools has legal and price < 2.5'
        f" and 3 * amount - 12345 * many <= 67890 and min(amount, many) < 4 must a }}"
    )
    source, _ = source_of(index_of(decider))
    words = set(re.findall(r"[A-Za-z_]\w*", source))
    assert set() == {word for word in words - OUR_WORDS if not NUMBERED.fullmatch(word)}
    assert not set("'\"\\#{}@;") & set(source)
    assert not {"12345", "67890"} & set(re.findall(r"[0-9]+", source))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(text: str) -> None:
    """
    A rule about such a text applies where the fact is that text, and nowhere else.
    """
    decider = decider_of(f'rule r {{ when t == "{text}" must a }}')
    holds = generated(index_of(decider))
    literal = decider.spec.rules["r"].when[0].expr
    value = literal.right.value  # type: ignore[union-attr]
    rest = {"topic": "legal", "amount": 1, "price": 1, "many": 1, "tools": frozenset()}
    assert (1, 0) == (holds({**rest, "t": value}), holds({**rest, "t": "other"}))


def test_the_compiled_function_reaches_nothing() -> None:
    """
    It has no builtins.
    """
    holds = generated(index_of(decider_of("rule r { when amount > 3 must a }")))
    assert {} == holds.__globals__["__builtins__"]


def test_a_long_sum_is_looked_up_by_the_walk() -> None:
    """
    Sums that would nest deeply are not written out.
    """
    names = [f"n{place}" for place in range(80)]
    facts = " ".join(f'fact {name}: int "?"' for name in names)
    spec = spec_of(f'spec s {facts} act a "?" rule r {{ when {" + ".join(names)} > 3 must a }}')
    holds = generated(index_of(Decider(spec)))
    assert [0, 1] == [holds(dict.fromkeys(names, 0)), holds(dict.fromkeys(names, 1))]


def index_of(decider: Decider) -> Index:
    program = decider.program
    return Index.of(program.conditions, program.width, program.literals)
