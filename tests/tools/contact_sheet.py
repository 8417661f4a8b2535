"""`make contact-sheet`: the kinds of pages at three widths, light and dark, in three languages, on one picture each.

They are for looking: is anything clumsy, cut off, crowded or lost? The site is the sample catalog (tests.sample)
with a past of two earlier editions; its facts are made up. The browser itself scales and packs the pictures.
"""

import base64
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scraper.parse import parse
from tests.sample.generate import generate
from tests.tools.programs import CHROMIUM_FLAGS, ROOT, find_chromium
from tests.tools.server import serve

PICTURES = ROOT / "docs" / "screenshots"
LANGUAGES = ("zh-TW", "de", "ar")
EDITIONS = ((2, "2026-09-01"), (1, "2026-10-20"), (0, "2026-11-22"))  # how many editions back, and the day it was read
NOW = "2026-11-22T15:00:00Z"

# The rows of a sheet: pages of the site. The two chosen variants are text models of different providers.
CHOSEN = "v=minimax/m2.1,glm/4.7"
PAGES = (
    "index.html",
    "models/glm/index.html",
    "models/glm/4.7/index.html",
    f"compare/index.html?{CHOSEN}",
    f"calculator/index.html?p=agent&{CHOSEN}",
    "changes/index.html",
    "faq/index.html",
    "coverage/index.html",
    "data/index.html",
    "offline/index.html",
)
# The columns: a window, a colour scheme, and the scale it is drawn at.
WINDOWS: tuple[tuple[ViewportSize, Literal["light", "dark"], float], ...] = (
    ({"width": 1440, "height": 900}, "light", 0.45),
    ({"width": 768, "height": 1024}, "dark", 0.4),
    ({"width": 360, "height": 740}, "light", 0.55),
    ({"width": 360, "height": 740}, "dark", 0.55),
)
GAP = 10  # pixels between the pictures
QUALITY = 0.6  # of WebP

# Puts the pictures, [left, top, width, height, data URL] each, on one canvas and packs it.
DRAW = """async ([width, height, quality, pictures]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = "#888";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  for (const [left, top, wide, high, source] of pictures) {
    const image = Object.assign(new Image(), { src: source });
    await image.decode();
    context.drawImage(image, left, top, wide, high);
  }
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""

Picture = tuple[int, int, int, int, str]


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("contact-sheet: no Chromium on this machine")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = make_site(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        with serve({"/": site}) as origin:
            for language in LANGUAGES:
                packed = sheet(browser, f"{origin}/{language}/")
                path = PICTURES / f"contact-{language}.webp"
                path.write_bytes(packed)
                print(f"contact-sheet: {path.relative_to(ROOT)}, {len(packed) // 1000} kB", flush=True)
        browser.close()


def make_site(folder: Path) -> Path:
    """The sample catalog in those languages and English, with its earlier editions, built."""
    content, site = folder / "content", folder / "site"
    locales = ("en", *LANGUAGES)
    for ago, day in EDITIONS:
        generate(content / "pages", locales=locales, ago=ago)
        parse(content, today=day, processes=2)
    words = [word for tag in locales for word in ("--locale", tag)]
    command = [sys.executable, "-m", "build", "--content", str(content), "--output", str(site), *words]
    subprocess.run(command, cwd=ROOT, check=True)
    return site


def sheet(browser: Browser, address: str) -> bytes:
    """One picture of all pages in all windows, as WebP."""
    pictures: list[Picture] = []
    left = GAP
    for size, scheme, scale in WINDOWS:
        page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce", service_workers="block")
        page.clock.set_fixed_time(NOW)
        wide, high = round(size["width"] * scale), round(size["height"] * scale)
        for number, path in enumerate(PAGES):
            pictures.append((left, GAP + number * (_row() + GAP), wide, high, shot(page, address + path)))
        page.close()
        left += wide + GAP
    blank = browser.new_page()
    packed: str = blank.evaluate(DRAW, [left, GAP + len(PAGES) * (_row() + GAP), QUALITY, pictures])
    blank.close()
    return base64.b64decode(packed)


def shot(page: Page, address: str) -> str:
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        sys.exit(f"contact-sheet: {address} can't be shown; correct PAGES")
    return f"data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}"


def _row() -> int:
    return max(round(size["height"] * scale) for size, _, scale in WINDOWS)


if __name__ == "__main__":
    main()
