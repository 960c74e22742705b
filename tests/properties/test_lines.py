"""
Lines of JSON read together, equal cells once, against the same lines read one by one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any
from unittest import mock

from hypothesis import example, given
from hypothesis import strategies as st

from specl.decide import Table, TableError
from specl.decide.jsonl import tables_of_lines
from specl.model import Scenario
from tests.reference.pipeline import spec_of

SPEC = spec_of("""
spec shop
type tool = disk | web
type grade = poor < fair < great
fact size: int -5..1000000000000000000000000 "?"
fact price: real -5..100000 "?"
fact rate: real "?"
fact sale: bool "?"
fact tools: set of tool "?"
fact grade: grade "?"
fact words: text "?"
act a "?"
rule one { when size > 3 must a }
""")
USUAL = ["4", "2.5", "1", "true", '["disk", "web"]', '"fair"', '"x"']
Outcome = tuple[list[list[Scenario]], str | None]


@contextmanager
def read_together() -> Iterator[None]:
    """
    Let few lines be read together, three at a time, however many different cells they have.
    """
    with (
        mock.patch("specl.decide.jsonl._MANY", 1),
        mock.patch("specl.decide.cells._AT_ONCE", 3),
        mock.patch("specl.decide.cells._MOST", 1.0),
    ):
        yield


def outcome(text: str, at_once: int) -> Outcome:
    """
    Return the scenarios of each table of some lines, and the error after them.
    """
    found: list[list[Scenario]] = []
    tables = tables_of_lines(SPEC, io.StringIO(text, newline=None), at_once=at_once)
    try:
        found.extend(scenarios(table) for table in tables)
    except TableError as error:
        return found, str(error)
    return found, None


def scenarios(table: Table) -> list[Scenario]:
    """
    Return the rows, their numbers told apart by their types.
    """
    assert not table.bad
    return [table.scenario(row) for row in range(table.size)]


whole = st.one_of(
    st.integers(-5, 6).map(str), st.sampled_from(["-0", "1e2", "3.0", "9" * 22, '"7"', '"8/4"'])
)
reals = st.one_of(
    st.floats(-5, 6).map(repr),
    st.decimals(-5, 6, places=3).map(str),
    st.sampled_from(
        ["1e-400", "-1E-400", "0e-7", "5e-324", "2.5000000000000000000000001", '"1/3"', '"0.50"']
    ),
    st.sampled_from(["12345.678901234567890", "99999.9999999999999999", "-0.0", "0.10", "1e5"]),
)
texts = st.one_of(
    st.text(max_size=5).map(json.dumps),
    st.text(max_size=5).map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.sampled_from(['"a\\":b"', '"\\",\\"size\\":1"', '"\\ud800"', '"\\u0000"', '"\u2028"']),
    st.sampled_from(['", \\"size\\": 1}"', '"}\\n{"', '"\x85"', '":"', '": "']),
)
strange = st.sampled_from(
    [
        *["null", "true", "0", "[]", "{}", '{"size":1}', "", "1 2", "[1", "]", '"fair"', '["web"]'],
        *["01", "1e400", "1e401", "-Infinity", "NaN", '"1e3"', "7" * 5_000, '"grand"', "[[]]"],
        *['["none"]', "'x'", '"\t"', '"\\"', '":', '"', "[" * 100_000, "1\n"],
    ]
)
lists = st.lists(st.sampled_from(['"disk"', '"web"']), max_size=3)
CELLS = {
    "size": whole,
    "price": reals,
    "rate": reals,
    "sale": st.sampled_from(["true", "false"]),
    "tools": st.builds(
        lambda join, each: f"[{join.join(each)}]", st.sampled_from([", ", ","]), lists
    ),
    "grade": st.sampled_from(['"poor"', '"fair"', '"gr\\u0065at"']),
    "words": texts,
}


@st.composite
def lines(draw: st.DrawFn) -> str:
    """
    Return lines of which most are as usual, and some are not.
    """
    shape = draw(shapes)
    return "".join(draw(line(*shape)) for _ in range(draw(st.integers(1, 6))))


shapes = st.tuples(
    st.permutations(list(CELLS)), st.sampled_from([", ", ",", " , "]), st.sampled_from([": ", ":"])
)


@st.composite
def line(draw: st.DrawFn, names: list[str], comma: str, colon: str) -> str:
    """
    Return a line, in which a few things may be wrong.
    """
    members = draw(changes)([(name, draw(cell(name))) for name in names])
    comma = draw(st.sampled_from([comma] * 40 + [",  ", "\n,", ";"]))
    colon = draw(st.sampled_from([colon] * 40 + [" : ", ":  ", ":", ": "]))
    end = draw(st.sampled_from(["\n"] * 40 + ["\r\n", "\n\n", " \n", "\r", "\n\u00a0\n", ",\n"]))
    begin = draw(st.sampled_from(["{"] * 60 + [" {", "\ufeff{", "{ "]))
    return begin + comma.join(f'"{name}"{colon}{value}' for name, value in members) + "}" + end


def cell(name: str) -> st.SearchStrategy[str]:
    usual = st.just(USUAL[list(CELLS).index(name)])
    return st.integers(0, 100).flatmap(
        lambda kind: strange if kind == 0 else CELLS[name] if kind < 40 else usual
    )


Members = list[tuple[str, str]]
changes: st.SearchStrategy[Any] = st.sampled_from(
    [
        *[lambda members: members] * 60,
        lambda members: members[::-1],
        lambda members: members[1:],
        lambda members: [*members, members[0]],
        lambda members: [*members[1:], members[1]],
        lambda members: [*members, ("other", "1")],
        lambda members: [*members[1:], ("s\\u0069ze", "1")],
    ]
)


def usual(*order: str, **changed: str) -> str:
    values = dict(zip(CELLS, USUAL, strict=True)) | changed
    members = [f'"{name}": {values[name]}' for name in (order or CELLS)]
    return "{" + ", ".join(members) + "}\n"


ONES = usual(size="1", price="1", rate="1")
TWICE = usual("size", "rate", "rate", *list(CELLS)[3:], size="1", rate="1")


@given(lines(), st.integers(1, 5))
@example(ONES + TWICE + ONES, 9)
@example(usual() + usual(words='"a\\":b"', rate="2") + usual(words='"a\\":c"', rate="3"), 9)
@example(usual() + usual(words='"a\\":b"') + usual(rate="1e-400"), 5)
@example(usual() + usual(words='"a\\":b"') + usual(size="true"), 5)
@example(usual() + usual(size="1}\n{") + usual(), 5)
@example(usual() + usual(size="14").replace(": 14", ":14"), 5)
@example(usual() * 3 + usual()[:-1], 2)
def test_lines_read_together_are_lines_read_one_by_one(text: str, at_once: int) -> None:
    """
    The same tables come of them, and after these the same error.
    """
    wanted = outcome(text, at_once)
    with read_together():
        assert wanted == outcome(text, at_once)


@given(st.lists(st.fixed_dictionaries({"price": reals, "rate": reals}), min_size=1, max_size=4))
def test_numbers_read_together_are_exact(rows: list[dict[str, str]]) -> None:
    """
    Whatever digits and exponents stand together in a column, none is lost.
    """
    with read_together():
        found, error = outcome("".join(usual(**row) for row in rows), 10)
    if error is None:
        (table,) = found
        assert [exact(row["rate"]) for row in rows] == [each["rate"] for each in table]


def exact(number: str) -> Fraction:
    return Fraction(number.strip('"'))
