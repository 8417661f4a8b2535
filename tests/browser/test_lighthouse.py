"""Lighthouse 12, as a phone: every kind of page is perfect for accessibility, best practices and search engines.

Its performance score swings with the machine, so it is measured in tests/bench/bench_lighthouse.py and asserted nowhere.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, get_args

import pytest

from build.pages import Kind, all_pages
from tests import content_samples
from tests.browser.conftest import Hosted
from tests.tools.programs import CHROMIUM_FLAGS, LIGHTHOUSE, ROOT, find_chromium

ASSERTED = ("accessibility", "best-practices", "seo")

Audit = Callable[[Sequence[str]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def audit() -> Audit:
    """Runs Lighthouse over some addresses, and gives one result each.

    Two browsers share the work: of the time a page takes, much is waiting for it to be quiet. How long anything took
    is asserted nowhere, so that one is slower beside the other does no harm.
    """
    chromium, node = find_chromium(), shutil.which("node")
    if chromium is None:
        pytest.skip("no Chromium on this machine; `make test` gets one where it may")
    if node is None or not LIGHTHOUSE.exists():
        pytest.skip("Lighthouse is not installed; `npm ci` gets it")

    def half(addresses: Sequence[str]) -> list[dict[str, Any]]:
        script = str(ROOT / "tests" / "tools" / "lighthouse.mjs")
        command = [node, script, str(chromium), ",".join(ASSERTED), *addresses, "--", *CHROMIUM_FLAGS]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def run(addresses: Sequence[str]) -> list[dict[str, Any]]:
        middle = (len(addresses) + 1) // 2
        halves = [some for some in (addresses[:middle], addresses[middle:]) if some]
        with ThreadPoolExecutor() as both:
            return [result for results in both.map(half, halves) for result in results]

    return run


def one_of_each_kind(locale: str) -> list[str]:
    """The fullest page of each kind: the last family and variant of the sample have findings, rates and words."""
    found: dict[Kind, str] = {}
    for page in all_pages(content_samples.MODELS, [locale]):
        if page.kind != "missing":  # a host answers it with 404, which no search engine takes
            found.setdefault(page.kind, page.path.removesuffix("index.html"))
    assert found.keys() == {*get_args(Kind)} - {"missing"}
    return list(found.values())


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(one_of_each_kind("en"), id="every kind in English"),
        pytest.param(one_of_each_kind("ar")[:2], id="right to left"),
    ],
)
def test_every_kind_of_page_is_perfect(paths: list[str], rich_hosted: Hosted, audit: Audit) -> None:
    addresses = [rich_hosted.url(path) for path in paths]
    results = audit(addresses)
    assert [result["address"] for result in results] == addresses
    assert not [f"{one['address']}: {one['error']}" for one in results if one["error"]]
    short = [
        f"{one['address']}: {one['scores']} {one['failed']}" for one in results if set(one["scores"].values()) != {100}
    ]
    assert not short, "\n".join(short)
    assert all(set(one["scores"]) == set(ASSERTED) for one in results)


def test_a_page_with_a_fault_is_not_perfect(tmp_path: Path, audit: Audit) -> None:
    from tests.tools.server import serve

    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><img src=a.png><button></button>", encoding="utf-8"
    )
    with serve({"/": tmp_path}) as origin:
        (result,) = audit([f"{origin}/"])
    assert result["scores"]["accessibility"] < 100
    assert any("button-name" in one for one in result["failed"])
