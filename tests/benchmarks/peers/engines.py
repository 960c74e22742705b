"""
Engines that say which rules apply in a scenario, each with the same rules.

Policies are compiled and requests built beforehand; `applicable` is what is timed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from specl.model import Rule, Spec
from specl.model.expressions import And, Expr, Not, Or
from specl.model.ruling import Scenario
from tests.benchmarks.peers.closures import compiled
from tests.benchmarks.peers.dialects import CEDAR, CEL, REGO, RULE_ENGINE, SCALE, plain

__all__ = ["ENGINES", "Engine"]


class Engine(Protocol):
    """
    An engine that has taken in the rules of a spec.

    Attributes:
        distribution: The name under which its version is found.
    """

    title: str
    distribution: str

    def __init__(self, spec: Spec) -> None: ...

    def request(self, scenario: Scenario) -> Any:
        """
        Return a scenario as the engine wants it.
        """

    def applicable(self, request: Any) -> Sequence[str]:
        """
        Return the rules that apply, in any order.
        """


class Closures:
    """
    A Python function for each literal, put together by functions.
    """

    title = "plain Python closures"
    distribution = ""

    def __init__(self, spec: Spec) -> None:
        self.rules = [(rule.name, compiled(rule)) for rule in spec.rules.values()]

    def request(self, scenario: Scenario) -> Scenario:
        return dict(scenario)

    def applicable(self, request: Scenario) -> list[str]:
        return [name for name, holds in self.rules if holds(request)]


class Cedar:
    """
    Cedar, in Rust: a `permit` for each rule, policies and entities parsed once.
    """

    title = "cedarpy"
    distribution = "cedarpy"

    def __init__(self, spec: Spec) -> None:
        import cedarpy

        policies = "\n".join(
            f"permit (principal, action, resource) when {{ {CEDAR.condition(rule)} }};"
            for rule in spec.rules.values()
        )
        self.names = {f"policy{index}": name for index, name in enumerate(spec.rules)}
        self.policies = cedarpy.PolicySet.from_str(policies)
        self.entities = cedarpy.Entities.from_json_str("[]")
        self.decide = cedarpy.is_authorized
        self.decide_all = cedarpy.is_authorized_batch

    def request(self, scenario: Scenario) -> dict[str, Any]:
        context = plain(scenario, real=lambda value: int(value * SCALE))
        who = {"principal": 'User::"user"', "action": 'Act::"reply"', "resource": 'Talk::"talk"'}
        return {**who, "context": context}

    def applicable(self, request: dict[str, Any]) -> list[str]:
        return self._rules(self.decide(request, self.policies, self.entities))

    def applicable_in_all(self, requests: list[dict[str, Any]]) -> list[list[str]]:
        """
        Decide many requests in one call.
        """
        return [self._rules(r) for r in self.decide_all(requests, self.policies, self.entities)]

    def _rules(self, result: Any) -> list[str]:
        return [self.names[policy] for policy in result.diagnostics.reasons]


class Cel:
    """
    The Common Expression Language, in Rust: a compiled program for each rule.
    """

    title = "CEL (common-expression-language)"
    distribution = "common-expression-language"

    def __init__(self, spec: Spec) -> None:
        import cel

        self.programs = [
            (rule.name, cel.compile(CEL.condition(rule))) for rule in spec.rules.values()
        ]
        self.context = cel.Context

    def request(self, scenario: Scenario) -> Any:
        return self.context(plain(scenario, real=float))

    def applicable(self, request: Any) -> list[str]:
        return [name for name, program in self.programs if program.execute(request)]


class RuleEngine:
    """
    rule-engine, in Python: a compiled rule for each rule.
    """

    title = "rule-engine"
    distribution = "rule-engine"

    def __init__(self, spec: Spec) -> None:
        import rule_engine

        self.rules = [
            (rule.name, rule_engine.Rule(RULE_ENGINE.condition(rule)))
            for rule in spec.rules.values()
        ]

    def request(self, scenario: Scenario) -> dict[str, Any]:
        return plain(scenario, real=float)

    def applicable(self, request: dict[str, Any]) -> list[str]:
        return [name for name, rule in self.rules if rule.matches(request)]


class Regorus:
    """
    Rego in Rust: modules whose set `hit` holds the rules that apply.

    This fork reads no module larger than 64 KiB, so each has a few rules only.
    """

    title = "regorus (lakera-regorus)"
    distribution = "lakera-regorus"

    def __init__(self, spec: Spec) -> None:
        import lakera_regorus

        self.engine = lakera_regorus.Engine()
        rules = list(spec.rules.values())
        for index in range(0, len(rules), 100):
            self.engine.add_policy(f"part_{index}.rego", _module(rules[index : index + 100]))

    def request(self, scenario: Scenario) -> str:
        return json.dumps(plain(scenario, real=float))

    def applicable(self, request: str) -> list[str]:
        self.engine.set_input_json(request)
        found = json.loads(self.engine.eval_query_as_json("data.spec.hit"))
        return list(found["result"][0]["expressions"][0]["value"])


class Regopy:
    """
    Rego in C++: the same module, compiled to a bundle.
    """

    title = "regopy (rego-cpp)"
    distribution = "regopy"

    def __init__(self, spec: Spec) -> None:
        import regopy

        builder = regopy.Interpreter()
        builder.add_module("spec.rego", _module(spec.rules.values()))
        self.bundle = builder.build("data.spec.hit", ["spec/hit"])
        self.engine = regopy.Interpreter()
        self.input = regopy.Input

    def request(self, scenario: Scenario) -> Any:
        return self.input(plain(scenario, real=float))

    def applicable(self, request: Any) -> list[str]:
        self.engine.set_input(request)
        output = self.engine.query_bundle(self.bundle)
        return list(json.loads(str(output))["expressions"][0])


def _module(rules: Iterable[Rule]) -> str:
    """
    Return rules as a Rego module; `or` becomes a definition of its own.
    """
    lines = ["package spec", "import rego.v1", ""]
    for rule in rules:
        body = [each for when in rule.when for each in _statements(when.expr, rule.name, lines)]
        body += [each for u in rule.unless for each in _statements(Not(u.expr), rule.name, lines)]
        lines.append(f'hit contains "{rule.name}" if {{\n  ' + "\n  ".join(body) + "\n}")
    return "\n".join([*lines, ""])


def _statements(expr: Expr, name: str, lines: list[str]) -> list[str]:
    match expr:
        case And(operands):
            return [each for operand in operands for each in _statements(operand, name, lines)]
        case Or(operands):
            defined = f"any_{name}_{len(lines)}"
            lines += [
                f"{defined} if {{ {'; '.join(_statements(o, name, lines))} }}" for o in operands
            ]
            return [defined]
        case Not(Not(operand)):
            return _statements(operand, name, lines)
    return [REGO.write(expr)]


ENGINES: tuple[Callable[[Spec], Engine], ...] = (
    Cedar,
    Regorus,
    Regopy,
    Cel,
    RuleEngine,
    Closures,
)
