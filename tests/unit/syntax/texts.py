"""
Texts that the tests of the parser and the formatter share.
"""

from __future__ import annotations

from pathlib import Path

from specl import resources
from specl.syntax import Parsed, parse
from specl.text import Source

EVERYTHING = Path(__file__).with_name("everything.specl").read_text(encoding="utf-8")
STDLIB = {module: resources.stdlib_text(module) or "" for module in resources.stdlib_modules()}
TEXTS = {"everything": EVERYTHING, **STDLIB}


def read(text: str) -> Parsed:
    """
    Parse a text.
    """
    return parse(Source("test.specl", text))


def messages(text: str) -> list[str]:
    """
    Return what is wrong with a text, one line each.
    """
    return [
        f"{problem.span.line}:{problem.span.column} [{problem.code.slug}] {problem.message}"
        for problem in read(text).problems
        if problem.span is not None
    ]
