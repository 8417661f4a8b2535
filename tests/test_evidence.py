"""Whether an answer is the page, and all of it. Whole exchanges are tested in tests/faults/test_refusals.py."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.addresses import Page, from_path
from scraper.errors import FetchError
from scraper.evidence import check_html, check_markdown
from tests.faults.catalog import html_page, small_site

SITE = small_site(locales=("en", "zh-TW", "de"))
VARIANT = Page("en", "alfa", "1.5")
WHOLE = SITE[VARIANT.address]


@pytest.mark.parametrize("address", [address for address in SITE if address.endswith(".md")])
def test_a_whole_page_is_accepted_and_its_text_returned(address: str) -> None:
    page = from_path(address.removeprefix("/"))
    assert page is not None
    assert check_markdown(page, SITE[address], recorded=SITE[address]) == SITE[address].decode()


def test_the_recorded_pages_of_this_repository_are_accepted() -> None:
    root = Path(__file__).parents[1]
    pages = sorted((root / "content/pages").rglob("*.md"))
    assert pages
    for path in pages:
        page = from_path(path.relative_to(root / "content/pages").as_posix())
        assert page is not None
        check_markdown(page, path.read_bytes(), recorded=None)


@given(st.integers(1, len(WHOLE) - 60))
def test_a_page_cut_anywhere_before_its_list_of_siblings_is_refused(at: int) -> None:
    cut = WHOLE[:at]
    if b"## Related" in cut:
        return
    with pytest.raises(FetchError):
        check_markdown(VARIANT, cut, recorded=WHOLE)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_other_bytes_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(FetchError, match="expected"):
        check_markdown(VARIANT, data, recorded=None)
    with pytest.raises(FetchError, match="expected"):
        check_html(VARIANT, data)


@pytest.mark.parametrize(
    ("lang", "locale"),
    [
        ("zh-TW", "zh-TW"),
        ("zh", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-TW", "zh-TW"),
        ("en-US", "en"),
        ("pt", "pt-BR"),
    ],
)
def test_a_language_that_fits_is_accepted(lang: str, locale: str) -> None:
    check_html(Page(locale, "alfa", "1.5", "html"), html_page("alfa", "1.5", lang=lang))


@pytest.mark.parametrize(("lang", "locale"), [("zh-CN", "zh-TW"), ("en", "zh-TW"), ("pt-PT", "pt-BR"), ("de", "en")])
def test_a_language_that_does_not_fit_is_refused(lang: str, locale: str) -> None:
    with pytest.raises(FetchError, match="another language"):
        check_html(Page(locale, "alfa", "1.5", "html"), html_page("alfa", "1.5", lang=lang))


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('locale: "de"', id="by-its-locale"),
        pytest.param('url: "https://runapi.ai/de/models/alfa/1.5.md"', id="by-its-address"),
        pytest.param('canonical: "https://runapi.ai/de/models/alfa/1.5"', id="by-its-canonical-address"),
    ],
)
def test_another_language_is_known_by_the_head(head: str) -> None:
    body = WHOLE.decode().split("---\n", 2)[2]
    with pytest.raises(FetchError, match="expected locale en, got 'de'"):
        check_markdown(VARIANT, f"---\ntitle: x\n{head}\n---\n{body}".encode(), recorded=None)


def test_another_address_in_the_same_language_is_left_to_parse() -> None:
    check_markdown(VARIANT, WHOLE.replace(b"alfa/1.5.md", b"alfa/1.6.md", 1), recorded=None)


def test_an_index_needs_no_head() -> None:
    check_markdown(Page("en"), b"# Models\n\n* /models/alfa.md\n", recorded=None)


@pytest.mark.parametrize("piece", ["## ", "## # ", "```", "\n## a", "~~~\n", "### a\n", "#"])
def test_a_page_of_nothing_but_marks_is_read_through(piece: str) -> None:
    page = b"---\nlocale: en\n---\n" + (piece * (200_000 // len(piece))).encode()
    with pytest.raises(FetchError):
        check_markdown(VARIANT, page, recorded=None)
