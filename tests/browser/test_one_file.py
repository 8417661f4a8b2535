"""The one file to keep or to mail: table, calculator, questions and findings, with no request and nothing left out."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage

Violations = Callable[[Page], list[str]]
LOCALES = ("en", "zh-TW", "ar")


@pytest.fixture
def mailed(rich_site: Path, tmp_path: Path) -> Callable[[str], str]:
    """The file alone in a folder, as it comes out of a mail: nothing it could lean on lies beside it."""

    def address(locale: str) -> str:
        return Path(shutil.copy(rich_site / f"runapi-prices.{locale}.html", tmp_path / "attachment.html")).as_uri()

    return address


Mailed = Callable[[str], str]


@pytest.fixture
def requests(page: Page) -> list[str]:
    """Every address that the page asks for, itself left out."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type != "document" else None)
    return asked


def test_it_asks_for_nothing_and_breaks_no_policy(page: Page, mailed: Mailed, requests: list[str]) -> None:
    page.context.set_offline(True)
    for locale in LOCALES:
        page.goto(mailed(locale))
        expect(page.locator("#total")).not_to_be_empty()
    assert [address for address in requests if not address.startswith("data:")] == []


def test_its_policy_allows_its_own_scripts_and_no_other(page: Page, mailed: Mailed, problems: list[str]) -> None:
    page.goto(mailed("en"))
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "'self'" not in policy
    page.evaluate(
        """() => { const script = document.createElement('script'); script.append('window.ran = true');
        try { document.body.append(script) } catch {} }"""
    )
    assert page.evaluate("window.ran") is None
    assert page.evaluate("() => fetch('/').then(() => 'asked', () => 'refused')") == "refused"
    assert any("Content Security Policy" in problem for problem in problems)
    problems.clear()


def test_a_disputed_cost_leads_to_its_finding_within_the_file(page: Page, mailed: Mailed) -> None:
    page.goto(mailed("en"))
    result = page.locator("#groups tbody", has_text="≠ Disputed").first
    result.locator("summary").click()
    target = result.locator(".working .doubt").first.get_attribute("href") or ""
    assert target.startswith("#")
    assert page.evaluate("(id) => document.getElementById(id) !== null", target[1:])


def test_table_calculator_and_questions_work_side_by_side(page: Page, mailed: Mailed) -> None:
    page.goto(mailed("en"))
    page.get_by_role("searchbox", name="Search", exact=True).fill("m2.1")
    expect(page.locator("#prices tbody:visible")).to_have_count(1)
    expect(page.locator("#matches")).to_have_text("1 variant matches")
    cost = page.locator("#total").inner_text()
    page.locator("#f-runs").fill("7")
    expect(page.locator("#total")).not_to_have_text(cost)
    asked = page.locator(".question h3").last.inner_text().rstrip(" #")
    page.get_by_label("Search the questions").fill(asked)
    expect(page.locator(".question:visible h3")).to_have_text([f"{asked} #"])
    expect(page.locator("#groups .group").first).to_be_visible()  # of the calculator: not among what was searched
    expect(page.locator("#prices tbody:visible")).to_have_count(1)
    assert "?" not in page.url


def test_every_link_leads_somewhere(page: Page, mailed: Mailed) -> None:
    page.goto(mailed("zh-TW"))
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
    assert len(found) > 60
    inside = [href[1:] for href in found if href.startswith("#")]
    assert [name for name in inside if page.evaluate("name => !document.getElementById(name)", name)] == []
    assert [href for href in found if not href.startswith(("#", "https://runapi.ai/"))] == []
    page.get_by_role("navigation", name="主選單").get_by_role("link", name="費用試算").click()
    expect(page.locator("#part-calculator h1")).to_be_in_viewport()


def test_a_disputed_price_leads_to_its_finding_in_the_file(page: Page, mailed: Mailed) -> None:
    page.goto(mailed("en"))
    page.locator("#prices .doubt").first.click()
    expect(page.locator("#part-findings li:target")).to_be_in_viewport()


def test_it_says_how_old_it_is(new_page: NewPage, mailed: Mailed) -> None:
    page = new_page()
    page.clock.set_fixed_time("2027-02-22T15:00:00Z")
    page.goto(mailed("en"))
    expect(page.locator("#stale")).to_contain_text("92 days ago, on Nov 22, 2026")


def test_it_says_everything_without_javascript(new_page: NewPage, mailed: Mailed) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(mailed("en"))
    expect(page.locator("#prices tbody:visible")).to_have_count(11)
    expect(page.locator(".ranking").first).to_be_visible()
    expect(page.locator(".question").first).to_be_visible()
    expect(page.locator("#checked")).to_have_text(re.compile(r"^Recorded \w+ \d+, 2026$"))
    expect(page.locator("button:visible, input:visible, select:visible")).to_have_count(0)


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_it_keeps_the_accessibility_rules(
    new_page: NewPage, mailed: Mailed, violations: Violations, locale: str
) -> None:
    page = new_page()
    page.goto(mailed(locale))
    assert not violations(page)


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_but_frames_scrolls_sideways(new_page: NewPage, mailed: Mailed, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(mailed("zh-TW"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
