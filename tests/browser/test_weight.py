"""The whole sample catalog: what its pages weigh as a host sends them, all they load compressed, and how wide they are."""

import gzip
import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scraper.parse import parse
from tests.browser.conftest import Hosted, NewPage
from tests.sample.generate import generate
from tests.tools.programs import ROOT
from tests.tools.server import serve

VARIANT, TABLE = 60_000, 250_000  # bytes
PACKED = {".woff2", ".png", ".webp", ".jpg"}  # compressed as they are
LOCALES = ("en", "zh-TW", "ar")
WIDEST = "es"  # its words take the most room in the table


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosted]:
    """The whole sample catalog, 47 families, built in four languages."""
    folder = tmp_path_factory.mktemp("weight")
    generate(folder / "content" / "pages", locales=LOCALES)
    parse(folder / "content", today="2026-11-22", processes=2)
    words = [word for tag in (*LOCALES, WIDEST) for word in ("--locale", tag)]
    command = [sys.executable, "-m", "build", "--content", str(folder / "content"), "--output", str(folder / "site")]
    subprocess.run([*command, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    assert len(list((folder / "content" / "models").iterdir())) == 47
    with serve({"/": folder / "site"}) as origin:
        yield Hosted(origin, folder / "site")


def weight(new_page: NewPage, host: Hosted, path: str) -> dict[str, int]:
    """Every file that a first visit loads, and its bytes on the way."""
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.url(path), wait_until="networkidle")
    files = [host.folder / url.removeprefix(f"{host.origin}/").split("?")[0] for url in asked if "data:" not in url]
    return {file.relative_to(host.folder).as_posix(): sent(file) for file in files}


def sent(file: Path) -> int:
    file = file / "index.html" if file.is_dir() else file
    data = file.read_bytes()
    return len(data) if file.suffix in PACKED else len(gzip.compress(data, 9))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_variant_page_weighs_60_kilobytes_at_most_with_everything_on_it(
    new_page: NewPage, sample: Hosted, locale: str
) -> None:
    below = "" if locale == "en" else f"{locale}/"
    pages = [*(sample.folder / below / "models").glob("*/*/index.html")]
    assert len(pages) > 200
    largest = max(pages, key=lambda page: page.stat().st_size)
    found = weight(new_page, sample, largest.relative_to(sample.folder).as_posix())
    assert len(found) > 3
    assert sum(found.values()) <= VARIANT, found


@pytest.mark.parametrize("locale", LOCALES)
def test_the_table_of_47_families_weighs_250_kilobytes_at_most(new_page: NewPage, sample: Hosted, locale: str) -> None:
    found = weight(new_page, sample, "index.html" if locale == "en" else f"{locale}/index.html")
    assert len(found) > 3
    assert sum(found.values()) <= TABLE, found


@pytest.mark.parametrize("locale", [*LOCALES, WIDEST])
def test_the_table_of_47_families_fits_a_window_of_1440_pixels(new_page: NewPage, sample: Hosted, locale: str) -> None:
    """Beside the facets, with no column cut off: those that don't fit are left out at first, and one can have them."""
    page = new_page(viewport={"width": 1440, "height": 900})
    page.goto(sample.url("index.html" if locale == "en" else f"{locale}/index.html"))
    frame = page.locator(".frame", has=page.locator("#prices"))
    expect(frame).to_have_class(re.compile(r"\bfits\b"))
    expect(page.locator("#filters .facets")).to_be_visible()
    for column in ("variant", "price", "what", "million", "basis", "source"):
        expect(page.locator(f"#prices thead .{column}")).to_be_in_viewport()
    assert page.locator("#columns input:not(:checked)").count() <= 5
