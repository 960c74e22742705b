"""
What each format makes of the same findings, character by character.
"""

from __future__ import annotations

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, Severity, codes
from specl.diagnostics.render import concise, github, json, sarif, text
from specl.text import Source, Span
from tests.golden.goldens import assert_golden

SUPPORT = Source(
    "support.specl",
    """\
use "./teams/sales.specl" as sales

fact refund: real 0..10000 "The refund asked for."
constraint not (answer and escalate)

rule big_refunds {
  "Refunds over $500 go to a human."
  when refund > 500
  must escalate
}

rule spanning {
  must (
    answer
    or escalate
    or refuse
    or ask_first
  )
}

rule wide {
	must 日本 and e\u0301 # \u202eesrever
}
""",
)
SALES = Source("teams/sales.specl", "\n" * 6 + "rule same_day_answer {\n  must answer\n}\n")
LONG = Source("long.specl", "must " + "a or " * 60 + "here" + " or b" * 60 + "\n")


def place(part: str, source: Source = SUPPORT) -> Span:
    """
    Return the first place of a text in a source.
    """
    start = source.text.index(part)
    return source.span(start, start + len(part))


CLASH = Diagnostic(
    codes.CONTRADICTION,
    "`big_refunds` and `sales.same_day_answer` cannot both be obeyed",
    labels=(
        Label(place("must escalate"), "this asks for one thing"),
        Label(place("must answer", SALES), "this asks for the other"),
        Label(place("not (answer and escalate)"), "no reply does both"),
    ),
    notes=(
        "when: refund == 501",
        "why: constraint `not (answer and escalate)` (support.specl:4)",
        "both are binding at level developer and neither overrides the other",
    ),
    help=("`overrides sales.same_day_answer` on `big_refunds` settles it",),
    fixes=(
        Fix(
            "`overrides sales.same_day_answer` on `big_refunds` settles it",
            (Edit(place("big_refunds"), "big_refunds overrides sales.same_day_answer"),),
        ),
        Fix(
            "`unless refund > 500` on `sales.same_day_answer` settles it",
            (Edit(place("must answer", SALES), "unless refund > 500\n  must answer"),),
        ),
    ),
    data={
        "subject": "big_refunds",
        "rules": ["big_refunds", "sales.same_day_answer"],
        "norms": [
            {"rule": "big_refunds", "index": 0, "text": "must escalate"},
            {"rule": "sales.same_day_answer", "index": 0, "text": "must answer"},
        ],
        "witness": {"facts": {"refund": 501}, "complete": {"refund": 501}},
    },
)
FINDINGS = (
    CLASH,
    Diagnostic(
        codes.UNUSED,
        "nothing uses `sales`",
        labels=(Label(place('use "./teams/sales.specl" as sales'), "used by nothing"),),
        fixes=(
            Fix(
                "take it out",
                (Edit(place('use "./teams/sales.specl" as sales'), ""),),
                Applicability.SAFE,
            ),
        ),
        data={"subject": "sales"},
    ),
    Diagnostic(
        codes.IMPOSSIBLE,
        "no reply can meet `spanning`",
        labels=(
            Label(place(SUPPORT.text[SUPPORT.text.index("must (") :][:63]), "all of this"),
            Label(place("spanning")),
        ),
        data={"waived": True, "subject": "spanning"},
        severity=Severity.INFO,
    ),
    Diagnostic(
        codes.SYNTAX,
        "a norm was expected",
        labels=(Label(place("日本"), "two wide"), Label(place("# \u202eesrever"), "turned")),
    ),
    Diagnostic(codes.TYPE, "a long line", labels=(Label(place("here", LONG), "in its middle"),)),
    Diagnostic(
        codes.UNREADABLE,
        "there is no file `gone.specl`",
        labels=(Label(Source("gone.specl", "").span(0, 0)),),
    ),
)


def test_text() -> None:
    """
    Findings in a terminal without colours.
    """
    assert_golden("findings.txt", text.render(FINDINGS))


def test_text_in_colours() -> None:
    """
    Findings in a terminal with colours, escapes written out.
    """
    shown = text.render(FINDINGS[:2], color=True)
    assert_golden("findings.colored.txt", shown.replace("\x1b", "<ESC>"))


def test_concise() -> None:
    """
    One line a finding.
    """
    assert_golden("findings.concise.txt", concise.render(FINDINGS))


def test_json() -> None:
    """
    The object that tools read.
    """
    assert_golden("findings.json", json.render(FINDINGS, ok=False, summary={"errors": 4}))


def test_github() -> None:
    """
    Workflow commands.
    """
    assert_golden("findings.github.txt", github.render(FINDINGS))


def test_sarif() -> None:
    """
    A SARIF log of two findings.
    """
    assert_golden("findings.sarif", sarif.render(FINDINGS[:2], version="1.2.3"))
