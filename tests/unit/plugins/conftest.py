"""
What the tests of the pytest plugin share: a folder with a spec, and modules that are loaded.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from specl.plugins.accounts import account_of
from specl.plugins.checked import CheckedSpec, promises_of
from specl.plugins.spec_items import SpecFile
from specl.workspace.options import CheckOptions
from tests.unit.plugins.specs import BROKEN, CLASH, GOOD, HARD


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """
    All modules that a run needs are imported; runs in this process forget those that they import.
    """
    assert SpecFile.__name__
    path = tmp_path_factory.mktemp("specs") / "a.specl"
    for text in (GOOD, BROKEN, CLASH, HARD):
        path.write_text(text, encoding="utf-8")
        spec = CheckedSpec.of(path, "a.specl", CheckOptions())
        for promise in promises_of(spec.spec):
            for finding in spec.against(promise):
                account_of(spec.spec, promise, finding, whole=True)


@pytest.fixture
def folder(pytester: pytest.Pytester, loaded: None) -> Path:
    """
    A folder with a spec that holds.
    """
    (pytester.path / "good.specl").write_text(GOOD, encoding="utf-8")
    return pytester.path
