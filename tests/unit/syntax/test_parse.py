"""
What well-formed texts say.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.syntax import RESERVED, Comment, nodes
from specl.syntax.walk import same, walk
from tests.unit.syntax.texts import EVERYTHING, read


def expression(text):
    parsed = read(f"assume {text}")
    assert not parsed.problems
    return parsed.file.declarations[0].expr


def rule(body):
    parsed = read(f"rule r {{ {body} }}")
    assert not parsed.problems
    return parsed.file.declarations[0]


def test_everything_is_read():
    """
    The spec that uses every construct has no problem, and every kind of node appears.
    """
    parsed = read(EVERYTHING)
    kinds = {type(node).__name__ for node in walk(parsed.file)}
    unions = {"Declaration", "Expression", "TypeExpr"}
    assert parsed.problems == ()
    assert set(nodes.__all__) - unions - kinds == set()


@pytest.mark.parametrize(
    ("loose", "tight"),
    [
        ("a iff b implies c", "a iff (b implies c)"),
        ("a implies b implies c", "a implies (b implies c)"),
        ("a implies b or c", "a implies (b or c)"),
        ("a or b and c", "a or (b and c)"),
        ("a or b or c", "(a or b) or c"),
        ("not a and b", "(not a) and b"),
        ("not a == b", "not (a == b)"),
        ("a == b + c", "a == (b + c)"),
        ("a - b - c", "(a - b) - c"),
        ("a + b * c", "a + (b * c)"),
        ("-a * b", "(-a) * b"),
        ("if a then b else c and d", "if a then b else (c and d)"),
        ("x + if a then b else c + d", "x + (if a then b else c + d)"),
        ("a and if b then c else d or e", "a and (if b then c else (d or e))"),
    ],
)
def test_precedence(loose, tight):
    """
    Operators bind as the parentheses say.
    """
    assert same(_bare(expression(loose)), _bare(expression(tight)))


def _bare(node):
    """
    Return an expression as tuples, parentheses left out.
    """
    match node:
        case nodes.Paren(inner):
            return _bare(inner)
        case nodes.Binary(operator, left, right):
            return (operator, _bare(left), _bare(right))
        case nodes.Unary(operator, operand):
            return (operator, _bare(operand))
        case nodes.Comparison(operands, operators):
            return (operators, tuple(_bare(operand) for operand in operands))
        case nodes.IfExpr(condition, positive, negative):
            return ("if", _bare(condition), _bare(positive), _bare(negative))
    return node


def test_comparisons_chain():
    """
    A chain of comparisons is one node, two-word operators with one space.
    """
    found = expression("0 < a <= 3 not \n in x has  any y")
    assert found.operators == ("<", "<=", "not in", "has any")
    assert len(found.operands) == 5


@pytest.mark.parametrize(
    ("text", "verb", "negated"),
    [
        ("must a", "must", False),
        ("must not a", "must", True),
        ("should a", "should", False),
        ("should\n  not a", "should", True),
        ("may a", "may", False),
        ("need # both are one word\n not a", "may", True),
    ],
)
def test_verbs(text, verb, negated):
    """
    The two words of a negated verb are one, whatever blank space is between them.
    """
    norm = rule(text).items[0]
    assert (norm.verb, norm.negated) == (verb, negated)
    assert norm.expr == nodes.Name("a", span=norm.span)


def test_parentheses_keep_not_apart_from_must():
    """
    `must (not a)` is a duty, not a prohibition.
    """
    assert not rule("must (not a)").items[0].negated


def test_if_and_except():
    """
    `except` and `if` follow what a norm asks for.
    """
    norm = rule("must not a except b or c if d and e").items[0]
    assert isinstance(norm.exception, nodes.Binary)
    assert isinstance(norm.condition, nodes.Binary)


@pytest.mark.parametrize(
    "name", ["nothing", "inform", "order", "android", "notin", "mustnot", "iffy"]
)
def test_words_end_at_word_boundaries(name):
    """
    A name may begin with a word of the language.
    """
    assert expression(f"not {name}").operand.text == name


@pytest.mark.parametrize("name", ["user", "system", "tool", "need", "any", "all", "count", "words"])
def test_ordinary_names(name):
    """
    Words that the grammar admits only where it needs them stay free for names.
    """
    assert name not in RESERVED
    assert expression(name).text == name


def test_levels_of_roles():
    """
    Levels may be called as the roles in a conversation are.
    """
    assert [name.text for name in read("levels system > user").file.declarations[0].names] == [
        "system",
        "user",
    ]


def test_numbers_are_exact():
    """
    Numbers are rationals, however long, and remember whether they had a point.
    """
    assert expression("0.10") == nodes.Number(Fraction(1, 10), real=True, span=expression("1").span)
    assert expression("9" * 999).value == int("9" * 999)
    assert expression("1.0").real
    assert not expression("1").real


def test_negative_bounds():
    """
    Bounds may be negative and decimal.
    """
    type_ = read('fact a: real -1.5..2 "?"').file.declarations[0].type
    assert (type_.low.value, type_.high.value) == (Fraction(-3, 2), 2)


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (r'"a \"b\" \\ \n \t"', 'a "b" \\ \n \t'),
        ('""', ""),
        ('"""one line"""', "one line"),
        ('"""\n    a\n      b\n\n    c\n    """', "a\n  b\n\nc"),
        ('"""first\n    second\n      third"""', "first\nsecond\n  third"),
        ('"""\n\n"""', ""),
        ('"""say "this" and ""that"" \\""""', 'say "this" and ""that"" "'),
        ('"""\r\n  a  \r\n  b\r\n  """', "a\nb"),
    ],
)
def test_texts(literal, value):
    """
    Texts lose their quotes, escapes and, in blocks, the indentation that layout gave them.
    """
    assert expression(f"a == {literal}").operands[1].value == value


def test_dates_and_versions():
    """
    Dates and versions are kept as written.
    """
    parsed = read('spec a version 1.20.3 waive tension between x, y until 2027-01-31 because "z"')
    assert parsed.file.header.version == "1.20.3"
    assert parsed.file.declarations[0].until == "2027-01-31"


def test_spans_are_those_of_the_text():
    """
    Every node knows the text it was read from.
    """
    found = rule("when a or b  must x == 3 if y").items
    assert [item.span.text for item in found] == ["when a or b", "must x == 3 if y"]
    assert found[1].condition.span.text == "y"


def test_the_head_of_a_rule_ends_before_its_brace():
    """
    A rule's header is the stretch up to the brace, blank space left aside.
    """
    found = read("rule a at root overrides b\n{ must c }").file.declarations[0]
    assert found.header.text == "rule a at root overrides b"


def test_comments_stand_beside_the_tree():
    """
    Comments are kept in order, without blank space at their ends.
    """
    parsed = read("# one  \nassume a # two\n#three")
    assert parsed.comments == tuple(
        Comment(text, span=parsed.file.span) for text in ("# one", "# two", "#three")
    )


def test_layout_changes_no_tree():
    """
    Blank space, line ends of any kind, a mark at the beginning and comments say nothing.
    """
    text = "assume a and b\nassume c"
    other = "\ufeffassume\ta # why\r\n and\r\n b assume c"
    assert same(read(text).file, read(other).file)
