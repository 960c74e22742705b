"""
What can be wrong with a `use`, in words.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.diagnostics import Diagnostic, Edit, Fix, Label, codes
from specl.modules.reading import Unreadable
from specl.text import Span, nearest
from specl.text.record import record

__all__ = [
    "Correction",
    "CyclicUse",
    "MissingModule",
    "OutsideProject",
    "UnreadableModule",
    "correction",
]

_NOTHING = "this stands for nothing"


@record
class Correction:
    """
    What a misspelt name most likely meant: for its label, and as a fix where there is one.
    """

    label: str
    fixes: tuple[Fix, ...] = ()


def correction(
    span: Span, name: str, candidates: Iterable[str], *, otherwise: str = _NOTHING
) -> Correction:
    """
    Offer the nearest spelling to a name.

    Args:
        span: Where the name stands.
        name: The name as written.
        candidates: The names that would have meant something.
        otherwise: What the label says where no candidate is near.
    """
    found = nearest(name, candidates)
    if found is None:
        return Correction(otherwise)
    text = f'"{found}"' if span.text.startswith('"') else found
    fix = Fix(f"write `{found}`", (Edit(span, text),))
    return Correction(f"did you mean `{found}`?", (fix,))


@record
class MissingModule:
    """
    A `use` names what is not there.
    """

    span: Span
    written: str
    reason: str
    candidates: tuple[str, ...] = ()

    def report(self) -> Diagnostic:
        """
        Say so, with the nearest name.
        """
        offered = correction(self.span, self.written, self.candidates, otherwise=self.reason)
        return Diagnostic(
            codes.MISSING_MODULE,
            f"there is no module `{self.written}`",
            (Label(self.span, offered.label),),
            fixes=offered.fixes,
            data={"subject": self.written},
        )


@record
class UnreadableModule:
    """
    A `use` names a file that gives no text.
    """

    span: Span
    written: str
    why: Unreadable

    def report(self) -> Diagnostic:
        """
        Say why it gives none.
        """
        code = codes.ENCODING if self.why.encoding else codes.UNREADABLE
        return Diagnostic(
            code,
            f"the module `{self.written}` cannot be read",
            (Label(self.span, self.why.reason),),
            data={"subject": self.written},
        )


@record
class OutsideProject:
    """
    A `use` leads out of the folder that the spec lies in.
    """

    span: Span
    written: str
    folder: str

    def report(self) -> Diagnostic:
        """
        Say which folder it must stay in.
        """
        return Diagnostic(
            codes.OUTSIDE_PROJECT,
            f"`{self.written}` leads out of the project's folder",
            (Label(self.span, f"paths are relative and stay inside `{self.folder}`"),),
            help=("move the module into the project, or put a file `specl.toml` where it begins",),
            data={"subject": self.written},
        )


@record
class CyclicUse:
    """
    Modules use one another in a circle; `names` starts and ends with the same one.
    """

    span: Span
    names: tuple[str, ...]

    def report(self) -> Diagnostic:
        """
        Name the circle.
        """
        circle = " -> ".join(f"`{name}`" for name in self.names)
        message = (
            "modules use each other in a circle" if len(self.names) > 2 else "a module uses itself"
        )
        return Diagnostic(
            codes.CYCLIC_USE,
            f"{message}: {circle}",
            (Label(self.span, "this closes the circle"),),
            help=("move what both need into a module of its own",),
            data={"subject": self.names[0]},
        )
