"""
From a tree and its comments to lines of text.

Declarations with a body are set off by a blank line; elsewhere a blank line stands where
the author left one or more. The questions of facts and acts in lines that follow each
other stand in one column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import attrs

from specl.format.clauses import Body, head, statement
from specl.format.columns import columns, in_column
from specl.format.comments import Pending
from specl.format.document import Doc, Nest, lay_out
from specl.format.expressions import expression, type_
from specl.syntax import Comment, nodes

__all__ = ["print_file", "print_node"]

_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")


def print_file(file: nodes.File, comments: Sequence[Comment] = ()) -> str:
    """
    Print a file.

    Args:
        file: The tree of the file.
        comments: Its comments, in order.
    """
    printer = _Printer(file.span.source.text, Pending(comments))
    printer.file(file)
    return printer.text()


def print_node(node: Any) -> str:
    """
    Print one declaration, clause, expression or type, without comments.

    Raises:
        TypeError: If it is no such node.
    """
    pending = Pending(())
    if isinstance(node, Body):
        printer = _Printer("", pending)
        printer.declaration(node, 0)
        return printer.text().rstrip("\n")
    build = statement
    if isinstance(node, nodes.Expression):
        build = expression
    elif isinstance(node, nodes.TypeExpr):
        build = type_
    return "\n".join(lay_out(build(node, pending), 0))


@attrs.define(eq=False, repr=False)
class _Printer:
    """
    Lines under way.

    Attributes:
        source: The text that the tree was read from, to see its blank lines.
        pending: The comments still to be printed.
        lines: What is printed.
        end: Where, in the source, what was printed last ends.
        first: Whether what comes next is the first of a file or body.
        apart: Whether a blank line is due before what comes next.
    """

    source: str
    pending: Pending
    lines: list[str] = attrs.field(factory=list)
    end: int = 0
    first: bool = True
    apart: bool = False

    def text(self) -> str:
        """
        Return what is printed.
        """
        return "".join(f"{line}\n" for line in self.lines)

    def file(self, file: nodes.File) -> None:
        """
        Print a whole file.
        """
        if file.header is not None:
            self._header(file.header)
        self._declarations(file.declarations, 0)
        self._remarks(file.span.end + 1, 0)

    def declaration(self, node: Any, indent: int) -> None:
        """
        Print a declaration, over as many lines as it takes.
        """
        if isinstance(node, Body):
            self._body(node, indent)
        else:
            self._statement(node, indent)

    def _header(self, header: nodes.Header) -> None:
        self._remarks(header.span.start, 0)
        end = header.name.span.end
        if header.version is not None:
            end = self.source.find(header.version, end) + len(header.version)
        self._put(statement(header, self.pending), 0, start=header.span.start, end=end)
        if header.prose is not None:
            self._statement(header.prose, 0)
        self.apart = True

    def _declarations(self, items: Sequence[nodes.Declaration], indent: int) -> None:
        placed = columns(items, indent, self.source, self.pending)
        for item, column in zip(items, placed, strict=True):
            self.apart = self.apart or isinstance(item, Body)
            if column is None:
                self.declaration(item, indent)
            else:
                self._remarks(item.span.start, indent)
                doc = in_column(item, column)
                self._put(doc, indent, start=item.span.start, end=item.span.end)
            self.apart = isinstance(item, Body)

    def _body(self, node: Body, indent: int) -> None:
        self._remarks(node.span.start, indent)
        doc = head(node, self.pending)
        self._put(doc, indent, start=node.span.start, end=_end_of_head(node))
        self.first = True
        if isinstance(node, nodes.Section):
            self._declarations(node.items, indent + 2)
        elif isinstance(node, nodes.Cover):
            self._cover(node, indent + 2)
        else:
            for item in node.items:
                self.declaration(item, indent + 2)
        self.apart = False
        self._remarks(node.span.end, indent + 2)
        self.first = True
        self._put("}", indent, start=node.span.end - 1, end=node.span.end)

    def _cover(self, node: nodes.Cover, indent: int) -> None:
        for clause in (node.prose, node.when):
            if clause is not None:
                self._statement(clause, indent)
        self._remarks(node.decides.span.start, indent)
        doc = Nest(("decides ", expression(node.decides, self.pending)))
        self._put(doc, indent, start=node.decides.span.start, end=node.decides.span.end)

    def _statement(self, node: Any, indent: int) -> None:
        self._remarks(node.span.start, indent)
        doc = statement(node, self.pending)
        self._put(doc, indent, start=node.span.start, end=node.span.end)

    def _put(self, doc: Doc, indent: int, *, start: int, end: int) -> None:
        """
        Print a document that stands for a stretch of the source, and the comment behind it.
        """
        self._gap(start)
        self.lines += lay_out(doc, indent)
        self.end = end
        comment = self.pending.trailing(end)
        if comment is not None:
            self.lines[-1] += f"  {comment.text}"
            self.end = comment.span.end

    def _remarks(self, offset: int, indent: int) -> None:
        """
        Print the comments before an offset, each on its own line.
        """
        for comment in self.pending.before(offset):
            self._gap(comment.span.start)
            self.lines.append(" " * indent + comment.text)
            self.end = comment.span.end

    def _gap(self, start: int) -> None:
        """
        Leave a blank line before what starts at an offset of the source, if there should be one.
        """
        blank = self.apart or _BLANK_LINE.search(self.source, self.end, max(self.end, start))
        if blank and not self.first:
            self.lines.append("")
        self.first = self.apart = False


def _end_of_head(node: Body) -> int:
    """
    Return where the last part of a head ends, its brace left aside.
    """
    parts: list[Any] = [node.name]
    if isinstance(node, nodes.Rule):
        parts += [node.level, *node.overrides, *node.suspends, *node.tags, node.weight]
    if isinstance(node, nodes.Section):
        parts += [node.title, node.level, node.when]
    if isinstance(node, nodes.Example):
        parts.append(node.title)
    word = node.span.start + len(type(node).__name__)
    ends: list[int] = [part.span.end for part in parts if part is not None]
    return max(word, *ends) if ends else word
