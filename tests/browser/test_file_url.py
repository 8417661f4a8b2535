"""The site opened from disk, at a domain's root, and below a project's sub-path is one and the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SUB_PATH, Hosted

Address = Callable[[str], str]


@pytest.fixture(params=["file", "root", "sub-path"])
def address(request: pytest.FixtureRequest, rich_hosted: Hosted) -> Address:
    if request.param == "file":
        return rich_hosted.file
    below = "/" if request.param == "root" else SUB_PATH
    return lambda path: rich_hosted.url(path, below=below)


def test_from_the_table_to_a_variant_and_back(page: Page, address: Address) -> None:
    page.goto(address("index.html"))
    page.get_by_role("link", name="MiniMax-M2.1").click()
    expect(page.locator("h1")).to_have_text("MiniMax-M2.1")
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="Prices").click()
    expect(page.locator("#prices")).to_be_visible()


def test_styles_and_scripts_arrive_at_every_depth(page: Page, address: Address) -> None:
    for path in ("index.html", "zh-TW/faq/index.html", "zh-TW/models/glm/4.7/index.html"):
        page.goto(address(path))
        assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).display") == "flex"
        expect(page.locator(".theme")).to_be_visible()


def test_the_table_keeps_its_state_in_the_address(page: Page, address: Address) -> None:
    page.goto(address("index.html"))
    page.get_by_label("Search").fill("m2.1")
    page.wait_for_url(lambda url: url.endswith("?q=m2.1"))
    page.reload()
    expect(page.locator("#prices tbody:visible")).to_have_count(1)


def test_a_comparison_opens_from_its_address(page: Page, address: Address) -> None:
    page.goto(address("compare/index.html") + "?v=glm/4.7,minimax/m2.1,no/such")
    expect(page.locator(".comparison thead th")).to_have_count(2)
    expect(page.locator("#ignored")).to_contain_text("no/such")


def test_a_disputed_price_leads_to_its_finding(page: Page, address: Address) -> None:
    page.goto(address("models/glm/4.7/index.html"))
    page.locator("#prices + .frame .doubt").click()
    expect(page.locator("li:target")).to_contain_text("glm-4.7 is $20 per 1M tokens here")


def test_the_page_for_unknown_addresses_has_its_style_at_any_depth(
    page: Page, rich_hosted: Hosted, problems: list[str]
) -> None:
    page.goto(rich_hosted.url("models/gone/for/good/"))
    expect(page.locator("h1")).to_have_text("Page not found")
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).display") == "flex"
    page.get_by_role("link", name="To the price table").click()
    expect(page.locator("#prices")).to_be_visible()
    problems[:] = [problem for problem in problems if "404" not in problem]  # the answer itself
