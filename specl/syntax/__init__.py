"""
Texts as trees: words and signs, the grammar's automaton, frozen nodes, comments beside them.
"""

from specl.syntax.parser import Parsed, parse
from specl.syntax.reserved import RESERVED
from specl.syntax.tokens import Comment

__all__ = ["RESERVED", "Comment", "Parsed", "parse"]
