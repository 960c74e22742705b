"""
The reference meaning: what a spec asks in one scenario, worked out exactly, without a solver.
"""

from specl.interpret.applicable import applicable_rules, conditions_hold, satisfies_assumptions
from specl.interpret.completions import completions
from specl.interpret.ensures import binding_coherent, cover_state, ensure_state
from specl.interpret.evaluate import evaluate
from specl.interpret.examples import Shortfall, check_example
from specl.interpret.replies import find_reply, has_reply
from specl.interpret.ruling import ruling
from specl.interpret.specialise import specialise
from specl.interpret.trace import NormTrace, Reading, RuleTrace, Trace, trace
from specl.interpret.undecidable import NoReply, Undecidable
from specl.interpret.verdict import duties, permits, requires, verdict

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
