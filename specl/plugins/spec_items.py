"""
The nodes of pytest's tree that stand for a spec: a file, its promises, and its check.

The promises of a file share one check, made when the first of them runs. pytest makes the node
of every file in a folder though it was asked for one: what reads a spec is imported to collect it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from specl.diagnostics import Diagnostic
    from specl.plugins.checked import CheckedSpec, Promise, UnreadableError
    from specl.text import Span

__all__ = ["CheckItem", "PromiseItem", "SpecFailedError", "SpecFile"]


class SpecFailedError(AssertionError):
    """
    What an item stands for does not hold.

    Attributes:
        summary: One line that says so.
        account: The same at length.
    """

    def __init__(self, summary: str, account: str) -> None:
        super().__init__(account)
        self.summary = summary
        self.account = account


class SpecFile(pytest.File):
    """
    A spec, whose promises are its items.

    Attributes:
        checked: The spec, once it was collected.
    """

    checked: CheckedSpec

    def collect(self) -> Iterator[pytest.Item]:
        """
        Yield an item for each promise, and if warnings fail too one for the check.

        Raises:
            CollectError: The text does not mean anything; with all that is wrong.
        """
        from specl.plugins.checked import CheckedSpec, UnreadableError, promises_of
        from specl.plugins.item_names import names_of
        from specl.workspace.options import CheckOptions

        options = CheckOptions(budget=self.config.getoption("specl_budget"))
        try:
            self.checked = CheckedSpec.of(self.path, self._shown_name(), options)
        except UnreadableError as error:
            raise self.CollectError(_account_of(error)) from None
        promises = promises_of(self.checked.spec)
        for name, promise in zip(names_of(promises), promises, strict=True):
            yield PromiseItem.from_parent(self, name=name, promise=promise)
        if self.config.getoption("specl_strict"):
            yield CheckItem.from_parent(self, name="check")

    def _shown_name(self) -> str:
        """
        Return what the user would call the file, from where pytest was started.
        """
        start = self.config.invocation_params.dir
        inside = self.path.is_relative_to(start)
        return os.path.relpath(self.path, start) if inside else str(self.path)

    def repr_failure(  # type: ignore[override] # as pytest's own collectors have it
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> Any:
        """
        Show what is wrong with the text, and nothing of how it was found.
        """
        if isinstance(excinfo.value, self.CollectError):
            return str(excinfo.value.args[0])
        return super().repr_failure(excinfo)


class _SpecItem(pytest.Item):
    """
    An item that shows findings if it fails.
    """

    parent: SpecFile

    def __init__(self, **of_pytest: Any) -> None:
        super().__init__(**of_pytest)
        self.add_marker("specl")

    @property
    def span(self) -> Span | None:
        """
        Return where in the spec it stands.
        """
        return None

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """
        Return its file, its line from 0, and its name.
        """
        span = self.span
        is_own = span is not None and span.source is self.parent.checked.spec.source
        line = span.line - 1 if span is not None and is_own else None
        return self.path, line, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """
        Show why it does not hold, and nothing of how that was found.
        """
        if not isinstance(excinfo.value, SpecFailedError):
            return super().repr_failure(excinfo, style)
        shown = excinfo.getrepr(style="value")
        if shown.reprcrash is not None:
            path, line, _ = self.reportinfo()
            shown.reprcrash.path = os.fspath(path)
            shown.reprcrash.lineno = (line or 0) + 1
            shown.reprcrash.message = excinfo.value.summary
        return shown


class PromiseItem(_SpecItem):
    """
    An example, an ensure or a cover.
    """

    def __init__(self, *, promise: Promise, **of_pytest: Any) -> None:
        super().__init__(**of_pytest)
        self.promise = promise
        told = (getattr(promise.of, each, None) for each in ("rule", "title"))
        self.extra_keyword_matches.update(filter(None, told))

    @property
    def span(self) -> Span:
        """
        Return where it stands, be it in a module.
        """
        return self.promise.of.span

    def runtest(self) -> None:
        """
        Fail if it does not hold, or is not known to.

        Raises:
            SpecFailedError: With what was expected, what is, and why.
        """
        findings = self.parent.checked.against(self.promise)
        if findings:
            from specl.plugins.accounts import account_of

            spec = self.parent.checked.spec
            whole = self.config.get_verbosity() > 0
            parts = [account_of(spec, self.promise, each, whole=whole) for each in findings]
            raise SpecFailedError(findings[0].message, _rendered_with(findings, parts))


class CheckItem(_SpecItem):
    """
    What `specl check` finds besides what is wrong with promises.
    """

    def runtest(self) -> None:
        """
        Fail for each error and warning that no other item shows.

        Raises:
            SpecFailedError: With all of them.
        """
        findings = self.parent.checked.besides()
        if findings:
            more = len(findings) - 1
            others = f" (and {more} more)" if more else ""
            raise SpecFailedError(f"{findings[0].message}{others}", _rendered(findings))


def _account_of(error: UnreadableError) -> str:
    """
    Return all that is wrong with a text, and what to do where it seems to be no spec.
    """
    from specl.plugins.foreign import advice_if_foreign

    advice = advice_if_foreign(error.source, error.errors)
    return "\n\n".join(filter(None, (_rendered(error.errors), advice)))


def _rendered(findings: Iterable[Diagnostic]) -> str:
    from specl.diagnostics.render import text

    return text.render(map(_in_terms_of_pytest, findings)).rstrip("\n")


def _in_terms_of_pytest(finding: Diagnostic) -> Diagnostic:
    """
    Return a finding whose advice names pytest's options, not those of `specl check`.
    """
    import attrs

    advice = (line.replace("`--budget`", "`--specl-budget`") for line in finding.help)
    return attrs.evolve(finding, help=tuple(advice))


def _rendered_with(findings: Iterable[Diagnostic], accounts: Iterable[str]) -> str:
    """
    Return findings, each with what is to be told of it.
    """
    pairs = zip(findings, accounts, strict=True)
    return "\n\n".join("\n\n".join(filter(None, (_rendered([f]), told))) for f, told in pairs)
