"""
Let TRL's GRPO trainer ask a file of rewards for the rewards of a batch.

    python run_trl.py REWARDS < BATCH

BATCH is JSON with `inputs` (rows of the data set), `prompts` and `completions`. It prints the
matrix of rewards, None where the trainer has NaN. `_calculate_rewards` is TRL's own; what stands in
for torch holds numbers and no more.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.util
import inspect
import json
import logging
import math
import sys
import threading
from types import SimpleNamespace
from typing import Any

from extracted import extracted


class Matrix:
    """
    Numbers in rows and columns, as far as `_calculate_rewards` needs a tensor.
    """

    def __init__(self, rows: list[list[Any]]) -> None:
        self.rows = rows

    def __setitem__(self, place: Any, values: list[float]) -> None:
        for row, value in zip(self.rows, values, strict=True):
            row[place[1]] = value

    def all(self, dim: int) -> Any:
        """
        Return for each row whether all of it is true.
        """
        assert dim == 1
        return Matrix([[all(row)] for row in self.rows])

    def any(self) -> bool:
        """
        Tell whether anything is true.
        """
        return any(any(row) for row in self.rows)

    def nonzero(self, *, as_tuple: bool) -> Any:
        """
        Return the rows that are true.
        """
        assert as_tuple
        return ([place for place, row in enumerate(self.rows) if row[0]],)


TORCH = SimpleNamespace(
    nan=math.nan,
    float32=None,
    zeros=lambda rows, columns, **_: Matrix([[0.0] * columns for _ in range(rows)]),
    tensor=lambda values, **_: values,
    isnan=lambda matrix: Matrix([[math.isnan(value) for value in row] for row in matrix.rows]),
)


def loaded(path: str) -> Any:
    """
    Return a file of rewards as a module.
    """
    spec = importlib.util.spec_from_file_location("rewards", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(path: str) -> None:
    """
    Calculate the rewards of a batch and print them.
    """
    is_async = extracted(
        "trl", "trainer/utils.py", "is_async_callable", {"functools": functools, "inspect": inspect}
    )
    names = {
        "torch": TORCH,
        "nn": SimpleNamespace(Module=type("Module", (), {})),
        "asyncio": asyncio,
        "profiling_context": lambda *_: contextlib.nullcontext(),
        "is_async_callable": is_async,
        "logger": logging.getLogger("trl"),
        "gather": lambda matrix: matrix,
    }
    calculate = extracted("trl", "trainer/grpo_trainer.py", "_calculate_rewards", names)
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    metrics: dict[str, float] = {}
    trainer = SimpleNamespace(
        accelerator=SimpleNamespace(device="cpu"),
        reward_funcs=[loaded(path).trl_reward],
        reward_processing_classes=[None],
        reward_func_names=["trl_reward"],
        state=None,
        environments=None,
        async_loop=loop,
        _log_completion_extra=lambda *_: None,
        _log_metric=metrics.__setitem__,
    )
    batch = json.load(sys.stdin)
    ids = [[1]] * len(batch["prompts"])
    matrix = calculate(trainer, batch["inputs"], batch["prompts"], batch["completions"], ids)
    rewards = [[None if math.isnan(value) else value for value in row] for row in matrix.rows]
    print(json.dumps({"rewards": rewards, "metrics": metrics}))


main(*sys.argv[1:])
