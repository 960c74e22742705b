"""
What is wrong with graders: all that the service refuses, and the types of its client let through.

Those types keep a misspelled field in silence, take passing labels that are no labels, and know a
multi grader in another shape than the service does.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from keyword import iskeyword
from typing import Any

from specl.rubric.graders.formula_check import FUNCTIONS, formula_problems

__all__ = ["MOST_SOURCE", "eval_problems", "grader_problems"]

MOST_SOURCE = 256_000
"""How many bytes the source of a python grader stays below."""

_FIELDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "label_model": (
        frozenset({"type", "name", "model", "input", "labels", "passing_labels"}),
        frozenset(),
    ),
    "score_model": (
        frozenset({"type", "name", "model", "input"}),
        frozenset({"range", "sampling_params", "pass_threshold"}),
    ),
    "string_check": (
        frozenset({"type", "name", "input", "reference", "operation"}),
        frozenset(),
    ),
    "python": (frozenset({"type", "name", "source"}), frozenset({"image_tag", "pass_threshold"})),
    "multi": (frozenset({"type", "name", "graders", "calculate_output"}), frozenset()),
}
_ROLES = frozenset({"user", "assistant", "system", "developer"})
_OPERATIONS = frozenset({"eq", "ne", "like", "ilike"})
_SAMPLE = frozenset({"output_text", "output_json", "output_tools", "choices", "output_audio"})
_TEMPLATE = re.compile(r"\{\{ (item|sample)\.([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)* \}\}", re.ASCII)
_OPENS = re.compile(r"\{[{%#]|[}%#]\}")
_IN_CODE = re.compile(r"\{\{[^\n]*?\}\}")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def eval_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """
    Yield what is wrong with an eval.

    Args:
        data: What creates one: `name`, `data_source_config`, `testing_criteria`, `metadata`.
    """
    yield from _unknown(data, {"name", "data_source_config", "testing_criteria"}, {"metadata"}, "$")
    items = data["data_source_config"]["item_schema"]["properties"]
    names = [grader.get("name") for grader in data["testing_criteria"]]
    if not names or len(names) != len(set(names)):
        yield "testing_criteria: none, or two of one name"
    for place, grader in enumerate(data["testing_criteria"]):
        path = f"testing_criteria[{place}]"
        if grader.get("type") == "multi":
            yield f"{path}: an eval takes no multi grader"
        yield from grader_problems(grader, items, path)
    for name, value in data.get("metadata", {}).items():
        if len(name) > 64 or not isinstance(value, str) or len(value) > 512:
            yield f"metadata.{name}: too long, or no text"


def grader_problems(
    grader: Mapping[str, Any], items: Collection[str], path: str = "$"
) -> Iterator[str]:
    """
    Yield what is wrong with a grader.

    Args:
        grader: The grader.
        items: The fields that a row has.
        path: What to call its place.
    """
    kind = str(grader.get("type"))
    if kind not in _FIELDS:
        yield f"{path}: `{kind}` is no type of grader"
        return
    wrong = list(_unknown(grader, *_FIELDS[kind], path))
    if wrong:
        yield from wrong
        return
    if not isinstance(grader["name"], str) or not grader["name"]:
        yield f"{path}.name: no text"
    yield from _CHECKS[kind](grader, items, path)


def _unknown(
    data: Mapping[str, Any], required: Collection[str], optional: Collection[str], path: str
) -> Iterator[str]:
    yield from (f"{path}.{name}: missing" for name in sorted({*required} - {*data}))
    yield from (f"{path}.{name}: unknown" for name in sorted({*data} - {*required} - {*optional}))


def _label_model(grader: Mapping[str, Any], items: Collection[str], path: str) -> Iterator[str]:
    labels, passing = grader["labels"], grader["passing_labels"]
    if not labels or len(labels) != len(set(labels)):
        yield f"{path}.labels: none, or one twice"
    if not passing or not {*passing} <= {*labels}:
        yield f"{path}.passing_labels: none, or not among the labels"
    yield from _inputs(grader, items, path)


def _score_model(grader: Mapping[str, Any], items: Collection[str], path: str) -> Iterator[str]:
    low, high = grader.get("range", [0, 1])
    if not low < high:
        yield f"{path}.range: empty"
    yield from _inputs(grader, items, path)


def _inputs(grader: Mapping[str, Any], items: Collection[str], path: str) -> Iterator[str]:
    if not isinstance(grader["model"], str) or not grader["model"]:
        yield f"{path}.model: no text"
    if not grader["input"]:
        yield f"{path}.input: empty"
    for place, message in enumerate(grader["input"]):
        where = f"{path}.input[{place}]"
        wrong = list(_unknown(message, {"role", "content"}, {"type"}, where))
        yield from wrong
        if not wrong:
            if message["role"] not in _ROLES:
                yield f"{where}.role: unknown"
            yield from _templates(message["content"], items, f"{where}.content")


def _templates(text: Any, items: Collection[str], path: str) -> Iterator[str]:
    """
    Yield what is wrong with the templates in a text.
    """
    if not isinstance(text, str):
        yield f"{path}: no text"
        return
    for found in _TEMPLATE.finditer(text):
        if found[2] not in (items if found[1] == "item" else _SAMPLE):
            yield f"{path}: no row has `{found[1]}.{found[2]}`"
    if _OPENS.search(_TEMPLATE.sub("", text)):
        yield f"{path}: braces that are no template"


def _string_check(grader: Mapping[str, Any], items: Collection[str], path: str) -> Iterator[str]:
    if grader["operation"] not in _OPERATIONS:
        yield f"{path}.operation: unknown"
    for name in ("input", "reference"):
        yield from _templates(grader[name], items, f"{path}.{name}")


def _python(grader: Mapping[str, Any], _: Collection[str], path: str) -> Iterator[str]:
    source = grader["source"]
    if len(source.encode()) >= MOST_SOURCE:
        yield f"{path}.source: {len(source.encode())} bytes"
    if _IN_CODE.search(source):
        yield f"{path}.source: what could be taken for a template"
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"{path}.source: {error}"
        return
    functions = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
    taken = [[arg.arg for arg in each.args.args] for each in functions if each.name == "grade"]
    if taken != [["sample", "item"]]:
        yield f"{path}.source: no `grade(sample, item)`"


def _multi(grader: Mapping[str, Any], items: Collection[str], path: str) -> Iterator[str]:
    graders = grader["graders"]
    if not isinstance(graders, Mapping) or not graders or not _are_mappings(graders):
        yield f"{path}.graders: no graders by name"
        return
    for key, part in graders.items():
        where = f"{path}.graders.{key}"
        if not _NAME.fullmatch(key) or iskeyword(key) or key in FUNCTIONS:
            yield f"{where}: no name that a formula can use"
        if part.get("type") in {"multi", "label_model"}:
            yield f"{where}: a multi grader takes no `{part['type']}` for training"
        yield from grader_problems(part, items, where)
    for problem in formula_problems(grader["calculate_output"], graders):
        yield f"{path}.calculate_output: {problem}"


def _are_mappings(graders: Mapping[str, Any]) -> bool:
    return all(isinstance(part, Mapping) for part in graders.values())


_Check = Callable[[Mapping[str, Any], Collection[str], str], Iterator[str]]
_CHECKS: Mapping[str, _Check] = {
    "label_model": _label_model,
    "score_model": _score_model,
    "string_check": _string_check,
    "python": _python,
    "multi": _multi,
}
