"""
Source texts and places in them; knows nothing of the language.
"""

from specl.text.source import Source, Span
from specl.text.spelling import nearest

__all__ = ["Source", "Span", "nearest"]
