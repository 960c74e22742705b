"""
The report on cases: which goals they show, what no scenario shows and why, what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from specl.cases.coverage import Coverage
from specl.cases.goals import KINDS, Goal, Kind
from specl.cases.packing import cover_greedily
from specl.cases.standing import Need
from specl.diagnostics.render.printable import one_line
from specl.model import Spec
from specl.text import Span
from specl.text.record import record
from specl.workspace.casing import Cases

__all__ = ["counts", "kinds_of", "report_to_data", "report_to_text"]

_STATES = ("met", "impossible", "undecided", "left_out")
_COLUMNS = ("kind", "goals", "met", "impossible", "undecided", "left out", "cases")


@record
class KindCount:
    """
    What became of the goals of one kind.

    Attributes:
        states: How many goals there are of each state.
        cases: How many of the cases are enough for those that are met.
    """

    kind: Kind
    goals: int
    states: Mapping[str, int]
    cases: int

    def as_json(self) -> dict[str, Any]:
        """
        Return the counts as JSON-ready data.
        """
        return {"kind": self.kind, "goals": self.goals, **self.states, "cases": self.cases}


def kinds_of(coverage: Coverage) -> tuple[KindCount, ...]:
    """
    Count the goals of each kind that has any.
    """
    present = {goal.kind for goal in coverage.goals}
    return tuple(_count(coverage, kind) for kind in KINDS if kind in present)


def _count(coverage: Coverage, kind: Kind) -> KindCount:
    def of_kind(goals: Iterable[Goal]) -> list[Goal]:
        return [goal for goal in goals if goal.kind == kind]

    states = {state: len(of_kind(getattr(coverage, state))) for state in _STATES}
    place = {goal.name: place for place, goal in enumerate(of_kind(coverage.met))}
    sets = [sum(1 << place[g.name] for g in of_kind(case.goals)) for case in coverage.cases]
    needed = cover_greedily(sets, (1 << len(place)) - 1)
    return KindCount(kind, len(of_kind(coverage.goals)), states, len(needed))


def counts(coverage: Coverage) -> dict[str, int]:
    """
    Return how many goals there are, and of each state.
    """
    states = {state: len(getattr(coverage, state)) for state in _STATES}
    return {"total": len(coverage.goals), **states}


def report_to_data(spec: Spec, cases: Cases) -> dict[str, Any]:
    """
    Return the report as JSON-ready data.
    """
    coverage = cases.coverage
    why = {each.goal.name: each.reasons for each in cases.explanations}
    return {
        "version": 1,
        "spec": spec.name,
        "cases": [row.id for row in cases.rows],
        "goals": counts(coverage),
        "kinds": [each.as_json() for each in kinds_of(coverage)],
        "details": [
            {
                "kind": goal.kind,
                "subject": goal.subject,
                "name": goal.name,
                "state": state,
                "cases": shown,
                "why": [[_reason(need) for need in each] for each in why.get(goal.name, ())],
            }
            for goal, state, shown in _details(cases)
        ],
        "contradictory": list(cases.contradictory),
        "open": list(cases.open_questions),
    }


def _reason(need: Need) -> dict[str, Any]:
    place = None if need.span is None else _place(need.span)
    return {"kind": need.kind, "text": need.text, "place": place}


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.source.name, "line": span.line, "column": span.column}


def _details(cases: Cases) -> Iterator[tuple[Goal, str, list[str]]]:
    """
    Yield each goal with its state and the cases that show it.
    """
    coverage = cases.coverage
    state = {goal.name: name for name in _STATES for goal in getattr(coverage, name)}
    shown: dict[str, list[str]] = {}
    for row in cases.rows:
        for goal in row.goals:
            shown.setdefault(goal.name, []).append(row.id)
    for goal in coverage.goals:
        yield goal, state[goal.name], shown.get(goal.name, [])


def report_to_text(
    spec: Spec, cases: Cases, *, kinds: Sequence[Kind] = KINDS, verbose: bool = False
) -> str:
    """
    Return the report for a terminal.

    Args:
        spec: The spec.
        cases: Its cases.
        kinds: The kinds of goals that were asked for.
        verbose: Whether to name the cases that show each goal that is met.
    """
    lines = [_summary(spec, cases), *_table(cases.coverage)]
    if verbose:
        lines += [f"met: {goal.name}: {', '.join(ids)}" for goal, _, ids in _details(cases) if ids]
    for each in cases.explanations[:1] if cases.is_empty_world else cases.explanations:
        what = "all of them" if cases.is_empty_world else each.goal.name
        lines.append(f"impossible: {what}")
        lines += [line for reasons in each.reasons for line in _because(reasons)]
    lines += [f"undecided: {goal.name}" for goal in cases.coverage.undecided]
    lines += [f"left out: {goal.name}" for goal in cases.coverage.left_out]
    lines += [f"contradictory: {name}: no reply obeys its ruling" for name in cases.contradictory]
    lines += [f"undecided: {question}" for question in cases.open_questions]
    return "\n".join([*map(one_line, lines), *_advice(cases, kinds)]) + "\n"


def _because(reasons: Sequence[Need]) -> Iterator[str]:
    """
    Yield in words why one way of meeting a goal is none.
    """
    if len(reasons) == 1:
        yield f"  because this cannot be: {_told(reasons[0])}"
        return
    yield "  because these exclude each other:"
    yield from (f"    {_told(need)}" for need in reasons)


def _told(need: Need) -> str:
    return need.text if need.span is None else f"{need.text} ({need.span.place})"


def _summary(spec: Spec, cases: Cases) -> str:
    coverage, many = cases.coverage, len(cases.rows)
    told = [
        f"{len(goals)} {word}"
        for word, goals in (
            ("impossible", coverage.impossible),
            ("undecided", coverage.undecided),
            ("left out", coverage.left_out),
        )
        if goals
    ]
    shown = f"{many} case{'' if many == 1 else 's'} for {len(coverage.met):,} goals"
    total = f" of {len(coverage.goals):,}" if told else ""
    return f"{spec.name}: {shown}{total}{''.join(f', {each}' for each in told)}"


def _table(coverage: Coverage) -> Iterator[str]:
    """
    Yield the counts of each kind, in columns.
    """
    kinds = kinds_of(coverage)
    rows = [_COLUMNS, *(tuple(map(str, each.as_json().values())) for each in kinds)]
    if len(rows) > 1:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for first, *others in rows:
            cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
            yield f"  {'  '.join([first.ljust(widths[0]), *cells])}"


def _advice(cases: Cases, kinds: Sequence[Kind]) -> Iterator[str]:
    """
    Yield what a user can do about what is open.
    """
    if not cases.coverage.goals:
        yield _without_goals(kinds)
    elif cases.is_empty_world:
        yield "no scenario satisfies all that is assumed and has a reply: see `specl check`"
    if cases.coverage.undecided:
        yield "help: --budget gives the solver more"
    if cases.coverage.undecided or cases.open_questions:
        yield "help: a range for each whole number keeps searches among them from having no end"
    if cases.coverage.left_out:
        yield "help: allow more cases with --max"
    if cases.contradictory:
        yield "help: `specl check` shows each contradiction and how to settle it"


def _without_goals(kinds: Sequence[Kind]) -> str:
    """
    Return why there are no goals: the spec has none, or none of the kinds asked for.
    """
    if set(kinds) == set(KINDS):
        return "there is nothing to cover: the spec has no rules, facts, examples or ensures"
    chosen = ", ".join(f"`{kind}`" for kind in KINDS if kind in kinds)
    return f"there is nothing to cover: the spec has no goals of the kinds chosen: {chosen}"
