"""
Cases as a test module: one test a case and question, with nothing else to set up.

The module holds the cases as JSON within string literals, so that no text of a spec is ever
code. It needs pytest, specl and the spec; a user's policy comes from a fixture of theirs.
"""

from __future__ import annotations

import json
from string import Template

from specl.cases.rows import CaseFile, Row, to_data

__all__ = ["write"]

_KEPT = ("id", "facts", "ruling", "reply", "violations")

_MODULE = Template('''\
"""
Cases of a spec: what its rules ask in $count, and what a policy makes of them.

Written by `specl cases --to pytest`; write it anew when the spec changes. To test a policy of
your own, define a fixture `policy` in a `conftest.py`: a function from a dict with a value for
every fact to a dict with a value for every act. SPECL_SPEC names the spec if it has moved.
"""

# ruff: noqa
# fmt: off

import json
import os
from pathlib import Path

import pytest

specl = pytest.importorskip("specl")

SPEC = os.environ.get("SPECL_SPEC") or $path

CASES = [json.loads(line) for line in (
$cases
)]


@pytest.fixture(name="spec", scope="module")
def _spec():
    if SPEC is None:
        pytest.skip("set SPECL_SPEC to the path of the spec")
    return specl.load(SPEC)


@pytest.fixture(name="answer")
def _answer(request):
    try:
        return request.getfixturevalue("policy")
    except pytest.FixtureLookupError as error:
        if error.argname != "policy":
            raise
        pytest.skip("define a fixture `policy` to test a policy of yours")


def each_case():
    return pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])


@each_case()
def test_the_policy_obeys(case, spec, answer):
    if case["ruling"]["contradictions"]:
        pytest.skip("the ruling is contradictory: no reply obeys it")
    reply = answer(dict(case["facts"]))
    violated = specl.verdict(spec, case["facts"], reply).violated
    if violated:
        broken = ", ".join(f"{norm.rule} `{norm.text}`" for norm in violated)
        pytest.fail(f"the reply breaks {broken}", pytrace=False)


@each_case()
def test_the_ruling_is_what_it_was(case, spec):
    ruling = specl.ruling(spec, case["facts"])
    assert norms(ruling.in_force) == case["ruling"]["in_force"]
    assert norms(each.norm for each in ruling.defeated) == [
        each["norm"] for each in case["ruling"]["defeated"]
    ]
    assert [norms(each) for each in ruling.contradictions] == case["ruling"]["contradictions"]


@each_case()
def test_replies_obey_or_break_what_they_did(case, spec):
    if case["reply"] is not None:
        assert specl.verdict(spec, case["facts"], case["reply"]).violated == ()
    for each in case["violations"]:
        if each["reply"] is not None:
            violated = norms(specl.verdict(spec, case["facts"], each["reply"]).violated)
            assert [norm for norm in violated if norm != each["norm"]] == each["others"]
            assert each["norm"] in violated


def norms(some):
    return [norm.as_json() for norm in some]
''')


def write(cases: CaseFile) -> str:
    """
    Return cases as a Python module of tests.
    """
    many = len(cases.rows)
    path = "None" if cases.path is None else f"Path(__file__).parent / {cases.path!a}"
    return _MODULE.substitute(
        count=f"{many} scenario{'' if many == 1 else 's'}",
        path=path,
        cases="\n".join(f"    {_literal(row)}," for row in cases.rows),
    )


def _literal(row: Row) -> str:
    """
    Return what the tests need of a case as a string literal.
    """
    data = to_data(row)
    return ascii(json.dumps({key: data[key] for key in _KEPT}))
