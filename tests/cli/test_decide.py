"""
`specl decide`: rulings as JSON lines.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import CLEAN, Run

ANSWER = {"rule": "be_helpful", "index": 0, "text": "must answer"}
ESCALATE = {"rule": "big_refunds", "index": 0, "text": "must escalate"}


def test_one_scenario(run: Run, folder: Path) -> None:
    """
    The ruling of `--facts` is one line of JSON with every list.
    """
    result = run("decide", "clean.specl", "--facts", '{"refund": 900}')
    assert result.status == 0
    assert json.loads(result.out) == {
        "applicable": [ANSWER, ESCALATE],
        "in_force": [ESCALATE],
        "defeated": [{"norm": ANSWER, "by": [ESCALATE]}],
        "contradictions": [],
        "possible": [],
    }


def test_a_contradictory_ruling_has_status_1(run: Run, folder: Path) -> None:
    """
    The minimal sets that clash are listed.
    """
    result = run("decide", "clash.specl", "--facts", '{"refund": 900}')
    assert result.status == 1
    assert json.loads(result.out)["contradictions"] == [[ANSWER, ESCALATE]]


def test_unknown_facts_leave_norms_possible(run: Run, folder: Path) -> None:
    """
    What only some completion brings into force is possible, not certain.
    """
    result = run("decide", "clean.specl")
    ruling = json.loads(result.out)
    assert result.status == 0
    assert (ruling["in_force"], ruling["possible"]) == ([], [ANSWER, ESCALATE])


def test_many_scenarios(run: Run, folder: Path) -> None:
    """
    Each line of a file is answered by a line, mistakes in their place; the worst status counts.
    """
    lines = '{"refund": 1}\n{"refnd": 1}\n\n{"refund": 501}\n'
    (folder / "many.jsonl").write_text(lines, encoding="utf-8")
    result = run("decide", "clean.specl", "many.jsonl")
    first, second, third = map(json.loads, result.out.splitlines())
    assert result.status == 2
    assert (first["in_force"], third["in_force"]) == ([ANSWER], [ESCALATE])
    assert second == {"error": "there is no fact `refnd`; did you mean `refund`?", "line": 2}


def test_scenarios_from_standard_input(run: Run, folder: Path) -> None:
    """
    `-` reads scenarios from a pipe, or the spec, but not both.
    """
    piped = run("decide", "clean.specl", "-", stdin=b'{"refund": 1}\n')
    spec = run("decide", "-", "--facts", '{"refund": 1}', stdin=CLEAN.encode())
    assert piped.out == spec.out != ""
    assert run("decide", "-", "-").status == 2


def test_facts_against_the_assumptions(run: Run, folder: Path) -> None:
    """
    A scenario that cannot exist has no ruling: an error line and status 2.
    """
    (folder / "assumes.specl").write_text("assume refund != 3\n" + CLEAN, encoding="utf-8")
    result = run("decide", "assumes.specl", "--facts", '{"refund": 3}')
    assert (result.status, list(json.loads(result.out))) == (2, ["error"])
    assert "refund != 3" in json.loads(result.out)["error"]


def test_defaults_on_request(run: Run, folder: Path) -> None:
    """
    `--assume-defaults` fills in what is not given.
    """
    text = CLEAN.replace("0..10000 ", "0..10000 = 900 ")
    (folder / "defaults.specl").write_text(text, encoding="utf-8")
    assumed = json.loads(run("decide", "defaults.specl", "--assume-defaults").out)
    assert (assumed["in_force"], assumed["possible"]) == ([ESCALATE], [])


def test_a_spec_that_means_nothing(run: Run, folder: Path) -> None:
    """
    Mistakes in the text go to standard error, and standard output stays empty.
    """
    (folder / "bad.specl").write_text("rule r { must x }", encoding="utf-8")
    result = run("decide", "bad.specl")
    assert (result.status, result.out) == (1, "")
    assert "error[unknown-name]" in result.err


def test_files_that_cannot_be_read(run: Run, folder: Path) -> None:
    """
    A missing spec and missing scenarios have status 2.
    """
    assert run("decide", "gone.specl").status == 2
    assert run("decide", "clean.specl", "gone.jsonl").status == 2


def test_facts_and_scenarios_exclude_each_other(run: Run, folder: Path) -> None:
    """
    One or the other says which scenarios are meant.
    """
    assert run("decide", "clean.specl", "x.jsonl", "--facts", "{}").status == 2


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_empty_facts_are_no_scenario(run: Run, folder: Path, command: str) -> None:
    """
    An empty `--facts`, such as an unset variable gives, is a mistake and not an open scenario.
    """
    result = run(command, "clean.specl", "--facts", "")
    assert (result.status, "not JSON" in result.out + result.err) == (2, True)


def test_many_lines_are_each_as_if_alone(run: Run, folder: Path) -> None:
    """
    Once a spec has been prepared for many scenarios, every line is what it would be by itself.
    """
    facts = [json.dumps({"refund": amount}) for amount in (0, 500, 500.01, 900)]
    alone = {each: run("decide", "clean.specl", "--facts", each).out for each in facts}
    (folder / "many.jsonl").write_text("\n".join(facts * 20), encoding="utf-8")
    result = run("decide", "clean.specl", "many.jsonl")
    assert "".join(alone[each] for each in facts * 20) == result.out


def test_contradictions_and_errors_among_many(run: Run, folder: Path) -> None:
    """
    A prepared spec tells what clashes, and what is against an assumption, as before.
    """
    text = Path("clash.specl").read_text(encoding="utf-8")
    (folder / "assumes.specl").write_text(f"assume refund != 3\n{text}", encoding="utf-8")
    lines = ['{"refund": 900}', '{"refund": 3}', "{}", '{"refund": -1}']
    alone = [run("decide", "assumes.specl", "--facts", each).out for each in lines]
    (folder / "many.jsonl").write_text("\n".join(lines * 30), encoding="utf-8")
    found = run("decide", "assumes.specl", "many.jsonl").out.splitlines()
    for place, line in enumerate(found):
        wanted = json.loads(alone[place % 4])
        assert (wanted | {"line": place + 1} if "error" in wanted else wanted) == json.loads(line)


def test_rows_of_a_table(run: Run, folder: Path) -> None:
    """
    The rows of a Parquet file are scenarios; what has no value is unknown.
    """
    amounts: list[float | None] = [1.0, 500.25, None, -1.0]
    pq.write_table(pa.table({"refund": amounts}), folder / "many.parquet")
    lines = [json.dumps({} if each is None else {"refund": each}) for each in amounts]
    (folder / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    table, text = (
        run("decide", "clean.specl", "many.parquet"),
        run("decide", "clean.specl", "many.jsonl"),
    )
    assert (text.status, text.out) == (table.status, table.out)


@pytest.mark.parametrize("library", ["numpy", "pyarrow"])
def test_tables_need_an_extra(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """
    Without numpy or pyarrow it is said what to install.
    """
    monkeypatch.setitem(sys.modules, library, None)
    (folder / "many.parquet").write_bytes(b"PAR1")
    result = run("decide", "clean.specl", "many.parquet")
    assert (result.status, result.out) == (2, "")
    assert "install `specl-lang[batch]`" in result.err


@pytest.mark.parametrize("name", ["none.parquet", "none.arrow", "bad.parquet", "bad.arrow"])
def test_tables_that_cannot_be_read(run: Run, folder: Path, name: str) -> None:
    """
    A table that is missing or none is a message and status 2.
    """
    for bad in ("bad.parquet", "bad.arrow"):
        (folder / bad).write_text("refund\n1\n", encoding="utf-8")
    result = run("decide", "clean.specl", name)
    assert (result.status, result.out) == (2, "")
    assert name in result.err


@pytest.mark.parametrize("data", [b'{"refund": 1}\n\xff\n', b'{"refund": 1}\n\0\n'])
def test_lines_that_are_no_text(run: Run, folder: Path, data: bytes) -> None:
    """
    A file that is no text is refused before its first line is decided; a stream where it is met.
    """
    (folder / "many.jsonl").write_bytes(data)
    result = run("decide", "clean.specl", "many.jsonl")
    assert (result.status, result.out) == (2, "")
    assert "many.jsonl" in result.err
    piped = run("decide", "clean.specl", "-", stdin=data)
    assert piped.status == 2
    assert "<stdin>" in piped.err


def test_line_ends_and_marks(run: Run, folder: Path) -> None:
    """
    Lines of other systems, and a byte order mark, make no difference.
    """
    (folder / "many.jsonl").write_bytes(b'\xef\xbb\xbf{"refund": 1}\r\n{"refund": 501}\r{"a": 1}')
    result = run("decide", "clean.specl", "many.jsonl")
    assert [1, 1, 3] == [
        len(json.loads(line).get("in_force", "abc")) for line in result.out.splitlines()
    ]
    assert '"line": 3' in result.out


def test_rulings_in_a_file(run: Run, folder: Path) -> None:
    """
    `--out` writes the lines to a file, whole or not at all.
    """
    (folder / "many.jsonl").write_text('{"refund": 1}\n{"refund": 501}\n', encoding="utf-8")
    printed = run("decide", "clean.specl", "many.jsonl").out
    written = run("decide", "clean.specl", "many.jsonl", "-o", "out.jsonl")
    assert (0, "") == (written.status, written.out)
    assert printed == (folder / "out.jsonl").read_text(encoding="utf-8")
    failed = run("decide", "clean.specl", "-", "-o", "out.jsonl", stdin=b'{"refund": 2}\n\xff')
    assert (2, printed) == (failed.status, (folder / "out.jsonl").read_text(encoding="utf-8"))
    assert 2 == run("decide", "clean.specl", "-o", "no/such/out.jsonl").status


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_progress_on_a_terminal(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, quiet: list[str]
) -> None:
    """
    A bar is shown where standard error is a terminal and the rulings go to a file.
    """
    (folder / "many.jsonl").write_text('{"refund": 1}\n' * 3, encoding="utf-8")
    monkeypatch.setattr("specl.cli.decide._is_terminal", lambda: True)
    shown = run("decide", "clean.specl", "many.jsonl", "-o", "out.jsonl", *quiet).err
    assert ("deciding" in shown) == (not quiet)


def test_scenarios_without_a_reply(run: Run, folder: Path) -> None:
    """
    Where no reply can exist there is no ruling, for one scenario as for many.
    """
    text = 'fact odd: bool "?"\nact a "?"\nconstraint odd implies a and not a\nrule r { must a }\n'
    (folder / "none.specl").write_text(text, encoding="utf-8")
    (folder / "many.jsonl").write_text('{"odd": true}\n{"odd": false}\n' * 15, encoding="utf-8")
    result = run("decide", "none.specl", "many.jsonl")
    assert 2 == result.status
    assert [True, False] * 15 == ["has a reply" in line for line in result.out.splitlines()]
