"""
The parser's tables say what the grammar says.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lark import Lark

import specl.syntax.tables
from specl import resources
from specl.syntax.automaton import run
from specl.syntax.lexer import scan
from specl.syntax.parser import BUILDERS
from specl.syntax.tables import build_tables, tables
from specl.syntax.walk import same
from specl.text import Source
from tests.unit.syntax.texts import EVERYTHING, STDLIB, TEXTS, read

SHIPPED = Path(specl.syntax.tables.__file__).with_name("tables.json")


@pytest.fixture(scope="module")
def lark():
    return Lark(resources.grammar_text(), parser="lalr", lexer="basic")


def test_shipped_tables_are_those_of_the_grammar():
    """
    `tables.json` is what the grammar gives; `python -m specl.syntax.from_lark` renews it.
    """
    expected = json.loads(json.dumps(build_tables(resources.grammar_text())))
    assert expected == json.loads(SHIPPED.read_text(encoding="utf-8"))


def test_every_action_of_the_grammar_has_a_builder_and_the_reverse():
    """
    No line of the grammar is left without a builder, and no builder without a line.
    """
    actions = {production.action for production in tables().productions}
    assert actions - {"pass", "splice"} == set(BUILDERS)


@pytest.mark.parametrize("name", TEXTS)
def test_lark_reads_what_the_parser_reads(lark, name):
    """
    Lark, given the grammar alone, accepts the same texts.
    """
    assert not read(TEXTS[name]).problems
    if name != "everything":  # whose norms have a comment between their two words
        assert lark.parse(TEXTS[name]).data == "start"


@pytest.mark.parametrize("name", TEXTS)
def test_pieces_give_the_tree_of_the_whole(name):
    """
    Parsing declaration by declaration gives the tree that the rule for whole files gives.
    """
    source = Source(name, TEXTS[name])
    whole = run(source, scan(source).tokens, start="start", builders=BUILDERS)
    assert same(whole.value, read(TEXTS[name]).file)


def test_parsing_imports_no_lark():
    """
    A run that parses never loads Lark: the tables are ready.
    """
    program = (
        "import sys; from specl.syntax import parse; from specl.text import Source; "
        "assert not parse(Source('x', 'assume a')).problems; sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_edited_grammar_is_read_anew(monkeypatch):
    """
    Where the grammar has moved on from the tables, they are worked out from it.
    """
    edited = resources.grammar_text().replace('"decides"', '"settles"')
    monkeypatch.setattr(resources, "grammar_text", lambda: edited)
    fresh = tables.__wrapped__()
    assert "settles" in fresh.keywords
    assert "decides" not in fresh.keywords


def test_the_standard_library_is_found():
    """
    Every module of the standard library has a text.
    """
    assert {"std.authority", "std.reply"} <= STDLIB.keys()
    assert all(STDLIB.values())
    assert resources.stdlib_text("std.nothing") is None
    assert resources.stdlib_text("std.../grammar") is None
    assert "levels" in EVERYTHING


def test_only_a_file_can_be_empty():
    """
    Whatever else is read ends where its last word ends: the automaton relies on it.
    """
    assert {"start"} == {each.origin for each in tables().productions if not each.size}
