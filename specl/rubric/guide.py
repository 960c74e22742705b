"""
How to read a rubric, in sentences that every format for people shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from specl.model import Measure, Strength, Value, show_value
from specl.model.show import quote
from specl.rubric.model import Criterion, Rubric, Tier

__all__ = ["DENY_FIRST", "READER", "assignment", "before", "measured_by", "steps", "tier_title"]

DENY_FIRST = "Prohibitions go before what is required or allowed, where nothing else is said."
READER: Mapping[str, str] = {"measure": "code", "judge": "a judge", "both": "a judge and code"}

_APPLIES = (
    "A criterion whose condition does not hold does not apply: the reply neither passes nor "
    "fails it."
)
_CLASHES = (
    "Sometimes criteria that apply clash: no reply could meet all of them. Then the one that all "
    "the others go before does not apply. Each criterion says what it gives way to."
)
_ORDER = (
    "All criteria under an earlier heading go before those under a later one. Under one heading "
    "a criterion goes before another only where that is said there; if a goes before b and b "
    "before c, then a goes before c."
)
_PERMISSIONS = (
    "What is allowed stays allowed: no reply fails such a criterion, and one that it goes before "
    "does not apply where it would rule out what is allowed."
)


def steps(rubric: Rubric) -> list[str]:
    """
    Return what a judge does, as far as this rubric asks it, a sentence or two each.
    """
    found = ["Find out the facts from the conversation before the reply."] if rubric.facts else []
    found.append("Observe the acts in the reply itself. Answer each question as it is put.")
    if any(criterion.applies for criterion in rubric.criteria):
        found.append(_APPLIES)
    if any(criterion.standing == "possible" for criterion in rubric.criteria):
        found += [_CLASHES, _ORDER]
    if any(criterion.is_permission for criterion in rubric.criteria):
        found.append(_PERMISSIONS)
    return found


def tier_title(tier: Tier) -> str:
    """
    Return what a tier is called: `Level developer, binding`.
    """
    strength = "binding" if tier.strength is Strength.BINDING else "advisory"
    title = f"level {tier.level}, {strength}" if tier.level else strength
    return f"{title[0].upper()}{title[1:]}"


def before(
    tier: Tier, criteria: Sequence[Criterion]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """
    Yield which criteria of a tier go before which, those with the same ones before them together.

    Args:
        tier: The tier.
        criteria: Its criteria.

    Yields:
        Ids of those that go before, and of those they go before; where they are all criteria
        of a rule, the name of the rule.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for lower, pairs in groupby(tier.before, key=itemgetter(1)):
        found.setdefault(tuple(higher for higher, _ in pairs), []).append(lower)
    for highers, lowers in found.items():
        yield tuple(_named(highers, criteria)), tuple(_named(lowers, criteria))


def _named(ids: Iterable[str], criteria: Sequence[Criterion]) -> Iterator[str]:
    wanted = set(ids)
    for rule, group in groupby(criteria, key=lambda criterion: criterion.rule.name):
        own = [criterion.id for criterion in group]
        if len(own) > 1 and wanted.issuperset(own):
            yield rule
        else:
            yield from (name for name in own if name in wanted)


def assignment(name: str, value: Value) -> str:
    """
    Return a fact and its value as the language writes them.
    """
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return f"{name} == {show_value(value)}"


def measured_by(measure: Measure) -> str:
    """
    Return a measure with its arguments as the language writes it.
    """
    arguments = (
        quote(each) if isinstance(each, str) else show_value(each) for each in measure.arguments
    )
    return " ".join([measure.name, *arguments])
