"""
How to check: what changes the findings, and what changes only how they are come by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from specl.text.record import record
from specl.workspace.selection import Selection

if TYPE_CHECKING:
    from specl.workspace.cache import Cache

__all__ = ["CheckOptions"]


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@record(kw_only=True)
class CheckOptions:
    """
    How to check.

    Attributes:
        budget: How much work the solver may spend on one question, in its own units; None:
            what is enough for all specs but the hardest.
        today: The date against which waivers hold.
        selection: The kinds of findings to keep.
        progress: Told in a few words what is going on.
        jobs: How many processes may share the work; None: as many as it is worth. The
            findings are the same.
        cache: Where to look for results of earlier runs, and keep those of this one. The
            findings are the same.
    """

    budget: int | None = None
    today: dt.date = attrs.field(factory=_today)
    selection: Selection = Selection()
    progress: Callable[[str], None] | None = None
    jobs: int | None = 1
    cache: Cache | None = None
