"""The price table as a person uses it: search, facets, sorting, ticking, columns, export, state in the address."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Generator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scraper.store import save
from tests.browser.conftest import Hosted, NewPage
from tests.tools.prices import model, variant
from tests.tools.programs import ROOT
from tests.tools.server import serve

# Text first, then images, then videos; by provider within each.
ALL = [
    "MiniMax-M2",
    "MiniMax-M2.1",
    "MiniMax-M2.5-highspeed",
    "MiniMax-M3",
    "glm-4.7",
    "glm-4.5-air",
    "glm-5",
    "seedream-4.0-pro",
    "seedream-mini",
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


# Every shift of the layout since the page began, as a browser reports it for its own score.
SHIFTS = """() => new Promise((resolve) => {
  const found = [];
  const note = (list) => found.push(...list.getEntries().map(({ value, sources }) => [value, ...sources.map(({ node }) => (node?.outerHTML ?? node?.data)?.slice(0, 120))]));
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(found), 700);
})"""


# Of the browser's own score, in which 0.1 still counts as good: a text of one line that moves by a pixel, as it does now
# and then where a page comes in pieces on a busy machine, has less than a tenth of this.
STILL = 0.002


def shifts(page: Page) -> list[list[object]]:
    """What moved, as [score, elements…]; nothing where all of it together can't be seen."""
    found: list[list[object]] = page.evaluate(SHIFTS)
    return found if sum(float(str(score)) for score, *_ in found) >= STILL else []


# What reaches out of its cell by a pixel or more, and by how much. Words for screen readers alone take no room.
OUT = """() => [...document.querySelectorAll("#prices :is(th, td)")].filter((cell) => cell.offsetWidth).flatMap((cell) => {
  const outer = cell.getBoundingClientRect();
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text; (text = texts.nextNode()); ) {
    const place = document.createRange();
    place.selectNodeContents(text);
    const inner = place.getBoundingClientRect();
    const by = Math.max(outer.left - inner.left, inner.right - outer.right);
    if (inner.width && by >= 1 && getComputedStyle(text.parentElement).clipPath === "none") found.push(`${text.data}: ${by}`);
  }
  return found;
})"""


def expect_state(page: Page, expected: dict[str, list[str]]) -> None:
    """Wait until the address says `expected`; it is written in a pause between keystrokes."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == expected)


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("locale", ["en", "zh-TW", "ko", "de", "ar"])
def test_nothing_reaches_out_of_its_cell(page: Page, rich_hosted: Hosted, locale: str, width: int) -> None:
    """Not the mark of a disputed price either, which stands after its unit."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(rich_hosted.url(("" if locale == "en" else f"{locale}/") + "index.html"))
    assert page.locator("#prices td.price .doubt:visible").count() > 0
    assert page.evaluate(OUT) == []


def test_everything_stands_in_the_table_at_first(table: Page) -> None:
    assert shown(table) == ALL
    expect(table.locator("#matches")).to_have_text("11 variants")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("m2.1", ["MiniMax-M2.1"]),
        ("ＧＬＭ-4", ["glm-4.7", "glm-4.5-air"]),
        ("glm47", ["glm-4.7"]),
        ("minimax video", ["hailuo-2.3", "hailuo-2.3-standard"]),
        ("text_to_image", ["seedream-4.0-pro", "seedream-mini"]),
    ],
    ids=["id", "full-width letters", "id without its marks", "provider and type", "endpoint"],
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


def test_a_column_that_the_chosen_types_leave_empty_makes_room(table: Page) -> None:
    """Only facets do that: while somebody types, no column moves."""
    kind, million = table.get_by_role("group", name="Type"), table.locator("th.million")
    table.get_by_label("Search").fill("seedream")
    assert len(shown(table)) == 2
    assert million.is_visible()
    table.get_by_label("Search").fill("")
    kind.get_by_label("Image").check()
    assert million.is_hidden()
    assert table.locator("#prices td.million:visible").count() == 0
    assert table.locator("th.what").is_visible() == any(
        table.locator("#prices tbody:visible td.what").all_text_contents()
    )
    kind.get_by_label("Text").check()
    assert million.is_visible()
    kind.get_by_label("Text").uncheck()
    expect_state(table, {"modality": ["image"]})
    table.reload()
    assert million.is_hidden()
    table.goto(table.url.partition("?")[0])
    assert million.is_visible()


def test_a_price_range_stays_within_one_unit(table: Page) -> None:
    assert table.get_by_label("From", exact=True).is_disabled()
    table.get_by_label("Within").select_option(label="per 1M tokens")
    table.get_by_label("To", exact=True).fill("15")
    assert shown(table) == ["MiniMax-M2", "MiniMax-M2.1", "MiniMax-M3", "glm-4.7"]
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
    # One is rarely needed, the other gives way to what doesn't fit beside the facets.
    for column in ("endpoint", "model"):
        assert table.locator(f"th.{column}").is_hidden()
    table.locator("summary", has_text="Columns").click()
    table.locator(".menu").get_by_label("Endpoint").check()
    table.locator(".menu").get_by_label("Model", exact=True).check()
    table.locator(".menu").get_by_label("Source line").uncheck()
    assert table.locator("th.endpoint").is_visible()
    assert table.locator("th.model").is_visible()
    assert table.locator("th.source").is_hidden()
    expect_state(table, {"hide": ["source"]})
    table.keyboard.press("Escape")
    expect(table.locator(".menu").first).not_to_have_attribute("open", "")


def test_the_state_moves_along_to_another_language(table: Page) -> None:
    table.get_by_label("Search").fill("glm-4")
    expect_state(table, {"q": ["glm-4"]})
    table.locator(".languages summary").click()
    table.locator(".languages a[hreflang=zh-TW]").click()
    table.wait_for_url(lambda url: "/zh-TW/" in url and url.endswith("?q=glm-4"))
    assert shown(table) == ["glm-4.7", "glm-4.5-air"]
    # So does an address that nothing was changed in.
    table.locator(".languages summary").click()
    table.locator(".languages a[hreflang=en]").click()
    table.wait_for_url(lambda url: "/zh-TW/" not in url and url.endswith("?q=glm-4"))


def test_escape_closes_the_languages(table: Page) -> None:
    menu = table.locator(".languages details")
    table.locator(".languages summary").click()
    expect(menu).to_have_attribute("open", "")
    table.locator(".languages a").first.focus()
    table.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(table.locator(".languages summary")).to_be_focused()


def test_the_export_says_how_many_it_takes(table: Page) -> None:
    table.get_by_label("Search").fill("glm-4")
    table.locator("summary", has_text="Export").click()
    expect(table.locator("#export .count")).to_have_text("2 variants match")


def exported(page: Page, button: str) -> str:
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.path().read_text(encoding="utf-8")


# What is written below the amounts of a table.
CAPTIONS = """() => [...document.querySelectorAll("table.grouped:not(.history) td.price[data-what]")]
  .filter((cell) => cell.getClientRects().length)
  .map((cell) => getComputedStyle(cell, "::after").content)"""


@pytest.mark.parametrize("path", ["index.html", "models/glm/index.html"])
def test_on_a_phone_each_amount_says_what_it_is_for(page: Page, rich_hosted: Hosted, path: str) -> None:
    page.goto(rich_hosted.url(path))
    expect(page.locator("td.what").first).to_be_visible()
    assert set(page.evaluate(CAPTIONS)) == {"none"}
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".grouped:not(.history) td.what").first).to_be_hidden()
    captions = page.evaluate(CAPTIONS)
    assert len(captions) >= 5
    assert {'"Input', '"Output', '"Cache read', '"Listed'} <= {
        caption.rstrip('"').split(" · ")[0] for caption in captions
    }
    assert "none" not in captions
    table = page.locator("table.grouped:not(.history)").first
    table.evaluate("(table) => table.classList.add('hide-what')")
    assert {caption for caption in page.evaluate(CAPTIONS) if not caption.endswith(' per 1M"')} == {"none"}


def test_an_export_from_a_phone_has_the_same_columns(new_page: NewPage, rich_hosted: Hosted) -> None:
    heads = []
    for width in (360, 1440):
        page = new_page(viewport={"width": width, "height": 800})
        page.goto(rich_hosted.url())
        heads.append(exported(page, "Markdown").splitlines()[0])
    assert "| For |" in heads[0]
    assert heads[0] == heads[1]


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


@pytest.mark.fault(31)
@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", 'say "hi"'])
def test_no_cell_becomes_a_formula(table: Page, cell: str) -> None:
    """Whatever a cell begins with, the exported CSV brings it back as text."""
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


NAMES = [f"V-{number}" for number in range(150)]
IMAGES = [f"I-{number}" for number in range(110)]
# Rows of three lines; four of them are more than one part of the table.
TIERS = [("rates", component, "0.30", "1000000", "token") for component in ("input", "output", "cache_read")]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosted]:
    """A catalog of 260 variants in English: text before images."""
    folder = tmp_path_factory.mktemp("many")
    for one in (
        model(*(variant(name.lower(), *TIERS) for name in NAMES), slug="v"),
        model(
            *(variant(name.lower(), ("rates", "usage", "0.14", "1", "image")) for name in IMAGES),
            slug="i",
            modality="image",
        ),
    ):
        save(folder / "content" / "models" / f"{one.model}.yaml", one)
    command = [sys.executable, "-m", "build", "--content", "content", "--output", "site", "--locale", "en"]
    subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True, text=True
    )
    with serve({"/": folder / "site"}) as origin:
        yield Hosted(origin, folder / "site")


def rows(page: Page) -> Locator:
    return page.locator("#prices tbody:visible")


def test_without_scripts_every_row_stands_in_the_table(new_page: NewPage, many: Hosted) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(many.url())
    assert shown(page) == NAMES + IMAGES


def scroll_through(page: Page, count: int) -> None:
    """Scroll down until the table has so many rows, and no further one comes."""
    for _ in range(2 * count):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        if rows(page).count() >= count:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)
    expect(rows(page)).to_have_count(count)


def test_of_many_rows_the_first_hundred_show_and_the_rest_on_demand(page: Page, many: Hosted) -> None:
    page.goto(many.url())
    more = page.get_by_role("button", name="Show 160 more")
    scroll_through(page, 100)
    assert shown(page) == NAMES[:100]
    page.get_by_label("Search").fill("v-149")
    assert shown(page) == ["V-149"]
    expect(page.locator("#more")).to_be_hidden()
    page.get_by_label("Search").fill("")
    scroll_through(page, 100)
    more.click()
    expect(rows(page)).to_have_count(260)
    assert shown(page) == NAMES + IMAGES
    expect(page.locator("#more")).to_be_hidden()


def test_another_search_begins_with_its_first_rows_again(page: Page, many: Hosted) -> None:
    page.goto(many.url())
    page.get_by_role("button", name="Show 160 more").click()
    expect(rows(page)).to_have_count(260)
    page.get_by_label("Search").fill("i-")
    scroll_through(page, 100)
    assert shown(page) == IMAGES[:100]
    expect(page.get_by_role("button", name="Show 10 more")).to_be_visible()


# How many windows the table reaches down from the top of this one.
STANDING = """() => [...document.querySelectorAll("#prices tbody")].filter((body) => body.getClientRects().length)
  .reduce((lowest, body) => Math.max(lowest, body.getBoundingClientRect().bottom), 0) / innerHeight"""


@pytest.mark.parametrize("height", [400, 900, 2400])
def test_rows_are_laid_out_as_far_as_the_reader_can_soon_see(new_page: NewPage, many: Hosted, height: int) -> None:
    page = new_page(viewport={"width": 1440, "height": height})
    page.goto(many.url())
    for _ in range(3):
        # Long before the table ends there is more of it, and not all at once.
        page.wait_for_function(f"() => ({STANDING})() > 1.5")
        found = shown(page)
        assert found == NAMES[: len(found)]
        assert len(found) < 100 or height > 400
        page.mouse.move(720, height // 2)
        page.mouse.wheel(0, height // 2)
    page.get_by_label("Search").fill("i-")
    page.wait_for_function(f"() => ({STANDING})() > 1.1")
    found = shown(page)
    assert found == IMAGES[: len(found)]


def test_who_comes_back_finds_the_row_they_left(browser: Browser, many: Hosted) -> None:
    # A page of its own: where the clock is set, a page doesn't know how it was come to.
    page = browser.new_page(viewport={"width": 1440, "height": 600}, service_workers="block")
    for state, last in (("", "V-99"), ("?q=i-", "I-99")):
        page.goto(many.url(state))
        scroll_through(page, 100)
        link = page.get_by_role("link", name=last, exact=True)
        link.scroll_into_view_if_needed()
        link.click()
        page.wait_for_url("**/models/**")
        page.go_back()
        expect(link).to_be_in_viewport()
    page.context.close()


# What a keystroke did to the table by the end of its own event: how many rows and lines show.
AT_ONCE = """text => {
  const search = document.querySelector("#q");
  search.value = text;
  search.dispatchEvent(new Event("input", { bubbles: true }));
  const bodies = [...document.querySelectorAll("#prices tbody")].filter((body) => body.getClientRects().length);
  return [bodies.map((body) => body.rows[0].cells[0].innerText.trim()), bodies.flatMap((body) => [...body.rows]).length,
    document.querySelector("#matches").textContent];
}"""


def test_a_keystroke_shows_the_first_rows_and_the_number_at_once_and_the_others_after_that(
    page: Page, many: Hosted
) -> None:
    page.goto(many.url())
    found, lines, matches = page.evaluate(AT_ONCE, "i-")
    assert found == IMAGES[: len(found)]
    assert 8 <= lines <= 50  # at most a screenful, not a hundred rows
    assert matches == "110 variants match"
    page.wait_for_function(f"() => ({STANDING})() > 1.5")
    # Nothing that doesn't match is left standing, however fast somebody types.
    for typed, expected in (("v", NAMES), ("v-1", [name for name in NAMES if name.startswith("V-1")])):
        found, _, _ = page.evaluate(AT_ONCE, typed)
        assert found == expected[: len(found)]
    scroll_through(page, 61)
    assert shown(page) == [name for name in NAMES if name.startswith("V-1")]


def test_the_browsers_own_search_finds_rows_that_do_not_show_yet(page: Page, many: Hosted) -> None:
    page.set_viewport_size({"width": 1280, "height": 1200})  # eleven rows stand at once, whatever the font
    page.goto(many.url())
    page.get_by_label("Search").fill("v-")
    expect_state(page, {"q": ["v-"]})
    # Opening the browser's search takes the focus from the page; an address that names a text searches like it.
    page.evaluate("dispatchEvent(new Event('blur'))")
    page.goto(f"{page.url}#:~:text=V%2D144")
    expect(page.get_by_role("link", name="V-144")).to_be_in_viewport()
    assert shown(page) == [*NAMES[:100], "V-144"]
    expect(page.get_by_role("button", name="Show 49 more")).to_be_visible()
    # What doesn't match stays out of the browser's search, too.
    assert page.locator("#prices tbody[hidden=until-found]").count() == 49
    page.get_by_label("Search").fill("v-14")
    expect(rows(page)).to_have_count(11)
    assert shown(page) == ["V-14", *(f"V-{number}" for number in range(140, 150))]


def test_a_choice_is_kept_while_its_row_comes_and_goes(page: Page, many: Hosted) -> None:
    page.goto(many.url("?v=v/v-120,v/v-1"))
    assert page.get_by_label("Compare V-1", exact=True).is_checked()
    page.get_by_label("Search").fill("v-120")
    assert page.get_by_label("Compare V-120").is_checked()
    page.get_by_role("button", name="Clear", exact=True).click()
    assert not page.get_by_label("Compare V-120").is_checked()


def test_everything_that_matches_is_exported_laid_out_or_not(page: Page, many: Hosted) -> None:
    page.goto(many.url())
    assert len(list(csv.reader(io.StringIO(exported(page, "CSV"))))) == 1 + 3 * 150 + 110
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Variant").click()
    page.get_by_role("button", name="Variant").click()
    page.get_by_label("Search").fill("i-")
    names = [line.split(" | ")[0].removeprefix("| ") for line in exported(page, "Markdown").splitlines()[2:]]
    assert names == IMAGES[::-1]


def test_nothing_moves_while_the_page_loads(new_page: NewPage, many: Hosted, rich_hosted: Hosted) -> None:
    for host in (many, rich_hosted):
        for width, height in ((360, 740), (768, 1024), (1440, 900)):
            page = new_page(viewport={"width": width, "height": height})
            page.goto(host.url())
            assert shifts(page) == []


@pytest.mark.parametrize("state", ["", "?v=minimax/m2.1,glm/4.7"], ids=["nothing chosen", "two chosen"])
def test_nothing_moves_while_a_comparison_loads(new_page: NewPage, rich_hosted: Hosted, state: str) -> None:
    for width, height in ((360, 740), (1440, 900)):
        page = new_page(viewport={"width": width, "height": height})
        page.goto(rich_hosted.url(f"compare/index.html{state}"))
        assert shifts(page) == []
        expect(page.locator("#families")).to_be_visible()


def test_what_stands_below_a_comparison_shows_even_if_none_is_ever_drawn(page: Page, rich_hosted: Hosted) -> None:
    page.route("**/js/compare.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(rich_hosted.url("compare/index.html"))
    expect(page.locator("#families")).to_be_visible()


def test_the_address_is_written_before_it_is_left(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url())
    page.get_by_label("Search").fill("glm")
    page.get_by_role("link", name="glm-5").click()
    page.go_back()
    expect_state(page, {"q": ["glm"]})
    assert shown(page) == ["glm-4.7", "glm-4.5-air", "glm-5"]
