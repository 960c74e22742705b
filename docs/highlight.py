"""
The colours of the language in the documentation.
"""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text

from specl.syntax import RESERVED

_OPERATORS = ("and", "or", "not", "implies", "iff", "in", "has", "any", "all")


class SpeclLexer(RegexLexer):
    """
    Colours for `.specl` files.
    """

    name = "specl"
    aliases: ClassVar = ["specl"]
    filenames: ClassVar = ["*.specl"]
    tokens: ClassVar = {
        "root": [
            (r"#.*$", Comment.Single),
            (r'"""(?:[^\\]|\\.)*?"""', String),
            (r'"(?:[^"\\\n]|\\.)*"', String),
            (r"\d{4}-\d\d-\d\d|\d+(?:\.\d+)*", Number),
            (words(_OPERATORS, prefix=r"\b", suffix=r"\b"), Operator.Word),
            (words(("true", "false"), prefix=r"\b", suffix=r"\b"), Keyword.Constant),
            (words(sorted(RESERVED), prefix=r"\b", suffix=r"\b"), Keyword),
            (r"[a-z_][a-z0-9_.]*", Name),
            (r"[=!<>]=|[-=<>+*|]|\.\.", Operator),
            (r"[(){},:]", Punctuation),
            (r"\s+", Text.Whitespace),
        ],
    }
