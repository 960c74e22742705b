"""
Functions of trainers, taken out of their files so that they run without torch.
"""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import Any

__all__ = ["extracted"]


def extracted(package: str, path: str, name: str, names: dict[str, Any]) -> Any:
    """
    Return a function of a file, with some names standing for what its file imports.

    Args:
        package: The installed package.
        path: The file within it.
        name: The function's, wherever in the file it stands.
        names: What the function refers to.
    """
    origin = importlib.util.find_spec(package).submodule_search_locations[0]
    tree = ast.parse((Path(origin) / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            node.decorator_list = []
            module = ast.Module([_FUTURE, node], [])
            space = dict(names)
            exec(compile(ast.fix_missing_locations(module), path, "exec"), space)  # noqa: S102 - the code of what is tested
            return space[name]
    raise LookupError(name)


_FUTURE = ast.parse("from __future__ import annotations").body[0]
