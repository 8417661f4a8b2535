"""Every page says what it has to say without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hosted, NewPage


@pytest.fixture
def open_page(new_page: NewPage, rich_hosted: Hosted) -> Callable[[str], Page]:
    page = new_page(java_script_enabled=False)

    def go(path: str) -> Page:
        page.goto(rich_hosted.url(path))
        return page

    return go


Open = Callable[[str], Page]


def test_the_whole_table_is_there(open_page: Open) -> None:
    page = open_page("")
    expect(page.locator("#prices tbody:visible")).to_have_count(11)
    expect(page.get_by_text("$0.00025")).to_be_visible()
    expect(page.locator("#prices").get_by_text("$9.50–$10.50").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "compare/", "faq/", "changes/", "models/glm/4.7/", "zh-TW/"])
def test_no_control_that_needs_a_script_is_offered(open_page: Open, path: str) -> None:
    page = open_page(path)
    expect(page.locator("button:visible, input:visible, select:visible")).to_have_count(0)


def test_a_variant_page_has_prices_costs_and_provenance(open_page: Open) -> None:
    page = open_page("models/glm/4.7/")
    for text in ("$1.10", "Free", "$19.50–$20.50", "models/glm.md:22", "synchronous"):
        expect(page.get_by_text(text).first).to_be_visible()


def test_the_comparison_leads_to_pages_that_compare(open_page: Open) -> None:
    page = open_page("compare/")
    expect(page.get_by_text("Choosing variants needs JavaScript")).to_be_visible()
    page.get_by_role("link", name="GLM").click()
    expect(page.get_by_role("link", name="glm-4.7")).to_be_visible()


def test_questions_and_answers_are_there(open_page: Open) -> None:
    page = open_page("zh-TW/faq/")
    expect(page.get_by_text("生成失敗不會收費。")).to_be_visible()


def test_the_language_switch_works(open_page: Open) -> None:
    page = open_page("models/glm/4.7/")
    page.locator(".languages summary").click()
    page.locator(".languages a[hreflang=zh-TW]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    expect(page.locator("h1")).to_have_text("glm-4.7")


def test_freshness_has_its_date(open_page: Open) -> None:
    expect(open_page("about/").get_by_text("Last run: Nov 22, 2026")).to_be_visible()
