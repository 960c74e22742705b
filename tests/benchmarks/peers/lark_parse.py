"""
Lark's own parse of a spec with the grammar of the language.

`python -m tests.benchmarks.peers.lark_parse tree FILE` prints how many seconds of CPU time
the parse took, without the making of the parser.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from lark import Lark

from specl.resources import grammar_text

__all__ = ["WAYS"]

WAYS = {"tree": False, "tree with positions": True}


def main() -> None:
    """
    Parse a file in one of the `WAYS`.
    """
    way, path = sys.argv[1:]
    text = Path(path).read_text(encoding="utf-8")
    parser = Lark(
        grammar_text(),
        parser="lalr",
        lexer="basic",
        maybe_placeholders=False,
        propagate_positions=WAYS[way],
    )
    started = time.process_time()
    parser.parse(text)
    print(time.process_time() - started)


if __name__ == "__main__":
    main()
