"""
The Hypothesis profiles: how long random tests look, chosen by HYPOTHESIS_PROFILE.

`brief` is for runs that ask something else of the tests, such as which lines they reach. All but
`fuzz` draw the same each time, so that a test fails for what was changed and nothing else.
`fuzz` looks shortly, from a seed of its own each time: `tests/fuzz.py` goes round and round.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Time limits depend on the machine, and a test on a busy one is no less right.
# Texts drawn from the grammar are often larger than Hypothesis keeps, and are drawn again.
settings.register_profile(
    "default",
    max_examples=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.register_profile("ci", settings.get_profile("default"), max_examples=100, print_blob=True)
settings.register_profile("brief", settings.get_profile("default"), max_examples=5)
settings.register_profile("fuzz", settings.get_profile("ci"), max_examples=30, derandomize=False)
# Nothing that a test finds comes from an earlier run; tests of the cache say where it lies.
os.environ.setdefault("SPECL_NO_CACHE", "1")

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
