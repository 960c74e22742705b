"""
A spec changed a little, and where anything can come of it.

Nothing is otherwise but where a rule's own conditions hold that is changed or ranks otherwise.
There, only norms count that can apply beside it. So what a mend changes is looked for among a
handful of norms, however large the spec.
"""

from __future__ import annotations

from specl.check.engine import Engine
from specl.logic.formula import Formula, disj
from specl.logic.world import World
from specl.model import Spec
from specl.text.record import record

__all__ = ["Variation"]


@record
class Variation:
    """
    What a change of a spec comes to.

    Attributes:
        spec: The changed spec.
        whole: Its world.
        before: The world as it is, of the norms that count.
        after: The changed world, of the norms that count.
        where: Holds wherever anything may differ; before and after mean something only there.
    """

    spec: Spec
    whole: World
    before: World
    after: World
    where: Formula

    @classmethod
    def of(cls, engine: Engine, spec: Spec) -> Variation:
        """
        Return what comes of changing the spec of an engine in priorities, conditions or levels.

        Args:
            engine: What is known of the spec as it is.
            spec: The changed one; its rules apply at most where they did, unless less is suspended.
        """
        whole = engine.variant(spec)
        apart = whole.ranked_otherwise(engine.spec.priority)
        changed = whole.moved_rules | {spec.norms[place].rule for place in apart}
        rules = [name for name in engine.spec.rules if name in changed]
        counted = 0
        for name in rules:
            counted |= engine.screen.meets(name)
        before = engine.counting(counted)
        where = disj(engine.world.conditions_of(name) for name in rules)
        return cls(spec, whole, before, engine.variant(spec, before), where)
