"""The table, a comparison and the calculator by keyboard alone: every stop is seen, and nothing covers it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hosted, NewPage

# The mark of the focus: on the element, or on the key drawn in its place. Then whether any of it is in sight.
STOP = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const drawn = one.matches(".presets input, .periods input") ? one.nextElementSibling : one;
  const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
  const points = [];
  for (const x of [0.1, 0.5, 0.9]) for (const y of [0.2, 0.5, 0.8]) points.push([box.left + x * box.width, box.top + y * box.height]);
  const seen = points.filter(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (drawn.contains(top) || top.contains(drawn));
  });
  return {
    name: drawn.outerHTML.slice(0, 100),
    outlined: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
    seen: seen.length,
    controls: one.matches("input, button, select, summary, a, textarea"),
  };
}"""


def stops(page: Page, key: str = "Tab", most: int = 400) -> Iterator[str]:
    """Walk through the page with a key, and check each stop."""
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None:
            return
        assert stop["outlined"], f"no visible focus: {stop['name']}"
        assert stop["seen"], f"covered or out of sight: {stop['name']}"
        yield stop["name"]
    pytest.fail(f"{most} stops and no end")


SIZES = {"desktop": {"width": 1440, "height": 420}, "phone": {"width": 360, "height": 640}}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("?v=glm/4.7,minimax/m2.1", 40),
        ("ar/?v=glm/4.7,minimax/m2.1", 40),
        ("compare/?v=glm/4.7,minimax/m2.1,seedream/4.0-pro", 25),
        ("calculator/?v=glm/4.7,minimax/m2.1,seedream/4.0-pro&input=1000&images=1", 25),
        ("models/glm/4.7/", 20),
    ],
    ids=["table", "table from right to left", "compare", "calculator", "variant"],
)
def test_every_stop_forth_and_back_is_seen_and_uncovered(
    new_page: NewPage, rich_hosted: Hosted, path: str, least: int, size: str
) -> None:
    page = new_page(viewport=SIZES[size], reduced_motion="reduce")  # at once, so that it can be looked at
    page.goto(rich_hosted.url(path))
    if "calculator" in path:
        expect(page.locator("#groups tbody").first).to_be_visible()
        page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true")
    forth = list(stops(page))
    assert len(forth) >= least
    back = list(stops(page, "Shift+Tab"))
    assert len(back) >= least


def test_from_a_search_to_a_comparison_and_its_costs_by_keyboard(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url())
    reach(page, "#q")
    page.keyboard.type("minimax text")
    reach(page, ".tick input")
    page.keyboard.press("Space")
    reach(page, ".tick input")
    page.keyboard.press("Space")
    reach(page, "#chosen a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "compare" in url)
    assert page.locator(".comparison thead a").count() == 2
    reach(page, "#only-differing, .picker input[type=checkbox]")
    page.keyboard.press("Space")
    reach(page, ".comparison .remove")
    page.keyboard.press("Enter")
    expect(page.locator(".comparison thead a")).to_have_count(1)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost with what was removed"


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never came to {selector}")
