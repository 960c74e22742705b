"""
What ties a rubric to the text that it was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import chain
from typing import Protocol

from specl import __version__
from specl.model import Spec
from specl.rubric.model import Stamp
from specl.text import Span

__all__ = ["content_hash", "stamp_of"]


class _Declared(Protocol):
    """
    Anything that knows where it was written.
    """

    @property
    def span(self) -> Span: ...


def stamp_of(spec: Spec) -> Stamp:
    """
    Return the spec's name and version, the digest of its texts, and this specl's version.
    """
    return Stamp(spec.name, spec.version, content_hash(spec), __version__)


def content_hash(spec: Spec) -> str:
    """
    Return a digest of all texts that a spec is made of, wherever their files lie.

    The same texts give the same digest on every machine; one changed letter gives another.
    """
    declared: Iterable[_Declared] = chain(
        spec.facts.values(),
        spec.acts.values(),
        spec.defines.values(),
        spec.assumptions,
        spec.constraints,
        spec.rules.values(),
        spec.orderings,
        spec.suspensions,
        spec.deny_first,
        spec.ensures,
    )
    texts = {spec.source.text, *(each.span.source.text for each in declared)}
    return "sha256:" + hashlib.sha256(b"".join(sorted(map(_digest, texts)))).hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
