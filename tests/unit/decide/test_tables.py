"""
Tables of scenarios: what can be given, what is refused, and what comes out.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from specl.decide import Batch, Table, TableError
from specl.interpret import NoReply, Undecidable, ruling
from tests.reference.pipeline import spec_of

SPEC = """
spec shop
type tool = disk | web
type grade = poor < fair < great
fact size: int 0..1000000000000000000000000 "?"
fact price: real -5..10 "?"
fact sale: bool "?"
fact tools: set of tool "?"
fact grade: grade "?"
fact words: text "?"
act a "?"
act b "?"
constraint not (a and b)
rule one { when size > 3 and price <= 2.5 and tools has disk must a }
rule two overrides one { when words == "it's" or grade >= fair and sale must b }
rule three { when price == 0.1 or size + 2 * price < 1 must not b }
rule four { when max(size, 5) > 7 should a }
"""
ROWS: list[dict[str, Any]] = [
    {"size": 4, "price": 2.5, "sale": True, "tools": ["disk"], "grade": "poor", "words": "it's"},
    {"size": 0, "price": 0.1, "sale": False, "tools": [], "grade": "fair", "words": ""},
    {
        "size": 8,
        "price": -1,
        "sale": True,
        "tools": ["web", "disk"],
        "grade": "great",
        "words": "x",
    },
]
READ = {"size": 4, "price": Fraction(5, 2), "sale": True, "tools": frozenset({"disk"})}


@pytest.fixture(scope="module")
def batch() -> Batch:
    """
    A spec with facts of every type.
    """
    return Batch(spec_of(SPEC))


def columns(rows: list[dict[str, Any]] | None = None, **changed: Any) -> dict[str, Any]:
    rows = ROWS if rows is None else rows
    return {name: [row[name] for row in rows] for name in ROWS[0]} | changed


def test_a_table_is_its_scenarios(batch: Batch) -> None:
    """
    What was given comes back as exact values.
    """
    table = batch.table(columns())
    assert READ == {name: table.scenario(0)[name] for name in READ}
    assert Fraction(1, 10) == table.scenario(1)["price"]


def test_rulings_can_be_asked_for_in_any_order(batch: Batch) -> None:
    """
    One row, from the front or the back, is the same ruling as in the whole.
    """
    found = batch.rulings(batch.table(columns()))
    wanted = [ruling(batch.spec, found.table.scenario(row)) for row in range(3)]
    assert wanted == list(found) == [found[0], found[1], found[-1]]
    assert 3 == len(found)
    with pytest.raises(IndexError):
        _ = found[3]


def test_what_is_in_force_as_packed_bits(batch: Batch) -> None:
    """
    A row of bits a norm, in source order, the first scenario in the lowest bit.
    """
    found = batch.rulings(batch.table(columns()))
    assert (4, 1) == found.packed_in_force.shape
    bits = [sum(truth << row for row, truth in enumerate(truths)) for truths in found.in_force.T]
    assert bits == found.packed_in_force[:, 0].tolist()


ARRAYS: list[dict[str, Any]] = [
    {"size": np.array([4, 0, 8], np.uint8)},
    {"size": np.array([4, 0, 8], np.uint64)},
    {"size": np.array([4, 0, 8], object)},
    {"size": ["4", 0, Decimal(8)]},
    {"price": np.array([2.5, 0.1, -1.0])},
    {"price": [Decimal("2.50"), Fraction(1, 10), "-1"]},
    {"price": [2.5, 0.1, -1]},
    {"sale": np.array([True, False, True])},
    {"tools": [{"disk"}, set(), frozenset({"web", "disk"})]},
    {"tools": [("disk",), (), ["disk", "web"]]},
    {"grade": np.array([0, 1, 2], np.int64)},
    {"grade": np.array(["poor", "fair", "great"])},
]


@pytest.mark.parametrize("changed", ARRAYS, ids=lambda changed: repr(changed)[:40])
def test_one_table_in_many_forms(batch: Batch, changed: dict[str, Any]) -> None:
    """
    Arrays and lists of whatever kind mean the same values.
    """
    plain, other = batch.table(columns()), batch.table(columns(**changed))
    assert [plain.scenario(row) for row in range(3)] == [other.scenario(row) for row in range(3)]
    assert list(batch.rulings(plain)) == list(batch.rulings(other))


@pytest.mark.parametrize(
    "number", [10**23, 2**63, 2**64 - 1, 2**62, 2**31, 2**15], ids=lambda number: f"{number:.0e}"
)
def test_numbers_of_any_size(batch: Batch, number: int) -> None:
    """
    A number that fits no machine word is as exact as any other.
    """
    found = batch.rulings(batch.table(columns(size=[number, number - 1, 3])))
    assert [ruling(batch.spec, found.table.scenario(row)) for row in range(3)] == list(found)
    assert number - 1 == found.table.scenario(1)["size"]


@pytest.mark.parametrize("price", [0.1 + 0.2, 1e-7, 1 / 3, 5e-324, 2.4999999999999996])
def test_long_doubles_are_the_shortest_decimals(batch: Batch, price: float) -> None:
    """
    A double stands for the decimal that Python shows, in arrays and in lists.
    """
    for given in ([price, 0.1, 1.0], np.array([price, 0.1, 1.0])):
        table = batch.table(columns(price=given))
        assert Fraction(repr(price)) == table.scenario(0)["price"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"size": [4, -1, 8]}, "row 1, fact `size`: `-1` is no value of int 0"),
        ({"size": [4, True, 8]}, "row 1, fact `size`: `True` is no value"),
        ({"size": [4, 1.5, 8]}, "row 1, fact `size`"),
        ({"size": np.array([4, 5, -8])}, "row 2, fact `size`"),
        ({"price": [2.5, float("nan"), 0]}, "row 1, fact `price`: `nan`"),
        ({"price": np.array([2.5, np.inf, 0])}, "row 1, fact `price`: `"),
        ({"price": [2.5, 10.5, 0]}, "row 1, fact `price`: `10.5` is no value of real -5..10"),
        ({"sale": [1, True, False]}, "row 0, fact `sale`: `1` is no value of bool"),
        ({"tools": [["disk"], ["disc"], []]}, "row 1, fact `tools`"),
        ({"tools": ["disk", [], []]}, "row 0, fact `tools`"),
        ({"tools": [[], [["disk"]], []]}, "row 1, fact `tools`"),
        ({"tools": [(), (["disk"],), ()]}, "row 1, fact `tools`"),
        ({"words": ["", [7], ""]}, "row 1, fact `words`: `[7]` is no value of text"),
        ({"words": ["", {}, [[]]]}, "row 1, fact `words`: `{}` is no value of text"),
        ({"grade": ["poor", None, "fair"]}, "row 1, fact `grade`: `None`"),
        ({"grade": np.array([0, 3, -1])}, "row 1, fact `grade`"),
        ({"words": ["", 7, ""]}, "row 1, fact `words`: `7` is no value of text"),
        ({"wrds": [1, 2, 3]}, "there is no fact `wrds`; did you mean `words`?"),
        ({"words": [""]}, "the columns are of different lengths"),
    ],
)
def test_what_is_no_table(batch: Batch, changed: dict[str, Any], message: str) -> None:
    """
    The first row that is wrong is named, with the fact and the value.
    """
    with pytest.raises(TableError) as raised:
        batch.table(columns(**changed))
    assert str(raised.value).startswith(message)


def test_a_column_may_not_be_missing(batch: Batch) -> None:
    """
    Every fact needs a value in every row.
    """
    with pytest.raises(TableError, match="there is no column for `size`, `price`"):
        batch.table(
            {name: each for name, each in columns().items() if name[0] not in "ps"}
            | {"sale": [True]}
        )


def test_an_empty_table(batch: Batch) -> None:
    """
    No rows, no rulings.
    """
    found = batch.rulings(batch.table(columns([])))
    assert [] == list(found)
    assert (0, 4) == found.in_force.shape == found.applicable.shape


def test_many_rows_are_decided_a_part_at_a_time(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Where one part ends and the next begins makes no difference.
    """
    table = batch.table(columns(ROWS * 15))
    whole = list(batch.rulings(table))
    monkeypatch.setattr("specl.decide.rulings._AT_ONCE", 8)
    monkeypatch.setattr("specl.decide.rulings._READ", 16)
    assert whole == list(batch.rulings(table))


def arrow_table(**changed: Any) -> pa.Table:
    given = columns(**changed)
    given["price"] = pa.array(
        [Decimal(str(price)) for price in given["price"]], pa.decimal128(9, 3)
    )
    given["grade"] = pa.array(given["grade"]).dictionary_encode()
    return pa.table(given)


def test_arrow_tables_and_files(batch: Batch, tmp_path: Path) -> None:
    """
    Arrow tables, Parquet, Arrow files and lines of JSON all are the same table.
    """
    wanted = list(batch.rulings(batch.table(columns())))
    table = arrow_table()
    pq.write_table(table, tmp_path / "t.parquet")
    with (
        pa.OSFile(str(tmp_path / "t.arrow"), "wb") as file,
        pa.ipc.new_file(file, table.schema) as writer,
    ):
        writer.write_table(table)
    lines = "\n\n".join(json.dumps(row) for row in ROWS)
    (tmp_path / "t.jsonl").write_text(lines, encoding="utf-8")
    assert wanted == list(batch.rulings(batch.table(table)))
    for name in ("t.parquet", "t.arrow", "t.jsonl"):
        tables = batch.tables(tmp_path / name, at_once=2)
        assert wanted == [each for part in tables for each in batch.rulings(part)]


def test_slices_of_arrow_tables(batch: Batch) -> None:
    """
    A slice has its own rows, and chunks are joined.
    """
    table = pa.concat_tables([arrow_table(), arrow_table()]).slice(2, 3)
    wanted = list(batch.rulings(batch.table(columns([ROWS[2], ROWS[0], ROWS[1]]))))
    assert wanted == list(batch.rulings(batch.table(table)))


def test_arrow_without_a_value(batch: Batch) -> None:
    """
    A null is no value.
    """
    with pytest.raises(TableError, match="row 1, fact `words`"):
        batch.table(arrow_table(words=["", None, ""]))


def test_no_parquet_file(batch: Batch, tmp_path: Path) -> None:
    """
    What is no such file is said to be none.
    """
    path = tmp_path / "t.parquet"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(TableError, match="it is no Parquet file"):
        list(batch.tables(path))


LINE = json.dumps(ROWS[0])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[]", "line 2: "),
        ("7", "line 2: no JSON object"),
        ("{", "line 2: no JSON object"),
        (LINE[:-1] + ', "size": 4}', "line 2: no JSON object"),
        (LINE[:-1] + ', "other": 4}', "line 2: there are facts that the spec has not"),
        (LINE.replace('"size": 4, ', ""), "line 2: fact `size` has no value"),
        (LINE.replace("4", "NaN"), "line 2: no JSON object"),
        (LINE.replace("4", "1e999999"), "line 2: fact `size` has no value of int"),
        (LINE.replace("2.5", "1e999999"), "line 2: fact `price` has no value of real"),
        (LINE.replace('["disk"]', '[["disk"]]'), "line 2: fact `tools` has no value of set of"),
        (LINE.replace("2.5", '"x"'), "line 2: fact `price` has no value of real"),
        (LINE.replace('"it\'s"', "2.5"), "line 2: fact `words` has no value of text"),
    ],
)
def test_lines_that_are_no_scenarios(batch: Batch, tmp_path: Path, line: str, message: str) -> None:
    """
    A line that cannot be used is named.
    """
    path = tmp_path / "t.jsonl"
    path.write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError) as raised:
        list(batch.tables(path))
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    "price",
    ["2.50", "25e-1", "2.5000000000000000000001", "1E0", '"1/3"', "-0.0", "3", "1e-400", "0e-9"],
)
def test_numbers_are_read_as_written(batch: Batch, tmp_path: Path, price: str) -> None:
    """
    All digits count, however many there are.
    """
    path = tmp_path / "t.jsonl"
    path.write_text(LINE.replace("2.5", price), encoding="utf-8")
    (table,) = batch.tables(path)
    assert Fraction(price.strip('"')) == table.scenario(0)["price"]


def test_texts_with_colons(batch: Batch, tmp_path: Path) -> None:
    """
    A colon in a text is none between a name and a value.
    """
    path = tmp_path / "t.jsonl"
    path.write_text(LINE.replace("it's", 'a: b, \\"c\\": d'), encoding="utf-8")
    (table,) = batch.tables(path)
    assert 'a: b, "c": d' == table.scenario(0)["words"]


def test_a_spec_without_facts(tmp_path: Path) -> None:
    """
    A table without columns has as many rows as its lines.
    """
    batch = Batch(spec_of('spec s act a "?" rule r { must a }'))
    path = tmp_path / "t.jsonl"
    path.write_text("{}\n{}\n", encoding="utf-8")
    (table,) = batch.tables(path)
    assert [1, 1] == [len(each.in_force) for each in batch.rulings(table) if each]


def test_the_interpreter_decides_what_is_not_known() -> None:
    """
    Without any effort the matrices still say what the interpreter says.
    """
    batch = Batch(spec_of(SPEC), effort=0)
    found = batch.rulings(batch.table(columns()))
    wanted = [ruling(batch.spec, found.table.scenario(row)) for row in range(3)]
    assert wanted == list(found)
    assert [[norm in each.in_force for norm in found.norms] for each in wanted] == (
        found.in_force.tolist()
    )


@pytest.mark.parametrize("error", [NoReply, Undecidable])
def test_what_the_interpreter_cannot_decide(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """
    Rows without an answer are told apart, and nothing is in force in them.
    """

    def fail(_spec: object, _scenario: object) -> None:
        raise error

    monkeypatch.setattr("specl.decide.rulings.reference", fail)
    batch = Batch(spec_of(SPEC), effort=0)
    found = batch.rulings(batch.table(columns()))
    assert [error is NoReply] * 3 == found.without_reply.tolist()
    assert [error is Undecidable] * 3 == found.undecided.tolist()
    assert [None] * 3 == list(found)
    assert not found.in_force.any()


def test_parts_of_tables_keep_their_values(batch: Batch) -> None:
    """
    A part is a table of its own.
    """
    part: Table = batch.table(columns()).part(1, 9)
    assert (2, batch.table(columns()).scenario(2)) == (part.size, part.scenario(1))
