"""Products made on several cores: the same as on one, and an error there is an error here."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from build import workers
from build.products import Product, key_of, ready
from build.workers import each
from scraper.errors import BuildError
from tests.tools.programs import ROOT


def products(count: int) -> list[Product]:
    return [Product(f"{number}", "", partial(str(number).encode), f"group {number % 7}") for number in range(count)]


def finish(product: Product) -> tuple[str, bytes, int]:
    return product.path, product.make(), os.getpid()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> list[Product]:
    """Enough products for several processes, on a machine that has two cores at least."""
    if len(os.sched_getaffinity(0)) < 2:
        monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # another test's server may still be closing
    return products(workers.WORTH_PROCESSES)


def test_every_product_is_made_once_and_elsewhere(many: list[Product]) -> None:
    done = list(each(many, finish))
    assert sorted((path, data) for path, data, _ in done) == sorted((one.path, one.path.encode()) for one in many)
    assert os.getpid() not in {process for _, _, process in done}


def test_a_group_is_made_in_one_process(many: list[Product]) -> None:
    by_group: dict[int, set[int]] = {}
    for path, _, process in each(many, finish):
        by_group.setdefault(int(path) % 7, set()).add(process)
    assert all(len(processes) == 1 for processes in by_group.values())


def test_an_error_in_another_process_is_raised_here(many: list[Product]) -> None:
    def fail() -> bytes:
        raise BuildError("site_templates/home.html:3: no such name")

    with pytest.raises(BuildError, match=r"home\.html:3"):
        list(each([*many, Product("x", "", fail)], finish))


def test_little_is_made_here() -> None:
    assert {process for _, _, process in each(products(3), finish)} == {os.getpid()}


def test_beside_other_threads_everything_is_made_here(many: list[Product], monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork would copy their locks as they are."""
    monkeypatch.undo()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert {process for _, _, process in each(many, finish)} == {os.getpid()}
    finally:
        stop.set()
        thread.join()


def test_a_key_tells_its_parts_apart() -> None:
    assert key_of(["ab", "c"]) != key_of(["a", "bc"]) != key_of(["a", "b", "c"])
    assert ready("a", b"x").key != ready("a", b"y").key


OUTLIVED = """
import os, sys, time
from pathlib import Path
from build.products import Product
from build.workers import WORTH_PROCESSES, each

os.sched_getaffinity = lambda _process: {0, 1}

def finish(product):
    (Path(sys.argv[1]) / str(os.getpid())).touch()
    time.sleep(600)

list(each([Product(str(number), "", bytes, str(number)) for number in range(WORTH_PROCESSES)], finish))
"""


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    started = subprocess.Popen([sys.executable, "-c", OUTLIVED, str(tmp_path)], cwd=ROOT)
    try:
        assert within_a_minute(lambda: len(list(tmp_path.iterdir())) == 2)
    finally:
        started.kill()
        started.wait()
    assert within_a_minute(lambda: not any(Path("/proc", path.name).exists() for path in tmp_path.iterdir()))


def within_a_minute(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()
