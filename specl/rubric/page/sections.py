"""
What stands around the criteria of a page: the head, the order, the vocabularies, what left.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.model import Value, show_value
from specl.rubric.guide import assignment, measured_by, steps
from specl.rubric.model import ActToObserve, Rubric
from specl.rubric.page.cards import link
from specl.rubric.page.markup import code, codes, inline, paragraphs, shown
from specl.rubric.vocabulary import values_of

__all__ = ["chain", "guide", "head", "rest", "title", "vocabularies"]


def title(rubric: Rubric) -> str:
    """
    Return the name and the version of the spec, escaped.
    """
    return shown(rubric.stamp.title)


def head(rubric: Rubric) -> str:
    """
    Return what the page is about, and what is given.
    """
    given = [assignment(name, value) for name, value in rubric.given.items()]
    known = f"<p>Given {codes(given)}.</p>" if given else ""
    stamp = f"Made from {code(rubric.stamp.content)} by specl {shown(rubric.stamp.specl)}."
    return (
        f"<header><h1>Rubric: {title(rubric)}</h1>{paragraphs(rubric.prose or '')}{known}"
        f'<p class="stamp">{stamp}</p></header>'
    )


def guide(rubric: Rubric) -> str:
    """
    Return how to judge.
    """
    listed = "".join(f"<li>{shown(step)}</li>" for step in steps(rubric))
    return f'<section id="guide"><h2>How to judge</h2><ol>{listed}</ol></section>'


def chain(rubric: Rubric) -> str:
    """
    Return the order of priority: levels from the highest, and the tiers of each.
    """
    tiers: dict[str, list[str]] = {level: [] for level in rubric.levels}
    for place, tier in enumerate(rubric.tiers):
        count = len(tier.criteria)
        words = f"{tier.strength.value}: {count} {'criterion' if count == 1 else 'criteria'}"
        orders = f", {len(tier.before)} ordered among them" if tier.before else ""
        tiers.setdefault(tier.level, []).append(
            f'<li><a href="#tier-{place}">{words}</a>{orders}</li>'
        )
    levels = "".join(_level(level, listed) for level, listed in tiers.items())
    return (
        '<nav id="priority" aria-labelledby="priority-title">'
        '<h2 id="priority-title">Order of priority</h2>'
        "<p>The highest first: what stands further up goes before all below it.</p>"
        f'<ol class="chain">{levels}</ol></nav>'
    )


def _level(level: str, tiers: Sequence[str]) -> str:
    name = f"<strong>{shown(level)}</strong>" if level else ""
    below = f"<ul>{''.join(tiers)}</ul>" if tiers else " <small>no criteria</small>"
    return f"<li>{name}{below}</li>"


def vocabularies(rubric: Rubric) -> str:
    """
    Return the facts to find out, the acts to observe, and what is always so.
    """
    facts = [
        (code(each.name), inline(each.question), shown(values_of(each.type)), _unsure(each.unsure))
        for each in rubric.facts
    ]
    acts = [
        (code(each.name), inline(each.question), shown(values_of(each.type)), _reader(each))
        for each in rubric.acts
    ]
    laws = "".join(
        f"<li>{inline(f'{law.words[0].upper()}{law.words[1:]}')}.</li>"
        for law in (*rubric.assumptions, *rubric.constraints)
    )
    return (
        _table("facts", "Facts to find out", ("Fact", "Question", "Values", "If in doubt"), facts)
        + _table("acts", "Acts to observe", ("Act", "Question", "Values", "Who reads it"), acts)
        + _section("laws", "What is always so", f"<ul>{laws}</ul>" if laws else "")
    )


def rest(rubric: Rubric) -> str:
    """
    Return what clashes, and what left the rubric because of the facts that are given.
    """
    known = {criterion.id: criterion for criterion in rubric.criteria}
    clashes = "".join(
        f"<li>{', '.join(link(each, known) for each in ids)}</li>" for ids in rubric.contradictions
    )
    defeated = "".join(
        f"<li>{code(each.id)} {code(each.norm.text)} gives way to "
        f"{', '.join(link(by, known) for by in each.by)}</li>"
        for each in rubric.defeated
    )
    why = (
        "<p>No reply meets all criteria of one set, and the spec does not say which goes first.</p>"
    )
    return _section(
        "contradictions", "Contradictions", f"{why}<ul>{clashes}</ul>" if clashes else ""
    ) + _section("defeated", "What does not count here", f"<ul>{defeated}</ul>" if defeated else "")


def _section(id_: str, heading: str, content: str) -> str:
    return f'<section id="{id_}"><h2>{heading}</h2>{content}</section>' if content else ""


def _table(id_: str, heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head_ = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return _section(
        id_,
        heading,
        f'<div class="wide"><table><thead><tr>{head_}</tr></thead>'
        f"<tbody>{''.join(map(_row, rows))}</tbody></table></div>",
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def _unsure(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else code(show_value(value))


def _reader(act: ActToObserve) -> str:
    return "a judge" if act.measure is None else f"code: {code(measured_by(act.measure))}"
