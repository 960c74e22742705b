"""
Small specs for the tests of this room.
"""

from __future__ import annotations

from specl.model import Spec
from tests.reference.pipeline import spec_of

__all__ = ["HEADER", "shop", "spec_with"]

HEADER = "spec small version 1.0.0\nuse std.authority\n"


def spec_with(*declarations: str) -> Spec:
    """
    Return the spec that has these declarations, and the usual levels.
    """
    return spec_of(HEADER + "\n".join(declarations))


def shop() -> Spec:
    """
    Return a spec with numbers, choices, sets, an assumption, an example and an ensure.
    """
    return spec_with(
        "type topic = billing | medical | other",
        'fact topic: topic "What is it about?"',
        'fact minor: bool "Is the user a minor?"',
        'fact refund: real 0..1000 = 0 "How much do they want back?"',
        'fact paid: real 0..1000 = 0 "What did they pay?"',
        'fact late: int 0..90 = 0 "How many days late?"',
        'fact tools: set of topic "Which departments are open?"',
        'act escalate "Does the reply hand over?"',
        'act answer "Does the reply answer?"',
        'act grant: real 0..1000 "What does the reply give back?"',
        "assume minor implies paid == 0",
        "constraint escalate implies grant == 0",
        "rule cap at developer { must grant <= paid }",
        "rule big at developer overrides helpful {",
        "  when refund > 500",
        "  unless minor",
        "  must escalate",
        "  must not answer",
        "}",
        "rule helpful at developer { must answer }",
        "rule slow at user {",
        "  when late >= 10 and (topic == billing or tools has billing)",
        "  should answer",
        "  example e { given late == 20, topic == billing expect should answer }",
        "}",
        "rule far at user { when refund + paid > 1500 may answer }",
        "ensure calm { when minor must grant == 0 }",
    )
