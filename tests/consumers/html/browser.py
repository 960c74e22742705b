"""
A headless Chromium that is told what to do over two pipes, as its DevTools are.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["Browser", "BrowserError", "Page", "browsing", "chromium"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1400,1200",
    "--remote-debugging-pipe",
)


class BrowserError(Exception):
    """
    The browser refused a command, or a script in it failed.
    """


def chromium() -> str | None:
    """
    Return where Chromium is, or None where it is not.
    """
    return next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass
class Browser:
    """
    A running browser.

    Attributes:
        events: What it reported, in order: `method`, `params` and `sessionId` each.
    """

    to: BinaryIO
    back: BinaryIO
    events: list[dict[str, Any]] = field(default_factory=list)
    _rest: bytes = b""
    _last: int = 0

    def send(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """
        Send a command and return what came of it.
        """
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        self.to.write(json.dumps(message).encode() + b"\0")
        self.to.flush()
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise BrowserError(answer["error"])
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def wait_for(self, method: str, session: str) -> None:
        """
        Wait until a page reports an event, if it has not yet.
        """
        while not any(
            each["method"] == method and each.get("sessionId") == session for each in self.events
        ):
            self.events.append(self._next())

    def open(self, address: str) -> Page:
        """
        Open a page in a tab of its own and wait until it is there.
        """
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"])
        for domain in ("Page", "Network", "Runtime", "Log"):
            page.send(f"{domain}.enable")
        self.events.clear()
        page.send("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired", page.session)
        return page

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            some = self.back.read1(1 << 16)  # type: ignore[attr-defined]
            if not some:
                raise BrowserError("the browser is gone")
            self._rest += some
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@dataclass
class Page:
    """
    A page in a tab.
    """

    browser: Browser
    session: str

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """
        Send a command to this page.
        """
        return self.browser.send(method, self.session, **params)

    def value(self, script: str) -> Any:
        """
        Return what an expression of JavaScript comes to.
        """
        done = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in done:
            raise BrowserError(done["exceptionDetails"])
        return done["result"].get("value")

    def type(self, selector: str, text: str) -> None:
        """
        Put a text into a control as somebody who types it.
        """
        self.value(f"document.querySelector({json.dumps(selector)}).focus()")
        self.send("Input.insertText", text=text)

    def choose(self, selector: str, value: str) -> None:
        """
        Choose an option of a list.
        """
        self.value(
            f"(() => {{ const it = document.querySelector({json.dumps(selector)});"
            f"it.value = {json.dumps(value)};"
            "it.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )

    def click(self, selector: str) -> None:
        """
        Click on something.
        """
        self.value(f"document.querySelector({json.dumps(selector)}).click()")

    @property
    def requests(self) -> list[str]:
        """
        Return all addresses that the page asked for.
        """
        return [
            each["params"]["request"]["url"] for each in self._events("Network.requestWillBeSent")
        ]

    @property
    def complaints(self) -> list[Any]:
        """
        Return all errors of scripts, and all that the page's policy refused.
        """
        return [
            each["params"]
            for method in ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
            for each in self._events(method)
        ]

    def _events(self, method: str) -> Iterator[dict[str, Any]]:
        return (
            each
            for each in self.browser.events
            if each["method"] == method and each.get("sessionId") == self.session
        )


@contextmanager
def browsing(command: str) -> Iterator[Browser]:
    """
    Run a browser with a new profile.

    Args:
        command: Where Chromium is.
    """
    there, here = os.pipe(), os.pipe()
    profile = Path(tempfile.mkdtemp())
    # Copies above 9, so that putting one in place as 3 or 4 does not close the other.
    theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (there[0], here[1])]

    def hand_over() -> None:
        os.dup2(theirs[0], 3)
        os.dup2(theirs[1], 4)

    process = subprocess.Popen(
        [command, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
        preexec_fn=hand_over,  # noqa: PLW1509 - no thread runs here
        pass_fds=(3, 4),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (there[0], here[1], *theirs):
        os.close(end)
    try:
        with os.fdopen(there[1], "wb") as to, os.fdopen(here[0], "rb") as back:
            browser = Browser(to, back)
            yield browser
            browser.send("Browser.close")
    finally:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(profile, ignore_errors=True)
