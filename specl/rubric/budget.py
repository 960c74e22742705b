"""
A rubric made to fit a prompt, by leaving out whole parts in a stated order.

First the examples go, those of the lowest rules first; then the reasons; then what rules say in
prose beside their criteria; each kind from the lowest rule to the highest. Criteria are never left
out, for then a grader would grade by another spec: who wants fewer of them says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from specl.rubric.model import Rubric, RuleText
from specl.text.record import record

__all__ = ["Fitted", "TooSmallError", "fitted", "tokens"]

_BYTES = 3


class TooSmallError(ValueError):
    """
    The criteria alone need more than the budget; the message says how much.
    """


@record
class Fitted:
    """
    A rubric that fits, and what was left out for it, a line each.
    """

    rubric: Rubric
    dropped: tuple[str, ...]


def tokens(text: str) -> int:
    """
    Return about how many tokens a text has: one for each three bytes of UTF-8, rounded up.

    Tokenizers differ, and none is at hand everywhere. English prose has four to five bytes a token
    in those in use, code and other scripts three to four: so this errs on the side of too many.
    """
    return -(-len(text.encode("utf-8", "surrogatepass")) // _BYTES)


def fitted(rubric: Rubric, budget: int, render: Callable[[Rubric], str]) -> Fitted:
    """
    Leave out as little of a rubric as possible for its text to fit.

    Args:
        rubric: The rubric.
        budget: The most tokens that the text may have, as `tokens` counts them.
        render: What turns a rubric into the text that has to fit.

    Raises:
        TooSmallError: It does not fit even with nothing left but criteria.
    """
    size = tokens(render(rubric))
    dropped: list[str] = []
    smaller = _smaller(rubric)
    while size > budget:
        step = next(smaller, None)
        if step is None:
            raise TooSmallError(
                f"the criteria alone need about {size:,} tokens, more than {budget:,}; choose "
                "fewer of them with `--level`, `--tags`, `--rules` or `--section`"
            )
        what, rubric = step
        dropped.append(what)
        size = tokens(render(rubric))
    return Fitted(rubric, tuple(dropped))


def _smaller(rubric: Rubric) -> Iterator[tuple[str, Rubric]]:
    """
    Yield what is left out next and the rubric without it and all that was left out before.
    """
    for what, is_there, without in _KINDS:
        for rule in reversed(rubric.rules):
            if is_there(rule):
                rubric = _with(rubric, without(rule))
                yield f"{what} of `{rule.name}`", rubric


def _with(rubric: Rubric, rule: RuleText) -> Rubric:
    """
    Return a rubric in which a rule says something else.
    """
    criteria = tuple(
        attrs.evolve(each, rule=rule) if each.rule.name == rule.name else each
        for each in rubric.criteria
    )
    return attrs.evolve(rubric, criteria=criteria)


_KINDS: tuple[tuple[str, Callable[[RuleText], object], Callable[[RuleText], RuleText]], ...] = (
    ("the examples", lambda rule: rule.samples, lambda rule: attrs.evolve(rule, samples=())),
    ("the reason", lambda rule: rule.because, lambda rule: attrs.evolve(rule, because=None)),
    ("the prose", lambda rule: rule.prose, lambda rule: attrs.evolve(rule, prose=None)),
)
