"""Prices through time in the browser: the chart says what its table says, and the changes can be searched."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Hosted, NewPage

# What a chart shows, in pixels of the screen: each line's corners, each day's place, and where the axis is.
DRAWN = """chart => {
  const box = chart.getBoundingClientRect(), x = at => at - box.left, y = at => at - box.top;
  return {
    width: box.width,
    lines: [...chart.querySelectorAll('path.line')].map(path => {
      const matrix = path.getScreenCTM(), corners = [];
      const put = (px, py) => { const p = new DOMPoint(px, py).matrixTransform(matrix); corners.push([x(p.x), y(p.y)]); };
      let at = [0, 0];
      for (const [, command, one, two] of path.getAttribute('d').matchAll(/([MHV])([\\d.]+)(?: ([\\d.]+))?/g)) {
        at = command === 'M' ? [+one, +two] : command === 'H' ? [+one, at[1]] : [at[0], +one];
        put(...at);
      }
      return corners;
    }),
    ends: [...chart.querySelectorAll('circle')].map(one => one.getBoundingClientRect()).map(b => [x(b.left + b.width / 2), y(b.top + b.height / 2)]),
    axis: y(chart.querySelector('.axis').getBoundingClientRect().top),
    texts: [...chart.querySelectorAll('text')].filter(one => getComputedStyle(one).display !== 'none')
      .map(one => [one.textContent, one.getAttribute('class'), one.getBoundingClientRect()]).map(([text, kind, b]) =>
        ({text, kind, left: x(b.left), right: x(b.right), top: y(b.top), bottom: y(b.bottom)})),
  };
}"""

# A table's prices: per price its rows of (first day, last day or '', amount, change).
TABLE = """table => [...table.tBodies].map(body => [...body.rows].filter(row => !row.classList.contains('lead')).map(row => [
  row.cells[0].querySelector('time').dateTime, row.cells[1].querySelector('time')?.dateTime ?? '',
  row.cells[2].querySelector('.amount').textContent, row.cells[3].textContent.replace(/\\s+/g, ' ').trim()]))"""

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 22)


def days(text: str) -> int:
    return ((date.fromisoformat(text) if text else LAST) - FIRST).days


def value(amount: str) -> float:
    """An amount as English and Arabic pages write it; free has no digits."""
    return float(re.sub(r"[^0-9.]", "", amount) or 0)


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("locale", ["", "ar/"])
def test_a_chart_is_drawn_as_its_table_says(new_page: NewPage, rich_hosted: Hosted, locale: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(rich_hosted.url(f"{locale}models/glm/4.7/"))
    chart, table = page.locator(".past .chart").first, page.locator(".past table").first
    drawn, told = chart.evaluate(DRAWN), table.evaluate(TABLE)
    assert len(drawn["lines"]) == len(told) == 3
    plot, most = drawn["width"] * 0.94, max(value(row[2]) for rows in told for row in rows)
    top = min(y for line in drawn["lines"] for _, y in line)
    for corners, rows in zip(drawn["lines"], told, strict=True):
        expected = []
        for since, until, amount, _ in rows:
            height = drawn["axis"] - (drawn["axis"] - top) * value(amount) / most
            for day in (days(since), days(until)):
                along = plot * day / (LAST - FIRST).days
                expected.append((drawn["width"] - along if locale == "ar/" else along, height))
        assert len(corners) == len(expected)
        for (x, y), (expected_x, expected_y) in zip(corners, expected, strict=True):
            assert abs(x - expected_x) < 1
            assert abs(y - expected_y) < 1
    for (x, y), corners in zip(drawn["ends"], drawn["lines"], strict=True):
        assert abs(x - corners[-1][0]) < 1
        assert abs(y - corners[-1][1]) < 1


@pytest.mark.parametrize("locale", ["", "zh-TW/", "de/", "pt-BR/", "ar/"])
def test_no_text_of_a_chart_touches_another(page: Page, rich_hosted: Hosted, locale: str) -> None:
    for path in ("models/glm/4.7/", "models/glm/", "models/hailuo/2.3/", "models/seedream/mini/"):
        page.goto(rich_hosted.url(locale + path))
        for width in (320, 360, 767, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for chart in page.locator(".past .chart").all():
                drawn = chart.evaluate(DRAWN)
                assert {"day", "sum"} <= {kind for text in drawn["texts"] for kind in text["kind"].split()}
                assert touching(drawn) == [], (path, width)


def touching(drawn: dict[str, Any]) -> list[Any]:
    """Texts that reach out of the picture or into one another; of a text's height what is above capitals is free."""
    texts = drawn["texts"]
    found = [one for one in texts if one["left"] < -1 or one["right"] > drawn["width"] + 1]
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            beside = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
            above = one["bottom"] <= other["top"] + 3 or other["bottom"] <= one["top"] + 3
            if not beside and not above:
                found.append((one, other))
    return found


def test_a_chart_has_a_name_and_a_description(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("models/glm/4.7/"))
    chart = page.get_by_role(
        "img", name=re.compile("^Rates, per 1M tokens A Input; B Output; C Cache write, 5 min\\. From")
    )
    expect(chart).to_be_visible()


def test_lines_are_told_apart_by_their_dashes(page: Page, rich_hosted: Hosted) -> None:
    page.goto(rich_hosted.url("models/glm/4.7/"))
    dashes = page.locator(".past .chart path.line").evaluate_all(
        "all => all.map(one => getComputedStyle(one).strokeDasharray)"
    )
    assert len(set(dashes)) == len(dashes) == 3
    keys = page.locator(".past .key path").evaluate_all("all => all.map(one => getComputedStyle(one).strokeDasharray)")
    assert keys == dashes


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_line_is_seen_in_every_scheme(new_page: NewPage, rich_hosted: Hosted, scheme: str, forced: str) -> None:
    page = new_page(color_scheme=scheme, forced_colors=forced)
    page.goto(rich_hosted.url("models/glm/4.7/"))
    stroke, fill, paper = page.locator(".past .chart").first.evaluate(
        """chart => [getComputedStyle(chart.querySelector('path.line')).stroke,
        getComputedStyle(chart.querySelector('text.sum')).fill, getComputedStyle(document.documentElement).backgroundColor]"""
    )
    light = lambda colour: sum(map(int, re.findall(r"\d+", colour)[:3]))  # noqa: E731
    assert abs(light(stroke) - light(paper)) > 300
    assert abs(light(fill) - light(paper)) > 300


def test_history_is_there_without_scripts(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(rich_hosted.url("models/glm/4.7/"))
    expect(page.locator(".past .chart").first).to_be_visible()
    expect(page.locator(".past")).to_contain_text("−14.3%")


@pytest.fixture
def changed(page: Page, rich_hosted: Hosted) -> Callable[[str], Page]:
    def go(query: str = "") -> Page:
        page.goto(rich_hosted.url(f"changes/{query}"))
        return page

    return go


Changed = Callable[..., Page]


def state(page: Page) -> dict[str, Any]:
    return parse_qs(urlsplit(page.url).query)


def test_changes_of_one_model_can_be_chosen(changed: Changed) -> None:
    page = changed()
    page.get_by_label("Model").select_option("GLM")
    expect(page.locator("tbody:visible")).to_have_count(3)
    expect(page.locator("#matches")).to_have_text("5 changes match")
    page.wait_for_url(lambda url: "model=glm" in url)
    page.get_by_label("Model").select_option("All models")
    expect(page.locator("tbody:visible")).to_have_count(6)
    expect(page.locator("#matches")).to_have_text("")


def test_a_search_hides_days_that_have_nothing_left(changed: Changed) -> None:
    page = changed()
    page.get_by_label("Search").fill("M3")
    expect(page.get_by_role("heading", name="October 10, 2026")).to_be_visible()
    expect(page.get_by_role("heading", name="November 22, 2026")).to_be_hidden()
    expect(page.locator("#matches")).to_have_text("1 change matches")
    expect(page.locator(".changed h2 .count:visible")).to_have_count(0)  # it is the number of all of that day
    page.get_by_label("Search").fill("")
    expect(page.locator(".changed h2 .count:visible")).not_to_have_count(0)
    page.get_by_label("Search").fill("M3")
    page.wait_for_url(lambda url: url.endswith("?q=M3"))


def test_nothing_found_is_said(changed: Changed) -> None:
    page = changed()
    page.get_by_label("Search").fill("nothing like this")
    expect(page.locator("#matches")).to_have_text(re.compile("^No change on this page matches"))
    assert page.locator("#matches").get_attribute("role") == "status"


def test_the_address_brings_a_choice_back(changed: Changed) -> None:
    page = changed("?model=seedream&q=mini")
    expect(page.get_by_label("Model")).to_have_value("seedream")
    expect(page.get_by_label("Search")).to_have_value("mini")
    expect(page.locator("tbody:visible")).to_have_count(1)


def test_what_the_address_has_wrong_is_left_out_and_said(changed: Changed) -> None:
    page = changed("?model=%3Cb%3Enone&x=1")
    expect(page.locator("#ignored")).to_have_text("Ignored in the address: model=<b>none, x=1")
    expect(page.locator("tbody:visible")).to_have_count(6)


def test_a_link_to_a_change_survives_a_filter(changed: Changed) -> None:
    page = changed("#2026-11-22:glm/4.7:rates:input:USD:1000000token")
    row = page.locator(":target")
    expect(row).to_contain_text("$0.30")
    page.get_by_label("Search").fill("glm")
    page.wait_for_url(lambda url: url.endswith("?q=glm#2026-11-22:glm/4.7:rates:input:USD:1000000token"))


def test_all_changes_are_there_without_scripts(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(rich_hosted.url("changes/"))
    expect(page.locator("tbody:visible")).to_have_count(6)
    expect(page.locator("#pick")).to_be_hidden()
    page.get_by_role("link", name="October 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Price changes, October 2026")
    page.get_by_role("link", name="MiniMax-M3", exact=True).click()
    expect(page.locator("#history")).to_be_visible()


def test_the_months_pages_keep_the_rules(
    page: Page, rich_hosted: Hosted, violations: Callable[[Page], list[str]]
) -> None:
    page.goto(rich_hosted.url("zh-TW/changes/2026-10/"))
    assert violations(page) == []


def test_an_empty_ledger_is_no_empty_page(page: Page, hosted: Hosted) -> None:
    page.goto(hosted.url("changes/"))
    expect(page.get_by_text("Nothing has changed yet.")).to_be_visible()
    expect(page.get_by_text("7 prices are on record.")).to_be_visible()
    expect(page.locator("select:visible, input:visible")).to_have_count(0)


def test_coverage_keeps_its_first_column_on_a_phone(new_page: NewPage, rich_hosted: Hosted) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(rich_hosted.url("coverage/"))
    frame = page.locator(".frame", has=page.locator(".covered"))
    head = page.get_by_role("rowheader", name="MiniMax")
    before = head.bounding_box()
    frame.evaluate("frame => frame.scrollLeft = 300")
    after = head.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) < 1
    assert frame.evaluate("frame => frame.scrollLeft") > 200
