"""
Expressions and formulas as Python over `f`, the facts by name, and `a`, the acts by name.

What a spec says gets into the code as literals that `ascii` wrote, and in no other way: names of
facts and acts too are keys of mappings and never names of Python. What is nested deep is taken
apart, for Python reads no more than a hundred levels of parentheses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import attrs

from specl.interpret.evaluate import choice_of
from specl.interpret.fold import fold
from specl.logic.formula import FALSE as IMPOSSIBLE
from specl.logic.formula import And as Both
from specl.logic.formula import Between, Constant, Formula, Has, Holds, Is, Leaf, Test
from specl.logic.formula import Or as Either
from specl.logic.size import LARGEST
from specl.model import Value
from specl.model.expressions import (
    Absolute,
    ActRef,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Negate,
    Not,
    Or,
    Overlaps,
    SetDisplay,
    type_of,
)
from specl.model.operators import COMPLEMENT, MIRROR
from specl.model.types import is_numeric
from specl.rubric.guard.literals import literal_of, quoted
from specl.rubric.job import CannotExpressError
from specl.text.record import record

__all__ = ["Code", "Coder"]

_DEEPEST = 12

_CHOICE, _OR, _AND, _NOT, _COMPARE, _ADD, _MULTIPLY, _SIGN, _ATOM = range(9)
_ORDERED = frozenset({"<", "<=", ">", ">="})


@record
class Code:
    """
    A Python expression.

    Attributes:
        binds: How tightly its outermost operator binds.
        depth: How deep it is nested.
        parts: What it joins by `and` or `or`, where that is its outermost operator.
    """

    text: str
    binds: int
    depth: int = 1
    parts: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """
        Return what joins its parts.
        """
        return "and" if self.binds == _AND else "or"

    def within(self, binds: int) -> str:
        """
        Return its text as part of something that binds at least so tightly.
        """
        return self.text if self.binds >= binds else f"({self.text})"


@attrs.define(eq=False, repr=False)
class Coder:
    """
    Writes the expressions of one module.

    Attributes:
        constants: The values that are made once, with the names that they go by.
        steps: The parts of the expression at hand that are worked out first, a line each.
    """

    constants: dict[str, str] = attrs.field(factory=dict)
    steps: list[str] = attrs.field(factory=list)
    _size: int = 0

    def code(self, what: Expr | Formula) -> tuple[list[str], Code]:
        """
        Return what has to be worked out first, a line each, and the expression itself.

        Raises:
            CannotExpressError: It is larger than what is ever taken apart.
        """
        self.steps, self._size = [], 0
        formula = isinstance(what, Constant | Leaf | Both | Either)
        found = self._formula(what) if formula else self._expr(what)  # type: ignore[arg-type]
        return self.steps, found

    def _formula(self, formula: Formula) -> Code:
        match formula:
            case Constant():
                return Code(str(formula is not IMPOSSIBLE), _ATOM)
            case Leaf(Test(Compare(operator, left, right)), False) if is_numeric(type_of(left)):
                return self._expr(Compare(COMPLEMENT[operator], left, right))
            case Leaf(atom, positive):
                code = self._atom(atom)
                return code if positive else self._unary("not ", code, _NOT)
            case Both(parts) | Either(parts):
                binds = _AND if isinstance(formula, Both) else _OR
                return self._step(self._joined(binds, [self._formula(part) for part in parts]))

    def _atom(self, atom: object) -> Code:
        match atom:
            case Holds(name):
                return Code(f"f[{quoted(name)}]", _ATOM)
            case Is(name, value):
                return Code(f"f[{quoted(name)}] == {quoted(value)}", _COMPARE)
            case Has(name, value):
                return Code(f"{quoted(value)} in f[{quoted(name)}]", _COMPARE)
            case Test(expr):
                return self._expr(expr)
            case Between():
                low = self._sum(atom.low, atom.low_constant)
                high = self._sum(atom.high, atom.high_constant)
                sides = f"above={atom.low_strict}, below={atom.high_strict}"
                return Code(f"whole_between({low}, {high}, {sides})", _ATOM)
        raise TypeError(f"not about facts: {atom!r}")

    def _sum(self, terms: Iterable[tuple[Expr, Fraction]], constant: Fraction) -> str:
        scaled = [
            f"{self._value(factor).within(_MULTIPLY)} * {self._expr(term).within(_SIGN)}"
            for term, factor in terms
        ]
        return " + ".join([*scaled, self._value(constant).text])

    def _expr(self, expr: Expr) -> Code:
        return fold(expr, self._leaf, self._combined)

    def _leaf(self, node: Literal | FactRef | ActRef) -> Code:
        self._count()
        match node:
            case FactRef(name):
                return Code(f"f[{quoted(name)}]", _ATOM)
            case ActRef(name):
                return Code(f"a[{quoted(name)}]", _ATOM)
            case Literal(value):
                return self._value(value)

    def _count(self) -> None:
        self._size += 1
        if self._size > LARGEST:
            raise CannotExpressError("an expression has too many parts to be written out")

    def _combined(self, node: Expr, parts: list[Code]) -> Code:
        self._count()
        return self._step(self._node(node, parts))

    def _step(self, code: Code) -> Code:
        """
        Return some code, as the name of a step of its own where it is nested deep.
        """
        if code.depth <= _DEEPEST:
            return code
        name = f"t{len(self.steps)}"
        self.steps.append(f"{name} = {code.text}")
        return Code(name, _ATOM)

    def _node(self, node: Expr, parts: list[Code]) -> Code:
        match node:
            case And():
                return self._joined(_AND, parts)
            case Or():
                return self._joined(_OR, parts)
            case Not():
                return self._unary("not ", parts[0], _NOT)
            case Compare():
                return self._comparison(node, *parts)
            case Implies():
                return self._joined(_OR, [self._unary("not ", parts[0], _NOT), parts[1]])
            case Iff():
                return self._binary("==", parts, _COMPARE)
            case Member(_, set_):
                found = self._one_of(parts[0], set_)
                return self._binary("in", parts, _COMPARE) if found is None else found
            case Overlaps():
                both = self._binary("&", parts, _SIGN)
                return Code(f"bool({both.text})", _ATOM, both.depth)
            case Defined():
                return parts[0]
        return self._number_or_set(node, parts)

    def _number_or_set(self, node: Expr, parts: list[Code]) -> Code:
        match node:
            case SetDisplay(elements):
                code = self._call("frozenset", parts, "([{}])")
                constant = all(isinstance(each, Literal) for each in elements)
                return Code(self._constant(code.text), _ATOM) if constant else code
            case Count():
                return self._call("len", parts)
            case Absolute():
                return self._call("abs", parts)
            case Extreme(which):
                return self._call(which, parts) if len(parts) > 1 else parts[0]
            case Negate():
                return self._unary("-", parts[0], _SIGN)
            case Arithmetic(operator):
                return self._binary(operator, parts, _MULTIPLY if operator == "*" else _ADD)
            case Conditional():
                condition, then, otherwise = (part.within(_OR) for part in parts)
                text = f"({then} if {condition} else {otherwise})"
                return Code(text, _ATOM, _deepest(parts) + 1)
        raise TypeError(f"not an expression: {type(node).__name__}")

    def _comparison(self, node: Compare, left: Code, right: Code) -> Code:
        """
        Return a comparison; of an ordered choice with a value, as the values that will do.
        """
        operator, one, other = node.operator, node.left, node.right
        if operator not in _ORDERED or not _is_choice(one):
            return self._binary(operator, [left, right], _COMPARE)
        values = choice_of(one).values
        if isinstance(one, Literal) and not isinstance(other, Literal):
            operator, one, other, left = MIRROR[operator], other, one, right
        if isinstance(other, Literal):
            place = values.index(str(other.value))
            return self._among(left, _FITTING[operator](values, place))
        ranks = self._constant(
            f"{{{', '.join(f'{quoted(v)}: {n}' for n, v in enumerate(values))}}}"
        )
        ranked = [Code(f"{ranks}[{each.text}]", _ATOM, each.depth + 1) for each in (left, right)]
        return self._binary(operator, ranked, _COMPARE)

    def _one_of(self, element: Code, set_: Expr) -> Code | None:
        """
        Return that something is among values that stand in the text, None for any other set.
        """
        if not isinstance(set_, SetDisplay):
            return None
        values = [each.value for each in set_.elements if isinstance(each, Literal)]
        return self._among(element, values) if len(values) == len(set_.elements) else None

    def _among(self, element: Code, values: Sequence[Value]) -> Code:
        """
        Return that something is one of some values.
        """
        texts = [self._value(value).text for value in values]
        if len(texts) == 1:
            return self._binary("==", [element, self._value(values[0])], _COMPARE)
        display = Code(f"({', '.join(texts)})", _ATOM)
        return self._binary("in", [element, display], _COMPARE)

    def _value(self, value: Value) -> Code:
        """
        Return a constant; one that is not a literal of Python is made once.
        """
        if isinstance(value, frozenset):
            members = ", ".join(quoted(each) for each in sorted(value))
            return Code(self._constant(f"frozenset([{members}])"), _ATOM)
        text = literal_of(value)
        if text.startswith("Fraction"):
            return Code(self._constant(text), _ATOM)
        return Code(text, _SIGN if text.startswith("-") else _ATOM)

    def _constant(self, text: str) -> str:
        return self.constants.setdefault(text, f"C{len(self.constants)}")

    def _joined(self, binds: int, parts: list[Code]) -> Code:
        """
        Return what `and` or `or` joins, parts of its own kind taken in, others in parentheses.
        """
        texts = [
            text
            for part in parts
            for text in (part.parts if part.binds == binds else (part.within(_NOT),))
        ]
        if len(texts) < 2:
            return parts[0]
        word = " and " if binds == _AND else " or "
        return Code(word.join(texts), binds, _deepest(parts) + 1, tuple(texts))

    def _unary(self, operator: str, part: Code, binds: int) -> Code:
        if operator == "not " and part.text.startswith(operator) and part.binds == _NOT:
            return attrs.evolve(part, text=part.text.removeprefix(operator))
        tight = binds if operator == "not " else _ATOM
        return Code(f"{operator}{part.within(tight)}", binds, part.depth + 1)

    def _binary(self, operator: str, parts: list[Code], binds: int) -> Code:
        """
        Return two operands and what is between them; comparisons are never chained.
        """
        left, right = parts
        first = left.within(binds + 1 if binds in {_COMPARE, _SIGN} else binds)
        return Code(f"{first} {operator} {right.within(binds + 1)}", binds, _deepest(parts) + 1)

    def _call(self, function: str, parts: list[Code], brackets: str = "({})") -> Code:
        arguments = ", ".join(part.text for part in parts)
        return Code(f"{function}{brackets.format(arguments)}", _ATOM, _deepest(parts) + 1)


_FITTING: dict[str, Callable[[tuple[str, ...], int], tuple[str, ...]]] = {
    "<": lambda values, place: values[:place],
    "<=": lambda values, place: values[: place + 1],
    ">": lambda values, place: values[place + 1 :],
    ">=": lambda values, place: values[place:],
}


def _is_choice(expr: Expr) -> bool:
    try:
        choice_of(expr)
    except TypeError:
        return False
    return True


def _deepest(parts: Iterable[Code]) -> int:
    return max((part.depth for part in parts), default=0)
