"""
The controls by which a reader says what is known: one for each fact that decides what applies.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.model import BoolType, ChoiceType, SetType, TextType
from specl.rubric.model import FactToFind
from specl.rubric.page.markup import code, inline, shown
from specl.rubric.vocabulary import values_of

__all__ = ["filter_form"]

_SEARCH = (
    '<div class="field"><label for="search">Search</label>'
    '<input id="search" type="search" autocomplete="off" spellcheck="false"></div>'
)
_KEEP = (
    '<div class="field check"><input id="all" type="checkbox">'
    '<label for="all">Show also what does not apply</label></div>'
)


def filter_form(facts: Iterable[FactToFind]) -> str:
    """
    Return the form; it stays hidden until the script has taken it over.
    """
    controls = [_control(place, fact) for place, fact in enumerate(facts)]
    known = _folded("".join(controls)) if controls else ""
    return (
        '<form id="filter" hidden autocomplete="off"><h2>Filter</h2>'
        f"{_SEARCH}{_KEEP if controls else ''}"
        '<p><output id="count" aria-live="polite"></output></p>'
        '<p id="trouble" role="alert" hidden></p>'
        f'<p><button type="reset">Forget everything</button></p>{known}</form>'
    )


def _folded(controls: str) -> str:
    return f'<details id="known" open><summary>What is known</summary>{controls}</details>'


def _control(place: int, fact: FactToFind) -> str:
    match fact.type:
        case BoolType():
            return _select(place, fact, [("true", "yes"), ("false", "no")])
        case ChoiceType(values):
            return _select(place, fact, [(value, value) for value in values])
        case SetType(element):
            return _checkboxes(place, fact, element.values)
        case TextType():
            return _text(place, fact)
    return _number(place, fact)


def _label(fact: FactToFind) -> str:
    question = inline(fact.question) if fact.question else ""
    return f"{question} {code(fact.name)}".strip()


def _select(place: int, fact: FactToFind, options: list[tuple[str, str]]) -> str:
    listed = "".join(
        f'<option value="{shown(value)}">{shown(word)}</option>' for value, word in options
    )
    return (
        f'<div class="field"><label for="fact-{place}">{_label(fact)}</label>'
        f'<select id="fact-{place}" data-fact="{place}">'
        f'<option value="">not known</option>{listed}</select></div>'
    )


def _number(place: int, fact: FactToFind) -> str:
    return (
        f'<div class="field"><label for="fact-{place}">{_label(fact)}</label>'
        f'<input id="fact-{place}" data-fact="{place}" inputmode="decimal" '
        f'placeholder="not known" aria-describedby="hint-{place}">'
        f'<small id="hint-{place}">{shown(values_of(fact.type))}</small></div>'
    )


def _text(place: int, fact: FactToFind) -> str:
    return (
        f'<fieldset data-fact="{place}"><legend>{_label(fact)}</legend>{_known(place)}'
        f'<div class="field"><label for="fact-{place}-text">its text</label>'
        f'<input id="fact-{place}-text" data-text></div></fieldset>'
    )


def _checkboxes(place: int, fact: FactToFind, values: tuple[str, ...]) -> str:
    boxes = "".join(
        f'<div class="check"><input id="fact-{place}-{number}" type="checkbox" '
        f'value="{shown(value)}"><label for="fact-{place}-{number}">{shown(value)}</label></div>'
        for number, value in enumerate(values)
    )
    return (
        f'<fieldset data-fact="{place}"><legend>{_label(fact)}</legend>{_known(place)}'
        f'<div class="values">{boxes}</div></fieldset>'
    )


def _known(place: int) -> str:
    return (
        f'<div class="check"><input id="fact-{place}-known" type="checkbox" data-known>'
        f'<label for="fact-{place}-known">known</label></div>'
    )
