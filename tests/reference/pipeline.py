"""
From the text of a spec to its meaning, through all that a file goes through.
"""

from __future__ import annotations

from specl.model import Spec
from specl.modules import load
from specl.resolve import resolve
from specl.text import Source

__all__ = ["spec_of"]


def spec_of(text: str) -> Spec:
    """
    Return what a text means.

    Raises:
        AssertionError: It has an error; the messages are in it.
    """
    resolved = resolve(load(Source("random.specl", text), None))
    messages = [problem.message for problem in resolved.problems]
    assert resolved.spec is not None, f"{messages}\n{text}"
    return resolved.spec
