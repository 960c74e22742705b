"""
One way of laying a spec out, comments kept.
"""

from specl.format.formatter import Formatted, format_source
from specl.format.printer import print_file, print_node

__all__ = ["Formatted", "format_source", "print_file", "print_node"]
