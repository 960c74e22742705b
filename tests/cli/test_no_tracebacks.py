"""
No text whatever makes specl fail: it is a spec, or it has findings.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from specl.diagnostics.render import concise, github, json, sarif, text
from specl.workspace.checking import CheckOptions, check_texts
from specl.workspace.reading import TextFile, decode
from specl.workspace.report import Outcome

SPEC = (Path(__file__).parent.parent / "golden" / "support.specl").read_text(encoding="utf-8")
WORDS = sorted({*SPEC.split(), "earlier", "suspends", "maximize", "except", "if", "(", "-", '"""'})


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """
    Draw a spec in which some words were taken out, doubled or replaced.
    """
    words = SPEC.split(" ")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words) - 1))
        size = draw(st.integers(0, 3))
        words[at : at + size] = draw(st.lists(st.sampled_from(WORDS), max_size=3))
    return " ".join(words)


def checked(file: object) -> Outcome:
    """
    Return the outcome of one text, which every format can show.
    """
    outcome = check_texts([file], CheckOptions(budget=100_000))  # type: ignore[list-item]
    findings = outcome.findings
    shown = text.render(findings) + concise.render(findings) + github.render(findings)
    assert "\x1b" not in shown
    assert sarif.render(findings, version="1")
    assert json.render(findings, ok=False, summary=outcome.summary())
    return outcome


def faults(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    """
    Return what went wrong in specl itself.
    """
    return [
        (each.message, each.notes)
        for each in outcome.findings
        if each.code.slug == "internal-error"
    ]


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """
    Bytes are no text, or a text with findings.
    """
    assert faults(checked(decode("any.specl", None, data))) == []


@given(st.text(max_size=200))
def test_any_text(written: str) -> None:
    """
    Any text is checked without a fault.
    """
    data = written.encode("utf-8", "surrogatepass")
    assert faults(checked(decode("any.specl", None, data))) == []


@given(damaged())
def test_damaged_specs(written: str) -> None:
    """
    A spec with words missing, doubled or out of place is checked without a fault.
    """
    file = decode("damaged.specl", None, written.encode())
    assert isinstance(file, TextFile)
    assert faults(checked(file)) == []
