"""
Questions about replies that the interpreter cannot answer.
"""

from __future__ import annotations

__all__ = ["NoReply", "Undecidable"]


class Undecidable(Exception):  # noqa: N818 -- callers read it as a state, `undecided`
    """
    The search for a reply ended without an answer; whoever asked reports `undecided`.
    """


class NoReply(ValueError):  # noqa: N818 -- named like the finding `no-reply`
    """
    No reply at all can exist in the scenario, so there is no ruling in it.
    """
