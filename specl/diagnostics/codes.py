"""
Every kind of finding there is, once: its number, slug, severity and summary.

Numbers go by family and are never given to another kind: S0 the file and the
tool, S1 the text, S2 modules, S3 names, S4 types and places, S5 the order of
authority, S6 what is wrong, S7 what looks wrong, S8 what is good to know.
The page of a code is `pages/<slug>.md` beside this file.
"""

from __future__ import annotations

from specl.diagnostics.model import Code, Severity

__all__ = ["CODES"]

CODES: dict[str, Code] = {}


def _register(number: str, slug: str, severity: Severity, summary: str) -> Code:
    CODES[slug] = Code(number, slug, severity, summary)
    return CODES[slug]


def _error(number: str, slug: str, summary: str) -> Code:
    return _register(number, slug, Severity.ERROR, summary)


def _warning(number: str, slug: str, summary: str) -> Code:
    return _register(number, slug, Severity.WARNING, summary)


def _info(number: str, slug: str, summary: str) -> Code:
    return _register(number, slug, Severity.INFO, summary)


# S0: the file and the tool

UNREADABLE = _error("S001", "unreadable", "a file cannot be read")
ENCODING = _error("S002", "encoding", "a file is not UTF-8 text")
INTERNAL_ERROR = _error("S003", "internal-error", "specl itself failed; nothing was changed")
FORMAT = _warning("S004", "format", "a file is not laid out as `specl fmt` would")

# S1: the text

SYNTAX = _error("S101", "syntax", "the text does not follow the grammar")
NESTING_TOO_DEEP = _error("S102", "nesting-too-deep", "parentheses or blocks nest too deeply")
PARENTHESES = _error("S103", "parentheses", "people would read what follows the verb in two ways")
MAY_NOT = _error("S104", "may-not", "`may not` means two things; one of them must be chosen")
RESERVED_NAME = _error("S105", "reserved-name", "a word of the language is used as a name")
DUPLICATE_CLAUSE = _error("S106", "duplicate-clause", "a clause that may stand once stands twice")
MISSING_CLAUSE = _error("S107", "missing-clause", "a declaration lacks a part that it needs")
NUMBER_TOO_LARGE = _error("S108", "number-too-large", "a number has too many digits")

# S2: modules

MISSING_MODULE = _error("S201", "missing-module", "a module that is used cannot be found")
CYCLIC_USE = _error("S202", "cyclic-use", "modules use each other in a circle")
OUTSIDE_PROJECT = _error("S203", "outside-project", "a path leads out of the project's folder")
LEVELS_CLASH = _error("S204", "levels-clash", "two orders of levels cannot be combined")

# S3: names

UNKNOWN_NAME = _error("S301", "unknown-name", "a name stands for nothing")
DUPLICATE_NAME = _error("S302", "duplicate-name", "two things of one kind have the same name")
UNKNOWN_LEVEL = _error("S303", "unknown-level", "a level is not among those declared")
MISSING_LEVEL = _error("S304", "missing-level", "a rule stands at no level")
UNKNOWN_MEASURE = _error("S305", "unknown-measure", "a measure does not exist")

# S4: types and places

TYPE = _error("S401", "type", "two sides do not fit together, or a value lies out of range")
NOT_ALLOWED_HERE = _error("S402", "not-allowed-here", "something stands where it cannot")
CYCLIC_DEFINE = _error("S403", "cyclic-define", "defines use each other in a circle")
INVALID_VALUE = _error("S404", "invalid-value", "a date, weight or other setting is no valid one")

# S5: the order of authority

PRECEDENCE_CYCLE = _error("S501", "precedence-cycle", "rules stand above each other in a circle")
INVERTED_AUTHORITY = _error(
    "S502", "inverted-authority", "a rule claims to set aside what has more authority"
)

# S6: what is wrong

CONTRADICTION = _error("S601", "contradiction", "norms in force together cannot all be obeyed")
TENSION = _warning("S602", "tension", "advisory norms in force together cannot all be followed")
IMPOSSIBLE = _error("S603", "impossible", "a norm is in force where no reply can meet it")
UNREACHABLE = _error("S604", "unreachable", "a rule applies in no scenario")
EMPTY_WORLD = _error("S605", "empty-world", "the assumptions leave no scenario")
NO_REPLY = _error("S606", "no-reply", "the constraints leave no reply in some scenario")
EXAMPLE_FAILED = _error("S607", "example-failed", "an example does not hold")
ENSURE_FAILED = _error("S608", "ensure-failed", "an ensure does not follow from the rules")
ENSURE_OPEN = _error("S609", "ensure-open", "an ensure cannot be judged where rules contradict")
WAIVER_EXPIRED = _error("S610", "waiver-expired", "a waiver is past its date")
UNDECIDED = _error("S611", "undecided", "the search ended before a question was answered")

# S7: what looks wrong

OVERRIDDEN = _warning("S701", "overridden", "a norm applies but is in force nowhere")
FORECLOSED = _warning("S702", "foreclosed", "a condition is forbidden by what follows from it")
REDUNDANT = _warning("S703", "redundant", "other norms already ask for the same")
VACUOUS = _warning("S704", "vacuous", "every reply meets a norm")
IDLE_OVERRIDE = _warning("S705", "idle-override", "an override or suspension changes nothing")
GAP = _warning("S706", "gap", "a covered scenario is left undecided")
UNUSED = _warning("S707", "unused", "a declaration is used by nothing")
WAIVER_UNUSED = _warning("S708", "waiver-unused", "a waiver waives nothing")

# S8: what is good to know

RIGHT = _info("S801", "right", "a permission defeats a norm of a lower level")
UNTESTED = _info("S802", "untested", "no example exercises a rule")

__all__ += [name for name, value in list(globals().items()) if isinstance(value, Code)]
