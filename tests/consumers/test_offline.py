"""
What runs in a consumer's environment reaches this machine alone and sees no key of the user's.
"""

from __future__ import annotations

import json

import pytest

REFUSED = "tests of consumers reach no other machine, and so not example.org"
PYTHON = {
    "by name": "import socket; socket.create_connection(('example.org', 443))",
    "by look-up": "import socket; socket.getaddrinfo('example.org', 443)",
    "by proxy": "import urllib.request as u; u.urlopen('https://example.org')",
    "by address": "import socket; socket.socket().connect(('192.0.2.1', 443))",
}
NODE = "fetch('https://example.org').catch((error) => console.log(error.cause.message))"


@pytest.mark.parametrize("way", PYTHON)
def test_python_reaches_no_other_machine(consumer, way) -> None:
    """
    A connection to another machine is an error, whichever way it is made.
    """
    done = consumer("promptfoo").run("python", "-c", PYTHON[way])

    assert done.returncode == 1
    assert "reach no other machine" in done.stderr or "Connection refused" in done.stderr


def test_node_reaches_no_other_machine(consumer) -> None:
    """
    The same holds for Node.
    """
    assert consumer("promptfoo").run("node", "-e", NODE).stdout.strip() == REFUSED


def test_this_machine_is_reached(consumer, judge) -> None:
    """
    A judge on this machine answers both.
    """
    server, promptfoo = judge(lambda _: "Yes."), consumer("promptfoo")
    python = f"import urllib.request as u; print(u.urlopen('{server.url}/x', b'{{}}').status)"
    call = f"fetch('{server.url}/y', {{method: 'POST', body: '{{}}'}})"
    node = f"{call}.then((answer) => console.log(answer.status))"

    assert ["200\n"] * 2 == [
        promptfoo.run("python", "-c", python).stdout,
        promptfoo.run("node", "-e", node).stdout,
    ]
    assert ["/v1/x", "/v1/y"] == [each["path"] for each in server.requests]


def test_keys_stay_outside(consumer, monkeypatch) -> None:
    """
    Keys and proxies of the user are not passed on; what a test gives is.
    """
    for name in ("OPENAI_API_KEY", "HF_TOKEN", "https_proxy", "HARMLESS"):
        monkeypatch.setenv(name, "mine")
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    done = consumer("promptfoo").run("python", "-c", code, env={"OPENAI_API_KEY": "given"})
    seen = json.loads(done.stdout)

    assert ("given", "mine") == (seen["OPENAI_API_KEY"], seen["HARMLESS"])
    assert not {"HF_TOKEN", "https_proxy"} & set(seen)
