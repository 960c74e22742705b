"""
The part of a large spec that an edit touches, read and understood by itself.

It is the text outside of rules, the rules that changed, and every slice that shares a rule, an
act or a place with what these are now. The other rules are blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from specl.text import Source
from specl.text.record import record
from specl.workspace.alterations import Alteration, blanked
from specl.workspace.state import State, is_local, law_lines

if TYPE_CHECKING:
    from pathlib import Path

    from specl.check.slices import Component
    from specl.model import Spec
    from specl.workspace.checking import Understood

__all__ = ["Edited", "Touched", "first_touched", "touched_by", "untouched"]

ROUNDS = 6
MOST = 0.5


@record
class Edited:
    """
    A text, what was kept of an earlier one, and how it came from that.
    """

    kept: State
    source: Source
    path: Path
    change: Alteration

    @property
    def total(self) -> int:
        """
        Return how many rules there are now, those of modules too.
        """
        return self.kept.total + len(self.change.fresh) - len(self.change.gone)


@record
class Touched:
    """
    What the touched part of a text means.

    Attributes:
        slices: The indices of the slices that are to be checked anew.
        components: The components of these, and of what the edit made of them.
    """

    understood: Understood
    spec: Spec
    slices: frozenset[int]
    components: tuple[Component, ...]


def first_touched(edited: Edited) -> frozenset[int]:
    """
    Return the slices that lost a rule, and those that the new rules speak of.
    """
    gone = {place.name for place in edited.change.gone}
    words = edited.change.words
    return frozenset(
        n
        for n, each in enumerate(edited.kept.slices)
        if not gone.isdisjoint(each["rules"])
        or not words.isdisjoint(each["acts"])
        or not words.isdisjoint(each["rules"])
    )


def touched_by(edited: Edited, slices: frozenset[int], pinned: frozenset[str]) -> Touched | None:
    """
    Read what is touched until that touches nothing else; None where it is not to be had.

    Args:
        edited: The text.
        slices: Slices that are touched in any case.
        pinned: Rules that are read in any case.
    """
    for _ in range(ROUNDS):
        if len(slices) > MOST * len(edited.kept.slices):
            return None
        understood = _understood(edited, slices, pinned)
        spec = understood.spec
        if spec is None or not is_local(spec, understood.problems):
            return None
        if law_lines(spec) != edited.kept.laws:
            return None
        components = tuple(_live(edited, spec, slices))
        more = frozenset(_met(edited, components, slices))
        if not more:
            return Touched(understood, spec, slices, components)
        slices |= more
    return None


def untouched(edited: Edited, touched: Touched) -> list[dict[str, Any]]:
    """
    Return what was kept of the other slices.
    """
    return [each for n, each in enumerate(edited.kept.slices) if n not in touched.slices]


def _understood(edited: Edited, slices: frozenset[int], pinned: frozenset[str]) -> Understood:
    from specl.workspace.checking import understand
    from specl.workspace.reading import TextFile

    shown = {name for n in slices for name in edited.kept.slices[n]["rules"]} | pinned
    hidden = [place for place in edited.change.kept if place.name not in shown]
    text = blanked(edited.source.text, hidden)
    return understand([TextFile(Source(edited.source.name, text), edited.path)])


def _live(edited: Edited, spec: Spec, slices: Iterable[int]) -> Iterator[Component]:
    """
    Yield the components of what is touched.
    """
    from specl.check.slices import components

    names = {name for n in slices for name in edited.kept.slices[n]["rules"]}
    names.update(place.name for place in edited.change.fresh)
    for component in components(spec):
        if not names.isdisjoint(component.rules):
            yield component


def _met(edited: Edited, found: Iterable[Component], slices: frozenset[int]) -> Iterator[int]:
    """
    Yield the slices that are not touched yet and share something with what is.
    """
    from specl.check.slices import bin_of

    live = list(found)
    rules = {name for component in live for name in component.rules}
    acts = {name for component in live for name in component.acts}
    keys = {bin_of(component, edited.total) for component in live}
    for n, each in enumerate(edited.kept.slices):
        meets = (
            each["key"] in keys
            or not rules.isdisjoint(each["rules"])
            or not acts.isdisjoint(each["acts"])
        )
        if meets and n not in slices:
            yield n
