"""
Each renderer says where a finding is, what it is, and nothing that could do harm.
"""

from __future__ import annotations

import json as standard_json
import os
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, Severity, codes
from specl.diagnostics.render import concise, github, json, sarif, text
from specl.text import Source, Span

SOURCE = Source("dir/my spec.specl", "rule a {\n  must x\n\tmust 日本\n}\n")


def span_of(part: str, source: Source = SOURCE) -> Span:
    """
    Return the first place of a text in a source.
    """
    start = source.text.index(part)
    return source.span(start, start + len(part))


def finding(part: str = "must x", **fields: object) -> Diagnostic:
    """
    Return a contradiction at a part of the source.
    """
    label = Label(span_of(part), "this asks for it")
    made = Diagnostic(codes.CONTRADICTION, "`a` and `b` clash", labels=(label,))
    return attrs.evolve(made, **fields)  # type: ignore[arg-type]


def test_text_without_a_place() -> None:
    """
    A finding about nothing in particular is its heading and its notes.
    """
    shown = text.render([finding(labels=(), notes=("why: it is so",))])
    assert shown == "error[contradiction]: `a` and `b` clash\n  = why: it is so\n\n"


def test_text_underlines_after_tabs_and_wide_characters() -> None:
    """
    Carets stand under the label although tabs and wide characters come before and in it.
    """
    lines = text.render([finding("日本")]).splitlines()
    assert lines[3:5] == ["3 |     must 日本", "  |          ^^^^ this asks for it"]


def test_text_shows_an_empty_place_with_one_caret() -> None:
    """
    A label of no length, even behind the last line, is marked by one caret.
    """
    end = len(SOURCE.text)
    lines = text.render([finding(labels=(Label(SOURCE.span(end, end), "here"),))]).splitlines()
    assert lines[3:5] == ["5 |", "  | ^ here"]


def test_text_of_a_file_without_text_shows_its_name_only() -> None:
    """
    Of a file that could not be read there is a name and no source.
    """
    place = Source("gone.specl", "").span(0, 0)
    shown = text.render([Diagnostic(codes.UNREADABLE, "there is no file", (Label(place),))])
    assert shown == "error[unreadable]: there is no file\n --> gone.specl:1:1\n\n"


def test_text_does_not_repeat_a_help_that_is_a_fix() -> None:
    """
    A fix with the title of a help line is not named twice.
    """
    fix = Fix("do this", (Edit(span_of("x"), "y"),))
    shown = text.render([finding(help=("do this",), fixes=(fix,))])
    assert shown.count("do this") == 1


def test_text_says_which_fix_can_be_applied() -> None:
    """
    A safe fix names the option that applies it.
    """
    fix = Fix("drop it", (Edit(span_of("x"), ""),), Applicability.SAFE)
    assert "= help: drop it (`specl check --fix` does it)" in text.render([finding(fixes=(fix,))])


def test_text_marks_waived_findings() -> None:
    """
    A waived contradiction is shown as information, and as waived.
    """
    shown = text.render([finding(severity=Severity.INFO, data={"waived": True})])
    assert shown.startswith("info[contradiction]: `a` and `b` clash (waived)\n")


def test_text_cannot_be_steered_from_a_spec() -> None:
    """
    No control character of a message, note, name or source line reaches the terminal.
    """
    evil = "\x1b[2J\u202e\x07"
    source = Source(f"e{evil}.specl", f"rule {evil} x")
    label = Label(source.span(0, len(source.text)), evil)
    made = finding(message=evil, labels=(label, label), notes=(evil,), help=(evil,))
    shown = text.render([made]) + concise.render([made])
    assert {char for char in shown if ord(char) < 32 or ord(char) > 126} == {"\n"}


def test_colours_change_nothing_but_colours() -> None:
    """
    Without its escape sequences a coloured rendering is the plain one.
    """
    import re

    colored = text.render([finding()], color=True)
    assert colored != re.sub(r"\x1b\[[0-9;]*m", "", colored) == text.render([finding()])


def test_concise_is_one_line() -> None:
    """
    A line names file, line, column, severity, code and message.
    """
    shown = concise.render([finding(message="two\nlines")])
    assert shown == "dir/my spec.specl:2:3: error[contradiction] two lines\n"


def test_json_has_the_promised_shape() -> None:
    """
    Every field that tools rely on is there, places counted from 1 with exclusive ends.
    """
    fix = Fix("drop it", (Edit(span_of("must x"), ""),))
    data = {"subject": "a", "rules": ["a"], "norms": [], "witness": {"facts": {"n": Fraction(3)}}}
    whole = standard_json.loads(
        json.render([finding(data=data, fixes=(fix,))], ok=False, summary={"rules": 1})
    )
    span = {"file": "dir/my spec.specl", "line": 2, "column": 3, "end_line": 2, "end_column": 9}
    assert whole == {
        "version": 1,
        "ok": False,
        "findings": [
            {
                "code": "contradiction",
                "severity": "error",
                "message": "`a` and `b` clash",
                "subject": "a",
                "rules": ["a"],
                "norms": [],
                "witness": {"facts": {"n": 3}},
                "span": span,
                "label": "this asks for it",
                "related": [],
                "notes": [],
                "help": [],
                "fixes": [
                    {
                        "title": "drop it",
                        "applicability": "unsafe",
                        "edits": [{"span": span, "text": ""}],
                    }
                ],
            }
        ],
        "summary": {"rules": 1},
    }


def test_json_is_ascii() -> None:
    """
    No encoding of a pipe can spoil the JSON, and no character of it can steer a terminal.
    """
    assert json.render([finding(message="日本\u202e\x9b")], ok=True, summary={}).isascii()


def test_github_escapes_what_would_end_the_command() -> None:
    """
    Percent signs, line ends, colons and commas are escaped where they would be read.
    """
    source = Source("a,b:c%.specl", "x")
    made = finding(message="100%\n::error::no", labels=(Label(source.span(0, 1)),))
    assert github.render([made]) == (
        "::error file=a%2Cb%3Ac%25.specl,line=1,endLine=1,col=1,endColumn=2,"
        "title=specl (contradiction)::100%25 ::error::no\n"
    )


def test_github_leaves_columns_out_over_several_lines() -> None:
    """
    GitHub takes columns only for a place on one line.
    """
    made = finding("x\n\tmust", severity=Severity.INFO)
    assert github.render([made]).startswith(
        "::notice file=dir/my spec.specl,line=2,endLine=3,title="
    )


def sarif_of(*findings: Diagnostic) -> dict[str, object]:
    """
    Return the SARIF log of some findings.
    """
    log: dict[str, object] = standard_json.loads(sarif.render(findings, version="1.2.3"))
    return log


def test_sarif_has_all_that_the_standard_requires() -> None:
    """
    A log has its version, a tool with a name, and results with messages and places.
    """
    fix = Fix("drop it", (Edit(span_of("must x"), ""),))
    related = (Label(span_of("must x")), Label(span_of("日本"), "other"))
    log = sarif_of(finding(labels=related, fixes=(fix,), data={"waived": True}))
    (run,) = log["runs"]  # type: ignore[misc]
    (result,) = run["results"]
    place = {
        "artifactLocation": {"uri": "dir/my%20spec.specl"},
        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9},
    }
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["name"] == "specl"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["locations"] == [{"physicalLocation": place}]
    assert result["relatedLocations"][0]["id"] == 1
    assert result["suppressions"] == [{"kind": "inSource"}]
    assert result["fixes"][0]["artifactChanges"] == [
        {
            "artifactLocation": place["artifactLocation"],
            "replacements": [{"deletedRegion": place["region"], "insertedContent": {"text": ""}}],
        }
    ]


def test_sarif_levels_follow_severities() -> None:
    """
    Errors, warnings and infos are error, warning and note.
    """
    log = sarif_of(*(finding(severity=severity) for severity in Severity))
    (run,) = log["runs"]  # type: ignore[misc]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_sarif_validates_against_its_schema() -> None:
    """
    The log of every code at once is valid; run where SARIF_SCHEMA names the schema's file.
    """
    schema = os.environ.get("SARIF_SCHEMA")
    if not schema:
        pytest.skip("SARIF_SCHEMA does not name a copy of sarif-schema-2.1.0.json")
    jsonschema = pytest.importorskip("jsonschema")
    fix = Fix("drop it", (Edit(span_of("must x"), ""),))
    found = [attrs.evolve(finding(fixes=(fix,)), code=code) for code in codes.CODES.values()]
    log = sarif_of(*found, finding(labels=()), finding(data={"waived": True}))
    jsonschema.validate(log, standard_json.loads(Path(schema).read_text(encoding="utf-8")))
