"""
Facts, acts, types and defines of the checked file that nothing in the spec mentions.
"""

from __future__ import annotations

from specl.resolve import problems
from specl.resolve.declarations import Space
from specl.resolve.naming import Entity
from specl.resolve.program import Program

__all__ = ["report_unused"]

_SPACES: tuple[Space, ...] = ("value", "type")


def report_unused(program: Program) -> None:
    """
    Report what a checked file declares and nothing uses.

    This is for texts without errors: a misspelt name would make what it meant look unused.
    """
    for root in program.roots:
        own = program.scopes[root].own
        for space in _SPACES:
            for name, node in own.space(space).items():
                assert node.name is not None
                if (space, Entity(root, name)) not in program.used:
                    kind = own.kind_of(name, space) or space
                    program.report(problems.Unused(kind, name, node.name.span))
