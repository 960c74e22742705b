"""
Run the property tests again and again, each round from another seed, until time is up.

Usage: HYPOTHESIS_PROFILE=fuzz python tests/fuzz.py --seconds 600
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

PROPERTIES = Path(__file__).parent / "properties"
FOUND_NOTHING_YET = -1


def main() -> int:
    """
    Fuzz for the time that the command line asks for.

    Returns:
        The exit status: 0 unless a round failed; then that round's own.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    deadline = time.monotonic() + parser.parse_args().seconds
    rounds = 0
    while time.monotonic() < deadline:
        seed = random.SystemRandom().randrange(2**32)
        status = fuzz_once(seed, deadline)
        if status == FOUND_NOTHING_YET:
            break
        if status != 0:
            print(f"round {rounds + 1}, --hypothesis-seed={seed}: failed with status {status}")
            return status
        rounds += 1
    print(f"nothing found in {rounds} whole rounds and the one that was begun when time was up")
    return 0


def fuzz_once(seed: int, deadline: float) -> int:
    """
    Run all property tests from a seed, and stop them when time is up.

    Args:
        seed: What Hypothesis draws from.
        deadline: When to stop, on the monotonic clock.

    Returns:
        pytest's exit status, or `FOUND_NOTHING_YET` where time was up first.
    """
    command = [sys.executable, "-m", "pytest", "-x", "-n", "2", str(PROPERTIES)]
    process = subprocess.Popen([*command, f"--hypothesis-seed={seed}"])
    try:
        return process.wait(timeout=max(1.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        process.wait()
        return FOUND_NOTHING_YET


if __name__ == "__main__":
    sys.exit(main())
