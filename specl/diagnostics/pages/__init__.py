"""
The page of each code: `<slug>.md`, read when somebody asks for it.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["page"]


def page(slug: str) -> str:
    """
    Return the Markdown page of a code.

    Args:
        slug: The code's slug, such as `contradiction`.

    Raises:
        FileNotFoundError: There is no such page.
    """
    return (files(__name__) / f"{slug}.md").read_text(encoding="utf-8")
