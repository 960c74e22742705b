"""
What a rule says beside its norms, the replies of the spec's examples among it.
"""

from __future__ import annotations

from specl.model import Example, Reply, Rule, Spec
from specl.model.show import show
from specl.rubric.model import RuleText, Sample

__all__ = ["rule_text"]


def rule_text(spec: Spec, rule: Rule) -> RuleText:
    """
    Return a rule's prose, reasons, examples, challenges and relations to other rules.
    """
    overridden = (pair.lower for pair in spec.orderings if pair.higher == rule.name)
    return RuleText(
        name=rule.name,
        level=rule.level,
        weight=rule.weight,
        prose=rule.prose,
        because=rule.because,
        samples=_samples(spec, rule.name),
        tags=rule.tags,
        sections=rule.sections,
        challenges=tuple(each.prompt for each in rule.challenges if each.prompt is not None),
        challenge_files=tuple(each.file for each in rule.challenges if each.file is not None),
        overrides=tuple(dict.fromkeys(overridden)),
        suspended_by=spec.suspended_by[rule.name],
        span=rule.span,
    )


def _samples(spec: Spec, rule: str) -> tuple[Sample, ...]:
    """
    Return the replies of the examples that stand in a rule, or show how it is broken.

    A bad reply belongs to the rules that it is said to violate; where nothing is said, to
    the rule that its example stands in. The good replies of these examples go with them.
    """
    return tuple(
        _sample(example, reply)
        for example in spec.examples
        if example.rule == rule or any(rule in reply.violates for reply in example.replies)
        for reply in example.replies
        if reply.good or rule in reply.violates or (not reply.violates and example.rule == rule)
    )


def _sample(example: Example, reply: Reply) -> Sample:
    return Sample(
        example=example.name,
        title=example.title,
        good=reply.good,
        turns=example.turns,
        given=tuple(law.text for law in example.given),
        reply=reply.text,
        shows=None if reply.shows is None else tuple(show(expr) for expr in reply.shows),
        violates=reply.violates,
        because=reply.because,
    )
