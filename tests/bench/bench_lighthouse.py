"""What Lighthouse 12 says of the pages' speed, as a phone on a slow network: the score that swings with the machine.

    python -m tests.bench.bench_lighthouse [--runs N] [--families N] [--write]

One page of every kind, of a generated catalog in English served on loopback, compressed as GitHub Pages does it; the
median of several runs, and what keeps a page from 100. `--write` puts the table into docs/speed.md. The categories that
don't swing are asserted in tests/browser/test_lighthouse.py.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from build.pages import Kind, all_pages
from scraper.store import load_content
from tests.bench import speed_page
from tests.bench.bench_browser import make_site
from tests.tools.programs import CHROMIUM_FLAGS, LIGHTHOUSE, ROOT, find_chromium
from tests.tools.server import serve

FAMILIES = 47  # as many as `make demo` has


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="the median of so many (default 3)")
    parser.add_argument("--kind", action="append", default=[], metavar="KIND", help="only this page; may be repeated")
    parser.add_argument("--families", type=int, default=FAMILIES, metavar="N", help=f"default {FAMILIES}")
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    options = parser.parse_args()
    if options.write and options.kind:
        parser.error("--write: the other pages would be lost; leave out --kind")
    chromium, node = find_chromium(), shutil.which("node")
    if chromium is None or node is None or not LIGHTHOUSE.exists():
        print("bench_lighthouse: no Chromium, Node or Lighthouse on this machine; `make test` gets them where it may")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder), options.families)
        paths = one_of_each_kind(Path(folder) / "content")
        with serve({"/": site}, packed=True) as origin:
            command = [node, str(ROOT / "tests" / "tools" / "lighthouse.mjs"), str(chromium), "performance"]
            asked = options.kind or list(paths)
            addresses = [f"{origin}/{paths[kind]}" for kind in asked] * options.runs
            done = subprocess.run(
                [*command, *addresses, "--", *CHROMIUM_FLAGS], cwd=ROOT, capture_output=True, text=True, check=True
            )
    told = (
        f"Medians of {options.runs}, a catalog of {options.families} families; {speed_page.machine()}:\n\n"
        f"{report(paths, [json.loads(line) for line in done.stdout.splitlines()])}"
    )
    print(told)
    if options.write:
        speed_page.write("lighthouse", told)
    return 0


def one_of_each_kind(content: Path) -> dict[Kind, str]:
    """The address below the site of a page of each kind; not of 404.html, which a host answers with an error."""
    found: dict[Kind, str] = {}
    for page in all_pages(load_content(content).models, ["en"]):
        if page.kind != "missing":
            found.setdefault(page.kind, page.address)
    return found


def report(paths: dict[Kind, str], results: list[dict[str, Any]]) -> str:
    """The table of all pages."""
    scores: dict[str, list[int]] = defaultdict(list)
    short: dict[str, set[str]] = defaultdict(set)
    kinds = {path: kind for kind, path in paths.items()}
    for result in results:
        kind = kinds[result["address"].split("/", 3)[3]]
        scores[kind].append(result["scores"]["performance"])
        short[kind] |= {audit.partition(":")[0] for audit in result["failed"]}
    rows = [
        [name, f"{statistics.median(found):.0f}", str(min(found)), ", ".join(sorted(short[name])) or "–"]
        for name, found in scores.items()
    ]
    return speed_page.table(["page", "performance", "lowest", "short of full marks in"], rows)


if __name__ == "__main__":
    sys.exit(main())
