"""`make publish-check`: is the built site fit to be published, at a domain's root and below a path?

python -m tests.tools.publish_check [--content DIR]

Builds content/ and the made-up catalog of the tests for both places, serves each on loopback, and
    follows every address that a page, feed, sitemap or JSON file names     tests/tools/published_links.py
    holds every file against its standard                                   tests/tools/published_files.py
    cuts the network and walks the site in Chromium                         tests/tools/published_walk.py
Names every problem by page and link, and ends with 1 where there is one.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from build.builder import build_site
from scraper.store import load_content
from tests import content_samples
from tests.tools import published_files, published_walk
from tests.tools.programs import CHROMIUM_FLAGS, LINKINATOR, ROOT, find_chromium
from tests.tools.published_links import Links
from tests.tools.server import serve

PLACES = ("/", "/some-repo/")
LOCALE = "zh-TW"  # the language walked without a network
_COLUMNS = ("pages", "links", "feeds", "sitemaps", "JSON", "linked data", "walked offline", "problems")


@dataclass
class Checked:
    """One site at one place: how much of what was looked at, and what is wrong."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def check_files(folder: Path, site: str, checked: Checked) -> None:
    """Follow every link of the site that stands in `folder` and is served at `site`, and judge every file."""
    links = Links(folder, site)
    checked.problems += [*links.of_pages(), *links.of_files()]
    checked.counts["links"] += links.checked
    checked.problems += published_files.faults(folder, site, checked.counts)


def check(content: Path, name: str, place: str, folder: Path, browser: Browser) -> Checked:
    """Build `content` into `folder` for `place`, serve it there, and check all of it."""
    checked = Checked(f"{name} at {place}")
    with ExitStack() as host:
        site = f"{host.enter_context(serve({place: folder}))}{place}"
        build_site(content, folder, url=site)
        check_files(folder, site, checked)
        walk = published_walk.walk(browser, f"{site}{LOCALE}/", _priced(content), host.close)
        checked.problems += [problem.replace(site, "") for problem in walk]
        checked.counts["walked offline"] = len(published_walk.stops(""))
    return checked


def _priced(content: Path) -> str:
    """A variant that has a price, as pages name it: 'minimax/m2.1'."""
    return next(
        f"{model.model}/{variant.slug}"
        for model in load_content(content).models
        for variant in model.variants
        if any(price.amount != "0" for price in variant.prices)
    )


def report(done: list[Checked]) -> str:
    """A table of what was looked at."""
    rows = [("", *_COLUMNS)] + [
        (one.name, *(str(one.counts[column]) for column in _COLUMNS[:-1]), str(len(one.problems))) for one in done
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="make publish-check", description=__doc__.splitlines()[0])
    parser.add_argument("--content", type=Path, default=ROOT / "content", metavar="DIR", help="default: content/")
    options = parser.parse_args()
    chromium = find_chromium()
    missing = [what for what, there in (
        ("Chromium", chromium), ("Node", shutil.which("node")), ("linkinator (npm ci)", LINKINATOR.exists()),
    ) if not there]  # fmt: skip
    if missing or chromium is None:
        print(
            f"publish-check: not on this machine: {', '.join(missing)}; `make test` gets it where it may",
            file=sys.stderr,
        )
        return 2
    done = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        sample = content_samples.write(work / "content")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        for content, title in ((options.content, "content"), (sample, "made-up catalog")):
            for number, place in enumerate(PLACES):
                print(f"publish-check: {title} at {place}", file=sys.stderr)
                done.append(check(content, title, place, work / f"{title} {number}", browser))
        browser.close()
    print(report(done))
    for one in done:
        for problem in one.problems:
            print(f"{one.name}: {problem}")
    return 1 if any(one.problems for one in done) else 0


if __name__ == "__main__":
    sys.exit(main())
