"""
Findings as data, the registry of their kinds, and one renderer for each output format.
"""

from specl.diagnostics.model import (
    Applicability,
    Code,
    Diagnostic,
    Edit,
    Fix,
    Label,
    Severity,
)

__all__ = [
    "Applicability",
    "Code",
    "Diagnostic",
    "Edit",
    "Fix",
    "Label",
    "Severity",
]
