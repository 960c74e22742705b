"""
Every text that a spec is made of: the checked file and all modules that it reaches.
"""

from specl.modules.graph import load
from specl.modules.loaded import Link, Loaded, Unit
from specl.modules.reading import Unreadable, decode, read_source

__all__ = ["Link", "Loaded", "Unit", "Unreadable", "decode", "load", "read_source"]
