"""
What holds in every scenario: the search for contradictions, complete and with witnesses.
"""

from specl.check.checker import Report, check
from specl.check.engine import BUDGET
from specl.check.unknowns import NoCompletionError, partial_ruling

__all__ = ["BUDGET", "NoCompletionError", "Report", "check", "partial_ruling"]
