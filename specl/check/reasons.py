"""
Why norms clash: which constraints take part, and why the order does not settle it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from specl.interpret import Undecidable, find_reply
from specl.logic.conflict import smallest_conflict
from specl.model import Law, Norm, Spec, Strength, Value
from specl.model.expressions import Expr
from specl.model.show import show

__all__ = ["constraints_behind", "order_reason", "why_incoherent"]


def constraints_behind(
    spec: Spec, scenario: Mapping[str, Value], wanted: list[Expr]
) -> tuple[Law, ...]:
    """
    Return a smallest set of constraints with which no reply has all that is wanted.
    """
    return smallest_conflict(
        spec.constraints, lambda laws: _is_enough(spec, laws, scenario, wanted)
    )


def _is_enough(
    spec: Spec, laws: Sequence[Law], scenario: Mapping[str, Value], wanted: list[Expr]
) -> bool:
    """
    Tell whether some constraints alone are known to leave no reply that has all that is wanted.
    """
    alone = attrs.evolve(spec, constraints=tuple(laws))
    try:
        return find_reply(alone, scenario, wanted) is None
    except Undecidable:
        return False


def why_incoherent(spec: Spec, scenario: Mapping[str, Value], norms: tuple[Norm, ...]) -> str:
    """
    Return in words why no reply meets some norms.
    """
    wanted = [norm.obligation for norm in norms]
    laws = constraints_behind(spec, scenario, wanted)
    if laws:
        word = "constraint" if len(laws) == 1 else "constraints"
        return f"{word} " + " and ".join(f"`{law.text}` ({_place(law)})" for law in laws)
    if len(norms) == 1:
        return f"no reply has `{show(wanted[0])}` here"
    together = " and ".join(f"`{show(each)}`" for each in wanted)
    return f"no reply has {together} at once"


def _place(law: Law) -> str:
    return f"{law.span.source.name}:{law.span.line}"


def order_reason(spec: Spec, norms: tuple[Norm, ...]) -> str:
    """
    Return in words why the order leaves all of some clashing norms in force.
    """
    levels = {spec.rules[norm.rule].level for norm in norms}
    strengths = {norm.strength for norm in norms}
    if len(levels) > 1 or len(strengths) > 1:
        return "none of them gives way to all the others, so none is defeated"
    strength = "binding" if Strength.BINDING in strengths else "advisory"
    level = next(iter(levels))
    at = f" at level {level}" if level else ""
    count = "both" if len(norms) == 2 else "all"
    rules = {norm.rule for norm in norms}
    if len(rules) == 1:
        return f"{count} are {strength} norms of one rule, and a rule does not override itself"
    if len(norms) == 2:
        return f"both are {strength}{at} and neither overrides the other"
    return f"all are {strength}{at} and none of them gives way to all the others"
