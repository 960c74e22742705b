"""
The criteria of a page: one card each, under the tier that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from specl.rubric.guide import DENY_FIRST, READER, before, tier_title
from specl.rubric.model import Criterion, Rubric, RuleText, Sample, Tier
from specl.rubric.page.markup import block, code, codes, inline, paragraphs, shown
from specl.rubric.telling import gives_way_sentences

__all__ = ["criteria_section", "link"]


def criteria_section(rubric: Rubric) -> str:
    """
    Return all criteria by tier, the highest first.
    """
    by_id = {criterion.id: criterion for criterion in rubric.criteria}
    shown_at: dict[str, str] = {}
    tiers = (
        _tier(place, tier, [by_id[name] for name in tier.criteria], shown_at)
        for place, tier in enumerate(rubric.tiers)
    )
    return f'<section id="criteria"><h2>Criteria</h2>{"".join(tiers)}</section>'


def link(id_: str, known: Mapping[str, object]) -> str:
    """
    Return a criterion's id, as a link where the page shows it.
    """
    return f'<a href="#criterion-{shown(id_)}">{code(id_)}</a>' if id_ in known else code(id_)


def _tier(place: int, tier: Tier, criteria: Sequence[Criterion], shown_at: dict[str, str]) -> str:
    orders = [
        f"<li>{codes(highers)} before {codes(lowers)}</li>"
        for highers, lowers in before(tier, criteria)
    ]
    if tier.deny_first:
        orders.insert(0, f"<li>{DENY_FIRST}</li>")
    order = f'<ul class="before">{"".join(orders)}</ul>' if orders else ""
    cards = "".join(_card(criterion, shown_at) for criterion in criteria)
    return (
        f'<section class="tier" id="tier-{place}"><h3>{shown(tier_title(tier))}</h3>'
        f"{order}{cards}</section>"
    )


def _card(criterion: Criterion, shown_at: dict[str, str]) -> str:
    """
    Return a card; `shown_at` says which criterion has shown its rule's examples.
    """
    rule, norm = criterion.rule, criterion.norm
    part = f", part {norm.part + 1} of {norm.parts}" if norm.parts > 1 else ""
    first = shown_at.setdefault(rule.name, criterion.id)
    rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _rows(criterion))
    return (
        f'<article class="criterion" id="criterion-{shown(criterion.id)}" '
        f'data-id="{shown(criterion.id)}">'
        f"<h4>{code(criterion.id)} {code(norm.text)}{part} "
        f'<span class="status"></span></h4>'
        f"{paragraphs(rule.prose or '')}<dl>{rows}</dl>"
        f"{_more(rule) if first == criterion.id else _elsewhere(rule, first)}</article>"
    )


def _rows(criterion: Criterion) -> Iterator[tuple[str, str]]:
    rule, span = criterion.rule, criterion.norm.span
    yield "Applies", f"{inline(criterion.applies.words if criterion.applies else 'always')}."
    for sentence in gives_way_sentences(criterion):
        yield "But", inline(sentence)
    yield "Asks", inline(criterion.asks)
    for sentence in filter(None, (criterion.passes, criterion.fails)):
        word, _, rest = sentence.partition(" ")
        yield (word, inline(rest)) if word in {"Passes", "Fails"} else ("Passes", inline(sentence))
    if rule.because is not None:
        yield "Why", inline(rule.because)
    yield "Decided by", f"{READER[criterion.decided_by]}, weight {rule.weight}"
    if criterion.applies is not None:
        yield "Condition", code(criterion.applies.text)
    if rule.sections or rule.tags:
        yield "Filed under", codes((*rule.sections, *rule.tags))
    yield "Source", code(f"{span.source.name}:{span.line}")


def _more(rule: RuleText) -> str:
    """
    Return a rule's examples and challenges, folded away.
    """
    found = ""
    if rule.samples:
        groups = groupby(rule.samples, key=lambda sample: sample.example)
        examples = "".join(_example(list(samples)) for _, samples in groups)
        found += f"<details><summary>Examples</summary>{examples}</details>"
    if rule.challenges or rule.challenge_files:
        prompts = "".join(f"<li>{block(prompt)}</li>" for prompt in rule.challenges)
        files = "".join(f"<li>more in {code(name)}</li>" for name in rule.challenge_files)
        found += f"<details><summary>Challenges</summary><ul>{prompts}{files}</ul></details>"
    return found


def _elsewhere(rule: RuleText, first: str) -> str:
    if not rule.samples and not rule.challenges and not rule.challenge_files:
        return ""
    return f"<p>Examples of this rule stand at {link(first, {first: rule})}.</p>"


def _example(samples: Sequence[Sample]) -> str:
    first = samples[0]
    title = f"<p>{code(first.example)}: {inline(first.title)}</p>"
    given = f"<p>Given {codes(first.given)}:</p>" if first.given else ""
    turns = "".join(_said(turn.role, turn.text) for turn in first.turns)
    replies = "".join(map(_reply, samples))
    return f'<div class="example">{title}{given}{turns}{replies}</div>'


def _said(role: str, text: str) -> str:
    return f'<div class="turn"><span class="role">{shown(role)}</span>{block(text)}</div>'


def _reply(sample: Sample) -> str:
    kind = "good" if sample.good else "bad"
    said = [*_listed("shows", sample.shows), *_listed("violates", sample.violates)]
    does = f", which {' and '.join(said)}" if said else ""
    because = f" ({inline(sample.because)})" if sample.because else ""
    return (
        f'<div class="turn {kind}"><span class="role">A {kind} reply{does}{because}</span>'
        f"{block(sample.reply)}</div>"
    )


def _listed(verb: str, texts: Iterable[str] | None) -> Iterator[str]:
    if texts:
        yield f"{verb} {codes(list(texts))}"
