"""Which pages a page leads to, however it writes its links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.addresses import Page, is_locale, is_slug
from scraper.discover import linked_pages

INDEX = Page("en")
MINIMAX = Page("en", "minimax")
M21 = Page("en", "minimax", "m2.1")


def found(text: str, page: Page = INDEX, **options: tuple[str, ...]) -> list[Page]:
    return list(linked_pages(page, text, **options))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("| MiniMax | https://runapi.ai/models/minimax.md |", id="table-cell"),
        pytest.param("|MiniMax|https://runapi.ai/models/minimax.md|", id="tight-table-cell"),
        pytest.param("- [MiniMax](https://runapi.ai/models/minimax.md)", id="list"),
        pytest.param("[MiniMax](/models/minimax.md)", id="absolute-path"),
        pytest.param("[MiniMax](models/minimax.md)", id="relative"),
        pytest.param("[MiniMax](./models/minimax.md 'title')", id="relative-with-title"),
        pytest.param("[MiniMax](<models/minimax.md>)", id="relative-in-angles"),
        pytest.param("see <https://runapi.ai/models/minimax.md>", id="autolink"),
        pytest.param("see https://runapi.ai/models/minimax.md.", id="end-of-a-sentence"),
        pytest.param("請看 https://runapi.ai/models/minimax.md。", id="end-of-a-chinese-sentence"),
        pytest.param("**https://runapi.ai/models/minimax.md**", id="bold"),
        pytest.param("`/models/minimax.md`", id="code"),
        pytest.param('<a href="/models/minimax.md">', id="html"),
        pytest.param("<a href=/models/minimax>", id="html-without-quotes"),
        pytest.param("https://runapi.ai/models/minimax", id="the-html-page"),
        pytest.param("https://runapi.ai/models/minimax.md#faq", id="a-part-of-it"),
        pytest.param("URL:https://RUNAPI.AI/models/minimax.md", id="glued-to-a-label"),
        pytest.param("/models/minimax.md\r\n/models/minimax.md\x85/models/minimax.md", id="named-three-times"),
    ],
)
def test_a_family_link_is_found(text: str) -> None:
    assert found(text) == [MINIMAX]


def test_links_come_in_the_order_of_the_page_each_once() -> None:
    text = "/models/glm.md /models/minimax/m2.1.md /models/glm.md /de/models/glm/4.7.md"
    assert found(text) == [Page("en", "glm"), M21, Page("de", "glm", "4.7")]


def test_relative_links_are_taken_from_the_page_they_stand_on() -> None:
    assert found("[x](m2.5.md) [y](../glm.md) [z](#faq) [self](m2.1.md)", M21) == [
        Page("en", "minimax", "m2.5"),
        Page("en", "glm"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://runapi.ai/models.md",
        "https://runapi.ai/zh-TW/models.md",
        "https://api.runapi.ai/models/minimax.md",
        "http://runapi.ai/models/minimax.md",
        "https://runapi.ai@evil.example/models/minimax.md",
        "https://evil.example/?u=https://runapi.ai/models/minimax.md",
        "//evil.example/models/minimax.md",
        "https://runapi.ai/models/minimax.md?x=1",
        "https://runapi.ai/openclaw-minimax.md",
        "https://runapi.ai/zh-CN/hermes-minimax.md",
        "https://runapi.ai/minimax-pricing.md",
        "https://runapi.ai/docs/models.md",
        "/api/v1/models/minimax",
        "/models/a/b/c.md",
        "/models/../../etc/passwd.md",
        "/models/MiniMax.md",
        "/models/caf\u00e9.md",
        "/models/mini\u200bmax.md",
        "/models/mini\0max.md",
        "see models/minimax.md in the text",
    ],
)
def test_anything_else_is_not_followed(text: str) -> None:
    assert found(text) == []


def test_links_to_the_mirror_count_where_it_is_one() -> None:
    text = "http://127.0.0.1:8000/models/minimax.md"
    assert found(text) == []
    assert found(text, origins=("https://runapi.ai", "http://127.0.0.1:8000")) == [MINIMAX]


@given(
    st.sampled_from(["[x]({0})", "/models/{0}", "https://{0}"]),
    st.text(st.sampled_from("/:.?#@%\\ |()[]<>`\"'=-_~\0\r\n\u3002\u202eamodelszh-TWhttps")),
)
def test_whatever_a_page_holds_only_sound_pages_come_out(link: str, text: str) -> None:
    for page in found(link.format(text), M21):
        assert page.form == "md"
        assert is_locale(page.locale)
        assert all(is_slug(slug) for slug in (page.family, page.variant) if slug)
        assert page != M21


@pytest.mark.parametrize(
    "piece", ["](", "](a", "[x](a.md", "/models/", "=/", "models/ ", "https://", "a.md ", "](models/ "]
)
def test_a_page_of_nothing_but_half_links_is_read_through(piece: str) -> None:
    assert len(found(piece * (200_000 // len(piece)))) <= 1
