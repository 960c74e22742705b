"""
Chat completions from a server on this machine, as it behaves and as it misbehaves.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from specl.rubric.standalone import chatting
from specl.rubric.standalone.chatting import ChatError, chat
from tests.consumers.judge import Answer, Judge, judge_answering

BODY = {
    "model": "judge-1",
    "messages": [{"role": "user", "content": "half \ud800 {{ 7 * 7 }}"}],
    "temperature": 0,
    "response_format": {"type": "json_object"},
}
KEY = "sk-secret"


@pytest.fixture
def judge() -> Iterator[Callable[[Answer], Judge]]:
    """
    A function that starts a server.
    """
    with ExitStack() as running:
        yield lambda answer: running.enter_context(judge_answering(answer))


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """
    The pauses that were made, without making them.
    """
    made: list[float] = []
    monkeypatch.setattr(chatting.time, "sleep", made.append)
    return made


def refusing(*refusals: dict[str, Any]) -> Answer:
    left = list(refusals)
    return lambda _: left.pop(0) if left else "At last."


def test_what_a_model_says_comes_back_with_its_tokens(judge) -> None:
    """
    The request holds the body and the key, and the answer's text and usage are returned.
    """
    server = judge(lambda _: "Yes.")
    said = chat(BODY, base_url=server.url + "/", key=f" {KEY}\n")

    assert ("Yes.", 2) == (said["text"], said["usage"]["total_tokens"])
    assert [f"Bearer {KEY}"] == [each["authorization"] for each in server.requests]
    assert ["/v1/chat/completions"] == [each["path"] for each in server.requests]
    assert BODY == {name: server.requests[0][name] for name in BODY}


def test_without_a_key_none_is_sent(judge) -> None:
    """
    A server that asks for no key gets no header.
    """
    server = judge(lambda _: "Yes.")
    chat(BODY, base_url=server.url, key="")

    assert [None] == [each["authorization"] for each in server.requests]


def test_what_passes_is_tried_again(judge, pauses) -> None:
    """
    A server that is busy is asked again after a pause.
    """
    server = judge(refusing({"status": 503}, {"status": 429}))

    assert chat(BODY, base_url=server.url, key=KEY)["text"] == "At last."
    assert [1.0, 2.0] == pauses


def test_what_a_model_does_not_take_is_left_out(judge, pauses) -> None:
    """
    First the temperature goes, then the schema; nothing else does.
    """
    server = judge(refusing({"status": 400}, {"status": 422}))

    assert chat(BODY, base_url=server.url, key=KEY)["text"] == "At last."
    kept = [sorted(set(each) & set(BODY)) for each in server.requests]
    assert kept == [sorted(BODY), ["messages", "model", "response_format"], ["messages", "model"]]
    assert [] == pauses


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            {"status": 401, "error": {"message": f"{KEY}\n is wrong"}},
            "HTTP 401: (key) is wrong",
        ),
        ({"status": 404, "detail": "x" * 1000}, "HTTP 404: "),
        ({"choices": []}, "the answer is no chat completion"),
        ({"choices": [{"message": {"content": None}}]}, "the answer says nothing"),
    ],
)
def test_what_does_not_pass_is_one_line_without_the_key(judge, pauses, answer, message) -> None:
    """
    An error says what the server said, shortly, and is not tried again.
    """
    server = judge(lambda _: answer)
    with pytest.raises(ChatError) as caught:
        chat(BODY, base_url=server.url, key=KEY)

    said = str(caught.value)
    assert said.startswith(message)
    assert (False, False, True) == (KEY in said, "\n" in said, len(said) < 400)
    assert (1, []) == (len(server.requests), pauses)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_sends_the_key_elsewhere(judge, status) -> None:
    """
    A redirection is an error: it is not followed, and no other server sees the key.
    """
    other = judge(lambda _: "Yes.")
    server = judge(lambda _: {"status": status, "headers": {"Location": other.url}})
    with pytest.raises(ChatError, match=f"^HTTP {status}: "):
        chat(BODY, base_url=server.url, key=KEY)

    assert [] == other.requests


def test_a_server_may_say_how_long_to_wait(judge, pauses) -> None:
    """
    Seconds in `Retry-After` are the pause, up to two minutes.
    """
    waits = [{"status": 429, "headers": {"Retry-After": after}} for after in ("7", "9999", "soon")]
    server = judge(refusing(*waits))
    chat(BODY, base_url=server.url, key=KEY)

    assert [7.0, 120.0, 4.0] == pauses


def test_a_server_that_is_busy_for_long_is_given_up(judge, pauses) -> None:
    """
    After four tries there is an error.
    """
    server = judge(lambda _: {"status": 500})
    with pytest.raises(ChatError, match=r"^HTTP 500: "):
        chat(BODY, base_url=server.url, key=KEY)

    assert (4, [1.0, 2.0, 4.0]) == (len(server.requests), pauses)


def test_a_server_that_is_not_there_is_an_error(pauses) -> None:
    """
    Nobody listens: the error says so.
    """
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with pytest.raises(ChatError, match=r"^no answer: "):
        chat(BODY, base_url=f"http://127.0.0.1:{port}/v1", key=KEY)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/", "localhost:80", ""])
def test_only_the_web_is_asked(address) -> None:
    """
    An address of anything but a web server is an error.
    """
    with pytest.raises(ChatError, match="is no address of a server"):
        chat(BODY, base_url=address, key=KEY)
