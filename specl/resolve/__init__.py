"""
From trees to meaning: every name resolved, every type checked, the order of rules worked out.
"""

from specl.resolve.assembly import Resolved
from specl.resolve.whole import resolve, resolve_together

__all__ = ["Resolved", "resolve", "resolve_together"]
