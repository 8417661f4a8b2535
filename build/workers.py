"""Products made on every core: each process makes whole groups, because a group shares what is prepared once.

The products are functions over content that is already in memory, so the processes are forked from ours and given
nothing but numbers. Where the system can't fork, or there is little to do, one process does it all.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar, cast

from build.products import Product

R = TypeVar("R")

# Below this many products, starting processes costs more than it saves.
WORTH_PROCESSES = 200

Finish = Callable[[Product], R]


def each(products: Sequence[Product], finish: Finish[R]) -> Iterator[R]:
    """`finish` of every product, group by group. What it raises in another process is raised here."""
    groups: dict[str, list[Product]] = {}
    for product in products:
        groups.setdefault(product.group, []).append(product)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # A fork copies only its own thread: with others running, one of their locks could stay closed for ever.
    alone = "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1
    if alone or cores < 2 or len(products) < WORTH_PROCESSES:
        for group in groups.values():
            yield from map(finish, group)
        return
    # The largest first, so that no core is left with the largest at the end.
    queue = sorted(groups.values(), key=len, reverse=True)
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, context, initializer=_receive, initargs=(queue, finish)) as pool:
        for results in pool.map(_finish_group, range(len(queue))):
            yield from cast("list[R]", results)


_given: list[tuple[Sequence[Sequence[Product]], Finish[object]]] = []


def _receive(queue: Sequence[Sequence[Product]], finish: Finish[object]) -> None:
    _given.append((queue, finish))
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this process once the one that started it is gone: killed outright, it can't tell us to."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _finish_group(number: int) -> list[object]:
    queue, finish = _given[-1]
    return [finish(product) for product in queue[number]]
