"""
The reference meaning: what a spec asks in one scenario, worked out exactly, without a solver.

Nothing is imported before it is used: a check that finds nothing
needs only `evaluate`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from specl.interpret.evaluate import evaluate

if TYPE_CHECKING:
    from specl.interpret.applicable import applicable_rules, conditions_hold, satisfies_assumptions
    from specl.interpret.completing import completions
    from specl.interpret.ensures import binding_coherent, cover_state, ensure_state
    from specl.interpret.examples import Shortfall, check_example
    from specl.interpret.replies import find_reply, has_reply
    from specl.interpret.rulings import ruling
    from specl.interpret.specialised import specialise
    from specl.interpret.traces import NormTrace, Reading, RuleTrace, Trace, trace
    from specl.interpret.undecidable import NoReply, Undecidable
    from specl.interpret.verdicts import duties, permits, requires, verdict

__all__ = [
    "NoReply",
    "NormTrace",
    "Reading",
    "RuleTrace",
    "Shortfall",
    "Trace",
    "Undecidable",
    "applicable_rules",
    "binding_coherent",
    "check_example",
    "completions",
    "conditions_hold",
    "cover_state",
    "duties",
    "ensure_state",
    "evaluate",
    "find_reply",
    "has_reply",
    "permits",
    "requires",
    "ruling",
    "satisfies_assumptions",
    "specialise",
    "trace",
    "verdict",
]

_HOMES = {
    "NoReply": "undecidable",
    "NormTrace": "traces",
    "Reading": "traces",
    "RuleTrace": "traces",
    "Shortfall": "examples",
    "Trace": "traces",
    "Undecidable": "undecidable",
    "applicable_rules": "applicable",
    "binding_coherent": "ensures",
    "check_example": "examples",
    "completions": "completing",
    "conditions_hold": "applicable",
    "cover_state": "ensures",
    "duties": "verdicts",
    "ensure_state": "ensures",
    "find_reply": "replies",
    "has_reply": "replies",
    "permits": "verdicts",
    "requires": "verdicts",
    "ruling": "rulings",
    "satisfies_assumptions": "applicable",
    "specialise": "specialised",
    "trace": "traces",
    "verdict": "verdicts",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `specl.interpret` has no attribute `{name}`")
    return getattr(import_module(f"specl.interpret.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
