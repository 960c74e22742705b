"""
The pages that are made from the program itself: codes, standard library, commands, reserved words.

Each is a function from what the program knows to Markdown; `generate` writes them all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from specl.cli import program as command
from specl.diagnostics import Severity
from specl.diagnostics.codes import CODES
from specl.diagnostics.model import Code
from specl.resources import stdlib_modules, stdlib_text
from specl.syntax import RESERVED, nodes, parse
from specl.text import Source

__all__ = ["generate"]


def generate(folder: Path) -> None:
    """
    Write all generated pages, and remove those that are no longer made.

    Args:
        folder: Where to; it is made if it is not there.
    """
    made = {folder / f"{name}.md": text for name, text in pages()}
    for stale in set(folder.rglob("*.md")) - made.keys():
        stale.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def pages() -> Iterator[tuple[str, str]]:
    """
    Yield each page as its name and its text.
    """
    yield "codes/index", codes_index(CODES.values())
    for code in CODES.values():
        yield f"codes/{code.slug}", code_page(code)
    modules = stdlib_modules()
    yield "stdlib/index", stdlib_index(modules)
    for module in modules:
        yield f"stdlib/{module.rpartition('.')[2]}", module_page(module)
    yield "cli", command_page()
    yield "reserved", reserved_page()


# Codes


def codes_index(codes: Iterable[Code]) -> str:
    """
    Return the page that lists all codes by severity.
    """
    codes = list(codes)
    lines = [
        "# Codes",
        "",
        "Every finding has a code. `specl explain CODE` prints the page of one, `--select` and",
        "`--ignore` choose by them.",
    ]
    for severity in Severity:
        rows = [code for code in codes if code.severity is severity]
        cells = ((f"[`{code.slug}`]({code.slug}.md)", code.number, code.summary) for code in rows)
        lines += ["", f"## {_SEVERITIES[severity]}", "", *_table(("code", "number", ""), cells)]
    return "\n".join([*lines, "", *_toctree(code.slug for code in codes)])


def code_page(code: Code) -> str:
    """
    Return the page of one code.
    """
    about = f"*{code.severity.value}, {code.number}: {code.summary}*"
    return f"# {code.slug}\n\n{about}\n\n{_without_title(code.explanation)}\n"


_SEVERITIES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Info"}


def _without_title(text: str) -> str:
    return text.partition("\n")[2].strip() if text.startswith("# ") else text.strip()


# The standard library


def stdlib_index(modules: Iterable[str]) -> str:
    """
    Return the page that lists the modules of the standard library.
    """
    files = [(module, _file_of(module)) for module in modules]
    rows = (
        (f"[`{module}`]({module.rpartition('.')[2]}.md)", _first_paragraph(file))
        for module, file in files
    )
    return "\n".join(
        [
            "# The standard library",
            "",
            "Words that many specs share, phrased as questions that a judge with a transcript",
            "can answer. `use std.reply` brings a module's words in; those that you want to",
            "write bare go in parentheses after it.",
            "",
            *_table(("module", ""), rows),
            "",
            *_toctree(module.rpartition(".")[2] for module, _ in files),
        ]
    )


def module_page(module: str) -> str:
    """
    Return the page of one module, part by part in the order of the file.
    """
    file = _file_of(module)
    prose = file.header.prose.value.strip() if file.header and file.header.prose else ""
    lines = [f"# {module}", "", prose]
    for title, kinds in _PARTS:
        found = [node for node in file.declarations if isinstance(node, kinds)]
        if found and kinds in _TABLED:
            lines += ["", f"## {title}", "", *_table(_COLUMNS, map(_row, found))]
        elif found:
            texts = "\n".join(map(_with_comments, found))
            lines += ["", f"## {title}", "", f"```specl\n{texts}\n```"]
    return "\n".join([*lines, ""])


_COLUMNS = ("name", "type", "question")
_TABLED = ((nodes.FactDecl,), (nodes.ActDecl,))
_PARTS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("Levels", (nodes.Levels,)),
    ("Types", (nodes.TypeDecl,)),
    ("Facts", (nodes.FactDecl,)),
    ("Acts", (nodes.ActDecl,)),
    ("Defines", (nodes.Define,)),
    ("What can exist", (nodes.Assume, nodes.Constraint)),
    ("Rules", (nodes.Section, nodes.Rule)),
    ("Promises", (nodes.Ensure, nodes.Cover)),
    ("Examples", (nodes.Example,)),
)


def _with_comments(node: nodes.Declaration) -> str:
    """
    Return a declaration's text with the comment lines just above it.
    """
    source, line = node.span.source, node.span.line
    while line > 1 and source.line(line - 1).startswith("#"):
        line -= 1
    return source.text[source.line_starts[line - 1] : node.span.end]


def _row(node: nodes.FactDecl | nodes.ActDecl) -> tuple[str, str, str]:
    """
    Return a fact's or act's cells: what stands between its name and its question is its type.
    """
    question = node.question.value if node.question else ""
    extra = ""
    if isinstance(node, nodes.FactDecl):
        extra = _clause("default", node.default) + _clause("unsure", node.unsure)
    else:
        extra = _clause("default", node.default)
        if node.measure:
            extra += f"; measured by `{node.measure.name.text}`"
    written = node.type.span.text if node.type else "bool"
    return f"`{node.name.text}`", f"`{' '.join(written.split())}`{extra}", question


def _clause(word: str, value: nodes.Expression | None) -> str:
    return "" if value is None else f"; {word} `{value.span.text}`"


def _file_of(module: str) -> nodes.File:
    text = stdlib_text(module)
    assert text is not None, module
    parsed = parse(Source(module, text))
    assert not parsed.problems, parsed.problems
    return parsed.file


def _first_paragraph(file: nodes.File) -> str:
    prose = file.header.prose.value if file.header and file.header.prose else ""
    return " ".join(prose.strip().split("\n\n")[0].split())


# Commands


def command_page() -> str:
    """
    Return the page of the command line: each command with its help and its options.
    """
    root = click.Context(command, info_name="specl")
    lines = ["# The command line", "", *_help_of(command, root)]
    for name in command.list_commands(root):
        subcommand = command.get_command(root, name)
        assert subcommand is not None
        context = click.Context(subcommand, info_name=name, parent=root)
        lines += ["", f"## specl {name}", "", *_help_of(subcommand, context)]
    return "\n".join([*lines, ""])


def _help_of(of: click.Command, context: click.Context) -> list[str]:
    """
    Return a command's own help text, as the terminal shows it.
    """
    context.terminal_width = 96
    return ["```text", of.get_help(context).replace("\b", "").rstrip(), "```"]


# Words


def reserved_page() -> str:
    """
    Return the page that lists the words that cannot be names.
    """
    words = "\n".join(f"- `{word}`" for word in sorted(RESERVED))
    return (
        "# Reserved words\n\n"
        "These words open declarations, clauses and norms, or are operators. None of them can be\n"
        f"the name of anything.\n\n{words}\n"
    )


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    columns = list(columns)
    head = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    return head + ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _toctree(names: Iterable[str]) -> list[str]:
    return ["```{toctree}", ":hidden:", "", *names, "```", ""]


if __name__ == "__main__":
    target = Path(__file__).parent / "_generated"
    generate(target)
    print(f"wrote {target}", file=sys.stderr)
