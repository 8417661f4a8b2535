"""`python -m tests.tools.icons`: the app's icons in site_templates/static/icons/, drawn from icon.svg by a browser."""

import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.tools.programs import CHROMIUM_FLAGS, ROOT, find_chromium

STATIC = ROOT / "site_templates" / "static"
# picture: its width in pixels, and how much of it the drawing takes; a platform cuts a maskable one to its own shape
ICONS: Mapping[str, tuple[int, float]] = {
    "icon-192.png": (192, 1),
    "icon-512.png": (512, 1),
    "maskable-512.png": (512, 0.8),
}


def draw(browser: Browser, name: str) -> bytes:
    """One icon as a PNG."""
    width, part = ICONS[name]
    picture = (STATIC / "icon.svg").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": width})
    edge = round(width * (1 - part) / 2)
    page.set_content(
        f"<style>body {{ margin: 0; padding: {edge}px; background: {background(picture)} }}"
        f" svg {{ display: block; width: {width - 2 * edge}px }}</style>{picture}"
    )
    drawn = page.screenshot(omit_background=True)
    page.close()
    return drawn


def background(picture: str) -> str:
    """The colour of the square that the drawing stands on."""
    return picture.partition("<rect")[2].partition('fill="')[2].partition('"')[0]


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("icons: no Chromium on this machine")
    folder: Path = STATIC / "icons"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        for name in ICONS:
            (folder / name).write_bytes(draw(browser, name))
            print(f"icons: {(folder / name).relative_to(ROOT)}")
        browser.close()


if __name__ == "__main__":
    main()
