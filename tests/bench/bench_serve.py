"""How long a change takes to be seen in the browser while `python -m build serve` runs.

    python -m tests.bench.bench_serve [--runs N] [--families N]

The sample catalog at the size of `make demo`, in eleven languages. A page is open in Chromium, a file is written, and
the clock stops when the page that came back shows it: a price on a variant's page and in the price table, a word of the
interface, a template, a sheet of style. 300 ms are the aim. Beside it what a reload costs without any change, which is
the browser's own part.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from scraper.parse import parse
from tests.bench.speed_page import table, write
from tests.sample.generate import generate
from tests.tools.programs import CHROMIUM_FLAGS, ROOT, driver_starts, find_chromium

FAMILIES = 47  # as many as `make demo` has
FAMILY, VARIANT = "minimax", "m2.1"
SETTLED = 1.0  # seconds between two changes
LONGEST = 30  # seconds after which something is broken


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_serve", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="medians of so many (default 5)")
    parser.add_argument("--families", type=int, default=FAMILIES, metavar="N", help=f"default {FAMILIES}")
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None or not driver_starts():
        print("skipped: no Chromium that starts here; `make test` gets one where it may, PRICE_BOOK_CHROMIUM names one")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        generate(content / "pages", families=options.families)
        parse(content, today="2026-11-22", processes=2)
        with served(content) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
            rows = list(measured(browser.new_page(), address, content, options.runs))
            browser.close()
    told = f"Milliseconds, {options.families} families in eleven languages, medians of {options.runs}:\n\n" + table(
        ["a change in", "until it is seen", "longest"], rows
    )
    print(told)
    if options.write:
        write("serve", told)
    return 0


@contextmanager
def served(content: Path) -> Iterator[str]:
    """`build serve` of `content` in a process of its own; gives its address."""
    command = [sys.executable, "-m", "build", "serve", "--content", str(content), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().split()[0]
        finally:
            server.terminate()


def measured(page: Page, address: str, content: Path, runs: int) -> Iterator[list[str]]:
    """A row for each kind of change."""
    model = content / "models" / f"{FAMILY}.yaml"
    amount = re.search(
        rf"slug: {re.escape(VARIANT)}\n.*?amount: '([^']+)'", model.read_text(encoding="utf-8"), re.DOTALL
    )
    assert amount is not None
    begun, ended = amount.span(1)
    before, after = model.read_text(encoding="utf-8")[:begun], model.read_text(encoding="utf-8")[ended:]
    numbers = count(10_000)

    def price() -> str:
        new = f"0.01{next(numbers)}"  # nobody else has this amount
        model.write_text(f"{before}{new}{after}", encoding="utf-8")
        return new

    variant = f"{address}models/{FAMILY}/{VARIANT}/"
    yield row("nothing: the browser's own reload of a variant", [plain(page, variant) for _ in range(runs)])
    yield row("nothing: the browser's own reload of the table", [plain(page, address) for _ in range(runs)])
    yield row("a price, on its variant's page", times(page, variant, price, runs))
    yield row("a price, in the table of all", times(page, address, price, runs))
    yield row("a price, in another language", times(page, f"{address}zh-TW/models/{FAMILY}/{VARIANT}/", price, runs))


def plain(page: Page, address: str) -> float:
    page.goto(address)
    begun = time.perf_counter()
    page.reload(wait_until="domcontentloaded")
    return (time.perf_counter() - begun) * 1000


def times(page: Page, address: str, change: Callable[[], str], runs: int) -> Iterator[float]:
    """Milliseconds from writing a file to seeing what it says, for some changes."""
    page.goto(address)
    for _ in range(runs):
        time.sleep(SETTLED)
        begun = time.perf_counter()
        new = change()
        while not shows(page, new):
            if time.perf_counter() - begun > LONGEST:
                raise SystemExit(f"{address}: {new} is not shown after {LONGEST} seconds")
        yield (time.perf_counter() - begun) * 1000


def shows(page: Page, text: str) -> bool:
    """Whether the page that is there now has the text; asked so often that the asking hardly adds to the time."""
    try:
        return bool(page.evaluate("(text) => document.body?.textContent.includes(text)", text))
    except Error:
        return False  # on its way from one page to the next


def row(name: str, found: Iterator[float] | list[float]) -> list[str]:
    values = list(found)
    return [name, f"{statistics.median(values):.0f}", f"{max(values):.0f}"]


if __name__ == "__main__":
    sys.exit(main())
