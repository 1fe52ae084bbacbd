"""Whole columns on all cores: Arrow and NumPy let go of the interpreter's lock while they work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def on_all_cores(work: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
    """`[work(one) for one in given]`, side by side; in the same order, and the first error in that order."""
    return list(_pool().map(work, given))


@cache
def _pool() -> ThreadPoolExecutor:
    """One for the whole run: to start threads for each small file takes longer than its work."""
    return ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
