"""
A reader of the configuration that rule-based rewards are kept in, written from its own comments.

`completion_class_order` lists the classes from the best to the worst. A class holds, for a response
type, where each proposition that it names is as it says; so does a derived proposition, which may
name simple ones and derived ones defined above it. A question goes into the template with the
response, and is answered with yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

__all__ = ["Reader"]

KEYS = (
    "prompt_template",
    "completion_class_order",
    "completion_classes",
    "derived_propositions",
    "simple_propositions",
)


class Reader:
    """
    A configuration, read.
    """

    def __init__(self, text: str) -> None:
        config = yaml.safe_load(text)
        template, order, classes, derived, simple = (config[key] for key in KEYS)
        assert isinstance(template, str)
        assert sorted(order) == sorted(classes)
        self.template: str = template
        self.order: list[str] = order
        self.classes: dict[str, dict[str, dict[str, bool]]] = classes
        self.derived: dict[str, dict[str, bool]] = derived
        self.prompts = {name: entry["prompt"] for name, entry in simple.items()}
        self.config: dict[str, Any] = config
        self._require_order()

    @property
    def response_types(self) -> list[str]:
        """
        Return the response types, which all classes have.
        """
        (types,) = {tuple(conditions) for conditions in self.classes.values()}
        return list(types)

    def classes_of(self, answers: Mapping[str, bool], response_type: str) -> list[str]:
        """
        Return the classes that a completion is in.
        """
        assert answers.keys() == self.prompts.keys()
        truth = dict(answers)
        for name, parts in self.derived.items():
            truth[name] = _hold(parts, truth)
        return [name for name in self.order if _hold(self.classes[name][response_type], truth)]

    def grader_prompt(self, name: str, response: str) -> str:
        """
        Return what a grader is asked, put together in one go.
        """
        return self.template.format(question=self.prompts[name], response=response)

    def _require_order(self) -> None:
        known = set(self.prompts)
        for name, parts in self.derived.items():
            assert name not in known, f"{name} is there twice"
            assert all(part in known and isinstance(wanted, bool) for part, wanted in parts.items())
            known.add(name)
        for conditions in self.classes.values():
            for parts in conditions.values():
                assert all(part in known and isinstance(want, bool) for part, want in parts.items())


def _hold(parts: Mapping[str, bool], truth: Mapping[str, bool]) -> bool:
    return all(truth[name] is wanted for name, wanted in parts.items())
