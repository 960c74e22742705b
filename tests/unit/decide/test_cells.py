"""
Lines read together: which are, and which are left to be read one by one.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from specl.decide import Batch, Table
from specl.decide.cells import table_of_cells
from specl.decide.given import Digits
from tests.reference.pipeline import spec_of

SPEC = spec_of("""
spec shop
fact size: int 0..9 "?"
fact price: real "?"
fact words: text "?"
act a "?"
rule one { when size > 3 must a }
""")
LINE = '{"size": 4, "price": 2.50, "words": "x"}\n'
READ = json.JSONDecoder(parse_float=Digits).raw_decode


def together(lines: list[str]) -> Table | None:
    return table_of_cells(SPEC, lines, READ, lambda row: alone(lines[row]))


def alone(line: str) -> list[Any]:
    found = READ(line)[0]
    return [found[name] for name in SPEC.facts]


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        LINE.replace(": ", ":"),
        LINE.replace(", ", " ,\t"),
        "  " + LINE,
        '{"words": "x", "price": 2.50, "size": 4}\n',
        LINE.replace("x", "ä\u2028"),
        LINE.replace('"x"', '", \\"size\\" : 1}"'),
    ],
)
def test_usual_lines_are_read_together(line: str) -> None:
    """
    Whatever the order of the facts and the spaces between them, if it is the same in all.
    """
    table = together([line] * 6)
    assert table is not None
    assert [json.loads(line)] * 6 == [table.scenario(row) for row in range(6)]


def test_a_line_with_more_marks_is_read_alone() -> None:
    """
    What looks like another name in a text costs the other lines nothing.
    """
    odd = LINE.replace("x", 'a\\":b').replace("2.50", "0.1")
    table = together([LINE, odd, *[LINE] * 4, odd, LINE])
    assert table is not None
    wanted = {"size": 4, "price": Fraction(1, 10), "words": 'a":b'}
    assert [wanted] * 2 == [table.scenario(row) for row in (1, 6)]
    assert 6 == sum(table.scenario(row)["words"] == "x" for row in range(8))


@pytest.mark.parametrize(
    "line",
    [
        '{"price": 2.50, "size": 4, "words": "x"}\n',
        LINE.replace("4", "true"),
        LINE.replace("4", "10"),
        LINE.replace("4", "4 4"),
        LINE.replace("size", "s\\u0069ze"),
        LINE.replace('"x"', '"\\"'),
        LINE.replace('"price"', '"size"'),
        LINE.replace('"x"', "[" * 100_000),
        LINE.replace("4", "4" * 5_000),
        LINE.replace(": 4", ":14"),
        LINE.replace(" 2.50", "-2.50"),
        LINE.replace(": ", ":  "),
        LINE.replace(", ", " "),
        LINE.replace(", ", " , ,"),
        LINE.replace("}", "} x"),
        "[]\n",
        "7\n",
        '[[], {"a":1}]\n',
    ],
)
def test_unusual_lines_are_left_to_be_read_one_by_one(line: str) -> None:
    """
    Also where the unusual line is the first.
    """
    assert together([LINE] * 4 + [line, LINE]) is None
    assert together([LINE] * 4 + [line]) is None
    assert together([line, *[LINE] * 9]) is None


def test_many_different_cells_are_left_to_be_read_one_by_one() -> None:
    """
    Where most cells differ there is nothing to gain.
    """
    lines = [LINE.replace("x", str(n)).replace("50", str(n)) for n in range(10, 100)]
    assert together(lines) is None
    assert together(lines * 2) is not None


def test_very_much_text_is_left_to_be_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of so much that pyarrow could not say where in it something stands.
    """
    monkeypatch.setattr("specl.decide.cells._LONGEST", 9 * len(LINE))
    assert together([LINE] * 8) is not None
    assert together([LINE] * 9) is None


def test_without_pyarrow_lines_are_read_one_by_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """
    Lines of JSON can be read without it.
    """
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert together([LINE] * 9) is None
    path = tmp_path / "t.jsonl"
    path.write_text(LINE * 2_000, encoding="utf-8")
    (table,) = Batch(SPEC).tables(path)
    assert 2_000 == table.size


def test_many_lines_are_read_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    From so many on, up to the first unusual ones; the rest is read one by one.
    """
    read: list[bool] = []

    def seen(*given: Any) -> Table | None:
        found = table_of_cells(*given)
        read.append(found is not None)
        return found

    monkeypatch.setattr("specl.decide.jsonl.table_of_cells", seen)
    path = tmp_path / "t.jsonl"
    path.write_text(LINE * 999, encoding="utf-8")
    assert [999] == [table.size for table in Batch(SPEC).tables(path)]
    assert [] == read
    odd = '{"price": 2.50, "size": 4, "words": "x"}\n'
    path.write_text(LINE * 2_000 + LINE * 500 + odd + LINE * 1_600, encoding="utf-8")
    sizes = [table.size for table in Batch(SPEC).tables(path, at_once=1_000)]
    assert ([1_000] * 4 + [101], [True, True, False]) == (sizes, read)
