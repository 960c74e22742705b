"""
What a change of a spec may come to, as far as conditions' boxes and the order of norms tell.

Wherever anything differs, some norm does that none above it differs from: it lost or gained its
force by the change itself. There are few ways in which that happens, and each says a good deal of
who is in force there (`descent`): most other norms surely are, or surely are not, before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from specl.check.clashes import Clash
from specl.check.descent import Bounds, Known, after, before
from specl.check.engine import Engine
from specl.check.order import Order, Shape
from specl.check.variation import Variation, parts_of
from specl.logic.clauses import bits_of
from specl.model import Norm, Spec
from specl.text.record import mutable, record

__all__ = ["Outlook", "Prospect", "bits"]


@record
class Prospect:
    """
    A place in which something may differ, and what is known of the norms there.

    Attributes:
        norm: One that does differ.
        rules: Rules all of whose own conditions hold there.
        before: The norms in force before the change.
        after: The norms in force after it.
        differing: The norms that may differ.
        idle: Norms that do not apply there, for else they would be in force.
        some: Norms of which at least one is in force before; none: nothing is known.
    """

    norm: int
    rules: frozenset[str]
    before: Bounds
    after: Bounds
    differing: int
    idle: int
    some: int

    @property
    def gaining(self) -> int:
        """
        Return the norms that may be in force after the change and not before.
        """
        return self.differing & self.after.may & ~self.before.sure


@record
class _Cause:
    """
    A norm that differs though none above it does, and what that says.

    Attributes:
        norm: Its position.
        before: Norms that were in force before, and norms that were not.
        after: Norms that are in force after, and norms that are not.
        idle: One of the norms that were not in force before, if its rule applies.
    """

    norm: int
    before: tuple[int, int]
    after: tuple[int, int]
    idle: int | None = None


@mutable
class Outlook:
    """
    What is known of the variations of a spec before any is looked at.

    Attributes:
        clashes: All sets of norms that are in force together though no reply meets them all.
        partners: For each norm those of which each is in such a set with it alone.
    """

    engine: Engine
    clashes: Sequence[Clash]
    order: Order
    partners: Mapping[int, int]

    @classmethod
    def of(cls, engine: Engine, clashes: Sequence[Clash]) -> Outlook:
        """
        Return the outlook of a spec, given all its clashes.
        """
        partners: dict[int, int] = {}
        for clash in clashes:
            if len(clash.norms) == 2:
                for norm in clash.norms:
                    others = partners.get(norm.position, 0) | bits(clash.norms)
                    partners[norm.position] = others & ~(1 << norm.position)
        order = Order.of(Shape.of(engine.world), engine.spec.priority)
        return cls(engine, clashes, order, partners)

    def order_of(self, varied: Variation) -> Order:
        """
        Return the order of a changed spec.
        """
        one, other = self.engine.spec.priority, varied.spec.priority
        if one.rank == other.rank and one.above == other.above:
            return self.order
        return Order.of(self.order.shape, other)


@mutable
class Change:
    """
    The places in which a changed spec differs from what it was.

    Attributes:
        rules: Rules that may well apply in all of them.
        order: The order of the changed spec.
    """

    outlook: Outlook
    varied: Variation
    rules: frozenset[str]
    order: Order
    _everywhere: tuple[str, ...] | None = None

    def prospects(self, split: Sequence[Norm] = ()) -> Iterator[Prospect]:
        """
        Yield places that, together, are all in which anything differs.

        Args:
            split: Norms; whether they are in force tells places apart.
        """
        changed = self.altered | self._reordered()
        for each in self._causes():
            for cause in self._split(each, split):
                prospect = self._prospect(cause, changed)
                if prospect is not None:
                    yield prospect

    def stopped(self, norms: Iterable[Norm]) -> bool:
        """
        Tell whether some of some norms surely does not apply, after the change, where it counts.
        """
        applies = self._applying(self._own(self._throughout), changed=True)
        return bool(bits(norms) & ~applies.may)

    @property
    def altered(self) -> int:
        """
        Return the norms whose rules may apply otherwise than before.
        """
        spec = self.outlook.engine.spec
        return bits(norm for name in self.varied.altered for norm in spec.rules[name].norms)

    def _reordered(self) -> int:
        """
        Return the norms that stand otherwise than before to one that may defeat them, or they it.
        """
        found = 0
        for one, other in self._turned():
            found |= 1 << one | 1 << other
        return found

    def _turned(self) -> Iterator[tuple[int, int]]:
        """
        Yield pairs, the second of which is outranked by the first in one order only.
        """
        earlier, order = self.outlook.order, self.order
        if order is earlier:
            return
        shape = order.shape
        for place, over in enumerate(order.over):
            differing = (over ^ earlier.over[place]) & shape.touching[shape.claim_of[place]]
            for other in bits_of(differing):
                yield other, place

    def _causes(self) -> Iterator[_Cause]:
        for place in bits_of(self.altered):
            one = 1 << place
            yield _Cause(place, (one, 0), (0, one))
            yield _Cause(place, (0, one), (one, 0))
        yield from self._losses()
        earlier = self.outlook.order
        for above, place in self._turned():
            if earlier.over[place] >> above & 1:
                yield _Cause(place, (1 << above, 1 << place), (1 << place, 0))

    def _losses(self) -> Iterator[_Cause]:
        """
        Yield the norms of clashes that give way to all others of theirs after the change.
        """
        if self.order is self.outlook.order:
            return
        for clash in self.outlook.clashes:
            for norm in clash.norms:
                one = 1 << norm.position
                others = bits(clash.norms) & ~one
                if others and not others & ~self.order.over[norm.position]:
                    yield _Cause(norm.position, (one | others, 0), (others, one))

    def _split(self, cause: _Cause, split: Sequence[Norm]) -> Iterator[_Cause]:
        """
        Yield a cause where some norms were in force before, and where each of them was not.
        """
        norms = [norm.position for norm in split if norm.position != cause.norm]
        if not norms:
            yield cause
            return
        true, false = cause.before
        every = sum(1 << place for place in norms)
        yield _Cause(cause.norm, (true | every, false), cause.after)
        for place in norms:
            yield _Cause(cause.norm, (true, false | 1 << place), cause.after, place)

    def _prospect(self, cause: _Cause, changed: int) -> Prospect | None:
        """
        Return the place in which a cause is at work; None where there is none.
        """
        engine, shape = self.outlook.engine, self.order.shape
        norms = engine.spec.norms
        there = cause.before[0] | cause.after[0] | 1 << cause.norm
        rules = frozenset((*self._throughout, *(norms[place].rule for place in bits_of(there))))
        own = self._own(rules)
        if not own.sure or there & ~own.may:
            return None
        (true, false), (true_after, false_after) = cause.before, cause.after
        for place in bits_of(true):
            rivals = shape.rivals[shape.claim_of[place]]
            false |= rivals & ~self.outlook.partners.get(place, 0)
        for place in bits_of(true_after):
            false_after |= shape.rivals[shape.claim_of[place]] & self.order.over[place]
        known = self._known(own, true, false, cause.idle)
        earlier = None if known is None else before(self.outlook.order, known)
        if known is None or earlier is None:
            return None
        applies = self._applying(own, changed=True)
        later = Known(applies, true_after, false_after, known.some, known.beaten)
        found = after(self.order, later, earlier, changed, self.order.over[cause.norm])
        if found is None:
            return None
        idle = (known.false & earlier.free) | (false_after & found[0].free)
        return Prospect(cause.norm, rules, earlier, *found, idle & ~self.altered, known.some)

    def _known(self, own: Bounds, true: int, false: int, idle: int | None) -> Known | None:
        """
        Return what is known of a place before the change; None where there is none.

        Args:
            own: The norms whose rules' own conditions hold.
            true: Norms that are in force.
            false: Norms that are not.
            idle: One of these that may apply all the same.
        """
        applies, shape = self._applying(own), self.order.shape
        if idle is not None and applies.sure >> idle & 1:
            claim = shape.claim_of[idle]
            some = shape.touching[claim] & self.outlook.order.over[idle]
            return Known(applies, true, false, some, claim) if some else None
        return Known(applies, true, false)

    @property
    def _throughout(self) -> tuple[str, ...]:
        """
        Return the rules whose own conditions hold wherever anything may differ.
        """
        if self._everywhere is None:
            common, world = self.varied.common, self.outlook.engine.world
            self._everywhere = tuple(
                name for name in self.rules if parts_of(world.conditions_of(name)) <= common
            )
        return self._everywhere

    def _own(self, rules: Iterable[str]) -> Bounds:
        """
        Return the norms whose rules' own conditions hold where those of some rules do.
        """
        engine, names = self.outlook.engine, frozenset(rules)
        if engine.screen.meeting([engine.spec.rules[name].norms[0] for name in names]) is None:
            return Bounds(0, 0)
        sure, may = 0, engine.screen.alive
        for name in names:
            sure |= bits(engine.spec.rules[name].norms)
            may &= engine.screen.meets(name)
        return Bounds(sure & may, may)

    def _applying(self, own: Bounds, *, changed: bool = False) -> Bounds:
        """
        Return the norms that apply, given those whose rules' own conditions hold.

        Args:
            own: The conditions as they were before the change.
            changed: Whether after the change.
        """
        spec = self.varied.spec if changed else self.outlook.engine.spec
        sure, may = own.sure, own.may
        if changed:
            narrowed = bits(
                norm for name in self.varied.narrowed for norm in spec.rules[name].norms
            )
            sure &= ~narrowed
            if self.varied.is_stopped:
                may &= ~narrowed
        return _unsuspended(spec, Bounds(sure, may))


def _unsuspended(spec: Spec, own: Bounds) -> Bounds:
    """
    Return the norms that apply, given those that do unless their rules are suspended.
    """
    sure, may = own.sure, own.may
    for name, suspending in spec.suspended_by.items():
        if suspending:
            norms = bits(spec.rules[name].norms)
            by = [bits(spec.rules[each].norms) for each in suspending]
            if any(each & own.may for each in by):
                sure &= ~norms
            free = (s for s in suspending if not spec.suspended_by[s])
            if any(bits(spec.rules[each].norms) & own.sure for each in free):
                may &= ~norms
    return Bounds(sure, may)


def bits(norms: Iterable[Norm]) -> int:
    """
    Return some norms as a bit set of positions.
    """
    found = 0
    for norm in norms:
        found |= 1 << norm.position
    return found
