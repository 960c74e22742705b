"""
Every kind of problem that resolving finds, each loaded with the first of its family.

A right text pays for none of them, which a command that should feel instant can tell.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specl.resolve.problems.calls import (
        BadArguments,
        BadCall,
        NotLinear,
        TooDeep,
    )
    from specl.resolve.problems.clauses import (
        ActInCondition,
        NoActs,
    )
    from specl.resolve.problems.levels import (
        ForeignInCapped,
        LevelsClash,
        MissingLevel,
        UncappedModule,
        UnknownLevel,
    )
    from specl.resolve.problems.modules import (
        AliasClash,
        Disagreement,
        NamelessModule,
    )
    from specl.resolve.problems.names import (
        AmbiguousValue,
        CyclicDefine,
        DuplicateName,
        UnknownName,
        Unused,
        ValueClash,
        WrongKind,
    )
    from specl.resolve.problems.norms import (
        NothingToChoose,
        OptimisedPermission,
        WrongVerb,
    )
    from specl.resolve.problems.rules import (
        BadDate,
        BadWaiver,
        BadWeight,
        Inverted,
        OrderCycle,
    )
    from specl.resolve.problems.types import (
        BadRange,
        Incomparable,
        NoSuchValue,
        NotAChoice,
        NotConstant,
        OutOfRange,
        Undetermined,
        Unordered,
        Unsuitable,
    )
    from specl.resolve.problems.vocabulary import (
        BadMeasure,
        BadPattern,
        UnknownMeasure,
    )

__all__ = [
    "ActInCondition",
    "AliasClash",
    "AmbiguousValue",
    "BadArguments",
    "BadCall",
    "BadDate",
    "BadMeasure",
    "BadPattern",
    "BadRange",
    "BadWaiver",
    "BadWeight",
    "CyclicDefine",
    "Disagreement",
    "DuplicateName",
    "ForeignInCapped",
    "Incomparable",
    "Inverted",
    "LevelsClash",
    "MissingLevel",
    "NamelessModule",
    "NoActs",
    "NoSuchValue",
    "NotAChoice",
    "NotConstant",
    "NotLinear",
    "NothingToChoose",
    "OptimisedPermission",
    "OrderCycle",
    "OutOfRange",
    "TooDeep",
    "UncappedModule",
    "Undetermined",
    "UnknownLevel",
    "UnknownMeasure",
    "UnknownName",
    "Unordered",
    "Unsuitable",
    "Unused",
    "ValueClash",
    "WrongKind",
    "WrongVerb",
]

_HOMES = {
    "calls": (
        "BadArguments",
        "BadCall",
        "NotLinear",
        "TooDeep",
    ),
    "clauses": (
        "ActInCondition",
        "NoActs",
    ),
    "levels": (
        "ForeignInCapped",
        "LevelsClash",
        "MissingLevel",
        "UncappedModule",
        "UnknownLevel",
    ),
    "modules": (
        "AliasClash",
        "Disagreement",
        "NamelessModule",
    ),
    "names": (
        "AmbiguousValue",
        "CyclicDefine",
        "DuplicateName",
        "UnknownName",
        "Unused",
        "ValueClash",
        "WrongKind",
    ),
    "norms": (
        "NothingToChoose",
        "OptimisedPermission",
        "WrongVerb",
    ),
    "rules": (
        "BadDate",
        "BadWaiver",
        "BadWeight",
        "Inverted",
        "OrderCycle",
    ),
    "types": (
        "BadRange",
        "Incomparable",
        "NoSuchValue",
        "NotAChoice",
        "NotConstant",
        "OutOfRange",
        "Undetermined",
        "Unordered",
        "Unsuitable",
    ),
    "vocabulary": (
        "BadMeasure",
        "BadPattern",
        "UnknownMeasure",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
