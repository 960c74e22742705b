"""
What holds in every scenario: the search for contradictions, complete and with witnesses.
"""

from typing import TYPE_CHECKING, Any

from specl.check.checker import Report, check
from specl.check.engine import BUDGET

if TYPE_CHECKING:
    from specl.check.unknowns import NoCompletionError, partial_ruling

__all__ = ["BUDGET", "NoCompletionError", "Report", "check", "partial_ruling"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `specl.check` has no attribute `{name}`")
    from specl.check import unknowns

    return getattr(unknowns, name)
