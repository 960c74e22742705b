"""
A judge on this machine that speaks like an OpenAI-compatible server and answers by a rule.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Judge", "judge_answering"]

Answer = Callable[[dict[str, Any]], str | dict[str, Any]]


class Judge:
    """
    A running judge.

    Attributes:
        url: Its base address, such as goes into OPENAI_BASE_URL.
        requests: The bodies that it was sent so far, each with its `path` and its
            `authorization`, in the order in which they came.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[dict[str, Any]] = []


@contextmanager
def judge_answering(answer: Answer) -> Iterator[Judge]:
    """
    Run a judge for a while.

    Args:
        answer: From the body of a request to what is said: a text becomes the content of a chat
            completion; a mapping is the whole body of the response, sent with the status that
            its `status` says, 200 otherwise, and with its `headers`.

    Yields:
        The judge.
    """
    server = _Server(("127.0.0.1", 0), _Handler)
    judge = Judge(f"http://127.0.0.1:{server.server_port}/v1")
    server.judge, server.answer = judge, answer  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield judge
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 256  # some consumers send everything at once


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: Any = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = {"path": self.path, "authorization": self.headers.get("Authorization")}
        server.judge.requests.append({**body, **known})
        said = server.answer(body)
        reply = completion(said, body.get("model")) if isinstance(said, str) else dict(said)
        status, headers = int(reply.pop("status", 200)), reply.pop("headers", {})
        self._send(status, headers, json.dumps(reply).encode())

    def _send(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has above
        """
        Say nothing.
        """


def completion(text: str, model: Any) -> dict[str, Any]:
    """
    Return a chat completion that says a text.
    """
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
