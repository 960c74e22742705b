"""
Code that needs nothing but Python: it runs here, and as text in what targets write.

A module of this package imports nothing of specl but other modules of it. The texts of those go
before its own, so that it means the same wherever it is put.
"""

from __future__ import annotations

import re
from importlib.resources import files

__all__ = ["source"]

_FUTURE = re.compile(r"^from __future__ import annotations\n", re.MULTILINE)
_INNER = re.compile(
    r"^from specl\.rubric\.standalone\.(\w+) import (?:\([^)]*\)|[^\n(]*)\n", re.MULTILINE
)
_PUBLIC = re.compile(r"^__all__ = \[[^\]]*\]\n", re.MULTILINE)


def source(*names: str) -> str:
    """
    Return the text of modules, ready to be put after other code.

    Args:
        names: Modules of this package, such as `scores`.

    Returns:
        Their texts, each after those of the modules that it imports and each once, without
        `__all__` and the imports from `__future__` and of one another: a file that the text is put
        into has to begin with the import from `__future__`.
    """
    texts: dict[str, str] = {}
    for name in names:
        _gather(name, texts)
    return "\n\n".join(texts.values())


def _gather(name: str, texts: dict[str, str]) -> None:
    """
    Add the texts of a module, after those that it imports, to those that are there.
    """
    if name in texts:
        return
    path = files(__name__) / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    for inner in _INNER.findall(text):
        _gather(inner, texts)
    for pattern in (_FUTURE, _PUBLIC, _INNER):
        text = pattern.sub("", text)
    texts[name] = text.strip("\n") + "\n"
