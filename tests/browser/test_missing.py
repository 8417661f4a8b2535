"""An address that isn't there: answered in the reader's language, with the way on, whatever the address holds."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from build.builder import build_site
from tests import content_samples
from tests.browser.conftest import SUB_PATH, Hosted, NewPage
from tests.tools.server import serve

DEEP = "zh-TW/no/such/page/at/all/"
Violations = Callable[..., list[str]]


@pytest.fixture(scope="module", params=["/", SUB_PATH], ids=["root", "sub-path"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosted]:
    """The made-up catalog, built for where it is served; `origin` ends before the site's own slash."""
    folder = tmp_path_factory.mktemp("missing")
    with serve({request.param: folder / "site"}) as origin:
        site = f"{origin}{request.param}"
        build_site(content_samples.write(folder / "content"), folder / "site", url=site)
        yield Hosted(site.rstrip("/"), folder / "site")


@pytest.fixture
def read(place: Hosted, new_page: NewPage, problems: list[str]) -> Generator[Callable[..., Page]]:
    """Ask for an address that isn't there, with a browser set to a language. That it isn't there is no complaint."""

    def ask(path: str, locale: str = "en-GB", *, script: bool = True) -> Page:
        page = new_page(locale=locale, java_script_enabled=script)
        answer = page.goto(place.url(path))
        assert answer is not None
        assert answer.status == 404
        return page

    yield ask
    problems[:] = [line for line in problems if "404 (Not Found)" not in line]


def hrefs(page: Page, within: str) -> list[str]:
    return page.locator(f"{within} a").evaluate_all("links => links.map(link => link.href)")  # type: ignore[no-any-return]


def test_it_speaks_the_language_of_the_address_and_leads_on_in_it(read: Callable[..., Page], place: Hosted) -> None:
    page = read(DEEP, "de-DE")
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    expect(page.locator("h1")).to_have_text("找不到頁面")
    expect(page).to_have_title("找不到頁面 – RunAPI 價目簿")
    expect(page.locator(".languages summary")).to_have_text("繁體中文（台灣）")
    expect(page.locator("#tongues")).to_have_count(0)
    assert hrefs(page, "#onward") == [place.url("zh-TW/index.html")]
    for link in hrefs(page, ".sections"):
        assert page.request.get(link).ok
        assert link.startswith(place.url("zh-TW/"))
    page.locator("#onward a").click()
    expect(page.locator("h1")).to_have_text("RunAPI 模型價格")


@pytest.mark.parametrize(
    ("path", "name", "leads"),
    [
        ("zh-TW/models/glm/9.9/deep/down/", "GLM 價格", "zh-TW/models/glm/index.html"),
        ("ar/models/seedream/x", "أسعار Seedream", "ar/models/seedream/index.html"),
        ("models/hailuo/gone/", "Hailuo prices", "models/hailuo/index.html"),
        ("ZH-tw/Models/GLM/4.7/", "GLM 價格", "zh-TW/models/glm/index.html"),
    ],
)
def test_below_a_model_it_leads_to_that_model(
    path: str, name: str, leads: str, read: Callable[..., Page], place: Hosted
) -> None:
    page = read(path)
    assert len(hrefs(page, "#onward")) == 2
    link = page.locator("#onward a").first
    expect(link).to_have_text(name)
    link.click()
    assert page.url == place.url(leads)
    expect(page.locator("main h1")).to_be_visible()


def test_right_to_left_and_without_a_fault(read: Callable[..., Page], violations: Violations) -> None:
    page = read("ar/nothing")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text("الصفحة غير موجودة")
    expect(page.locator("footer")).to_have_attribute("dir", "ltr")
    assert not violations(page)


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("de-AT", "de"), ("zh-MO", "zh-TW"), ("zh-SG", "zh-CN"), ("zh-HK", "zh-HK"), ("pt-PT", "pt-BR"), ("fr-FR", "en")],
)
def test_where_the_address_says_nothing_the_browser_does(locale: str, tag: str, read: Callable[..., Page]) -> None:
    expect(read("nothing/here", locale).locator("html")).to_have_attribute("lang", tag)


@pytest.mark.parametrize(
    "path",
    [
        "models/javascript:alert(1)/",
        "zh-TW/models/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E/",
        "models/__proto__/x/",
        "constructor/models/constructor/",
        "models/https:%2F%2Fexample.com/?next=https://example.com/#//example.com",
        "%E0%A4%A/models/glm",
        "models//example.com/",
    ],
)
def test_whatever_the_address_holds_nothing_of_it_is_shown_or_led_to(
    path: str, read: Callable[..., Page], place: Hosted
) -> None:
    page = read(path)
    assert all(link.startswith(place.url()) for link in hrefs(page, "body"))
    assert len(hrefs(page, "#onward")) == 1
    assert page.locator("main img").count() == 0
    for part in ("alert", "example.com", "proto", "constructor"):
        expect(page.locator("body")).not_to_contain_text(part)


def test_without_javascript_every_language_is_named_in_its_own_words(read: Callable[..., Page], place: Hosted) -> None:
    page = read(DEEP, script=False)
    expect(page.locator("h1")).to_have_text("Page not found")
    blocks = page.locator("#tongues p")
    expect(blocks).to_have_count(10)  # the eleventh is the page itself
    for block in blocks.all():
        tag = block.get_attribute("lang")
        expect(block).to_be_visible()
        expect(block.locator("a")).to_have_attribute("href", place.url(f"{tag}/index.html"))
    expect(page.locator("#tongues [lang=ar]")).to_have_attribute("dir", "rtl")
    assert all(page.request.get(link).ok for link in hrefs(page, "main"))


def test_a_site_of_one_language_names_no_other(tmp_path: Path) -> None:
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=["zh-TW"])
    text = (tmp_path / "site" / "404.html").read_text(encoding="utf-8")
    assert 'id="tongues"' not in text
    assert 'href="/zh-TW/index.html"' in text
