"""
Every code block of the README and of the documentation does what the page says it does.

`UPDATE_DOCS=1 pytest tests/docs` writes the outputs of console blocks anew, except those with a
`…` line, which a person keeps.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.blocks import Block, blocks_of
from tests.docs.console import ELLIPSIS, matches, run, steps_of
from tests.docs.specs import codes_of_block

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(
        page
        for page in DOCS.rglob("*.md")
        if not {"_build", "_generated"} & set(page.relative_to(DOCS).parts)
    ),
]
UPDATE = os.environ.get("UPDATE_DOCS") == "1"
LANGUAGES = {"specl", "console", "sh", "python", "json", "toml", "yaml", "text"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page(page: Path, tmp_path: Path) -> None:
    """
    Each block of a page, in order and in one folder, parses, checks or runs as the page says.

    The folder starts as a reader's checkout does, with `docs/examples` in it and nothing else.
    The page of an example stands in its folder, and so do its readers.
    """
    shutil.copytree(DOCS / "examples", tmp_path / "docs" / "examples")
    is_example = DOCS / "examples" in page.parents
    session = _Session(tmp_path / page.parent.relative_to(ROOT) if is_example else tmp_path)
    for block in blocks_of(page):
        assert block.language in LANGUAGES, f"{block.place}: a block needs a known language"
        session.try_block(block)
    if UPDATE and session.rewritten:
        page.write_text(_with_new_outputs(page, session.rewritten), encoding="utf-8")


class _Session:
    """
    A reader who tries a page's blocks one after the other.

    Attributes:
        folder: Where the reader's files are.
        names: What the page's Python has defined so far.
        rewritten: New texts of console blocks, by the line of their fence.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rewritten: dict[int, str] = {}
        self.names: dict[str, Any] = {}

    def try_block(self, block: Block) -> None:
        """
        Do with a block what its language calls for.
        """
        if "file" in block.notes:
            path = self.folder / block.notes["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text + "\n", encoding="utf-8")
        match block.language:
            case "specl":
                wanted, found = codes_of_block(block, self.folder)
                assert wanted == found, f"{block.place}: finds {sorted(found)}"
            case "console":
                self._try_console(block)
            case "python":
                with contextlib.chdir(self.folder):
                    exec(compile(block.text, block.place, "exec"), self.names)  # noqa: S102
            case "json":
                json.loads(block.text)
            case "toml":
                tomllib.loads(block.text)
            case "yaml":
                yaml.safe_load(block.text)
            case "sh":
                _try_shell(block)

    def _try_console(self, block: Block) -> None:
        status, written = 0, []
        for step in steps_of(block.text):
            output, status = run(step.command, self.folder, status)
            keep = not UPDATE or re.search(ELLIPSIS, step.output, flags=re.MULTILINE)
            shown = step.output if keep else output
            assert matches(shown, output), f"{block.place}: `{step.command}` wrote\n{output}"
            written.append(f"$ {step.command}\n{shown}".rstrip("\n"))
        if "\n".join(written) != block.text:
            self.rewritten[block.line] = "\n".join(written)


def _try_shell(block: Block) -> None:
    """
    Check that a block of setup commands, which no test can run, names targets that exist.
    """
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)", block.text, flags=re.MULTILINE))
    assert named <= targets, f"{block.place}: no such target"


def _with_new_outputs(page: Path, rewritten: dict[int, str]) -> str:
    """
    Return a page with the texts of some of its blocks replaced.
    """
    lines = page.read_text(encoding="utf-8").split("\n")
    for block in reversed(list(blocks_of(page))):
        if block.line in rewritten:
            end = block.line + len(block.text.split("\n"))
            lines[block.line : end] = rewritten[block.line].split("\n")
    return "\n".join(lines)
