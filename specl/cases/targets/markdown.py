"""
Cases as a Markdown page: a card for each.
"""

from __future__ import annotations

from specl.cases.rows import CaseFile

__all__ = ["write"]


def write(cases: CaseFile) -> str:
    """
    Return the cards of cases on one page.
    """
    many = len(cases.rows)
    head = f"# {cases.title}: {many} case{'' if many == 1 else 's'}\n"
    return "\n".join([head, *(row.card for row in cases.rows)])
