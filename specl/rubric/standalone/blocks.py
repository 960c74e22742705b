"""
A text in Markdown as blocks: headings, items of lists, paragraphs, tables, code, and rules.

Blocks are told apart line by line, as CommonMark 0.31 and GitHub's tables do, without what needs
more than a line to be seen: an item ends at the next item, and what follows it without a blank line
or further to the right belongs to it. Marks of quotations (`>`) count as if they were not there.
"""

from __future__ import annotations

import re

__all__ = ["CODE", "HEADING", "ITEM", "PARAGRAPH", "blocks", "lines_of"]

HEADING, ITEM, PARAGRAPH, TABLE, CODE, RULE = (
    "heading",
    "item",
    "paragraph",
    "table",
    "code",
    "rule",
)

_QUOTED = re.compile(r"(?: {0,3}>)+ ?")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣◦▪●]|(\d{1,9})[.)])[ \t]+(?=\S)")
_RULES = {"-", "*", "_"}


def lines_of(text: str) -> list[str]:
    """
    Return the lines of a text; ends of lines at its end begin no other line.

    Lines end as in Markdown and JSON: a line feed, a carriage return, or both in this order.
    """
    return re.split(r"\r\n|\n|\r", text.rstrip("\r\n")) if text.strip("\r\n") else []


def blocks(text: str) -> list[tuple[str, str]]:
    """
    Return the blocks of a text: what each is, and its text without the marks that make it so.
    """
    scanner = _BlockScanner()
    for line in lines_of(text):
        quoted = _QUOTED.match(line)
        scanner.read(line[quoted.end() :] if quoted and not scanner.fence else line)
    return [(kind, "\n".join(lines)) for kind, lines in scanner.found]


class _BlockScanner:
    """
    Reads lines one by one; the last of `found` is the block that a line may go on with.
    """

    def __init__(self) -> None:
        self.found: list[tuple[str, list[str]]] = []
        self.fence = ""
        self.blank = True
        self.in_list = False
        self.item: list[str] = []

    def read(self, line: str) -> None:
        """
        Take a line into the block that it goes on with, or begin another one with it.
        """
        if self.fence:
            self._within_fence(line)
        elif not line.strip():
            self.blank = True
        else:
            self._begin(line)
            self.blank = False

    def _within_fence(self, line: str) -> None:
        mark = line.strip()
        if len(mark) >= len(self.fence) and set(mark) == {self.fence[0]}:
            self.fence, self.blank = "", True
        else:
            self.found[-1][1].append(line)

    def _begin(self, line: str) -> None:
        open_kind = None if self.blank or not self.found else self.found[-1][0]
        indented = line.startswith(("    ", "\t"))
        if self.blank and not line.startswith((" ", "\t")) and not _ITEM.match(line):
            self.in_list = False
        fence, item = _FENCE.match(line.lstrip() if self.in_list else line), _ITEM.match(line)
        if indented and not self.in_list and open_kind in {None, CODE}:
            self._take(CODE, line, goes_on=open_kind == CODE)
        elif fence:
            self.fence = fence[1]
            self.found.append((CODE, []))
        elif heading := _HEADING.match(line):
            self.in_list = False
            self.found.append((HEADING, [line[heading.end() :].rstrip("# \t")]))
        elif open_kind == PARAGRAPH and _is_underline(line):
            self.found[-1] = (HEADING, self.found[-1][1])
        elif _is_rule(line):
            self.in_list = False
            self.found.append((RULE, []))
        elif item and not (open_kind == PARAGRAPH and item[1] not in {None, "1"}):
            self.in_list = True
            self.item = [line[item.end() :]]
            self.found.append((ITEM, self.item))
        else:
            self._go_on(line, open_kind)

    def _go_on(self, line: str, open_kind: str | None) -> None:
        """
        Take a line that begins nothing of its own.
        """
        if open_kind == PARAGRAPH and _is_delimiter(line) and "|" in self.found[-1][1][-1]:
            header = self.found[-1][1].pop()
            if not self.found[-1][1]:
                self.found.pop()
            self.found.append((TABLE, [header]))
        elif open_kind in {PARAGRAPH, TABLE, ITEM}:
            self.found[-1][1].append(line)
        else:
            self._take(ITEM if self.in_list else PARAGRAPH, line, goes_on=self.in_list)

    def _take(self, kind: str, line: str, *, goes_on: bool) -> None:
        if goes_on and kind == ITEM:
            self.item.append(line)
        elif goes_on:
            self.found[-1][1].append(line)
        else:
            self.found.append((kind, [line]))


def _is_underline(line: str) -> bool:
    mark = line.strip()
    return mark[0] in "=-" and len(set(mark)) == 1 and not line.startswith(("    ", "\t"))


def _is_rule(line: str) -> bool:
    marks = [char for char in line if not char.isspace()]
    return len(marks) > 2 and marks[0] in _RULES and len(set(marks)) == 1


def _is_delimiter(line: str) -> bool:
    return set(line) <= set("|:- \t") and "-" in line and "|" in line
