"""
One chat completion from any server that speaks like OpenAI's, with nothing but Python.

What passes is tried again, what a model does not take is left out, and all else is an error with
one line that says why. The key goes into the request's header and nowhere else.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

__all__ = ["ChatError", "chat"]

_PASSING = (0, 408, 409, 429, 500, 502, 503, 504, 529)
_NOT_TAKEN = (400, 422)
_OPTIONAL = ("temperature", "response_format")
_PAUSES = (1.0, 2.0, 4.0)
_LONGEST_PAUSE = 120.0


class _Staying(HTTPRedirectHandler):
    """
    Follows no redirection, for the key would go along.
    """

    def redirect_request(self, *_: Any, **_more: Any) -> None:
        """
        Return no request to go on with.
        """


class ChatError(Exception):
    """
    There is no answer; the message says why, in one line.
    """


def chat(
    body: Mapping[str, Any], *, base_url: str, key: str, timeout: float = 300
) -> dict[str, Any]:
    """
    Ask a model.

    Args:
        body: Of the request: `model`, `messages`, and what else it is to say.
        base_url: Where the server is, such as `https://api.openai.com/v1`.
        key: What the server knows the caller by; nothing is sent where it is empty.
        timeout: How long to wait for each try, in seconds.

    Returns:
        `text`, what the model said; `usage`, what the server says of its tokens; and `left_out`,
        what of the request this server or model does not take.

    Raises:
        ChatError: The server cannot be reached, refuses, or says nothing.
    """
    if urlsplit(base_url).scheme not in ("http", "https"):
        raise ChatError(f"{base_url!r} is no address of a server")
    key = key.strip()
    if not all("!" <= letter <= "~" for letter in key):
        raise ChatError("the key has characters in it that no key has, such as an end of line")
    left = dict(body)
    for pause in (*_PAUSES, None):
        status, answer, wanted = _post(left, base_url, key, timeout)
        if status == 200:
            return {**_said_by_model(answer), "left_out": sorted(body.keys() - left.keys())}
        extra = [name for name in _OPTIONAL if name in left]
        if status in _NOT_TAKEN and extra:
            del left[extra[0]]
        elif status in _PASSING and pause is not None:
            time.sleep(min(pause if wanted is None else wanted, _LONGEST_PAUSE))
        else:
            break
    why = f"HTTP {status}" if status else "no answer"
    raise ChatError(f"{why}: {_shown_answer(answer, key)}")


def _post(
    body: Mapping[str, Any], base_url: str, key: str, timeout: float
) -> tuple[int, str, float | None]:
    """
    Return the status, 0 where there is none, what was answered, and how long to wait.
    """
    headers = {"Content-Type": "application/json", "User-Agent": "specl"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    url = base_url.rstrip("/") + "/chat/completions"
    request = Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - the scheme is known
    try:
        with build_opener(_Staying()).open(request, timeout=timeout) as response:
            return response.status, response.read().decode("utf-8", "replace"), None
    except HTTPError as error:
        answer = error.read().decode("utf-8", "replace")
        return error.code, answer, _seconds(error.headers.get("Retry-After"))
    except (OSError, HTTPException, ValueError) as error:
        return 0, str(getattr(error, "reason", error)), None


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.isdecimal() else None


def _said_by_model(answer: str) -> dict[str, Any]:
    try:
        whole = json.loads(answer)
        text = whole["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise ChatError("the answer is no chat completion") from error
    if not isinstance(text, str):
        raise ChatError("the answer says nothing")
    return {"text": text, "usage": whole.get("usage")}


def _shown_answer(answer: str, key: str) -> str:
    """
    Return the beginning of an answer on one line, without the key.
    """
    try:
        message = json.loads(answer)["error"]["message"]
    except (ValueError, LookupError, TypeError):
        message = answer
    line = " ".join(str(message).split())
    for written in {key, json.dumps(key)[1:-1]} - {""}:
        line = line.replace(written, "(key)")
    return line[:300]
