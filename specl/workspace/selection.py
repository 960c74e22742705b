"""
Which kinds of findings a user asked to see.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.diagnostics import Code, Diagnostic
from specl.diagnostics.codes import CODES, FORMAT, UNDECIDED
from specl.text import nearest
from specl.text.record import record

__all__ = ["Selection", "code_named"]

_MEANINGLESS = ("S0", "S1", "S2", "S3", "S4", "S5")


@record
class Selection:
    """
    Codes to show, all where none are selected, less those to ignore.

    What keeps a spec from meaning anything, and what the search left undecided, is
    shown in any case: leaving it out would look like a clean check.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def shows(self, finding: Diagnostic) -> bool:
        """
        Tell whether a finding is to be shown and counted.
        """
        if _always(finding.code):
            return True
        slug = finding.code.slug
        return (not self.select or slug in self.select) and slug not in self.ignore

    def of(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """
        Return the findings to be shown, in their order.
        """
        return tuple(finding for finding in findings if self.shows(finding))


def _always(code: Code) -> bool:
    return code == UNDECIDED or (code.number.startswith(_MEANINGLESS) and code != FORMAT)


def code_named(name: str) -> Code:
    """
    Return the code of a slug or a number.

    Args:
        name: Such as `contradiction` or `S601`.

    Raises:
        LookupError: There is none; the message names the nearest.
    """
    for code in CODES.values():
        if name.lower() in {code.slug, code.number.lower()}:
            return code
    close = nearest(name, CODES)
    hint = f"; did you mean `{close}`?" if close else ""
    raise LookupError(f"there is no code `{name}`{hint}")
