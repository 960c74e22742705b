"""
What came of a scenario as blocks of text, each a title with lines under it, for terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from specl.diagnostics.render.printable import one_line
from specl.interpret import NormTrace
from specl.model import Act, BoolType, Fact, Norm, Scenario, Spec, TextType, Value, show_value
from specl.model.show import quote
from specl.workspace.scenarios import Facts
from specl.workspace.tracing import Unexplained, explain, to_text

__all__ = ["block", "norm_in_words", "trace_in_words", "values_in_words"]


def block(title: str, lines: Iterable[str]) -> str:
    """
    Return lines under a title, indented, with nothing in them that a terminal would act on.
    """
    body = (f"  {one_line(line)}".rstrip() for line in lines)
    return "\n".join([f"{title}:", *body])


def values_in_words(
    declared: Mapping[str, Fact] | Mapping[str, Act], values: Mapping[str, Value]
) -> list[str]:
    """
    Return facts or acts with their values, each as an expression would say it.
    """
    return [_value_in_words(declared[name], value) for name, value in values.items()]


def _value_in_words(declared: Fact | Act, value: Value) -> str:
    if isinstance(declared.type, BoolType):
        return declared.name if value else f"not {declared.name}"
    shown = quote(str(value)) if isinstance(declared.type, TextType) else show_value(value)
    return f"{declared.name} == {shown}"


def norm_in_words(spec: Spec, norm: Norm) -> str:
    """
    Return a norm with its level, its strength and its place.
    """
    level = spec.rules[norm.rule].level
    rank = f"{level}, {norm.strength.value}" if level else norm.strength.value
    return f"{norm.rule}: {norm.text} ({rank}; {norm.span.place})"


def trace_in_words(
    spec: Spec, scenario: Scenario, shows: Callable[[NormTrace], bool]
) -> tuple[list[str], int]:
    """
    Return the lines that `specl explain` prints of some norms, and how many norms are left out.

    Args:
        spec: The spec.
        scenario: A value for every fact.
        shows: Whether to print what became of a norm.
    """
    explained = explain(spec, Facts(scenario))
    if isinstance(explained, Unexplained):
        return [explained.reason], 0
    trace = explained.trace
    kept = tuple(each for each in trace.norms if shows(each))
    text = to_text(attrs.evolve(explained, trace=attrs.evolve(trace, norms=kept)))
    return text.rstrip("\n").split("\n"), len(trace.norms) - len(kept)
