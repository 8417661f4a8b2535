"""Readers who enlarge, who want stillness, who bring their own colours, and who press with a thumb."""

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from build.pages import Kind
from tests import content_samples
from tests.browser.conftest import Hosted, NewPage
from tests.browser.test_accessibility import KINDS, pages_of
from tests.browser.test_appearance import STICKING_OUT

Violations = Callable[..., list[str]]

LOCALES = ("en", "de", "ar")
# A window of 1280 × 1024 at 400 %: what WCAG 1.4.10 asks for.
ENLARGED = {"width": 320, "height": 256}
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
CHOSEN = "glm/4.7,minimax/m2.1,seedream/4.0-pro"
UNFOLD = "for (const details of document.querySelectorAll('main details:not(.menu)')) details.open = true"


def addresses(kind: Kind, locale: str) -> Sequence[str]:
    """The pages of a kind; what shows a choice shows one."""
    state = f"?v={CHOSEN}" if kind in {"compare", "calculator"} else ""
    return [path + state for path in pages_of(kind, locale, content_samples.MODELS)]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_at_400_percent_only_tables_scroll_sideways(
    kind: Kind, locale: str, new_page: NewPage, rich_hosted: Hosted
) -> None:
    page = new_page(viewport=ENLARGED)
    for path in addresses(kind, locale):
        page.goto(rich_hosted.url(path))
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"], path
        assert page.evaluate(STICKING_OUT) == [], path


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_of_languages_stays_in_sight_at_400_percent(
    locale: str, new_page: NewPage, rich_hosted: Hosted
) -> None:
    page = new_page(viewport=ENLARGED)
    page.goto(rich_hosted.url(pages_of("about", locale, content_samples.MODELS)[0]))
    page.locator(".languages summary").click()
    for link in page.locator(".languages a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= ENLARGED["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]


# Whatever would move: a style that says so, or an animation that runs.
MOVING = """() => [
  ...document.getAnimations().map(() => "an animation runs"),
  ...[document.documentElement, ...document.querySelectorAll("body *")].flatMap((element) =>
    [null, "::before", "::after"].flatMap((part) => {
      const style = getComputedStyle(element, part);
      const long = (times) => times.split(",").some((time) => parseFloat(time) > 0);
      return long(style.transitionDuration) || style.animationName !== "none" || style.scrollBehavior === "smooth"
        ? [`${element.tagName} ${element.className}`] : [];
    })),
]"""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_where_less_motion_is_asked_for(kind: Kind, new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(rich_hosted.url(addresses(kind, "en")[0]))
    page.evaluate(UNFOLD)
    assert page.evaluate(MOVING) == []


def test_a_jump_within_a_page_is_one_step_where_less_motion_is_asked_for(
    new_page: NewPage, rich_hosted: Hosted
) -> None:
    page = new_page(reduced_motion="reduce", viewport=PHONE)
    page.goto(rich_hosted.url("zh-TW/faq/"))
    jump = """() => { const last = [...document.querySelectorAll(".question")].pop();
      const before = scrollY;
      location.hash = last.id;
      return [before, scrollY]; }"""
    before, after = page.evaluate(jump)
    assert before == 0
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") == after > 0


def test_motion_is_there_for_those_who_did_not_ask(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(reduced_motion="no-preference")
    page.goto(rich_hosted.url())
    assert page.evaluate(MOVING) == ["HTML js"]


# The contrast of what is drawn against the reader's own background.
CONTRAST = """([selector, property]) => {
  const shade = (color) => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const level = part / 255;
      return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = shade(getComputedStyle(document.documentElement).backgroundColor);
  return [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length).map((one) => {
    const [high, low] = [shade(getComputedStyle(one)[property]), ground].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  });
}"""


def contrasts(page: Page, selector: str, part: str) -> list[float]:
    found: list[float] = page.evaluate(CONTRAST, [selector, part])
    assert found, selector
    return found


@pytest.fixture(params=["light", "dark"])
def forced(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """A page of a reader who brings colours of their own."""
    page = new_page(forced_colors="active", color_scheme=request.param, viewport=DESKTOP)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    return page


def test_focus_is_seen_in_the_readers_own_colours(forced: Page, rich_hosted: Hosted) -> None:
    forced.goto(rich_hosted.url())
    for _ in range(20):
        forced.keyboard.press("Tab")
        style = forced.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", forced.evaluate("document.activeElement.outerHTML")
        assert min(contrasts(forced, ":focus", "outlineColor")) >= 3


def test_a_chosen_key_is_told_from_the_others_and_shows_its_focus(forced: Page, rich_hosted: Hosted) -> None:
    forced.goto(rich_hosted.url("calculator/index.html"))
    for keys in (".presets", ".periods"):
        chosen, other = (
            forced.locator(f"{keys} {state} + span").first.evaluate("one => getComputedStyle(one).backgroundColor")
            for state in (":checked", ":not(:checked)")
        )
        assert chosen != other
        forced.locator(f"{keys} :checked").focus()
        forced.keyboard.press("ArrowRight")
        span = forced.locator(f"{keys} :checked + span")
        assert span.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        assert min(contrasts(forced, f"{keys} :checked + span", "outlineColor")) >= 3


def test_a_ticked_facet_and_the_page_one_is_on_are_seen(forced: Page, rich_hosted: Hosted) -> None:
    forced.goto(rich_hosted.url())
    box = forced.locator(".facets input").first
    plain = box.screenshot()
    box.check()
    assert (
        box.evaluate("one => getComputedStyle(one).appearance") == "auto"
    )  # drawn by the browser, in the system's way
    assert box.screenshot() != plain
    widths = forced.locator(".masthead .sections a").evaluate_all(
        "links => links.map((link) => getComputedStyle(link).borderBlockEndWidth)"
    )
    assert widths == ["3px", *["0px"] * (len(widths) - 1)]


def test_bars_and_lines_are_drawn_in_the_readers_own_colours(forced: Page, rich_hosted: Hosted) -> None:
    forced.goto(rich_hosted.url())
    images = forced.locator("#prices td.barred").evaluate_all(
        "cells => cells.map((cell) => getComputedStyle(cell).backgroundImage)"
    )
    assert images
    ink = forced.evaluate("getComputedStyle(document.body).color")
    assert set(images) == {f"linear-gradient({ink}, {ink}), none"}
    cell = forced.locator("#prices td.barred").first
    drawn = cell.screenshot()
    cell.evaluate("one => one.classList.remove('barred')")
    assert cell.screenshot() != drawn
    forced.goto(rich_hosted.url("calculator/index.html?v=glm/4.7,minimax/m2.1"))
    assert min(contrasts(forced, "#groups .bar .length", "fill")) >= 3
    assert min(contrasts(forced, "#groups .bar .open", "stroke")) >= 3
    forced.goto(rich_hosted.url("models/glm/4.7/index.html"))
    assert min(contrasts(forced, ".chart .line", "stroke")) >= 3
    assert min(contrasts(forced, ".chart text", "fill")) >= 3
    # Lines are told apart by their dashes and letters, and so are they from one another in any colour.
    dashes = forced.locator(".chart .line").evaluate_all(
        "lines => lines.map((line) => getComputedStyle(line).strokeDasharray)"
    )
    assert len(dashes) > 2
    assert len(set(dashes)) == len(dashes)


def test_every_mark_is_a_sign_or_a_word_and_not_a_colour_alone(forced: Page, rich_hosted: Hosted) -> None:
    forced.goto(rich_hosted.url())
    expect(forced.locator("#prices .doubt").first).to_contain_text("≠")
    gone = forced.locator("tr:has(> .status)", has_text="glm-4.5-air")
    assert gone.locator("th a").evaluate("one => getComputedStyle(one).textDecorationLine") == "line-through"
    forced.goto(rich_hosted.url("coverage/index.html"))
    signs = forced.locator(".covered .sign").all_inner_texts()
    assert signs
    assert all(sign.strip() for sign in signs)
    forced.goto(rich_hosted.url("changes/index.html"))
    moves = forced.locator(".move").all_inner_texts()
    assert moves
    assert all(move.strip() for move in moves)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_pressed_has_24_pixels_or_room_around_it(
    kind: Kind, locale: str, new_page: NewPage, rich_hosted: Hosted, violations: Violations
) -> None:
    found = []
    for size, touch in ((PHONE, True), (DESKTOP, False)):
        page = new_page(viewport=size, has_touch=touch)
        path = addresses(kind, locale)[0]
        page.goto(rich_hosted.url(path))
        page.evaluate(UNFOLD)
        found += [f"{size['width']} {path}: {line}" for line in violations(page, only=["target-size"])]
    assert not found, "\n".join(found)


def test_targets_too_small_are_found(page: Page, rich_hosted: Hosted, violations: Violations) -> None:
    page.goto(rich_hosted.url("about/"))
    page.evaluate(
        """() => { const row = document.createElement("div");
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(".tiny { min-block-size: 0; block-size: 10px; inline-size: 10px; padding: 0 }");
        document.adoptedStyleSheets = [sheet];
        row.append(...["a", "b"].map((name) => Object.assign(document.createElement("button"), { className: "tiny", ariaLabel: name })));
        document.querySelector("main").prepend(row); }"""
    )
    assert any("target-size" in line for line in violations(page, only=["target-size"]))
