"""
specl: a formal language for the behaviour of AI models and agents.

>>> import specl
>>> spec = specl.loads('spec small  act polite "Is the reply polite?"  rule r { must polite }')
>>> [norm.text for norm in specl.ruling(spec, {}).in_force]
['must polite']

What is named here is what specl promises to keep; nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specl.api import SpeclError, check_file, load, loads, rubric_of, ruling, rulings, verdict
    from specl.decide import Rulings
    from specl.diagnostics import Diagnostic
    from specl.model import Ruling, Spec, Verdict
    from specl.rubric import Rubric
    from specl.workspace.report import FileReport

__all__ = [
    "Diagnostic",
    "FileReport",
    "Rubric",
    "Ruling",
    "Rulings",
    "Spec",
    "SpeclError",
    "Verdict",
    "__version__",
    "check_file",
    "load",
    "loads",
    "rubric_of",
    "ruling",
    "rulings",
    "verdict",
]

__version__ = "0.1.0"

_HOMES = {
    "Diagnostic": "specl.diagnostics",
    "FileReport": "specl.workspace.report",
    "Rubric": "specl.rubric",
    "Ruling": "specl.model",
    "Rulings": "specl.decide",
    "Spec": "specl.model",
    "Verdict": "specl.model",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `specl` has no attribute `{name}`")
    return getattr(import_module(_HOMES.get(name, "specl.api")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
