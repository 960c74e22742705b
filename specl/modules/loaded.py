"""
What loading leaves behind: parsed units in dependency order, and what was wrong.
"""

from __future__ import annotations

from pathlib import Path

from specl.diagnostics import Diagnostic
from specl.syntax import Parsed, nodes
from specl.text import Source
from specl.text.record import record

__all__ = ["Link", "Loaded", "Unit"]


@record
class Link:
    """
    One `use` of a unit and the unit that it means.

    Attributes:
        target: The key of the used unit; None where it could not be loaded.
        alias: What the unit's names are prefixed with; None where nothing gives one.
    """

    use: nodes.Use
    target: str | None
    alias: str | None


@record
class Unit:
    """
    One text of a spec: the checked file or a module, loaded once however often it is used.

    Attributes:
        key: What tells units apart: a resolved path, or the name of a shipped module.
        path: Where the text lies; None for shipped modules and texts without a file.
    """

    key: str
    source: Source
    path: Path | None
    parsed: Parsed
    links: tuple[Link, ...]

    @property
    def file(self) -> nodes.File:
        """
        Return the tree of the text.
        """
        return self.parsed.file


@record
class Loaded:
    """
    The units of a spec, each after all that it uses, the checked file last.

    Attributes:
        problems: What is wrong with texts and uses, by unit and in source order.
    """

    units: tuple[Unit, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def root(self) -> Unit:
        """
        Return the checked file.
        """
        return self.units[-1]
