"""`make screenshots`: the pictures in docs/screenshots/, taken of the site that the repository's own content gives."""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from tests.tools.programs import CHROMIUM_FLAGS, ROOT, find_chromium
from tests.tools.server import serve

PICTURES = ROOT / "docs" / "screenshots"
SIZE: ViewportSize = {"width": 1200, "height": 750}

# picture: page of the site
SHOWN = {
    "home.png": "index.html",
    "calculator.png": "calculator/index.html",
    "home-zh-TW.png": "zh-TW/index.html",
}


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("screenshots: no Chromium on this machine")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        subprocess.run([sys.executable, "-m", "build", "--output", str(site)], cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        with serve({"/": site}) as origin:
            page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            for name, address in SHOWN.items():
                page.goto(f"{origin}/{address}", wait_until="networkidle")
                page.screenshot(path=PICTURES / name)
                print(f"screenshots: {(PICTURES / name).relative_to(ROOT)}")
        browser.close()


if __name__ == "__main__":
    main()
