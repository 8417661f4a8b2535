"""The page about the data names every file and every column, and leads to each."""

import posixpath
import re
from pathlib import Path

import pytest

from build.builder import TEMPLATES, build_site
from build.files import FILES
from build.locales import load_words
from build.pages import Page
from build.price_csv import COLUMNS
from build.render import Renderer
from build.views import view
from build.views_site import Site
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales")
SITE = Site(content_samples.content(), WORDS)


def html(tag: str = "en", site: Site = SITE) -> str:
    return Renderer(TEMPLATES).page(*view(site, Page(tag, "data"))).decode()


@pytest.mark.parametrize("tag", WORDS)
def test_every_file_and_column_is_explained_in_every_language(tag: str) -> None:
    text = html(tag)
    for file in FILES:
        assert f"<code>{file.path}</code>" in text
    for name in COLUMNS:
        assert f"<code>{name}</code>" in text
    said = [WORDS[tag](f"data.column_{name}") for name in COLUMNS] + [
        WORDS[tag](f"data.file_{one.code}") for one in FILES
    ]
    assert len(set(said)) == len(said)


def test_nothing_is_explained_that_is_not_there() -> None:
    phrases = WORDS["en"].phrases
    assert {key for key in phrases if key.startswith("data.column_")} == {f"data.column_{name}" for name in COLUMNS}
    assert {key for key in phrases if key.startswith("data.file_")} == {f"data.file_{file.code}" for file in FILES}


def test_every_link_leads_to_a_file(tmp_path: Path) -> None:
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=["en", "zh-TW"])
    page = (tmp_path / "site" / "zh-TW" / "data" / "index.html").read_text(encoding="utf-8")
    hrefs = re.findall(r'href="([^"#]+)', page.partition("<main")[2].partition("</main>")[0])
    assert all((tmp_path / "site" / posixpath.normpath(f"zh-TW/data/{href}")).is_file() for href in hrefs)
    assert {"../feed.atom", "../../prices.csv", "../../api/v1/schema/model.schema.json"} <= set(hrefs)
    assert "../models/minimax/feed.atom" in hrefs


def test_it_is_led_to_from_every_page_and_is_not_in_the_navigation() -> None:
    for kind in ("home", "findings"):
        text = Renderer(TEMPLATES).page(*view(SITE, Page("en", kind))).decode()
        assert re.search(r'href="(\.\./)?data/index\.html"', text.partition("<footer")[2])
        assert "data/index.html" not in text.partition("<main")[0].partition("<header>")[2].partition("languages")[0]
    assert (
        "data/index.html" in Renderer(TEMPLATES).page(*view(SITE, Page("en", "about"))).decode().partition("<main")[2]
    )


def test_what_spreadsheets_are_spared_is_told() -> None:
    """The characters that the CSV guards against are the ones the page names."""
    for tag in WORDS:
        told = WORDS[tag]("data.columns_text")
        assert all(char in told for char in "=+-@"), tag
        assert "RFC 4180" in told
        assert "UTF-8" in told


def test_a_site_without_models_has_the_page_too() -> None:
    assert "<h1" in html(site=Site(content_samples.content(models=(), texts={}), WORDS))
