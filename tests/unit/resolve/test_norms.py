"""
Norms come apart as the language says.
"""

from __future__ import annotations

import pytest

from specl.model import Norm
from specl.model.show import show
from tests.unit.resolve.texts import obligations, spec_of

ACTS = """
act a "a?"
act b "b?"
act c "c?"
act n: int 0..9 "n?"
act help: nothing < partial < full "help?"
fact f: bool "f?"
define both = a and b
define polite = not (a or b)
define either = a or b
define only(x: bool) = x and not c
"""


def norms(norm: str) -> tuple[Norm, ...]:
    """
    Return the parts of one norm.
    """
    return spec_of(f"{ACTS}\nrule r {{ {norm} }}").rules["r"].norms


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("must a", ["a"]),
        ("must a and b", ["a", "b"]),
        ("must a or b", ["a or b"]),
        ("must (a and (b and c))", ["a", "b", "c"]),
        ("must not a", ["not a"]),
        ("must not (a or b)", ["not a", "not b"]),
        ("must not (a and b)", ["not (a and b)"]),
        ("must not (not a)", ["a"]),
        ("must not (not a or b)", ["a", "not b"]),
        ("must not (a implies b)", ["a", "not b"]),
        ("must a implies b", ["a implies b"]),
        ("must (a iff b)", ["a iff b"]),
        ("must not (a iff b)", ["not (a iff b)"]),
        ("must 1 <= n <= 5", ["1 <= n", "n <= 5"]),
        ("must not (1 <= n <= 5)", ["not (1 <= n and n <= 5)"]),
        ("must both", ["a", "b"]),
        ("must not both", ["not both"]),
        ("must polite", ["not a", "not b"]),
        ("must not polite", ["not polite"]),
        ("must either", ["either"]),
        ("must not either", ["not a", "not b"]),
        ("must only(a)", ["a", "not c"]),
        ("must a and a and b", ["a", "b"]),
        ("must a and not (b or not a)", ["a", "not b"]),
        ("should a and b", ["a", "b"]),
        ("may (a and b)", ["a and b"]),
        ("need not a", ["not a"]),
        ("need not (a or b)", ["not (a or b)"]),
        ("must a and b if c", ["c implies a", "c implies b"]),
        ("must not (a or b) if c", ["c implies not a", "c implies not b"]),
        ("may a if c", ["c and a"]),
        ("need not a if c", ["c and not a"]),
        ("must not a except b", ["not (a and not b)"]),
        ("must not (a or c) except b", ["not ((a or c) and not b)"]),
        ("must not a except f", ["not (a and not f)"]),
        ("must not a except b if c", ["c implies not (a and not b)"]),
        ("must maximize help", ["help >= partial", "help >= full"]),
        ("should minimize help", ["help <= partial", "help <= nothing"]),
        ("must maximize help if a", ["a implies help >= partial", "a implies help >= full"]),
        ("must minimize n", [f"n <= {value}" for value in range(8, -1, -1)]),
    ],
)
def test_parts(norm: str, expected: list[str]) -> None:
    """
    Conjunctions come apart in the order of the text, everything else stays whole.
    """
    assert expected == [show(part.obligation) for part in norms(norm)]


def test_parts_are_numbered() -> None:
    """
    Indexes count norms as written, parts count within one, positions run through the spec.
    """
    spec = spec_of(f"{ACTS}\nrule r {{ must a and b  may c }}\nrule s {{ should maximize help }}")
    found = [(norm.id, norm.parts, norm.position) for norm in spec.norms]
    assert [
        (("r", 0, 0), 2, 0),
        (("r", 0, 1), 2, 1),
        (("r", 1, 0), 1, 2),
        (("s", 0, 0), 2, 3),
        (("s", 0, 1), 2, 4),
    ] == found


@pytest.mark.parametrize(
    ("norm", "asked", "condition", "exception"),
    [
        ("must not (a or b) if c", ["a", "b"], "c", None),
        ("must not (not a)", ["not a"], None, None),
        ("must not a except b", ["a"], None, "b"),
        ("need not a", ["a"], None, None),
        ("must maximize help if c", ["help >= partial", "help >= full"], "c", None),
    ],
)
def test_asked(norm: str, asked: list[str], condition: str | None, exception: str | None) -> None:
    """
    A part knows what follows its verb, and apart from it what `if` and `except` say.
    """
    parts = norms(norm)
    assert asked == [show(part.asked) for part in parts]
    for part in parts:
        assert condition == (part.condition and show(part.condition))
        assert exception == (part.exception and show(part.exception))


def test_text_is_as_written_on_one_line() -> None:
    """
    A norm's text leaves out line breaks and comments, but not what a string holds.
    """
    spec = spec_of(
        'act l: text "l?"\nrule r { must not  # never\n    l == "a # b"\n  if l != "x" }'
    )
    assert ['must not l == "a # b" if l != "x"'] == [norm.text for norm in spec.norms]


def test_verbs() -> None:
    """
    `need not` is a negated `may`; only `must not` prohibits; only `should` advises.
    """
    spec = spec_of(f"{ACTS}\nrule r {{ must not a  should not b  need not c  may a }}")
    found = [
        (norm.verb, norm.negated, norm.is_prohibition, norm.strength.value) for norm in spec.norms
    ]
    assert [
        ("must", True, True, "binding"),
        ("should", True, False, "advisory"),
        ("may", True, False, "binding"),
        ("may", False, False, "binding"),
    ] == found


def test_long_chains_are_flat() -> None:
    """
    Ten thousand operands side by side are one node, however they were nested by the parser.
    """
    chain = " or ".join(["a", "b"] * 5000)
    [norm] = spec_of(f"{ACTS}\nrule r {{ must ({chain}) }}").norms
    assert 10000 == len(norm.obligation.operands)  # type: ignore[union-attr]


def test_facts_may_stand_in_norms() -> None:
    """
    An obligation may mention facts as long as it speaks of an act.
    """
    assert ["f implies a"] == obligations(spec_of(f"{ACTS}\nrule r {{ must f implies a }}"), "r")
