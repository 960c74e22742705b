"""
What Python programs do with specs: load one, check it, ask it, judge a reply, make a rubric.

Facts and acts are given as plain values: `True`, `7`, `"legal"`, `["browser"]`, a `Fraction`
or a float for a real. Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from specl.diagnostics import Diagnostic, Severity
from specl.model import Act, Fact, Ruling, Spec, Value, Verdict, value_from_json
from specl.text import nearest

if TYPE_CHECKING:
    from specl.decide import Rulings
    from specl.rubric import Rubric
    from specl.workspace.reading import TextFile
    from specl.workspace.report import FileReport

__all__ = [
    "SpeclError",
    "check_file",
    "load",
    "loads",
    "rubric_of",
    "ruling",
    "rulings",
    "verdict",
]


class SpeclError(ValueError):
    """
    A spec does not mean anything yet, or facts are none of its.

    Attributes:
        diagnostics: What is wrong with the text, in source order; empty where facts are.
    """

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


def load(path: str | PathLike[str]) -> Spec:
    """
    Read a spec and all that it uses, and work out what it means; contradictions are no error here.

    Args:
        path: A `.specl` file.

    Raises:
        SpeclError: The file cannot be read, or its text does not mean anything yet.
    """
    from specl.workspace.reading import read

    file = read(fspath(path))
    if isinstance(file, Diagnostic):
        raise SpeclError(file.message, [file])
    return _understood(file)


def loads(text: str, *, name: str = "<text>") -> Spec:
    """
    Work out what a text means, which can use the standard library but no files.

    Args:
        text: A spec.
        name: What messages call it.

    Raises:
        SpeclError: The text does not mean anything yet.
    """
    from specl.text import Source
    from specl.workspace.reading import TextFile

    return _understood(TextFile(Source(name, text.replace("\r\n", "\n")), None))


def check_file(path: str | PathLike[str], *, budget: int | None = None) -> FileReport:
    """
    Check a spec with all that it uses, as `specl check` does.

    Args:
        path: A `.specl` file.
        budget: How much work the solver may spend, in its own units; None: what the command does.

    Returns:
        Its findings in source order, and whether the search was complete.
    """
    from specl.workspace.checking import CheckOptions, check_files

    options = CheckOptions() if budget is None else CheckOptions(budget=budget)
    (report,) = check_files([fspath(path)], options).reports
    return report


def ruling(spec: Spec, facts: Mapping[str, Any], *, budget: int | None = None) -> Ruling:
    """
    Return what the rules ask in a scenario; facts that are not given are unknown.

    Args:
        spec: A spec.
        facts: Values by name.
        budget: How much work the solver may spend where facts are unknown.

    Raises:
        SpeclError: There is no such fact, a value is of the wrong type, an assumption is broken,
            no reply can exist, or the budget was too small.
    """
    from specl.interpret import NoReply, Undecidable
    from specl.workspace.deciding import against, ruling_on

    scenario = _values("fact", spec.facts, facts)
    try:
        found = ruling_on(spec, scenario, budget=budget)
    except NoReply as error:
        message = "no scenario with these facts meets all that is assumed and has a reply"
        raise SpeclError(message) from error
    except Undecidable as error:
        raise SpeclError("the ruling could not be worked out within the budget") from error
    if isinstance(found, Ruling):
        return found
    raise SpeclError(against(found))


def rulings(spec: Spec, table: Mapping[str, Any] | Any) -> Rulings:
    """
    Return what the rules ask in many scenarios; needs the extra `specl-lang[batch]`.

    Args:
        spec: A spec.
        table: A value for every fact in every row: for each fact, by name, a sequence or a numpy
            array of values, or a `pyarrow.Table` that has them. A choice may also be an array of
            whole numbers that count its values from 0.

    Returns:
        A ruling for each row, in order; also matrices of what applies and of what is in force.

    Raises:
        SpeclError: There is no such fact, one is missing, or a value is of the wrong type.
        ImportError: numpy is not installed.
    """
    from specl.decide import Batch, TableError

    batch = Batch(spec)
    try:
        return batch.rulings(batch.table(table))
    except TableError as error:
        raise SpeclError(str(error)) from error


def verdict(spec: Spec, facts: Mapping[str, Any], reply: Mapping[str, Any]) -> Verdict:
    """
    Hold the ruling in a scenario against what a reply shows.

    Args:
        spec: A spec.
        facts: A value for every fact.
        reply: A value for every act.

    Raises:
        SpeclError: A value is missing or of the wrong type, or an assumption is broken.
    """
    from specl.interpret import verdict as verdict_of

    missing = [f"fact `{name}`" for name in spec.facts if name not in facts]
    missing += [f"act `{name}`" for name in spec.acts if name not in reply]
    if missing:
        raise SpeclError(f"there is no value for {', '.join(missing)}")
    profile = _values("act", spec.acts, reply)
    ruling(spec, facts)
    return verdict_of(spec, _values("fact", spec.facts, facts), profile)


def rubric_of(
    spec: Spec, given: Mapping[str, Any] | None = None, *, budget: int | None = None
) -> Rubric:
    """
    Compile a spec to what a judge is told.

    Args:
        spec: A spec.
        given: Facts that are known: only what can be in force then is left.
        budget: How much work the solver may spend to find that out.

    Raises:
        SpeclError: As `ruling` does.
    """
    from specl.rubric import rubric_of as compiled

    if not given:
        return compiled(spec)
    scenario = _values("fact", spec.facts, given)
    return compiled(spec, scenario, ruling=ruling(spec, given, budget=budget))


def _understood(file: TextFile) -> Spec:
    from specl.workspace.checking import understand

    understood = understand([file])
    if understood.spec is not None:
        return understood.spec
    errors = [each for each in understood.problems if each.severity is Severity.ERROR]
    lines = [_line(error) for error in errors]
    raise SpeclError("\n".join(lines), errors)


def _line(error: Diagnostic) -> str:
    place = "" if error.span is None else f"{error.span.place}: "
    return f"{place}error[{error.code.slug}]: {error.message}"


def _values(
    kind: str, declared: Mapping[str, Fact] | Mapping[str, Act], given: Mapping[str, Any]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in given.items():
        if name not in declared:
            close = nearest(name, declared)
            meant = f"; did you mean `{close}`?" if close else ""
            raise SpeclError(f"there is no {kind} `{name}`{meant}")
        try:
            values[name] = value_from_json(declared[name].type, _plain(value))
        except ValueError as error:
            raise SpeclError(f"{kind} `{name}`: {error}") from error
    return values


def _plain(value: Any) -> Any:
    """
    Return a Python value as the JSON that means it.
    """
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    return str(value) if isinstance(value, Fraction) else value
