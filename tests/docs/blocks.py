"""
The code blocks of a Markdown page, each with its language, its place and what a comment says of it.

A comment just above a fence is for this test and for no reader:

    <!-- file: support.specl -->          the block is saved under that name in the page's folder
    <!-- finds: contradiction, gap -->    the codes that `specl check` reports, no more, no fewer
    <!-- fragment -->                     declarations, checked together with the page's prelude
    <!-- fragment of rule -->             the same for what stands inside a rule
    <!-- fragment of expression -->       the same for one expression

A comment that opens with `prelude` holds the declarations that the fragments after it rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

__all__ = ["Block", "blocks_of"]

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<language>[^`]*)$")
_COMMENT = re.compile(r"<!-- (?P<text>.*?) ?-->$", re.DOTALL)


@attrs.frozen
class Block:
    """
    One fenced block.

    Attributes:
        page: The file that it stands in.
        line: The line of its opening fence, from 1.
        language: The word after the fence, `""` where there is none.
        text: What stands between the fences, without their indent.
        notes: What the comments above it say, by their first word.
        prelude: The page's prelude as it stands at this block.
    """

    page: Path
    line: int
    language: str
    text: str
    notes: dict[str, str]
    prelude: str

    @property
    def place(self) -> str:
        """
        Return `page:line`, as terminals link it.
        """
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    """
    Yield the blocks of a page in their order.

    Args:
        page: A Markdown file.
    """
    lines = page.read_text(encoding="utf-8").split("\n")
    prelude, notes, number = "", dict[str, str](), 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if fence:
            end = lines.index(fence["indent"] + fence["ticks"], number + 1)
            inner = (line.removeprefix(fence["indent"]) for line in lines[number + 1 : end])
            if not fence["language"].startswith("{"):  # a directive of Sphinx
                yield Block(page, number + 1, fence["language"], "\n".join(inner), notes, prelude)
            notes, number = {}, end
        elif lines[number].lstrip().startswith("<!-- "):
            end, comment = _comment_at(lines, number)
            if comment.startswith("prelude\n"):
                prelude = comment.removeprefix("prelude\n")
            else:
                notes = notes | _note(comment)
            number = end
        elif lines[number].strip():
            notes = {}
        number += 1


def _comment_at(lines: list[str], start: int) -> tuple[int, str]:
    """
    Return the last line of the comment that starts at a line, and its text.
    """
    end = next(n for n in range(start, len(lines)) if lines[n].rstrip().endswith("-->"))
    found = _COMMENT.search("\n".join(lines[start : end + 1]).strip())
    assert found is not None
    return end, found["text"].rstrip()


def _note(comment: str) -> dict[str, str]:
    """
    Return what one comment notes: `file: a.specl` or `fragment of rule`.
    """
    word, _, rest = comment.replace(":", " ", 1).partition(" ")
    return {word: rest.strip()}
