"""
Files and the texts that the one style would give them.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label
from specl.diagnostics.codes import FORMAT
from specl.text.record import record
from specl.workspace.fixing import Change
from specl.workspace.reading import read
from specl.workspace.report import ExitStatus, FileReport, Outcome

__all__ = ["Laid", "lay_out"]


@record
class Laid:
    """
    A file laid out anew.

    Attributes:
        name: The file as the user named it.
        change: The file and its new text, None where there is none.
        problems: Why there is none.
    """

    name: str
    change: Change | None
    problems: tuple[Diagnostic, ...]

    @property
    def changes(self) -> bool:
        """
        Tell whether the new text is another than the old.
        """
        return self.change is not None and self.change.text != self.change.file.source.text

    @property
    def complaint(self) -> Diagnostic | None:
        """
        Return the finding that the file is not laid out in the one style, if it is not.
        """
        if self.change is None or not self.changes:
            return None
        source = self.change.file.source
        first = _first_difference(source.text, self.change.text)
        message = f"`{source.name}` is not laid out as `specl fmt` would"
        return Diagnostic(FORMAT, message, labels=(Label(source.span(first, first)),))

    @property
    def status(self) -> ExitStatus:
        """
        Return the exit status that the problems call for.
        """
        report = FileReport((self.name,), None, self.problems, complete=False)
        return Outcome((report,)).status()


def _first_difference(before: str, after: str) -> int:
    shorter = min(len(before), len(after))
    return next((at for at in range(shorter) if before[at] != after[at]), shorter)


def lay_out(name: str) -> Laid:
    """
    Work out the layout of a file.

    Args:
        name: A path as the user gave it, or `-`.
    """
    from specl.format import format_source

    file = read(name)
    if isinstance(file, Diagnostic):
        return Laid(name, None, (file,))
    formatted = format_source(file.source)
    if formatted.problems:
        return Laid(name, None, tuple(formatted.problems))
    return Laid(name, Change(file, formatted.text), ())
