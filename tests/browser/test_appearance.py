"""How pages look, as far as a machine can tell: nothing sticks out, figures align, Chinese is set as Chinese."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hosted, NewPage

PATHS = (
    "",
    "models/glm/",
    "models/glm/4.7/",
    "models/seedream/4.0-pro/",
    "compare/?v=glm/4.7,minimax/m2.1,seedream/4.0-pro",
    "faq/",
    "changes/",
    "changes/2026-10/",
    "findings/",
    "coverage/",
    "about/",
)

# What reaches past the window's edge, the contents of frames that scroll by themselves left out.
STICKING_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(element => !element.parentElement.closest('.frame, pre, .sections') && !element.closest('.skip, .unseen'))
  .map(element => [element.getBoundingClientRect(), element.outerHTML.slice(0, 80)])
  .filter(([box]) => box.right > innerWidth + 1 || box.left < -1)
  .map(([_, shown]) => shown)"""


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("locale", ["", "zh-TW/"])
def test_nothing_but_frames_scrolls_sideways(new_page: NewPage, rich_hosted: Hosted, locale: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    for path in PATHS:
        page.goto(rich_hosted.url(locale + path))
        assert page.evaluate(STICKING_OUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_screen_answers_what_it_costs(new_page: NewPage, rich_hosted: Hosted) -> None:
    for viewport in ({"width": 360, "height": 740}, {"width": 1440, "height": 800}):
        page = new_page(viewport=viewport)
        page.goto(rich_hosted.url())
        first = page.locator("#prices tbody").first.bounding_box()
        assert first is not None
        assert first["y"] + first["height"] < viewport["height"]


@pytest.mark.parametrize("locale", ["", "zh-TW/", "de/", "ar/"])
def test_a_phone_shows_that_a_price_is_disputed(new_page: NewPage, rich_hosted: Hosted, locale: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(rich_hosted.url(f"{locale}models/glm/4.7/"))
    mark = page.locator(".prices:not(.grouped) td.price .doubt").first.bounding_box()
    assert mark is not None
    assert mark["x"] >= 0
    assert mark["x"] + mark["width"] <= 360


# The place of the decimal mark of every amount in the first price column, in pixels.
MARKS = """() => [...document.querySelectorAll('#prices .amount:not(.free)')].map(element => {
  const text = element.firstChild, at = text.data.indexOf('.'), range = document.createRange();
  range.setStart(text, at); range.setEnd(text, at + 1);
  return Math.round(range.getBoundingClientRect().left * 2) / 2;
})"""


def test_amounts_are_aligned_at_their_decimal_mark(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url())
    places = page.evaluate(MARKS)
    assert len(places) == 14
    assert max(places) - min(places) <= 1


def test_every_price_in_the_table_shows_unit_basis_and_line(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url())
    rows = page.locator("#prices tbody tr").filter(has=page.locator(".amount"))
    assert rows.count() == 15
    for row in rows.all():
        assert row.locator("td.basis").inner_text()
        assert ":" in row.locator("td.source").inner_text()
        assert row.locator(".free, .per").first.is_visible()


def test_chinese_has_its_own_fonts_leading_and_no_slant(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("zh-TW/about/"))
    style = page.evaluate(
        """() => { const style = getComputedStyle(document.querySelector('main p'));
        return [style.fontFamily, parseFloat(style.lineHeight) / parseFloat(style.fontSize)] }"""
    )
    assert '"Noto Sans TC"' in style[0]
    assert style[0].index("PingFang TC") < style[0].index("sans-serif")
    assert abs(style[1] - 1.75) < 0.01
    page.evaluate(
        "document.querySelector('main p').append(Object.assign(document.createElement('em'), {textContent: '字'}))"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('em')).fontStyle") == "normal"


def test_an_english_stretch_in_a_chinese_page_has_english_leading(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("zh-TW/models/minimax/"))
    ratio = page.evaluate(
        """() => { const style = getComputedStyle(document.querySelector('.stretch[lang=en] p:not(.language)'));
        return parseFloat(style.lineHeight) / parseFloat(style.fontSize) }"""
    )
    assert abs(ratio - 1.5) < 0.01


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_scheme_follows_the_system_until_the_reader_chooses(
    new_page: NewPage, rich_hosted: Hosted, system: str
) -> None:
    page = new_page(color_scheme=system)
    page.goto(rich_hosted.url())
    background = "() => getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(background)
    page.locator(".theme").click()
    after = page.evaluate(background)
    assert before != after
    page.goto(rich_hosted.url("about/"))
    assert page.evaluate(background) == after


def test_what_can_be_pressed_is_large_enough(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(rich_hosted.url())
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, .tick, select')].filter(one => one.offsetParent)
        .filter(one => one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24)
        .map(one => one.outerHTML)"""
    )
    assert small == []


def test_focus_is_always_seen(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url())
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert width == "solid", page.evaluate("document.activeElement.outerHTML")


def test_print_leaves_controls_out_and_shows_all_rows(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url())
    page.emulate_media(media="print")
    for selector in (".sections", "#filters", ".theme", "#tools", ".tick >> nth=0"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator("#prices tbody:visible")).to_have_count(11)


def test_nothing_moves_for_those_who_asked_for_stillness(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(rich_hosted.url())
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_a_request_example_can_be_copied(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(rich_hosted.url("models/minimax/m2.1/"))
    page.get_by_role("region", name="Request example").get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert '"model": "MiniMax-M2.1"' in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("locale", ["", "ar/"])
def test_the_copy_button_covers_no_code(page: Page, rich_hosted: Hosted, locale: str) -> None:
    """Code runs from the left in any language, so its button stands on the right."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(rich_hosted.url(f"{locale}models/minimax/m2.1/"))
    frame, button = (page.locator(f".code{part}").first.bounding_box() for part in ("", " .copy"))
    assert frame is not None
    assert button is not None
    assert button["x"] > frame["x"] + frame["width"] / 2


def test_questions_can_be_searched(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("zh-TW/faq/"))
    page.get_by_label("搜尋問題").fill("收費")
    expect(page.locator(".question:visible")).to_have_count(1)
    expect(page.locator("#faq-matches")).to_have_text("符合 1 題")


def test_what_a_comparison_lacks_is_named(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("compare/?v=glm/4.7,minimax/m2.1,glm/4.5-air"))
    row = page.locator(".comparison tr", has_text="Rates, Cache read")
    assert row.locator("td").nth(1).inner_text() == "Not published"
    assert row.locator("td").nth(2).inner_text() == "Not offered"
    assert "differs" in row.locator("th").inner_text()
    assert "differs" not in page.locator(".comparison tr", has_text="Type").first.locator("th").inner_text()


def test_what_stands_beside_a_field_stands_at_its_middle(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("compare/"))
    expect(page.locator(".picker")).to_be_visible()
    middles: list[float] = page.evaluate(
        """() => [...document.querySelectorAll('.picker > :is(label, input, button)')]
        .map(part => part.getBoundingClientRect()).map(box => (box.top + box.bottom) / 2)"""
    )
    assert len(middles) == 5
    assert max(middles) - min(middles) <= 1


@pytest.mark.parametrize("width", [1024, 1440, 1600])
@pytest.mark.parametrize("locale", ["", "de/", "ar/"])
def test_the_prices_of_a_variant_have_room_for_their_lines(
    page: Page, rich_hosted: Hosted, width: int, locale: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(rich_hosted.url(f"{locale}models/glm/4.7/"))
    over = page.evaluate(
        """() => [...document.querySelectorAll('.columns .frame')].map(frame => frame.scrollWidth - frame.clientWidth)"""
    )
    assert over
    assert max(over) <= 0


def test_on_a_phone_the_range_of_a_coarse_price_stands_below_it(page: Page, rich_hosted: Hosted) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for path in ("", "models/minimax/"):
        page.goto(rich_hosted.url(path))
        shown = page.evaluate(
            """() => [...document.querySelectorAll('.prices td.price')]
            .map(cell => getComputedStyle(cell, '::after').content).filter(text => text.includes('$9.50'))"""
        )
        assert shown
        assert all("$9.50–$10.50 per 1M" in text for text in shown), shown


def test_a_comparison_is_made_by_typing(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("compare/"))
    expect(page.locator("#comparison")).to_contain_text("Nothing chosen yet")
    page.get_by_label("Add a variant").fill("glm-4.7")
    page.keyboard.press("Enter")
    page.get_by_label("Add a variant").fill("minimax/m3")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("?v=glm/4.7,minimax/m3"))
    page.get_by_role("button", name="Remove glm-4.7").click()
    assert page.locator(".comparison thead a").all_inner_texts() == ["MiniMax-M3"]


def test_age_is_told_by_the_readers_clock(page: Page, rich_hosted: Hosted) -> None:
    page.clock.set_fixed_time("2026-12-02T14:00:00Z")
    page.goto(rich_hosted.url("about/"))
    expect(page.locator("time.age").first).to_have_text("10 days ago")
