"""
What was found in an earlier text, at the places of the text as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from specl.text import Source
from specl.workspace.alterations import Alteration
from specl.workspace.findings_as_data import findings_from_data
from specl.workspace.report import FileReport, in_order

if TYPE_CHECKING:
    from specl.diagnostics import Diagnostic
    from specl.workspace.state import State

__all__ = ["moved", "put_together"]


def moved(kept: dict[str, Any], change: Alteration, number: int) -> dict[str, Any] | None:
    """
    Return what was kept of a slice with all places where they are now; None where one is lost.

    Args:
        kept: What was kept.
        change: How the text changed.
        number: The number of the text among the sources.
    """

    def placed(place: list[Any]) -> list[Any] | None:
        source, start, end, text = place
        if source != number:
            return place
        now = change.ends.moved(start, end)
        return None if now is None else [source, *now, text]

    findings = []
    for code, severity, message, labels, notes, advice, fixes, data in kept["findings"]:
        shown = [placed(label) for label in labels]
        mends = [
            [title, [placed(edit) for edit in edits], safety] for title, edits, safety in fixes
        ]
        if None in shown or any(None in edits for _, edits, _ in mends):
            return None
        findings.append([code, severity, message, shown, notes, advice, mends, data])
    return {**kept, "findings": findings}


def put_together(state: State, name: str, sources: Sequence[Source]) -> FileReport:
    """
    Return the report on a text: what a check of the whole puts together.

    Args:
        state: All that was found, slice by slice.
        name: What messages call the text.
        sources: The sources by number.
    """
    from specl.check.sliced import OF_THE_WORLD

    found = [findings_from_data(state.problems, sources)]
    for n, each in enumerate(state.slices):
        told = (one for one in each["findings"] if n == 0 or one[0] not in OF_THE_WORLD)
        found.append(findings_from_data(told, sources))
    findings: Iterable[Diagnostic] = (one for each in found for one in each)
    complete = all(each["complete"] for each in state.slices)
    counts = (state.total, sum(each["norms"] for each in state.slices))
    return FileReport((name,), None, in_order(findings, (name,)), complete, counts)
