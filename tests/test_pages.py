"""Which pages there are, where they stand, and that every link between them arrives."""

import posixpath

import pytest

from build.pages import ASIDE, SECTIONS, Page, all_pages, link, translations
from tests import content_samples

PARTS = ("2026-11", "2026-10-2", "2026-10")
PAGES = list(all_pages(content_samples.MODELS, ["en", "zh-TW"], PARTS))


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (Page("en", "home"), "index.html"),
        (Page("zh-TW", "home"), "zh-TW/index.html"),
        (Page("en", "compare"), "compare/index.html"),
        (Page("zh-TW", "family", "minimax"), "zh-TW/models/minimax/index.html"),
        (Page("zh-TW", "variant", "minimax", "m2.1"), "zh-TW/models/minimax/m2.1/index.html"),
        (Page("zh-TW", "changes"), "zh-TW/changes/index.html"),
        (Page("en", "changes", part="2026-10-2"), "changes/2026-10-2/index.html"),
        (Page("en", "coverage"), "coverage/index.html"),
        (Page("en", "missing"), "404.html"),
        (Page("zh-TW", "missing"), "404.html"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_an_address_mirrors_the_source(page: Page, path: str) -> None:
    assert page.path == path


def test_every_locale_has_every_page() -> None:
    variants = sum(len(model.variants) for model in content_samples.MODELS)
    expected = len(SECTIONS) + len(PARTS) + len(content_samples.MODELS) + variants
    for locale in ("en", "zh-TW"):
        assert sum(page.locale == locale and page.kind != "missing" for page in PAGES) == expected


def test_no_two_pages_share_a_file() -> None:
    paths = [page.path for page in PAGES]
    assert len(paths) == len(set(paths))


def test_there_is_one_page_for_addresses_that_are_not_there() -> None:
    assert [page.path for page in PAGES if page.kind == "missing"] == ["404.html"]


def test_a_link_is_relative_and_arrives_from_everywhere() -> None:
    for start in PAGES:
        for target in PAGES:
            href = link(start, target.path)
            assert not href.startswith("/")
            assert href.endswith((".html",))
            assert posixpath.normpath(posixpath.join(*start.folder, href)) == target.path


def test_the_same_page_in_another_language_keeps_its_place() -> None:
    assert Page("en", "variant", "glm", "4.7").elsewhere("zh-TW").address == "zh-TW/models/glm/4.7/"
    assert Page("en", "changes", part="2026-10").elsewhere("ar").address == "ar/changes/2026-10/"


def test_the_addresses_of_other_languages_are_those_of_their_pages() -> None:
    tags = ["en", "zh-TW", "ar"]
    for page in PAGES:
        if page.kind != "missing":
            assert translations(page, tags) == {tag: link(page, page.elsewhere(tag).path) for tag in tags}


def test_pages_beside_the_navigation_are_pages_of_every_locale() -> None:
    assert set(SECTIONS) > ASIDE
