"""
The words that open declarations, clauses and norms, and the operators: no names.
"""

from __future__ import annotations

from typing import Final

from specl.syntax.tables import tables

__all__ = ["RESERVED"]

RESERVED: Final[frozenset[str]] = frozenset(tables().keywords)
