"""
Who is surely in force in a place, or may be, before a change of the order and after it.

A place is any set of scenarios of which something is known: that some norms apply throughout, or
are in force, and that others are not. What follows for all others is told on bit sets of norms,
rank by rank; it asks for no scenario and no formula.
"""

from __future__ import annotations

from specl.check.order import Order, Way
from specl.text.record import mutable, record

__all__ = ["Bounds", "Known", "after", "before"]


@record
class Bounds:
    """
    The norms, as bit sets, of which something surely holds, and of which it may hold.

    Attributes:
        free: Those that may apply and that nothing in force may defeat.
    """

    sure: int
    may: int
    free: int = 0


@record
class Known:
    """
    What is known of a place, as bit sets of norms.

    Attributes:
        applies: The norms that apply.
        true: Norms that are in force.
        false: Norms that are not.
        some: Norms of which at least one is in force, or was before the change; none: nothing is
            known.
        beaten: The claim that those of them that are in force defeat, if any.
    """

    applies: Bounds
    true: int
    false: int
    some: int = 0
    beaten: int | None = None


def before(order: Order, known: Known) -> Bounds | None:
    """
    Return which norms are in force in a place; None where there can be no such place.
    """
    descent = _Descent(order, known)
    return descent.run()


def after(
    order: Order, known: Known, earlier: Bounds, changed: int, fixed: int
) -> tuple[Bounds, int] | None:
    """
    Return which norms are in force after a change, and which may differ from before.

    Args:
        order: The order after the change.
        known: What is known of the place after it.
        earlier: Which norms were in force before it.
        changed: Norms that the change itself may bear on.
        fixed: Norms that do not differ.
    """
    descent = _Descent(order, known, earlier, changed & ~fixed, fixed)
    found = descent.run()
    return None if found is None else (found, descent.differing)


@mutable
class _Descent:
    """
    The way down an order.

    Attributes:
        sure: The norms, so far, that are in force.
        may: The norms that may be.
        free: Those that may apply and that nothing may defeat.
        differing: The norms that may differ from before.
        is_beaten: Whether norms of the rank that make the claim that is beaten are defeated.
        broken: Something was found that cannot be.
    """

    order: Order
    known: Known
    earlier: Bounds | None = None
    changed: int = 0
    fixed: int = 0
    sure: int = 0
    may: int = 0
    free: int = 0
    differing: int = 0
    is_beaten: bool = False
    broken: bool = False

    def run(self) -> Bounds | None:
        """
        Return which norms are in force, None where that cannot be.
        """
        passed = 0
        for rung in self.order.rungs:
            self.is_beaten = self._is_some_above(passed)
            passed |= rung.norms
            above = (self.sure, self.may, self.differing)
            for claim, norms, _ in rung.groups:
                self._settle(norms, claim, *above)
            for place, claim, beside in rung.single:
                state = (self.sure, self.may, self.differing)
                self._settle(
                    1 << place,
                    claim,
                    *(up | here & beside for up, here in zip(above, state, strict=True)),
                )
        some = 0 if self.earlier else self.known.some
        if self.broken or self.known.true & ~self.may or (some and not some & self.may):
            return None
        return Bounds(self.sure, self.may, self.free)

    def _is_some_above(self, passed: int) -> bool:
        """
        Tell whether all norms of which some was in force were passed, and none of them differs.

        Which of them it was is told by what was in force before, also where it no longer is.
        """
        known = self.known
        may = self.earlier.may if self.earlier else known.applies.may & ~known.false
        possible = known.some & may
        return bool(known.some) and not possible & (~passed | self.differing)

    def _settle(self, norms: int, claim: int, sure: int, may: int, differing: int) -> None:
        """
        Settle some norms that make a claim, given what is in force above them.
        """
        known, shape = self.known, self.order.shape
        earlier = 0 if self.earlier is None else self.earlier.may
        if not norms & (known.applies.may | known.true | earlier):
            return
        left = norms & known.applies.may & ~known.false
        certain = norms & known.true
        sets = [way for way in shape.sets[claim] if all(each & may for each in way.norms)]
        is_beaten = self.is_beaten and claim == known.beaten
        if (
            is_beaten
            or shape.rivals[claim] & sure
            or any(_all_are(way, sure) for way in sets if way.always)
        ):
            left = 0
        elif not sets and not shape.lone[claim] & may:
            certain |= left & known.applies.sure
            self.free |= norms & known.applies.may
        if self.earlier is not None:
            moved = norms if differing & shape.touching[claim] else 0
            certain, left = self._compared(norms, moved, certain, left)
        self.broken = self.broken or bool(certain & ~left)
        self.sure |= certain
        self.may |= left

    def _compared(self, norms: int, moved: int, certain: int, left: int) -> tuple[int, int]:
        """
        Return what is known of some norms, that included which they have from before.
        """
        earlier = self.earlier
        assert earlier is not None
        different = (moved & ~self.fixed) | norms & self.changed
        certain |= norms & ~different & earlier.sure
        left &= earlier.may | different
        different &= ~(certain & earlier.sure)
        self.differing |= different & (left | earlier.may)
        return certain, left


def _all_are(way: Way, sure: int) -> bool:
    """
    Tell whether each claim of a way is surely demanded.
    """
    return all(each & sure for each in way.norms)
