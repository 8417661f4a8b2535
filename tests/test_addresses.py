"""Addresses, paths and links: what comes back is safe to use, and nothing else comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.addresses import LOCALES, Page, from_path, from_url, is_locale, is_safe_link, is_slug, on_web

PAGES = [
    (Page("en"), "models.md", "/models.md"), (Page("de"), "de/models.md", "/de/models.md"),
    (Page("en", "glm"), "models/glm.md", "/models/glm.md"),
    (Page("zh-TW", "minimax", "m2.1"), "zh-TW/models/minimax/m2.1.md", "/zh-TW/models/minimax/m2.1.md"),
    (Page("en", "glm", "4.7", "html"), "models/glm/4.7.html", "/models/glm/4.7"),
    (Page("pt-BR", "imagen-4", "imagen-4"), "pt-BR/models/imagen-4/imagen-4.md", "/pt-BR/models/imagen-4/imagen-4.md"),
    (Page("zh-Hant-HK", "models"), "zh-Hant-HK/models/models.md", "/zh-Hant-HK/models/models.md"),
    (Page("en", "a", "x.md", "html"), "models/a/x.md.html", "/models/a/x.md"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "path", "address"), PAGES)
def test_a_page_its_path_and_its_address_name_each_other(page: Page, path: str, address: str) -> None:
    assert (page.path, page.address, from_path(path)) == (path, address, page)
    if not page.variant or not page.variant.endswith(".md"):
        assert from_url(page.url) == page
        assert from_url(address) == page


@pytest.mark.parametrize(
    "path",
    ["", "x.md", "models", "models/glm", "models/glm.txt", "en/models/glm.md", "models/../glm.md", "models//glm.md", "/models/glm.md",
     "models/glm/4.7/x.md", "models/GLM.md", "models/con.md", "models/nul/x.md", "models/com1.x.md", "models/a..b.md", "models/.md",
     "models/glm.md/", "xx-yy/models/glm.md", "ZH/models/glm.md", "models/a b.md", "models/e\u0301.md", "models/" + "a" * 101 + ".md",
     "docs/models/glm.md", "models/glm\n.md", "models/a\x00.md", "models\\glm.md", "models/m\u0430x.md", "models/a%2e.md"],
)  # fmt: skip
def test_a_path_where_no_page_belongs_is_none(path: str) -> None:
    assert from_path(path) is None


@pytest.mark.parametrize(
    "url",
    ["", "https://evil.example/models/glm.md", "https://runapi.ai.evil.example/models/glm.md", "//runapi.ai/models/glm.md",
     "https://user@runapi.ai/models/glm.md", "http://runapi.ai/models/glm.md", "https://runapi.ai:444/models/glm.md",
     "https://runapi.ai/models/glm.md?x", "https://runapi.ai/models/../glm.md", "https://runapi.ai/models/gl m.md",
     "https://runapi.ai\\models/glm.md", "javascript:/models/glm.md", "models/glm.md", "https://[::1", "https://runapi.ai/\tmodels/glm.md"],
)  # fmt: skip
def test_an_address_elsewhere_is_none(url: str) -> None:
    assert from_url(url) is None


def test_another_origin_may_be_named() -> None:
    assert from_url("http://127.0.0.1:8000/models/glm.md", origins=("http://127.0.0.1:8000",)) == Page("en", "glm")
    assert from_url("HTTPS://RunAPI.ai/models/glm.md#x") == Page("en", "glm")


@pytest.mark.parametrize(("tag", "sound"), [*((tag, True) for tag in LOCALES), ("bg", True), ("es-419", True), ("EN", False),
                                            ("zh_TW", False), ("models", False), ("zh-tw", False), ("", False)])  # fmt: skip
def test_a_locale_is_a_tag_in_its_usual_spelling(tag: str, *, sound: bool) -> None:
    assert is_locale(tag) is sound


@pytest.mark.parametrize(
    "href", ["https://runapi.ai/x", "https://github.com/a?b=c#d", "/models/glm.md", "#top", "./a", "../a"]
)
def test_a_plain_link_is_safe(href: str) -> None:
    assert is_safe_link(href)


@pytest.mark.parametrize(
    "href",
    ["", "javascript:alert(1)", " javascript:x", "java\tscript:x", "data:text/html,x", "blob:x", "intent:x", "//evil.example", "\\\\evil",
     "/\\evil.example", "http://runapi.ai/", "https://user@runapi.ai/", "https://user:pw@runapi.ai/", "https:evil", "https://", "https:///x",
     "https://rúnapi.ai/", "https://xn--rnapi-7ua.ai/", "https://a.xn--x/", "https://runapi.ai/\u202e", "https://[::1/", "mailto:a@b", "x", "?a"],
)  # fmt: skip
def test_any_other_link_is_shown_as_text(href: str) -> None:
    assert not is_safe_link(href)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTPS://a.example/x", "HTTPS://a.example/x"),
        ("/docs#a", "https://runapi.ai/docs#a"),
        ("/", "https://runapi.ai/"),
        ("./a", None),
        ("#a", None),
        ("//evil.example", None),
        ("javascript:x", None),
        ("", None),
        (None, None),
    ],
)
def test_a_printed_link_has_a_full_address_where_its_page_does_not_matter(
    href: str | None, address: str | None
) -> None:
    assert on_web(href) == address


@given(st.text(max_size=40) | st.from_regex(r"(models|zh-TW/models)/[a-z./\\-]{0,20}(\.md|\.html)", fullmatch=True))
@settings(deadline=None, max_examples=300)
def test_a_path_that_comes_back_stays_in_the_tree(text: str) -> None:
    page = from_path(text)
    if page is not None:
        assert page.path == text
        assert not text.startswith("/")
        assert not {"", ".", ".."} & set(text.split("/"))
    from_url(text)
    is_safe_link(text)


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=200)
def test_a_slug_is_plain(text: str) -> None:
    if is_slug(text):
        assert text.isascii()
        assert text == text.lower()
        assert "/" not in text
