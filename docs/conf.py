"""
How Sphinx builds the documentation; the pages under `_generated` are written first.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from generate import generate  # noqa: E402
from highlight import SpeclLexer  # noqa: E402

import specl  # noqa: E402

project = "specl"
author = "The specl authors"
copyright = f"2026, {author}"  # noqa: A001
version = release = specl.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "explanation/compared.md", "explanation/speed_table.md"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = f"specl {release}"
highlight_language = "text"

myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_numpy_docstring = False
nitpicky = True
# What has no page: types of libraries, aliases of types, and what specl keeps to itself.
_LIBRARIES = (
    r"(attrs?|collections|datetime|fractions|hypothesis|numpy|os|pathlib|typing|types)\b.*"
    r"|PathLike|Fraction|(tuple|Mapping)\[.*"
)
_ALIASES = (
    "Choice|Expr|Formula|Kind|NeedKind|Type|Value|Scenario|Profile|Side|Verb|WayOfDefeat|World"
)
_INTERNAL = (
    r"specl\.(decide|model\.(priority|expressions)|logic\.(defeats|formula|world)"
    r"|cases\.conditions)\..*"
)
_REFUSALS = "NoReply|Undecidable|TooLargeError|OutOfBudgetError|TableError|MissingExtraError"
nitpick_ignore_regex = [("py:.*", f"{_LIBRARIES}|{_ALIASES}|{_INTERNAL}|{_REFUSALS}")]


def setup(app: object) -> None:
    """
    Teach Sphinx the language's colours and write the generated pages.
    """
    app.add_lexer("specl", SpeclLexer)  # type: ignore[attr-defined]
    generate(HERE / "_generated")
