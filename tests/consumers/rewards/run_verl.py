"""
Let verl's reward manager ask a file of rewards for the reward of a reply.

    python run_verl.py REWARDS REPLY < EXTRA_INFO

It prints what `NaiveRewardManager.run_single` returns, as JSON. That function and the loader of
custom rewards are verl's own; what stands in for its batch holds one row and no tensors.
"""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import json
import os
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any

from extracted import extracted


class Ids(list):
    """
    Token ids, as far as `run_single` needs a tensor.
    """

    @property
    def shape(self) -> tuple[int]:
        """
        Return how many there are.
        """
        return (len(self),)

    def sum(self) -> int:
        """
        Return their sum.
        """
        return sum(self)

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return Ids(found) if isinstance(place, slice) else found


class Batch(list):
    """
    A batch of rows, sliced as a `DataProto` is.
    """

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return Batch(found) if isinstance(place, slice) else found


def reward_function(path: str) -> Any:
    """
    Return `compute_score` as verl loads it, with a keyword of its own bound to it.
    """
    file = "utils/import_utils.py"
    names = {"importlib": importlib, "os": os, "PKG_PATH_PREFIX": "pkg://"}
    load = extracted("verl", file, "load_module", {**names, "FILE_PATH_PREFIX": "file://"})
    find = extracted("verl", file, "load_extern_object", {"load_module": load})
    call = extracted("verl", "trainer/ppo/reward.py", "_call_with_kwargs_async", {})
    raw = find(module_path=path, object_name="compute_score")
    assert inspect.iscoroutinefunction(raw)
    return partial(call, raw, {"of_the_configuration": 1})


async def run(path: str, reply: str, info: dict[str, Any]) -> Any:
    """
    Return what the reward manager makes of a reply.
    """
    compute = reward_function(path)
    run_single = extracted(
        "verl", "experimental/reward_loop/reward_manager/naive.py", "run_single", {}
    )
    tokenizer = SimpleNamespace(decode=lambda ids, **_: "".join(map(chr, ids)))
    manager = SimpleNamespace(
        compute_score=compute,
        is_async_reward_score=inspect.iscoroutinefunction(compute),
        reward_router_address=None,
        loop=asyncio.get_running_loop(),
        tokenizer=tokenizer,
    )
    ids = Ids(map(ord, reply))
    row = SimpleNamespace(
        batch={"responses": ids, "attention_mask": Ids([1] * len(ids))},
        non_tensor_batch={
            "data_source": "specl",
            "reward_model": {"ground_truth": ""},
            "extra_info": info,
        },
    )
    return await run_single(manager, Batch([row]))


print(json.dumps(asyncio.run(run(sys.argv[1], sys.argv[2], json.load(sys.stdin)))))
