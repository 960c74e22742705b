"""
Colours of a terminal, or none.
"""

from __future__ import annotations

from specl.diagnostics.model import Severity
from specl.text.record import record

__all__ = ["Paint"]

_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


@record
class Paint:
    """
    Wraps texts in colours where `enabled`, else leaves them as they are.
    """

    enabled: bool

    def severity(self, text: str, severity: Severity) -> str:
        """
        Return a text in the colour of a severity.
        """
        return self._in(_SEVERITY[severity], text)

    def strong(self, text: str) -> str:
        """
        Return a text in bold.
        """
        return self._in("1", text)

    def faint(self, text: str) -> str:
        """
        Return a text in the colour of line numbers and rules.
        """
        return self._in("1;34", text)

    def _in(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.enabled and text else text
