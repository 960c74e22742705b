"""
Why a promise does not hold, for people: what was expected, what is, which norms decide, the trace.

The scenario is the one that the finding shows; all else is worked out by the interpreter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from specl.diagnostics import Diagnostic
from specl.interpret import NoReply, Undecidable
from specl.model import Norm, Scenario, Spec, value_from_json
from specl.plugins.actual import Actual, actual_of
from specl.plugins.checked import Promise
from specl.workspace.telling import block, norm_in_words, trace_in_words

__all__ = ["account_of"]


def account_of(spec: Spec, promise: Promise, finding: Diagnostic, *, whole: bool) -> str:
    """
    Return what is to be told of a finding about a promise; nothing where it has no scenario.

    Args:
        spec: The spec.
        promise: An example, an ensure or a cover.
        finding: What was found against it.
        whole: Whether the trace is to show what does not apply, too.
    """
    scenario = _scenario_of(spec, finding)
    if scenario is None:
        return ""
    try:
        found = actual_of(spec, promise, finding, scenario)
    except (NoReply, Undecidable) as error:
        reason = str(error) or "no reply can exist in this scenario"
        return block("actual", [f"could not be worked out: {reason}"])
    silent = spec.norms if whole else () if found is None else found.silent
    blocks = [] if found is None else list(_blocks(spec, found))
    return "\n\n".join([*blocks, block("trace", _trace(spec, scenario, silent))])


def _scenario_of(spec: Spec, finding: Diagnostic) -> Scenario | None:
    """
    Return the complete scenario that a finding shows, if it has one.
    """
    witness: Mapping[str, Any] | None = finding.data.get("witness")
    if witness is None:
        return None
    complete = witness["complete"]
    return {name: value_from_json(fact.type, complete[name]) for name, fact in spec.facts.items()}


def _blocks(spec: Spec, found: Actual) -> Iterator[str]:
    yield block("expected", [found.expected])
    yield block("actual", [found.actual])
    for norms in found.deciding:
        yield block("decided by", (norm_in_words(spec, norm) for norm in norms))
    if found.silent:
        yield block("not in force", (norm_in_words(spec, norm) for norm in found.silent))


def _trace(spec: Spec, scenario: Scenario, silent: Iterable[Norm]) -> list[str]:
    """
    Return what `specl explain` prints, of norms that do not apply only some.
    """
    wanted = set(silent)
    lines, left_out = trace_in_words(
        spec, scenario, lambda each: each.rule.applies or each.norm in wanted
    )
    return [*lines, "", f"{left_out} more not applicable, shown with -v"] if left_out else lines
