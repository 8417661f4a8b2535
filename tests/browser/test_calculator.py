"""The calculator as a person meets it: costs before anything is typed, exact, comparable, shareable, and never NaN."""

import re
import shutil
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Page, Route, expect

from build.cost import cost
from build.exact import digits
from build.quantities import parse
from scraper.catalog import Variant
from scraper.store import save
from tests.browser.conftest import Hosted, NewPage, build
from tests.browser.test_table import shifts
from tests.tools.prices import model, variant
from tests.tools.programs import SEED
from tests.tools.server import serve

HOSTILE = "<img src=x onerror=alert(1)>"
GLM = variant(
    "4.7",
    ("listed", "usage", "0.020", "1000", "token"),
    ("rates", "input", "0.30", "1000000", "token"),
    ("rates", "output", "1.10", "1000000", "token"),
    ("rates", "cache_read", "0.06", "1000000", "token"),
    ("rates", "cache_write_5m", "0", "1000000", "token"),
)
MODELS = (
    model(GLM, variant("tiny", ("rates", "input", "0.000001", "1000000", "token")), slug="glm"),
    model(
        variant("gift", ("schedule", "usage", "0", "1", "song")),
        variant("two", ("schedule", "usage", "0.20", "1", "song"), ("schedule", "usage", "0.25", "1", "song")),
        slug="song",
        modality="audio",
    ),
    model(
        variant(
            "pro",
            ("rates", "usage", "0.14", "1", "image", {"output_resolution": "1k"}),
            ("rates", "usage", "0.24", "1", "image", {"output_resolution": "2k"}),
        ),
        variant("flex", ("rates", "usage", "0.06", "1", "image", {"output_resolution": "4k"})),
        variant("call", ("listed", "usage", "0.140", "1", "call")),
        variant("gone", ("listed", "usage", "0.001", "1", "call"), status="withdrawn"),
        Variant(slug="unknown", id="unknown"),
        Variant(slug="hostile", id=HOSTILE, prices=variant("x", ("rates", "usage", "0.5", "1", "image")).prices),
        slug="flux",
        modality="image",
    ),
    model(variant("minute", ("rates", "usage", "0.10", "60", "second")), slug="video", modality="video"),
)


@pytest.fixture(scope="module")
def calculators(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosted]:
    """The repository's content with models of every unit beside it, built and served."""
    folder = tmp_path_factory.mktemp("calculator")
    shutil.copytree(SEED, folder / "content")
    for one in MODELS:
        save(folder / "content" / "models" / f"{one.model}.yaml", one)
    site = build(folder / "content", folder / "site")
    with serve({"/": site, "/some-repo/": site}) as origin:
        yield Hosted(origin, site)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosted]:
    """Fourteen image variants alone: twelve at 0.01, two dearer."""
    folder = tmp_path_factory.mktemp("crowd")
    prices = ["0.01"] * 12 + ["0.02", "0.03"]
    variants = [variant(f"v{at}", ("rates", "usage", price, "1", "image")) for at, price in enumerate(prices)]
    save(folder / "content" / "models" / "crowd.yaml", model(*variants, slug="crowd", modality="image"))
    site = build(folder / "content", folder / "site")
    with serve({"/": site}) as origin:
        yield Hosted(origin, site)


@pytest.fixture(scope="module")
def throng(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosted]:
    """More variants than can be chosen: 110 for images, each dearer than the one before."""
    folder = tmp_path_factory.mktemp("throng")
    variants = [variant(f"v{at:03}", ("rates", "usage", f"0.{at + 1:03}", "1", "image")) for at in range(110)]
    save(folder / "content" / "models" / "throng.yaml", model(*variants, slug="throng", modality="image"))
    site = build(folder / "content", folder / "site")
    with serve({"/": site}) as origin:
        yield Hosted(origin, site)


@pytest.fixture
def show(page: Page, calculators: Hosted) -> Callable[[str], Page]:
    def go(state: str = "") -> Page:
        page.goto(calculators.url(f"calculator/index.html{state}"))
        return page

    return go


# Rows out of sight are drawn once the frame that a keystroke waits for is shown.
DRAWN = "() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => setTimeout(resolve))))"


def row(page: Page, name: str) -> str:
    """The first line of a variant's result, as it reads."""
    page.evaluate(DRAWN)
    result = page.locator("#groups tbody", has=page.get_by_role("link", name=name, exact=True))
    return result.locator("tr").first.inner_text()


def headings(page: Page) -> list[str]:
    return [re.sub(r"\s+\d+$", "", text) for text in page.locator("#groups h3").all_inner_texts()]


def test_a_result_is_there_before_anything_is_typed(show: Callable[[str], Page]) -> None:
    page = show("")
    assert "$600.00" in row(page, "MiniMax-M2.1")
    assert "$570.00–$630.00" in row(page, "MiniMax-M2.1")
    expect(page.locator("#total")).to_contain_text("variants costed")
    expect(page.get_by_role("radio", name="A chat product")).to_be_checked()


def test_the_page_says_what_the_command_says(show: Callable[[str], Page]) -> None:
    asked = {"input": "2M", "output": "500k", "cache_read": "1M"}
    page = show("?" + "&".join(f"{key}={value}" for key, value in asked.items()) + "&show=run&v=glm/4.7")
    expected = cost(GLM, "glm/4.7", {key: parse(value) for key, value in asked.items()})
    assert digits(expected.total) == "0.91"
    assert "$0.91" in row(page, "4.7")
    page.locator("summary", has_text="Working").click()
    lines = page.locator(".lines tbody tr").all_inner_texts()
    assert [re.sub(r"\s+", " ", line) for line in lines] == [
        "Input 1,000,000 × $0.30 per 1M tokens = $0.30 models/glm.md:30",
        "Output 500,000 × $1.10 per 1M tokens = $0.55 models/glm.md:30",
        "Cache read 1,000,000 × $0.06 per 1M tokens = $0.06 models/glm.md:30",
    ]
    expect(page.locator(".lines a").first).to_have_attribute("href", "https://runapi.ai/models/glm.md")


def test_typing_changes_costs_address_and_announcement(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1")
    page.get_by_label("Input tokens").fill("1.5M")
    page.get_by_label("Output tokens").fill("")
    page.get_by_label("Runs").fill("1")
    page.get_by_role("radio", name="A day", exact=True).check(force=True)
    assert "$15.00" in row(page, "MiniMax-M2.1")
    assert "$14.25–$15.75" in row(page, "MiniMax-M2.1")
    expect(page.locator("#e-input")).to_have_text("= 1,500,000")
    expect(page.locator("#total")).to_contain_text("MiniMax-M2.1, $15.00 a day")
    page.wait_for_url(re.compile("input=1500000"))
    page.reload()
    assert "$15.00" in row(page, "MiniMax-M2.1")
    expect(page.get_by_label("Input tokens")).to_have_value("1,500,000")


def test_rows_out_of_sight_say_the_same_as_on_a_new_page(show: Callable[[str], Page]) -> None:
    page = show("")
    page.set_viewport_size({"width": 400, "height": 200})
    rows = page.locator("#groups tbody")
    first = rows.all_inner_texts()
    for number in ("2M", "3M"):  # the second time it is known what is out of sight
        page.get_by_label("Input tokens").fill(number)
        page.evaluate(DRAWN)
    typed = rows.all_inner_texts()
    page.wait_for_url(re.compile("input=3000000"))
    page.reload()
    assert rows.all_inner_texts() == typed
    assert all(before != after for before, after in zip(first, typed, strict=True))


def test_what_is_printed_is_drawn_whole(show: Callable[[str], Page]) -> None:
    page = show("")
    page.set_viewport_size({"width": 400, "height": 200})
    page.evaluate(DRAWN)
    # Both in one go: no frame is shown between them, so what waits for one has only the printing to draw it.
    told = page.evaluate(
        """() => new Promise((resolve) => {
          const field = document.querySelector("#f-input");
          field.value = "3M";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          setTimeout(() => { dispatchEvent(new Event("beforeprint")); resolve(document.querySelector("#groups").innerText); });
        })"""
    )
    page.evaluate(DRAWN)
    assert page.locator("#groups").inner_text() == told


def test_a_number_that_cannot_be_read_keeps_the_last_result_and_says_what_to_write(show: Callable[[str], Page]) -> None:
    page = show("")
    field = page.get_by_label("Input tokens")
    for text in ("NaN", "-5", "1e9", "1m", "9" * 30):
        field.fill(text)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#e-input")).to_contain_text("Write a number")
        assert "$600.00" in row(page, "MiniMax-M2.1")
    field.fill("１５００")
    expect(page.locator("#e-input")).to_have_text("= 1,500")
    field.fill("1.500")
    expect(page.locator("#e-input")).to_have_text("= 1.5")


def test_results_of_before_look_so_while_a_field_cannot_be_read(show: Callable[[str], Page]) -> None:
    page = show("")
    ink = "getComputedStyle(document.querySelector('#groups tbody td')).color"
    before = page.evaluate(ink)
    page.get_by_label("Input tokens").fill("NaN")
    assert page.evaluate(ink) != before
    page.get_by_label("Input tokens").fill("2000")
    assert page.evaluate(ink) == before


def test_calls_follow_what_they_make_until_they_are_given(show: Callable[[str], Page]) -> None:
    page = show("")
    page.get_by_role("radio", name=re.compile("video", re.I)).check(force=True)
    seconds, calls = page.locator("#f-seconds"), page.locator("#f-calls")
    expect(calls).to_have_value("10")
    seconds.fill("120")
    expect(calls).to_have_value("20")
    seconds.fill("61")  # part of a call is a call
    expect(calls).to_have_value("11")
    page.wait_for_url(re.compile("calls=11"))
    calls.fill("3")
    seconds.fill("600")
    expect(calls).to_have_value("3")


def test_what_cannot_be_compared_is_never_in_one_ranking(show: Callable[[str], Page]) -> None:
    page = show("?input=1000&images=2&calls=1&v=minimax/m2.1,glm/4.7,flux/pro,flux/call")
    assert headings(page) == [
        "Tokens · Rates · USD",
        "Images · Rates · USD",
        "Tokens · Listed · USD",
        "Calls · Listed · USD · Image",
    ]
    assert "not counted: Images" in row(page, "4.7")


def test_variants_without_a_cost_say_why(show: Callable[[str], Page]) -> None:
    page = show("?p=images&v=flux/unknown,video/minute,flux/flex&w.output_resolution=1k")
    assert page.locator("#refused li").all_inner_texts() == [
        "unknown: No price is published.",
        "MINUTE: Priced per minute, which this workload has none of.",
        "FLEX: Not offered: Output resolution 1k. Offered: Output resolution 4k.",
    ]


def test_parameters_are_picked_from_what_is_on_offer(show: Callable[[str], Page]) -> None:
    page = show("?p=images&v=flux/pro&show=run")
    assert "$0.14" in row(page, "PRO")
    picker = page.get_by_label("Output resolution")
    assert picker.locator("option").all_inner_texts() == ["As printed first", "1k", "2k"]
    picker.select_option("2k")
    assert "$0.24" in row(page, "PRO")
    page.wait_for_url(re.compile(r"w\.output_resolution=2k"))


def test_a_parameter_goes_with_its_preset_and_can_always_be_taken_back(show: Callable[[str], Page]) -> None:
    page = show("?p=images")
    page.get_by_label("Output resolution").select_option("2k")
    page.get_by_role("radio", name="A chat product").check(force=True)
    expect(page.locator("#groups")).not_to_contain_text("makes no difference")
    page.wait_for_url(re.compile(r"\?p=chat$"))
    page = show("?p=chat&w.output_resolution=2k")
    expect(page.locator("#groups")).to_contain_text("Output resolution 2k makes no difference")
    page.get_by_label("Output resolution").select_option("")
    expect(page.locator("#groups")).not_to_contain_text("makes no difference")


def test_everything_that_does_not_offer_what_was_asked_for_is_named(show: Callable[[str], Page]) -> None:
    page = show("?p=images&w.output_resolution=4k")
    assert [text.split(":")[0] for text in page.locator("#refused li").all_inner_texts()] == ["PRO"]
    page = show("?p=images&w.output_resolution=1k")
    assert [text.split(":")[0] for text in page.locator("#refused li").all_inner_texts()] == ["FLEX"]


def test_calls_follow_seconds_from_an_address_too(show: Callable[[str], Page]) -> None:
    page = show("?seconds=7&calls=2&n=1&every=day")
    page.get_by_label("Seconds", exact=True).fill("60")
    expect(page.get_by_label("Calls", exact=True)).to_have_value("10")
    page = show("?seconds=7&calls=5&n=1&every=day")
    page.get_by_label("Seconds", exact=True).fill("60")
    expect(page.get_by_label("Calls", exact=True)).to_have_value("5")


def test_a_parameter_that_a_price_knows_nothing_of_is_said_beside_its_cost(show: Callable[[str], Page]) -> None:
    page = show("?images=1&v=flux/pro,flux/hostile&show=run&w.output_resolution=2k")
    assert "Output resolution 2k makes no difference to this price." in row(page, HOSTILE)
    assert "no difference" not in row(page, "PRO")
    page.get_by_label("Output resolution").select_option("As printed first")
    assert "no difference" not in row(page, HOSTILE)


def test_a_group_that_is_cut_knows_how_many_there_are(new_page: NewPage, crowd: Hosted) -> None:
    """Fourteen variants, twelve at one cost, ten of them drawn: all twelve are told as lowest, and not all alike."""
    page = new_page()
    page.goto(crowd.url("calculator/index.html?p=images"))
    expect(page.locator("#groups h3")).to_have_text("Images · Rates · USD the cheapest of 14 variants")
    expect(page.locator("#total")).to_contain_text("14 variants costed · Images · Rates · USD: lowest ")
    expect(page.locator("#total")).to_contain_text(re.compile(r"lowest \S+ and 11 more, "))
    expect(page.locator("#groups tbody.lowest")).to_have_count(10)


def test_what_a_workload_asks_in_vain_is_said_of_a_variant(show: Callable[[str], Page]) -> None:
    page = show("?p=images&w.output_resolution=4k")
    expect(page.locator("#refused li")).to_have_text(
        ["PRO: Not offered: Output resolution 4k. Offered: Output resolution 1k · Output resolution 2k."]
    )


def test_values_to_pick_stand_by_size_where_they_have_one(show: Callable[[str], Page]) -> None:
    offered = """(values) => {
      const variant = { prices: values.map((value) => ({ when: { x: value } })) };
      return priceBook.pickers.offered([variant]).get("x");
    }"""
    page = show("")
    assert page.evaluate(offered, ["4k", "1080p", "480p"]) == ["480p", "1080p", "4k"]
    assert page.evaluate(offered, ["10s", "5s", "7.5s"]) == ["5s", "7.5s", "10s"]
    assert page.evaluate(offered, ["low", "medium", "high"]) == ["low", "medium", "high"]
    assert page.evaluate(offered, ["2k", "any", "1k"]) == ["2k", "any", "1k"]


def test_a_comparison_tells_what_is_not_offered_from_what_is_priced_otherwise(page: Page, calculators: Hosted) -> None:
    page.goto(calculators.url("compare/index.html?v=flux/pro,flux/flex,flux/hostile,flux/unknown,video/minute"))
    cells = page.locator(".comparison tr", has_text="Output resolution 1k").locator("td")
    assert [text.split()[0] for text in cells.all_inner_texts()] == ["$0.14", "Not", "–", "Not", "–"]
    assert cells.nth(1).inner_text() == "Not offered"
    assert cells.nth(3).inner_text() == "Not published"


def test_the_basis_can_be_switched(show: Callable[[str], Page]) -> None:
    page = show("?v=glm/4.7")
    assert headings(page) == ["Tokens · Rates · USD"]
    page.locator("#options > summary").click()
    page.get_by_label("Basis", exact=True).select_option("listed")
    assert headings(page) == ["Tokens · Listed · USD"]
    assert "$1,200.00" in row(page, "4.7")
    assert "$1,170.00–$1,230.00" in row(page, "4.7")


def test_a_budget_becomes_a_volume(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1&p=chat&budget=100")
    assert re.search(r"5,000\s+4,761–5,263", row(page, "MiniMax-M2.1"))


def test_a_price_that_is_printed_as_zero_is_rounded_and_not_free(page: Page, calculators: Hosted) -> None:
    def rounded(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace(
            '"amount":"0.010","currency":"USD","per":[1000,', '"amount":"0.000","currency":"USD","per":[1000,'
        )
        route.fulfill(response=answer, body=body)

    page.route(re.compile(r"/calculator/index\.html"), rounded)
    page.goto(calculators.url("calculator/index.html?v=minimax/m2.1&input=2000000&show=run"))
    assert re.search(r"\$0(\.00)?\s+\$0\.00–\$1\.00", row(page, "MiniMax-M2.1"))
    page.goto(calculators.url("calculator/index.html?v=minimax/m2.1&input=2000000&budget=5"))
    assert "≥ 5" in row(page, "MiniMax-M2.1")
    assert "Free" not in page.locator("#groups").inner_text()


def test_a_cost_of_a_disputed_price_says_so_and_leads_to_the_finding(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1,glm/4.7&input=2000000&show=run")
    assert "≠ Disputed" in row(page, "MiniMax-M2.1")
    assert "≠" not in row(page, "4.7")
    page.locator("#groups tbody", has_text="MiniMax-M2.1").locator("summary").click()
    link = page.locator(".working").get_by_role("link", name="Disputed")
    link.click()
    page.wait_for_url(re.compile(r"/findings/index\.html#billing-mismatch:"))
    assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))).textContent").strip()


def test_another_currency_is_marked_as_approximate(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1&p=chat&cur=TWD&rate=32.1")
    assert re.search(r"≈\s*TWD\s*19,260", row(page, "MiniMax-M2.1"))


@pytest.mark.fault(37)
def test_a_small_cost_is_never_nothing(show: Callable[[str], Page]) -> None:
    """A cost of a billionth of a cent is shown with all its digits."""
    page = show("?input=1&v=glm/tiny&show=run")
    assert "$0.000000000001" in row(page, "TINY")


def test_a_cost_without_an_end_is_rounded_and_says_so(show: Callable[[str], Page]) -> None:
    page = show("?seconds=1&v=video/minute&show=run")
    assert "$0.001666666667" in row(page, "MINUTE")
    page.locator("summary", has_text="Working").click()
    expect(page.locator(".notes")).to_contain_text("Rounded to 12 decimals")


def test_free_unknown_and_not_offered_are_three_things(show: Callable[[str], Page]) -> None:
    page = show("?input=1M&cache_write_5m=1M&v=glm/4.7")
    page.locator("summary", has_text="Working").click()
    expect(page.locator(".lines")).to_contain_text("× Free per 1M tokens")
    expect(page.locator(".notes")).to_contain_text("Cache write, 5 min: free.")


def test_what_is_free_is_called_so_wherever_its_cost_is_told(show: Callable[[str], Page]) -> None:
    page = show("?songs=3&v=song/gift&show=year")
    assert row(page, "GIFT").split() == ["GIFT", "Free"]
    expect(page.locator("#total")).to_have_text("1 variant costed · Songs · Price feed · USD: lowest GIFT, Free")
    page.locator("summary", has_text="Working").click()
    assert page.locator(".spans dd").all_inner_texts() == ["Free"] * 4
    # Free is a word for a price; no runs at all cost nothing whatever the price.
    page = show("?input=1000&n=0&every=day&v=minimax/m2.1")
    assert "$0.00" in row(page, "MiniMax-M2.1")


# Marks every element of the results; what is drawn anew afterwards is without the mark.
MARK = "() => { for (const element of document.querySelectorAll('#groups *')) element.drawnBefore = true; }"
FRESH = """() => [...document.querySelectorAll('#groups *')]
  .filter((element) => !element.drawnBefore && element.getClientRects().length).map((element) => element.outerHTML)"""


def test_a_keystroke_changes_texts_and_draws_nothing_anew(show: Callable[[str], Page]) -> None:
    page = show("?input=1000&output=10&v=minimax/m2.1,glm/4.7,glm/tiny")
    page.evaluate(MARK)
    page.get_by_label("Input tokens").fill("12000")
    page.get_by_label("Runs").fill("7")
    page.get_by_role("radio", name="A year", exact=True).check(force=True)
    assert page.evaluate(FRESH) == []
    # The same state drawn by a page that has just begun.
    drawn = page.locator("#groups").inner_text()
    page.wait_for_url(re.compile("show=year"))
    page.reload()
    assert page.locator("#groups").inner_text() == drawn


def test_the_ranking_follows_the_costs(show: Callable[[str], Page]) -> None:
    page = show("?input=1M&output=0&v=minimax/m2.1,glm/4.7,glm/tiny,minimax/m2.5-highspeed&basis=rates")
    assert page.locator("#groups tbody th a").all_inner_texts() == ["TINY", "4.7"]
    assert page.locator("#groups tbody.lowest th a").all_inner_texts() == ["TINY"]
    page.get_by_label("Output tokens").fill("1M")
    # Output has no price on TINY and costs what input does; on 4.7 it has one.
    assert page.locator("#groups tbody th a").all_inner_texts() == ["TINY", "4.7"]
    page.get_by_label("Basis", exact=True).evaluate("select => { select.closest('details').open = true; }")
    page.get_by_label("Basis", exact=True).select_option("listed")
    assert sorted(page.locator("#groups tbody th a").all_inner_texts()) == [
        "4.7",
        "MiniMax-M2.1",
        "MiniMax-M2.5-highspeed",
    ]
    page.get_by_label("Basis", exact=True).select_option("rates")
    assert page.locator("#groups tbody th a").all_inner_texts() == ["TINY", "4.7"]


def test_nothing_moves_while_the_page_loads(new_page: NewPage, calculators: Hosted) -> None:
    for state in ("", "?p=images", "?input=1000&songs=2&v=minimax/m2.1,glm/4.7,flux/pro"):
        for width, height in ((360, 740), (768, 1024), (1440, 900)):
            page = new_page(viewport={"width": width, "height": height})
            page.goto(calculators.url(f"calculator/index.html{state}"))
            expect(page.locator("#groups tbody").first).to_be_visible()
            assert shifts(page) == []


@pytest.mark.parametrize(
    ("locale", "amounts"),
    [("", "Input tokens, Songs"), ("zh-TW/", "輸入 token、歌曲"), ("ar/", "رموز الإدخال، الأغاني")],
)
def test_a_list_is_set_as_the_language_sets_it(page: Page, calculators: Hosted, locale: str, amounts: str) -> None:
    page.goto(calculators.url(f"{locale}calculator/index.html?images=1&songs=1&input=5&v=flux/pro"))
    assert re.split(r": ?|：", page.locator("#groups .warning").inner_text())[-1] == amounts


@pytest.mark.parametrize("locale", ["", "zh-TW/", "de/", "nl/", "es/", "tr/", "pt-BR/", "ar/"])
def test_every_choice_can_be_read_whole(new_page: NewPage, calculators: Hosted, locale: str) -> None:
    for width in (360, 1024, 1440):
        page = new_page(viewport={"width": width, "height": 900})
        page.goto(calculators.url(f"{locale}calculator/index.html"))
        page.locator("#options > summary").click()
        room = page.locator("#f-basis").evaluate(
            """select => {
              const style = getComputedStyle(select), canvas = document.createElement("canvas").getContext("2d");
              canvas.font = `${style.fontSize} ${style.fontFamily}`;
              const arrow = 20, text = Math.max(...[...select.options].map((one) => canvas.measureText(one.label).width));
              return select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow - text;
            }"""
        )
        assert room >= 0


def test_the_currency_suggested_is_one_the_reader_may_have(page: Page, calculators: Hosted) -> None:
    for locale, currency in (("", "EUR"), ("zh-HK/", "HKD"), ("pt-BR/", "BRL"), ("tr/", "TRY")):
        page.goto(calculators.url(f"{locale}calculator/index.html"))
        expect(page.locator("#f-currency")).to_have_attribute("placeholder", currency)


def test_withdrawn_variants_take_part_only_when_chosen(show: Callable[[str], Page]) -> None:
    page = show("?p=images")
    assert page.get_by_role("link", name="GONE", exact=True).count() == 0
    page = show("?p=images&v=flux/gone")
    assert "$0.50" in row(page, "GONE")


@pytest.mark.fault(36)
@pytest.mark.parametrize(
    "state",
    [
        "?v=no/such",
        "?v=__proto__",
        "?p=constructor",
        "?input=NaN",
        "?input=-1&output=1e999",
        "?n=Infinity&every=decade&show=century&basis=best&cur=1&rate=-2&budget=x",
        "?w.output_resolution=8k&w.__proto__=1",
        "?%E0%A4%A=%&&=&x",
        "?" + "v=x&" * 500,
        "?input=" + "9" * 5000,
        "?what=<script>alert(1)</script>",
    ],
)
def test_a_broken_address_is_ignored_with_a_note(show: Callable[[str], Page], state: str) -> None:
    """Broken calculator state in the address is left out with a note; the rest is calculated."""
    page = show(state)
    expect(page.locator("#calculator-ignored")).to_contain_text("Ignored in the address")
    expect(page.locator("#groups tbody").first).to_be_visible()
    # What was ignored is quoted in the note; nowhere else may it leave a trace.
    text = page.locator(".desk").inner_text()
    assert not re.search(r"NaN|undefined|null|Infinity|\[object", text)


@pytest.mark.fault(36)
def test_digits_of_another_script_in_the_address_are_read(show: Callable[[str], Page]) -> None:
    """Arabic digits in the address are read."""
    page = show("?input=٢٥٠٠&v=minimax/m2.1&show=run")
    assert "$0.025" in row(page, "MiniMax-M2.1")
    expect(page.locator("#calculator-ignored")).to_be_empty()


def test_impossible_workloads_are_explained(show: Callable[[str], Page]) -> None:
    page = show("?input=10&cache_read=11&v=glm/4.7")
    expect(page.locator("#refused")).to_contain_text("11 cached tokens are more than the 10 input tokens")
    page = show("?input=10&tokens=11&v=glm/4.7")
    expect(page.locator("#refused")).to_contain_text("not both")


def test_text_from_pages_is_inert(show: Callable[[str], Page]) -> None:
    page = show("?p=images&v=flux/hostile")
    assert page.get_by_role("link", name=HOSTILE, exact=True).count() == 1
    assert page.locator("main img").count() == 0


def test_variants_are_searched_and_ticked(show: Callable[[str], Page]) -> None:
    page = show("")
    page.locator("#chooser > summary").click()
    page.get_by_label("Search", exact=True).fill("minimax highspeed")
    boxes = page.locator("#choices input")
    expect(boxes).to_have_count(2)
    page.get_by_role("button", name="Choose all that match").click()
    expect(page.locator("#groups tbody")).to_have_count(2)
    page.wait_for_url(re.compile("v=minimax/m2.5-highspeed,minimax/m2.7-highspeed"))
    boxes.first.press("Space")
    expect(page.locator("#groups tbody")).to_have_count(1)
    page.get_by_role("button", name="Back to the cheapest").click()
    expect(page.locator("#groups tbody").nth(2)).to_be_visible()


FOCUSED = "() => document.activeElement.value"


def test_unticking_keeps_the_boxes_and_the_focus(page: Page, throng: Hosted) -> None:
    page.goto(throng.url("calculator/index.html?p=images"))
    page.locator("#chooser > summary").click()
    boxes = page.locator("#choices input")
    before = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
    for at in (9, 8, 0):  # what nobody ticked falls out of the first sixty
        boxes.nth(at).press("Space")
        assert page.evaluate(FOCUSED) == before[at]
        expect(boxes.nth(at)).not_to_be_checked()
    assert boxes.evaluate_all("boxes => boxes.map(box => box.value)") == before
    page.get_by_label("Search", exact=True).fill("v109")
    expect(boxes).to_have_count(1)


def test_more_variants_than_can_be_chosen_are_told(page: Page, throng: Hosted) -> None:
    page.goto(throng.url("calculator/index.html?p=images"))
    page.locator("#chooser > summary").click()
    limit, told = page.locator("#choice-limit"), "At most 100 variants can be chosen."
    page.get_by_role("button", name="Choose all that match").click()
    expect(limit).to_have_text(told)
    expect(page.locator("#chosen-count")).to_have_text("100 chosen")
    page.locator("#choices input").first.press("Space")
    expect(limit).to_be_hidden()
    names = ",".join(f"throng/v{at:03}" for at in range(110))
    page.goto(throng.url(f"calculator/index.html?p=images&v={names},throng/none"))
    expect(page.locator("#calculator-ignored")).to_have_text(f"Ignored in the address: v=throng/none {told}")


def test_a_seventh_variant_is_refused_and_stays_typed(page: Page, throng: Hosted) -> None:
    names = "&".join(f"v=throng/V{at:03}" for at in range(6))
    page.goto(throng.url(f"compare/index.html?{names}"))
    heads = page.locator(".comparison thead th")
    expect(heads).to_have_count(6)
    field = page.get_by_label("Add a variant")
    field.fill("throng/v006")
    field.press("Enter")
    expect(page.locator("#ignored")).to_have_text("Only the first 6 are shown.")
    expect(field).to_have_value("throng/v006")
    expect(heads).to_have_count(6)


def test_two_prices_of_one_row_both_stand_there(page: Page, calculators: Hosted) -> None:
    page.goto(calculators.url("compare/index.html?v=song/two,song/gift"))
    cells = page.locator(".comparison tr", has_text="per song").locator("td")
    assert [re.findall(r"[$€¥][\d.]+|Free", text) for text in cells.all_inner_texts()] == [["$0.20", "$0.25"], ["Free"]]


def test_the_keyboard_is_enough(show: Callable[[str], Page]) -> None:
    page = show("")
    page.get_by_role("radio", name="A chat product").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="A coding agent")).to_be_checked()
    expect(page.get_by_label("of which cached")).to_have_value("50,000")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Input tokens")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("60k")
    expect(page.locator("#e-input")).to_have_text("= 60,000")
    expect(page.get_by_role("radio", name="A coding agent")).to_be_checked()
    page.locator("#groups summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".working").first).to_be_visible()


def test_an_open_working_stays_open_while_numbers_change(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1&p=chat")
    page.locator("#groups summary").click()
    page.get_by_label("Output tokens").fill("1500")
    expect(page.locator(".working .lines tfoot")).to_contain_text("= $0.03")


def test_the_table_is_copied_as_numbers_with_formulas_defused(new_page: NewPage, calculators: Hosted) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(calculators.url("calculator/index.html?v=minimax/m2.1&p=chat"))
    page.get_by_role("button", name="Copy as table").click()
    expect(page.locator("#copied")).to_have_text("Table copied")
    assert page.evaluate("navigator.clipboard.readText()").replace("\r", "").splitlines() == [
        "variant\tbasis\tunit\tparameters\tcurrency\trun\tmonth\tleast\tmost\tnotes",
        "minimax/m2.1\tlisted\ttoken\t\tUSD\t0.02\t600\t570\t630\t≠ Disputed",
    ]
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#copied")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/calculator/index.html?p=chat&v=minimax/m2.1")


def test_the_copied_table_tells_what_the_page_tells(new_page: NewPage, calculators: Hosted) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    names = "song/gift,flux/gone,flux/pro,glm/tiny,flux/unknown"
    page.goto(
        calculators.url(f"calculator/index.html?v={names}&show=run&songs=1&images=1&calls=1&w.output_resolution=4k")
    )
    page.get_by_role("button", name="Copy as table").click()
    expect(page.locator("#copied")).to_have_text("Table copied")
    head, *lines = page.evaluate("navigator.clipboard.readText()").replace("\r", "").splitlines()
    assert head == "variant\tbasis\tunit\tparameters\tcurrency\trun\tleast\tmost\tnotes"
    assert {line.count("\t") for line in lines} == {head.count("\t")}
    notes = {line.split("\t")[0]: (line.split("\t")[5], line.split("\t")[-1]) for line in lines}
    unused = "Output resolution 4k makes no difference to this price."
    assert notes == {
        "song/gift": ("0", f"Free · {unused} · not counted: Images"),
        "flux/gone": ("0.001", f"{unused} · Withdrawn · costed by calls, not by Images, Songs"),
        "flux/pro": ("", "Not offered: Output resolution 4k. Offered: Output resolution 1k · Output resolution 2k."),
        "glm/tiny": ("", "Priced per 1M tokens, which this workload has none of."),
        "flux/unknown": ("", "No price is published."),
    }


def test_where_the_clipboard_is_refused_the_text_can_be_copied_by_hand(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1&p=chat")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_label("Select and copy by hand")).to_have_value(re.compile(r"\?p=chat&v=minimax/m2\.1$"))


def test_the_calculation_moves_along_to_another_language(show: Callable[[str], Page]) -> None:
    page = show("?v=minimax/m2.1&input=1000&n=1&every=day")
    page.locator(".languages summary").click()
    page.locator(".languages a[hreflang=zh-TW]").click()
    page.wait_for_url(re.compile(r"/zh-TW/calculator/"))
    assert "US$0.30" in row(page, "MiniMax-M2.1")


def test_without_scripts_the_presets_are_costed(new_page: NewPage, calculators: Hosted) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(calculators.url("calculator/index.html"))
    expect(page.locator("#workload")).to_be_hidden()
    ready = page.locator("#ready")
    line = ready.locator("tr", has=page.get_by_role("link", name="MiniMax-M2.1", exact=True)).first
    assert re.sub(r"\s+", " ", line.inner_text()) == "MiniMax-M2.1 ≠ Disputed $0.02 $600.00 $570.00–$630.00"
    assert ready.locator("h3").all_inner_texts() == [
        "A chat product",
        "A coding agent",
        "A batch of images",
        "A minute of video a day",
    ]


@pytest.mark.parametrize("preset", ["chat", "agent", "images", "video"])
def test_scripts_and_ready_made_tables_agree(
    show: Callable[[str], Page], new_page: NewPage, calculators: Hosted, preset: str
) -> None:
    plain = new_page(java_script_enabled=False)
    plain.goto(calculators.url("calculator/index.html"))
    section = plain.locator(f"section[aria-labelledby=ready-{preset}]")
    ready = [
        (line.locator("th a").first.inner_text(), line.locator("td").nth(1).inner_text().split()[0])
        for line in section.locator("tbody tr").all()
    ]
    page = show(f"?p={preset}")
    shown = [
        (body.locator("th a").inner_text(), body.locator(".amount").first.inner_text())
        for body in page.locator("#groups tbody").all()
    ]
    assert ready == shown
    assert ready


def test_it_works_from_a_file_and_below_a_sub_path(page: Page, calculators: Hosted) -> None:
    for address in (
        calculators.file("calculator/index.html"),
        calculators.url("calculator/index.html", below="/some-repo/"),
    ):
        page.goto(address)
        page.get_by_label("Input tokens").fill("1.5M")
        assert "$450,150.00" in row(page, "MiniMax-M2.1")
        page.get_by_role("link", name="MiniMax-M2.1", exact=True).click()
        expect(page.locator("h1")).to_have_text("MiniMax-M2.1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["", "zh-TW/"])
def test_no_accessibility_rule_is_broken_with_everything_open(
    new_page: NewPage, calculators: Hosted, violations: Callable[[Page], list[str]], locale: str, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    state = "?input=1000&images=2&calls=1&budget=5&cur=TWD&rate=32&zzz=1&v=minimax/m2.1,glm/4.7,flux/pro,flux/unknown"
    page.goto(calculators.url(f"{locale}calculator/index.html{state}"))
    page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true")
    page.locator("#f-output").fill("NaN")
    expect(page.locator(".working")).to_have_count(3)
    assert violations(page) == []


def test_everything_that_can_be_pressed_is_24_pixels(new_page: NewPage, calculators: Hosted) -> None:
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(calculators.url("calculator/index.html?v=minimax/m2.1,glm/4.7,flux/pro&input=10&images=1"))
    page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true")
    expect(page.locator(".working")).to_have_count(3)
    # A box or a radio button is pressed by its label, too.
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, input, select, summary)")]
          .map((element) => element.closest("label") ?? element)
          .filter((element) => element.getClientRects().length)
          .map((element) => [element.getBoundingClientRect(), element])
          .filter(([box]) => box.height < 24 || box.width < 24)
          .map(([box, element]) => element.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 360, 768])
def test_only_tables_scroll_sideways(new_page: NewPage, calculators: Hosted, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(calculators.url("zh-TW/calculator/index.html?v=minimax/m2.1,glm/4.7,flux/pro&input=10&images=1&budget=9"))
    page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true")
    expect(page.locator(".working")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
