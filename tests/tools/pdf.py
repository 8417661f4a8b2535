"""`make pdf`: the price table of `_site/` as a printed price sheet, A4, by Chromium, into `_dist/`.

python -m tests.tools.pdf [--locale zh-TW] [--site _site] [--output FILE.pdf]
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from scraper.addresses import DEFAULT_LOCALE
from tests.tools.programs import CHROMIUM_FLAGS, find_chromium


def sheet(browser: Browser, page: Path) -> bytes:
    """A page of a built site as a reader's browser prints it on A4, as a PDF."""
    context = browser.new_context(color_scheme="light")
    opened = context.new_page()
    opened.goto(page.resolve().as_uri())
    printed = opened.pdf(format="A4", prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    context.close()
    return printed


def main() -> int:
    parser = argparse.ArgumentParser(prog="make pdf", description=__doc__.splitlines()[0])
    parser.add_argument("--locale", default=DEFAULT_LOCALE, metavar="TAG", help="default: en")
    parser.add_argument("--site", type=Path, default=Path("_site"), metavar="DIR", help="default: _site")
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: _dist/runapi-prices.TAG.pdf")
    options = parser.parse_args()
    folder = options.site if options.locale == DEFAULT_LOCALE else options.site / options.locale
    if not (folder / "index.html").is_file():
        print(f"pdf: {folder / 'index.html'} isn't there; build that language first", file=sys.stderr)
        return 2
    chromium = find_chromium()
    if chromium is None:
        print("pdf: no Chromium on this machine; `make test` gets one where it may", file=sys.stderr)
        return 1
    output: Path = options.output or Path("_dist") / f"runapi-prices.{options.locale}.pdf"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        printed = sheet(browser, folder / "index.html")
        browser.close()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(printed)
    print(f"pdf: {output}, {len(printed) // 1024} KiB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
