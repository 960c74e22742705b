"""
Random specs to measure with: the same mix, size and seed always give the same bytes.

`python -m tests.benchmarks.specs grouped 1000 --seed 1` prints a spec; with `--planted` it
prints as JSON which rules contradict each other in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from random import Random

from tests.benchmarks.mixes.dense import dense
from tests.benchmarks.mixes.draft import Draft
from tests.benchmarks.mixes.grouped import clean, grouped
from tests.benchmarks.mixes.joint import joint

__all__ = ["MIXES", "draw", "planted_as_json"]

MIXES: dict[str, Callable[[int, Random], Draft]] = {
    "grouped": grouped,
    "clean": clean,
    "joint": joint,
    "dense": dense,
}


def draw(mix: str, rules: int, *, seed: int = 1) -> Draft:
    """
    Return the spec of a mix, a size and a seed.

    Args:
        mix: One of `MIXES`.
        rules: How many rules it has; at least 50 for the mixes with structure.
        seed: Another one gives another spec.
    """
    return MIXES[mix](rules, Random(f"{mix} {rules} {seed}"))


def planted_as_json(draft: Draft) -> str:
    """
    Return the sets of rules that were planted, sorted; null where nothing was.
    """
    planted = None if draft.planted is None else sorted(draft.planted)
    return json.dumps({"contradictions": planted}, indent=1)


def main() -> None:
    """
    Print a spec, or what was planted in it.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mix", choices=sorted(MIXES))
    parser.add_argument("rules", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help="print the planted conflicts")
    asked = parser.parse_args()
    draft = draw(asked.mix, asked.rules, seed=asked.seed)
    print(planted_as_json(draft) if asked.planted else draft.text())


if __name__ == "__main__":
    main()
