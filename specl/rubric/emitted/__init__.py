"""
Python that targets write beside their data: it runs where the consumer is, without specl.

A module of this package imports its consumer, the standard library, `specl.rubric.standalone` and
others of this package; what it takes from these two is put into its text. Only a plugin that the
consumer itself loads imports one here.
"""

from __future__ import annotations

import re
from importlib.resources import files

from specl.rubric.standalone import source

__all__ = ["emitted"]

_TAKEN = re.compile(
    r"(?:^from specl\.rubric\.(?:standalone|emitted)\.\w+ import (?:\([^)]*\)|[^\n(]*)\n)+",
    re.MULTILINE,
)
_NAME = re.compile(r"^from specl\.rubric\.(standalone|emitted)\.(\w+)", re.MULTILINE)
_NOTE = re.compile(r"[ ]*# (?:type: ignore|noqa)[^\n]*")
_GAP = re.compile(r"\n{4,}")
_OPENING = re.compile(r'\A"""\n.*?\n"""\n\nfrom __future__ import annotations\n', re.DOTALL)


def emitted(name: str) -> str:
    """
    Return the text of a module of this package, complete in itself.

    Args:
        name: Such as `deepeval_metrics`.
    """
    own: dict[str, str] = {}
    shared: dict[str, None] = {}
    _gather(name, own, shared)
    *others, main = own.values()
    inner = [_OPENING.sub("", _TAKEN.sub("", text)).strip("\n") for text in others]
    parts = [*([source(*shared)] if shared else []), *inner]
    embedded = "\n\n".join(["", *parts, ""])
    return _GAP.sub("\n\n\n", _NOTE.sub("", _TAKEN.sub(lambda _: embedded, main)))


def _gather(name: str, own: dict[str, str], shared: dict[str, None]) -> None:
    """
    Add the text of a module after those that it takes something from, each once.
    """
    text = (files(__name__) / f"{name}.py").read_text(encoding="utf-8")
    for room, other in _NAME.findall(text):
        if room == "standalone":
            shared[other] = None
        elif other not in own:
            _gather(other, own, shared)
    own[name] = text
