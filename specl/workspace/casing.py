"""
The cases of a spec: scenarios that show all there is, each with all that goes with it.

Rulings are the interpreter's, so that a case can be relied on whatever found its scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from specl.cases.breaking import Breaking
from specl.cases.coverage import Case, Coverage, cover
from specl.cases.goals import KINDS, Goal, Kind
from specl.cases.ground import BUDGET
from specl.cases.reasons import Explanation, explain
from specl.cases.rows import Row, Violation, id_of
from specl.interpret import Undecidable, ruling
from specl.model import Profile, Ruling, Spec, value_to_json
from specl.rubric import rubric_of
from specl.rubric.as_data import to_data as rubric_to_data
from specl.rubric.order import criterion_id
from specl.text.record import mutable, record
from specl.workspace.cards import asked, card, situation
from specl.workspace.deciding import ruling_to_json
from specl.workspace.report import ExitStatus

__all__ = ["CaseOptions", "Cases", "cases_of"]


@record
class Cases:
    """
    What became of all goals, and the rows of the cases that show them.

    Attributes:
        coverage: What the rows cover.
        explanations: Why goals are impossible.
        rows: One for each case of the coverage, in its order.
        open_questions: What was not found out of some case, such as whether a norm can be broken.
    """

    coverage: Coverage
    explanations: tuple[Explanation, ...]
    rows: tuple[Row, ...]
    open_questions: tuple[str, ...]

    @property
    def contradictory(self) -> tuple[str, ...]:
        """
        Return the ids of the cases whose ruling is contradictory.
        """
        return tuple(row.id for row in self.rows if row.ruling["contradictions"])

    @property
    def is_empty_world(self) -> bool:
        """
        Tell whether no scenario at all can be a case.
        """
        return any(each.everything for each in self.explanations)

    @property
    def status(self) -> ExitStatus:
        """
        Return what to tell the shell.
        """
        if self.contradictory or self.is_empty_world:
            return ExitStatus.FOUND
        unsettled = self.coverage.undecided or self.open_questions
        return ExitStatus.UNDECIDED if unsettled else ExitStatus.CLEAN


@record(kw_only=True)
class CaseOptions:
    """
    Which cases are wanted.

    Attributes:
        kinds: The kinds of goals.
        limit: The most cases; None: as many as the goals need.
        seed: Another one may choose other cases.
        budget: How much work the solver may spend on one goal.
        progress: Told in a few words what is going on.
    """

    kinds: tuple[Kind, ...] = KINDS
    limit: int | None = None
    seed: int = 0
    budget: int = BUDGET
    progress: Callable[[str], None] = lambda _: None


_USUAL = CaseOptions()


def cases_of(spec: Spec, options: CaseOptions = _USUAL) -> Cases:
    """
    Find the cases of a spec, with their rulings, rubrics and replies.

    Args:
        spec: A spec, which may have contradictions.
        options: Which cases are wanted.
    """
    tell = options.progress
    tell("looking for scenarios")
    coverage = cover(
        spec,
        kinds=options.kinds,
        limit=options.limit,
        seed=options.seed,
        budget=options.budget,
    )
    tell(f"{len(coverage.cases)} cases; looking for reasons")
    explanations = explain(coverage, budget=options.budget)
    rulings = [_ruling(spec, case) for case in coverage.cases]
    coverage = _without(coverage, [found is None for found in rulings])
    decided = [found for found in rulings if found is not None]
    pairs = zip(coverage.cases, decided, strict=True)
    made = [_Rowing.of(spec, case, found) for case, found in pairs]
    rows = tuple(_rows(made, tell))
    return Cases(
        coverage, explanations, rows, tuple(note for each in made for note in each.unknown)
    )


def _rows(made: Sequence[_Rowing], tell: Callable[[str], None]) -> Iterator[Row]:
    for number, each in enumerate(made, start=1):
        tell(f"case {number} of {len(made)}")
        yield each.row()


def _ruling(spec: Spec, case: Case) -> Ruling | None:
    """
    Return the ruling of a case; None where the interpreter cannot tell.
    """
    try:
        return ruling(spec, case.facts)
    except Undecidable:
        return None


def _without(coverage: Coverage, dropped: Sequence[bool]) -> Coverage:
    """
    Return a coverage without some cases; goals that only they show are undecided.
    """
    if not any(dropped):
        return coverage
    cases = tuple(c for c, drop in zip(coverage.cases, dropped, strict=True) if not drop)
    shown = {goal.name for case in cases for goal in case.goals}
    lost = {goal.name for goal in coverage.met} - shown
    unknown = lost | {goal.name for goal in coverage.undecided}
    return attrs.evolve(
        coverage,
        cases=cases,
        met=_named(coverage.met, shown),
        undecided=_named(coverage.goals, unknown),
    )


def _named(goals: Iterable[Goal], names: set[str]) -> tuple[Goal, ...]:
    return tuple(goal for goal in goals if goal.name in names)


@mutable
class _Rowing:
    """
    Makes the row of one case.

    Attributes:
        unknown: What was not found out.
    """

    spec: Spec
    case: Case
    ruling: Ruling
    breaking: Breaking
    unknown: list[str] = attrs.field(factory=list)

    @classmethod
    def of(cls, spec: Spec, case: Case, ruling: Ruling) -> _Rowing:
        return cls(spec, case, ruling, Breaking.of(spec, case.facts, ruling.in_force))

    def row(self) -> Row:
        """
        Return the case with all that goes with it.
        """
        spec, facts, ruling = self.spec, self.case.facts, self.ruling
        name = id_of(facts)
        rubric = rubric_of(spec, facts, ruling=ruling)
        reply, violations = self._reply(name), tuple(self._violations(name))
        return Row(
            id=name,
            facts=_json(facts),
            goals=self.case.goals,
            ruling=ruling_to_json(ruling),
            rubric=rubric_to_data(rubric),
            reply=reply,
            violations=violations,
            notes=(*self._notes(), *self.unknown),
            card=card(spec, name, facts, ruling, rubric),
            situation=tuple(situation(spec, facts)),
            asks=tuple(asked(rubric)),
        )

    def _notes(self) -> Iterator[str]:
        if self.ruling.contradictions:
            yield "the ruling is contradictory: no reply obeys all norms in force"

    def _reply(self, name: str) -> dict[str, object] | None:
        if self.ruling.contradictions:
            return None
        try:
            found = self.breaking.plain
        except Undecidable:
            self.unknown.append(f"{name}: whether a reply obeys the ruling was not found out")
            return None
        return None if found is None else _json(found)

    def _violations(self, name: str) -> Iterator[Violation]:
        for norm in self.breaking.duties:
            shown = norm.as_json(), criterion_id(norm)
            try:
                found = self.breaking.breach(norm)
            except Undecidable:
                broken = f"whether a reply breaks `{norm.text}` of `{norm.rule}`"
                self.unknown.append(f"{name}: {broken} was not found out")
                found = None
            if found is None:
                yield Violation(*shown, reply=None)
            else:
                others = tuple(other.as_json() for other in found.others)
                yield Violation(*shown, reply=_json(found.profile), others=others)


def _json(values: Profile) -> dict[str, object]:
    return {name: value_to_json(value) for name, value in values.items()}
