"""Every page says how old its prices are, by the reader's clock, and warns when they are too old to be taken as given."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from build.builder import build_site
from tests import content_samples
from tests.browser.conftest import Hosted, NewPage

PATHS = ("", "models/glm/4.7/", "models/glm/", "compare/", "calculator/", "faq/", "changes/", "about/", "offline/")


@pytest.fixture
def at(new_page: NewPage) -> Callable[[str], Page]:
    """A page opened at that moment of the reader's clock. The sample's last run was at 13:20 on 22 November 2026."""

    def open_at(moment: str) -> Page:
        page = new_page()
        page.clock.set_fixed_time(moment)
        return page

    return open_at


At = Callable[[str], Page]


def test_every_page_says_when_its_prices_were_checked(at: At, rich_hosted: Hosted) -> None:
    page = at("2026-11-22T18:30:00Z")
    for path in PATHS:
        page.goto(rich_hosted.url(path))
        expect(page.locator("#checked")).to_have_text("Last checked Nov 22, 2026 (5 hours ago)")
        expect(page.locator("#stale")).to_have_count(0)


@pytest.mark.parametrize(
    ("moment", "ago"),
    [
        ("2026-11-22T13:20:20Z", "(1 minute ago)"),
        ("2026-11-22T14:19:59Z", "(59 minutes ago)"),
        ("2026-11-24T13:19:00Z", "(47 hours ago)"),
        ("2026-11-24T13:20:00Z", "(2 days ago)"),
        ("2026-11-29T13:19:00Z", "(6 days ago)"),
    ],
)
def test_the_age_is_told_in_the_unit_a_person_would_use(at: At, rich_hosted: Hosted, moment: str, ago: str) -> None:
    page = at(moment)
    page.goto(rich_hosted.url())
    expect(page.locator("#checked .ago")).to_have_text(ago)
    expect(page.locator("#stale")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "warning"),
    [
        ("", "These prices were last checked 7 days ago, on Nov 22, 2026. They may have changed since."),
        ("zh-TW/", "這些價格上次查核是在 7 天前（2026年11月22日），之後可能已有變動。"),
        ("zh-HK/", "這些價格上次核對是 7 日前（2026年11月22日），其後可能已有變動。"),
        (
            "de/",
            "Diese Preise wurden zuletzt vor 7 Tagen geprüft, am 22.11.2026. Seither können sie sich geändert haben.",
        ),
    ],
)
def test_from_the_seventh_day_on_every_page_warns(at: At, rich_hosted: Hosted, locale: str, warning: str) -> None:
    page = at("2026-11-29T13:20:00Z")
    for path in ("", "models/glm/4.7/", "calculator/"):
        page.goto(rich_hosted.url(locale + path))
        expect(page.locator("#stale")).to_have_text(warning)
        assert page.locator("#stale").get_attribute("role") == "status"


def test_a_page_left_open_grows_old_before_its_readers_eyes(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page()
    page.clock.install(time="2026-11-22T15:20:00Z")
    page.goto(rich_hosted.url())
    expect(page.locator("#checked .ago")).to_have_text("(2 hours ago)")
    page.clock.fast_forward("03:00:00")
    expect(page.locator("#checked .ago")).to_have_text("(5 hours ago)")
    page.clock.fast_forward(8 * 24 * 3_600_000)
    expect(page.locator("#stale")).to_contain_text("8 days ago")


def test_a_clock_that_is_behind_gives_the_date_alone(at: At, rich_hosted: Hosted) -> None:
    page = at("2026-11-20T12:00:00Z")
    page.goto(rich_hosted.url())
    expect(page.locator("#checked")).to_have_text("Last checked Nov 22, 2026")
    expect(page.locator("#stale")).to_have_count(0)


def test_ages_are_written_in_western_figures_from_right_to_left_too(at: At, rich_hosted: Hosted) -> None:
    page = at("2026-12-22T13:20:00Z")
    page.goto(rich_hosted.url("ar/"))
    expect(page.locator("#stale")).to_contain_text("30")


def test_the_about_page_tells_the_age_of_what_it_names(at: At, rich_hosted: Hosted) -> None:
    page = at("2026-11-25T13:20:00Z")
    page.goto(rich_hosted.url("about/"))
    expect(page.locator("time.age").first).to_have_text("3 days ago")


def test_without_javascript_the_date_is_there(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(java_script_enabled=False)
    for path in PATHS:
        page.goto(rich_hosted.url(path))
        expect(page.locator("#checked")).to_have_text("Recorded November 22, 2026")


def test_where_no_check_is_on_record_the_page_says_that(page: Page, tmp_path: Path) -> None:
    """Pages that somebody saved by hand, which no run has seen."""
    content = content_samples.write(tmp_path / "content", content_samples.content(run=None, recorded={}))
    build_site(content, tmp_path / "site", locales=["en"])
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator("#checked")).to_have_text("No check of these prices is on record.")
    expect(page.locator("#stale")).to_have_count(0)
