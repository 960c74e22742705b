"""
A large spec after an edit: what was found before, where it still holds, and the rest anew.

Only the text outside of rules and the slices that an edit touches are read and checked.
Whatever is not certain to be as it was, or is not about rules alone, is left to a check of
the whole; what comes out is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from specl.text import Source
from specl.text.clock import count, measured
from specl.text.record import mutable, record
from specl.workspace.alterations import Alteration, Place, alteration
from specl.workspace.findings_as_data import findings_to_data
from specl.workspace.moving import moved, put_together
from specl.workspace.report import FileReport
from specl.workspace.state import State, scenarios_of, slice_data
from specl.workspace.touched import Edited, Touched, first_touched, touched_by, untouched

if TYPE_CHECKING:
    from pathlib import Path

    from specl.check.sliced import Checked
    from specl.model import Rule, Scenario
    from specl.workspace.options import CheckOptions

__all__ = ["Updated", "update"]

WORTH_KEEPING = 2


@record
class Updated:
    """
    What an edited text comes to.

    Attributes:
        state: What to keep of it; None where what is kept already will do.
    """

    report: FileReport
    state: State | None


def update(
    kept: State, source: Source, path: Path, sources: Sequence[Source], options: CheckOptions
) -> Updated | None:
    """
    Return what a text comes to, from what was kept of an earlier one, or None.

    Args:
        kept: What was kept.
        source: The text as it is now.
        path: Where it lies.
        sources: The sources that findings may lie in, by number, the text as it is now among them.
        options: How to check.
    """
    if kept.text == source.text:
        return Updated(put_together(kept, source.name, sources), None)
    with measured("compare"):
        change = alteration(kept.text, source, kept.places)
    if change is None or not _is_plain(kept, change, source):
        return None
    edited = Edited(kept, source, path, change)
    touched = touched_by(edited, first_touched(edited), kept.pinned)
    if touched is None:
        return None
    return _Update(edited, touched, tuple(sources), options).run()


def _is_plain(kept: State, change: Alteration, source: Source) -> bool:
    """
    Tell whether an edit leaves alone what the whole spec hangs on.
    """
    from specl.check.slices import bins_of, is_small

    names = [place.name for place in (*change.kept, *change.fresh)]
    total = kept.total + len(change.fresh) - len(change.gone)
    return (
        len(set(names)) == len(names)
        and change.words.isdisjoint(kept.sections)
        and source.text.endswith("\n") == kept.text.endswith("\n")
        and not is_small(total)
        and bins_of(total) == bins_of(kept.total)
    )


@mutable
class _Update:
    """
    An update under way.
    """

    edited: Edited
    touched: Touched
    sources: tuple[Source, ...]
    options: CheckOptions

    def run(self) -> Updated | None:
        checked = self._checked()
        proven = self._proven(checked)
        if proven is None:
            proven = self._proven_by_search(checked)
        if proven is None:
            return None
        count("slices kept", len(self.edited.kept.slices) - len(self.touched.slices))
        count("slices", len(proven))
        return self._updated(proven)

    @property
    def _rest(self) -> list[dict[str, Any]]:
        return untouched(self.edited, self.touched)

    def _checked(self) -> list[Checked]:
        """
        Check the slices that the touched ones have become.
        """
        from specl.check import BUDGET
        from specl.check.sliced import Checked, Checking
        from specl.check.slices import packed, restricted
        from specl.workspace.jobs import checking_in

        spec = self.touched.spec
        cut = packed(self.touched.components, spec.rules, self.edited.total)
        budget = BUDGET if self.options.budget is None else self.options.budget
        how = Checking(budget, self.options.today, self.options.progress)
        with measured("search"):
            parts = restricted(spec, [each.rules for each in cut])
            reports = checking_in(self.options.jobs)(how, parts)
        return [Checked(*each) for each in zip(cut, parts, reports, strict=True)]

    def _proven_by_search(self, checked: list[Checked]) -> list[Checked] | None:
        """
        Read the rules of other slices that clash as well, and prove what is found beside them.
        """
        loud = frozenset(n for each in self._rest for rules in each["loud"] for n in rules)
        pinned = self.edited.kept.pinned | loud
        again = touched_by(self.edited, self.touched.slices, pinned) if loud else None
        if again is None or again.slices != self.touched.slices:
            return None
        self.touched = again
        return self._proven(checked, search=True)

    def _proven(self, checked: list[Checked], *, search: bool = False) -> list[Checked] | None:
        """
        Return the checked slices with what bears them out beside the others; None where one is not.

        Args:
            checked: The slices.
            search: Look for scenarios that are not known; all rules that clash have been read.
        """
        from specl.check import calm

        spec = self.touched.spec
        fresh = {rules for each in checked for rules in calm.loud(each.report.findings)}
        clashing = calm.rules_of(spec, fresh)
        if not all(self._holds(each, clashing) for each in self._rest):
            return None
        foreign = {frozenset(rules) for each in self._rest for rules in each["loud"]}
        known = [
            scenario
            for n in sorted(self.touched.slices)
            for scenario in self._quiet(self.edited.kept.slices[n], clashing)
        ]
        everywhere = calm.rules_of(spec, foreign | fresh) if search else None
        found: list[Checked] = []
        for each in checked:
            findings = each.report.findings
            proof: tuple[Scenario, ...] | None = ()
            if calm.needs_calm(findings) and (foreign | fresh) - calm.loud(findings):
                wanted = calm.norm_ids(findings)
                proof = (
                    None if wanted is None else calm.borne_out(each.spec, wanted, everywhere, known)
                )
            if proof is None:
                return None
            found.append(attrs.evolve(each, calm=proof))
        return found

    def _holds(self, kept: dict[str, Any], clashing: Sequence[Sequence[Rule]]) -> bool:
        """
        Tell whether what was found in an untouched slice is borne out beside what clashes now.
        """
        others = any(each["loud"] for each in self._rest if each is not kept)
        if not kept["needs"] or not (clashing or others):
            return True
        quiet = self._quiet(kept, clashing)
        return bool(quiet) and len(quiet) == len(kept["calm"])

    def _quiet(self, kept: dict[str, Any], clashing: Sequence[Sequence[Rule]]) -> list[Scenario]:
        """
        Return the scenarios that bore out a slice, without those in which some rules clash now.
        """
        from specl.check import calm

        return [
            scenario
            for scenario in scenarios_of(kept["calm"], self.touched.spec)
            if all(calm.is_quiet(scenario, rules) for rules in clashing)
        ]

    def _updated(self, checked: Iterable[Checked]) -> Updated | None:
        """
        Return all findings, in order, with what is to be kept of the text.
        """
        numbers = {source.name: n for n, source in enumerate(self.sources)}
        source, change, spec = self.edited.source, self.edited.change, self.touched.spec
        rest = [moved(each, change, numbers[source.name]) for each in self._rest]
        if None in rest:
            return None
        places = tuple(sorted((*change.kept, *change.fresh), key=_start))
        own = {place.name: source.text[place.start : place.end] for place in places}
        names = spec.facts.keys() | spec.acts.keys() | spec.defines.keys()
        anew = [slice_data(each, own, names, numbers) for each in checked]
        slices = [each for each in (*rest, *anew) if each is not None]
        rank = {place.name: place.start for place in places}
        state = attrs.evolve(
            self.edited.kept,
            text=source.text,
            places=places,
            slices=tuple(sorted(slices, key=lambda each: rank.get(each["rules"][0], -1))),
            total=self.edited.total,
            problems=self._problems(slices, numbers),
        )
        report = put_together(state, source.name, self.sources)
        return Updated(report, state if len(self.touched.slices) > WORTH_KEEPING else None)

    def _problems(self, slices: Iterable[dict[str, Any]], numbers: dict[str, int]) -> list[Any]:
        """
        Return what is wrong with the text: what neither the part that was read nor a slice uses.
        """
        words = {word for each in slices for word in each["words"]}
        unused = [
            problem
            for problem in self.touched.understood.problems
            if "the type `" in problem.message or problem.data["subject"] not in words
        ]
        return findings_to_data(unused, numbers)


def _start(place: Place) -> int:
    return place.start
