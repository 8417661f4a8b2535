"""The price table as a person uses it: search, facets, sorting, ticking, columns, export, state in the address."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hosted

ALL = [
    "seedream-4.0-pro",
    "seedream-mini",
    "glm-4.7",
    "glm-4.5-air",
    "glm-5",
    "MiniMax-M2",
    "MiniMax-M2.1",
    "MiniMax-M2.5-highspeed",
    "MiniMax-M3",
    "hailuo-2.3",
    "hailuo-2.3-standard",
]


@pytest.fixture
def table(page: Page, rich_hosted: Hosted) -> Page:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(rich_hosted.url())
    return page


def shown(page: Page) -> list[str]:
    """The ids of the rows in sight, in order."""
    return page.locator("#prices tbody:visible th.variant a").all_inner_texts()


def expect_state(page: Page, expected: dict[str, list[str]]) -> None:
    """Wait until the address says `expected`; it is written in a pause between keystrokes."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == expected)


def test_everything_stands_in_the_table_at_first(table: Page) -> None:
    assert shown(table) == ALL
    expect(table.locator("#matches")).to_have_text("11 variants")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("m2.1", ["MiniMax-M2.1"]),
        ("ＧＬＭ-4", ["glm-4.7", "glm-4.5-air"]),
        ("minimax video", ["hailuo-2.3", "hailuo-2.3-standard"]),
        ("text_to_image", ["seedream-4.0-pro", "seedream-mini"]),
    ],
    ids=["id", "full-width letters", "provider and type", "endpoint"],
)
def test_search_as_you_type(table: Page, typed: str, found: list[str]) -> None:
    table.get_by_label("Search").press_sequentially(typed)
    assert shown(table) == found
    expect(table.locator("#matches")).to_have_text(f"{len(found)} variant{'s match' if len(found) > 1 else ' matches'}")
    expect_state(table, {"q": [typed]})


def test_chinese_is_found_too(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("zh-TW/"))
    page.get_by_label("搜尋").fill("影片")
    assert shown(page) == ["hailuo-2.3", "hailuo-2.3-standard"]
    expect(page.locator("#matches")).to_have_text("符合 2 個變體")


def test_facets_narrow_and_count_each_other(table: Page) -> None:
    table.get_by_role("group", name="Type").get_by_label("Text").check()
    assert len(shown(table)) == 7
    provider = table.get_by_role("group", name="Provider")
    assert provider.locator("label", has_text="MiniMax").locator(".count").inner_text() == "4"
    assert provider.locator("label", has_text="ByteDance").locator(".count").inner_text() == "0"
    # Its own choices stay countable: more types can be added.
    assert (
        table.get_by_role("group", name="Type").locator("label", has_text="Video").locator(".count").inner_text() == "2"
    )
    provider.get_by_label("Z.ai").check()
    assert shown(table) == ["glm-4.7", "glm-4.5-air", "glm-5"]
    expect_state(table, {"modality": ["text"], "provider": ["Z.ai"]})


def test_a_price_range_stays_within_one_unit(table: Page) -> None:
    assert table.get_by_label("From", exact=True).is_disabled()
    table.get_by_label("Within").select_option(label="per 1M tokens")
    table.get_by_label("To", exact=True).fill("15")
    assert shown(table) == ["glm-4.7", "MiniMax-M2", "MiniMax-M2.1", "MiniMax-M3"]
    table.get_by_label("Within").select_option(label="per image")
    table.get_by_label("To", exact=True).fill("0.0003")
    assert shown(table) == ["seedream-mini"]


def test_sorting_by_price_never_mixes_units_or_bases(table: Page) -> None:
    table.get_by_role("button", name="Price").click()
    # Tokens by rates, tokens as listed, images by rates, seconds, calls; what has no price comes last.
    assert shown(table) == [
        "glm-4.7",
        "MiniMax-M2",
        "MiniMax-M2.1",
        "MiniMax-M3",
        "MiniMax-M2.5-highspeed",
        "seedream-mini",
        "seedream-4.0-pro",
        "hailuo-2.3",
        "hailuo-2.3-standard",
        "glm-4.5-air",
        "glm-5",
    ]
    table.get_by_role("button", name="Price").click()
    assert shown(table)[:2] == ["glm-4.7", "MiniMax-M2.5-highspeed"]
    assert shown(table)[-2:] == ["glm-4.5-air", "glm-5"]


def test_a_sort_is_told_to_those_who_do_not_see_it(table: Page) -> None:
    head = table.locator("th.variant[data-sort]")
    table.get_by_role("button", name="Variant").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(table.get_by_role("status").filter(has_text="Sorted by Variant, ascending")).to_have_count(1)
    table.get_by_role("button", name="Variant").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect_state(table, {"sort": ["-id"]})


def test_ticking_leads_to_the_comparison(table: Page) -> None:
    table.get_by_label("Compare glm-4.7").check()
    table.get_by_label("Compare MiniMax-M3").check()
    expect_state(table, {"v": ["glm/4.7,minimax/m3"]})
    table.get_by_role("link", name="Compare the chosen").click()
    expect(table.locator(".comparison thead th a")).to_have_text(["glm-4.7", "MiniMax-M3"])


def test_chosen_variants_can_be_let_go(table: Page) -> None:
    table.get_by_label("Compare glm-4.7").check()
    table.get_by_role("button", name="Clear").click()
    assert not table.get_by_label("Compare glm-4.7").is_checked()
    expect(table.locator("#chosen")).to_be_hidden()
    expect_state(table, {})


def test_an_empty_result_says_so_and_offers_a_way_back(table: Page) -> None:
    table.get_by_label("Search").fill("no such model")
    expect(table.locator("#empty")).to_contain_text("Nothing matches")
    expect(table.locator("#matches")).to_have_text("0 variants match")
    table.get_by_role("button", name="Clear all filters").click()
    assert shown(table) == ALL
    expect(table.get_by_label("Search")).to_be_focused()


def test_the_state_comes_back_from_the_address(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("?q=minimax&modality=text&sort=-price&v=glm/4.7&hide=status"))
    assert shown(page)[0] == "MiniMax-M2.5-highspeed"
    assert len(shown(page)) == 4
    assert page.get_by_label("Compare glm-4.7").is_checked()
    assert page.locator("th.status").is_hidden()
    assert page.locator("th.endpoint").is_visible()


@pytest.mark.parametrize(
    "query",
    ["modality=smell", "sort=%3Cb%3E", "within=parsec", "least=NaN", "v=../../etc", "utm=x", "%F0%9F%92%A9=%00"],
)
def test_what_an_address_says_wrongly_is_left_out_with_a_note(page: Page, rich_hosted: Hosted, query: str) -> None:
    page.goto(rich_hosted.url(f"?{query}"))
    assert shown(page) == ALL
    expect(page.locator("#ignored")).to_contain_text("Ignored in the address: ")


def test_columns_can_be_chosen(table: Page) -> None:
    assert table.locator("th.endpoint").is_hidden()
    table.locator("summary", has_text="Columns").click()
    table.locator(".menu").get_by_label("Endpoint").check()
    table.locator(".menu").get_by_label("Source line").uncheck()
    assert table.locator("th.endpoint").is_visible()
    assert table.locator("th.source").is_hidden()
    expect_state(table, {"hide": ["source"]})
    table.keyboard.press("Escape")
    expect(table.locator(".menu").first).not_to_have_attribute("open", "")


def exported(page: Page, button: str) -> str:
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.path().read_text(encoding="utf-8")


def test_csv_is_exactly_what_is_shown(table: Page) -> None:
    table.get_by_label("Search").fill("glm-4")
    text = exported(table, "CSV")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["Variant"] for row in rows] == ["glm-4.7"] * 5 + ["glm-4.5-air"]
    assert [row["Price"] for row in rows[:4]] == [
        "$0.30 per 1M tokens",
        "$1.10 per 1M tokens",
        "$0.055 per 1M tokens",
        "Free",
    ]
    assert rows[4]["Per 1M tokens"] == "$19.50–$20.50 per 1M"
    assert rows[4]["Provider"] == "Z.ai"
    assert "Endpoint" not in rows[0]


def test_markdown_is_exactly_what_is_shown(table: Page) -> None:
    table.get_by_label("Search").fill("hailuo-2.3-standard")
    lines = exported(table, "Markdown").splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| hailuo-2.3-standard | $0.500 per call |")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", 'say "hi"'])
def test_no_cell_becomes_a_formula(table: Page, cell: str) -> None:
    text = table.evaluate("cell => priceBook.exports.csv([[cell]])", cell)
    [[back]] = csv.reader(io.StringIO(text, newline=""))
    assert back == (cell if cell[0] == "s" else f"'{cell}")


def test_the_whole_table_by_keyboard(table: Page) -> None:
    table.keyboard.press("Tab")
    expect(table.locator(".skip")).to_be_focused()
    table.keyboard.press("Enter")
    table.keyboard.press("Tab")
    expect(table.get_by_label("Search")).to_be_focused()
    table.keyboard.type("m2.1")
    for _ in range(60):
        table.keyboard.press("Tab")
        if table.evaluate("document.activeElement.matches('.tick input')"):
            break
    table.keyboard.press("Space")
    expect(table.locator("#chosen")).to_contain_text("1 chosen")
    expect_state(table, {"q": ["m2.1"], "v": ["minimax/m2.1"]})


MANY = """count => {
  const table = document.querySelector('#prices');
  const bodies = [...table.tBodies];
  while (table.tBodies.length < count) {
    const copy = bodies[table.tBodies.length % bodies.length].cloneNode(true);
    copy.dataset.v += '-' + table.tBodies.length;
    copy.dataset.k += ' copy' + table.tBodies.length;
    table.append(copy);
  }
}"""


def test_of_many_rows_the_first_hundred_show_and_the_rest_on_demand(page: Page, rich_hosted: Hosted) -> None:
    # The copies must stand in the page before its script reads the rows.
    page.route(
        re.compile(r"/table\.js$"),
        lambda route: route.fulfill(body=f"({MANY})(1000);\n" + route.fetch().text(), content_type="text/javascript"),
    )
    page.goto(rich_hosted.url())
    assert len(shown(page)) == 100
    page.get_by_label("Search").fill("copy999")
    assert len(shown(page)) == 1
    page.get_by_label("Search").fill("")
    page.get_by_role("button", name="Show 900 more").click()
    assert len(shown(page)) == 1000
