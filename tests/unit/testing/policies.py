"""
Small specs and policies for the tests of `specl.testing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specl.cases import breaches, complying
from specl.model import Spec
from tests.unit.cases.specs import spec_with

__all__ = ["DESK", "Policy", "breaking_where", "good", "maze", "never_escalates"]

Policy = Callable[[dict[str, Any]], Mapping[str, Any]]


def _desk() -> Spec:
    """
    Return a spec with a rule that defeats another, a constraint and an assumption.
    """
    return spec_with(
        "type topic = billing | delivery | legal",
        'fact topic: topic = delivery "What is it about?"',
        'fact refund: real 0..1000 = 0 "How much do they want back?"',
        'fact late: int 0..90 = 0 "How many days late?"',
        'fact vip: bool "Is it a VIP?"',
        'act answer "Does the reply answer?"',
        'act escalate "Does the reply hand over?"',
        'act grant: real 0..1000 = 0 "What does the reply give back?"',
        'act tone: set of topic "What does the reply touch?"',
        "assume refund > 0 implies topic == billing",
        "constraint escalate implies grant == 0",
        "rule helpful at user {",
        '  "Do what the user asks."',
        "  must answer",
        "}",
        "rule big at developer {",
        '  "Large refunds go to a person."',
        "  when refund > 500",
        "  unless vip",
        "  must escalate",
        "  must not answer",
        '  because "Finance says so."',
        "}",
    )


def maze() -> Spec:
    """
    Return a spec of few scenarios, all of which can be tried.
    """
    return spec_with(
        "type size = small < medium < large",
        'fact a: bool "a?"',
        'fact b: bool "b?"',
        'fact c: bool = true "c?"',
        'fact size: size = medium "How large?"',
        'fact kind: red | green | blue = green "Which colour?"',
        'fact tools: set of {hammer | saw} "Which tools?"'.replace("{", "").replace("}", ""),
        'fact n: int 0..4 = 1 "How many?"',
        'act bow "Does the reply bow?"',
        "assume a iff b",
        "assume kind == red implies c",
        "rule polite at user { must bow }",
        "rule careful at developer { when size == large and n >= 3 must bow }",
    )


def breaking_where(spec: Spec, fails: Callable[[dict[str, Any]], bool]) -> Policy:
    """
    Return a policy that breaks a norm where told, and else obeys.
    """

    def policy(facts: dict[str, Any]) -> Mapping[str, Any]:
        if fails(facts) and (found := breaches(spec, facts)):
            return found[0].profile
        obedient = complying(spec, facts)
        assert obedient is not None
        return obedient

    return policy


DESK = _desk()


def good(facts: dict[str, Any]) -> Mapping[str, Any]:
    """
    Obey the desk's spec.
    """
    obedient = complying(DESK, facts)
    assert obedient is not None
    return obedient


def never_escalates(facts: dict[str, Any]) -> dict[str, Any]:
    """
    Answer whatever is asked.
    """
    return {"answer": True, "escalate": False, "grant": facts["refund"], "tone": set()}
