"""
`check_slices`: the check of a whole spec, slice by slice, and what it found put together.

The findings are those of a check of the whole at once. What a slice cannot know of the
others is proven afterwards; where that fails, it is asked of all slices together in which
something clashes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from specl.check.checker import Report, check
from specl.check.engine import BUDGET
from specl.check.slices import Slice, restricted, slices
from specl.diagnostics import Diagnostic, codes
from specl.model import Scenario, Spec
from specl.text.record import record

__all__ = [
    "OF_THE_WORLD",
    "Checked",
    "Checking",
    "ManyChecks",
    "check_slices",
    "one_by_one",
    "put_together",
]

OF_THE_WORLD = frozenset({codes.EMPTY_WORLD.slug, codes.NO_REPLY.slug})


@record
class Checking:
    """
    How each slice is checked.

    Attributes:
        budget: How much work the solver may spend on one question, as a Z3 `rlimit`.
        today: The date against which waivers hold; today in UTC unless given.
        progress: Told in a few words what is being looked for.
    """

    budget: int = BUDGET
    today: dt.date | None = None
    progress: Callable[[str], None] | None = None

    def __call__(self, part: Spec) -> Report:
        """
        Check a slice.
        """
        return check(part, budget=self.budget, today=self.today, progress=self.progress)


ManyChecks = Callable[[Checking, Sequence[Spec]], list[Report]]


@record
class Checked:
    """
    A slice that was checked.

    Attributes:
        slice: Its rules and acts.
        spec: The spec with these rules alone.
        calm: Scenarios that bear out what it says of those that are not contradictory; None
            where that is not proven.
    """

    slice: Slice
    spec: Spec
    report: Report
    calm: tuple[Scenario, ...] | None = ()


def one_by_one(checking: Checking, specs: Sequence[Spec]) -> list[Report]:
    """
    Check some specs, each after the one before.
    """
    return [checking(spec) for spec in specs]


def check_slices(
    spec: Spec, checking: Checking | None = None, many: ManyChecks = one_by_one
) -> tuple[Checked, ...]:
    """
    Check a spec slice by slice.

    Args:
        spec: The spec.
        checking: How.
        many: Checks several specs, it may be at the same time; one by one unless given.

    Returns:
        The slices, or fewer and larger ones, so that all that is found in them holds.
    """
    how = checking or Checking()
    cut = slices(spec)
    parts = restricted(spec, [each.rules for each in cut])
    checked = [Checked(*each) for each in zip(cut, parts, many(how, parts), strict=True)]
    return _proven(spec, checked, how)


def _proven(spec: Spec, checked: list[Checked], checking: Checking) -> tuple[Checked, ...]:
    """
    Return slices in which all that is found holds.
    """
    if len(checked) == 1:
        return tuple(checked)
    from specl.check import calm

    proven = [_with_proof(spec, part, checked) for part in checked]
    failed = [part for part in proven if part.calm is None]
    if not failed:
        return tuple(proven)
    joined = [p for p in proven if p.calm is None or calm.loud(p.report.findings)]
    members = {name for part in joined for name in part.slice.rules}
    names = tuple(name for name in spec.rules if name in members)
    (union,) = restricted(spec, [names])
    report = checking(union)
    if report.complete:
        return tuple(_corrected(p, report.findings) if p.calm is None else p for p in proven)
    rest = [part for part in proven if part not in joined]
    return (Checked(Slice("", names), union, report, None), *rest)


def _corrected(part: Checked, known: Sequence[Diagnostic]) -> Checked:
    """
    Return a slice with what it says of scenarios without contradictions as a larger one has it.
    """
    from specl.check import calm

    there = [each for each in known if calm.needs_calm([each])]
    redundant = {_norm_of(each) for each in there if each.code == codes.REDUNDANT}
    findings = [
        each
        for each in part.report.findings
        if not calm.needs_calm([each]) or _norm_of(each) in redundant
    ]
    findings += [
        each
        for each in there
        if each.code == codes.FORECLOSED and each.data["rules"][0] in part.spec.rules
    ]
    return Checked(part.slice, part.spec, Report(tuple(findings), part.report.complete), None)


def _norm_of(finding: Diagnostic) -> tuple[str, tuple[tuple[str, object], ...]]:
    return finding.code.slug, tuple(sorted(finding.data["norms"][0].items()))


def _with_proof(spec: Spec, part: Checked, others: Iterable[Checked]) -> Checked:
    """
    Return a slice with what bears it out where other slices are contradictory.
    """
    from specl.check import calm

    foreign = {
        rules for each in others if each is not part for rules in calm.loud(each.report.findings)
    }
    if not foreign or not calm.needs_calm(part.report.findings):
        return part
    wanted = calm.norm_ids(part.report.findings)
    if wanted is None:
        return Checked(part.slice, part.spec, part.report, None)
    clashing = calm.rules_of(spec, foreign | calm.loud(part.report.findings))
    proof = calm.borne_out(part.spec, wanted, clashing)
    return Checked(part.slice, part.spec, part.report, proof)


def put_together(reports: Sequence[Report]) -> Report:
    """
    Return what was found in all slices; what is said of the world is said once.
    """
    findings: list[Diagnostic] = []
    for place, report in enumerate(reports):
        findings.extend(
            each for each in report.findings if place == 0 or each.code.slug not in OF_THE_WORLD
        )
    return Report(tuple(findings), all(report.complete for report in reports))
