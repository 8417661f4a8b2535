"""Prices through time on the pages of a model: charts and tables of what changed, sentences for what didn't."""

from typing import Any

import pytest

from build.builder import TEMPLATES
from build.locales import Words, load_words
from build.pages import Page
from build.render import Renderer
from build.views import view
from build.views_history import Column, Past, amount_of, move, past_of_family, past_of_variant
from build.views_site import Site, Spot
from scraper.catalog import Heartbeat, History, Per, Point, Track
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales", ["en", "zh-TW", "de", "ar"])
SITE = Site(content_samples.content(), WORDS)


def spot(page: Page, site: Site = SITE) -> Spot:
    return Spot(site, page, site.words[page.locale])


def of_variant(family: str, slug: str, locale: str = "en", site: Site = SITE) -> Past:
    return past_of_variant(spot(Page(locale, "variant", family, slug), site), site.models[family], slug)


def of_family(family: str, locale: str = "en", site: Site = SITE) -> Past:
    return past_of_family(spot(Page(locale, "family", family), site), site.models[family])


def html(page: Page, site: Site = SITE) -> str:
    return Renderer(TEMPLATES).page(*view(site, page)).decode()


def point(since: str, until: str | None, amount: str) -> Point:
    return Point.model_validate({"from": since, "to": until, "amount": amount, "source": "models/glm.md:9"})


def track(*points: Point, variant: str = "glm/5", **rest: Any) -> Track:
    values: dict[str, Any] = {"basis": "rates", "component": "input", "currency": "USD"}
    per = Per(quantity=1_000_000, unit="token")
    return Track(variant=variant, per=per, points=points, **{**values, **rest})


def site_with(*tracks: Track, words: dict[str, Words] | None = None) -> Site:
    return Site(content_samples.content(history=History(tracks=tracks)), words or WORDS)


def test_what_changed_stands_in_a_chart_and_its_table() -> None:
    (picture,) = of_variant("glm", "4.7").pictures
    assert picture.title == "Rates, per 1M tokens"
    assert [(one.letter, one.name) for one in picture.prices] == [
        ("A", "Input"), ("B", "Output"), ("C", "Cache write, 5 min"),
    ]  # fmt: skip
    assert [(row.begin, row.end, row.amount.text) for row in picture.prices[0].held] == [
        ("2026-09-01", "2026-10-10", "$0.50"),
        ("2026-10-10", "2026-11-22", "$0.35"),
        ("2026-11-22", "", "$0.30"),
    ]
    assert [row.move and row.move.percent for row in picture.prices[0].held] == [None, "−30%", "−14.3%"]
    assert picture.chart is not None
    assert len(picture.chart.lines) == 3


def test_the_axis_ends_with_the_last_run() -> None:
    run = Heartbeat(at="2027-03-01T04:00:00Z", finished=True, tried=1, changed=0, unchanged=1)
    (picture,) = of_variant("glm", "4.7", site=Site(content_samples.content(run=run), WORDS)).pictures
    assert picture.chart is not None
    assert (picture.chart.days[0].text, picture.chart.days[-1].text) == ("Sep 1, 2026", "Mar 1, 2027")


def test_amounts_are_drawn_as_they_were_printed_and_dates_as_the_reader_writes_them() -> None:
    (picture,) = of_variant("glm", "4.7", "de").pictures
    assert picture.chart is not None
    assert "1,40\xa0$" in [label.text for label in picture.chart.amounts]
    assert picture.chart.days[0].text == "1. Sept. 2026"


def test_what_never_changed_is_a_sentence() -> None:
    past = of_variant("glm", "4.7")
    assert past.sentences == ("Rates, Cache read; Listed: unchanged since September 1, 2026.",)


def test_a_variant_without_changes_has_one_sentence_and_no_chart() -> None:
    past = of_variant("minimax", "m2.1")
    assert past == Past((), ("No price has changed since September 1, 2026.",))
    text = html(Page("en", "variant", "minimax", "m2.1"))
    assert "No price has changed since September 1, 2026." in text
    assert '<svg class="chart"' not in text


def test_a_variant_that_never_had_a_price_has_no_history() -> None:
    assert of_variant("glm", "5") == Past((), ())
    assert 'id="history"' not in html(Page("en", "variant", "glm", "5"))


def test_a_withdrawn_variant_keeps_its_last_price() -> None:
    assert of_variant("glm", "4.5-air").sentences == (
        "Listed: $0.010 per 1K tokens, from September 1, 2026 to October 10, 2026.",
    )


def test_units_and_bases_never_share_a_chart() -> None:
    moved = (point("2026-09-01", "2026-10-01", "1"), point("2026-10-01", None, "2"))
    per_call = Per(quantity=1, unit="call")
    tracks = (
        track(*moved),
        track(*moved, component="output"),
        track(*moved, basis="listed"),
        Track(variant="glm/5", basis="rates", component="usage", currency="USD", per=per_call, points=moved),
        track(*moved, currency="EUR"),
    )
    titles = [picture.title for picture in of_variant("glm", "5", site=site_with(*tracks)).pictures]
    assert titles == ["Rates, per 1M tokens", "Rates, per 1M tokens", "Rates, per call", "Listed, per 1M tokens"]


def test_more_prices_than_a_chart_takes_have_several() -> None:
    moved = (point("2026-09-01", "2026-10-01", "1"), point("2026-10-01", None, "2"))
    tracks = [track(*moved, when={"size": f"{number:02}"}) for number in range(14)]
    pictures = of_variant("glm", "5", site=site_with(*tracks)).pictures
    assert [len(picture.prices) for picture in pictures] == [5, 5, 4]
    assert len({one.name for picture in pictures for one in picture.prices}) == 14


def test_a_familys_chart_compares_its_variants_component_by_component() -> None:
    pictures = of_family("glm").pictures
    assert [(picture.title, [one.name for one in picture.prices]) for picture in pictures] == [
        ("glm-4.7, Rates, Input, per 1M tokens", ["glm-4.7"]),
        ("glm-4.7, Rates, Output, per 1M tokens", ["glm-4.7"]),
        ("glm-4.7, Rates, Cache write, 5 min, per 1M tokens", ["glm-4.7"]),
    ]


def test_a_family_counts_what_it_cannot_name() -> None:
    assert of_family("glm").sentences == (
        "2 prices have not changed since they were first seen.",
        "glm-4.5-air: no price since October 10, 2026.",
    )
    assert of_family("minimax").sentences == ("4 prices have not changed since they were first seen.",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("0.40", "0.45", ("up", "dearer", "+12.5%")),
        ("0.45", "0.40", ("down", "cheaper", "−11.1%")),
        ("0", "0.40", ("up", "dearer", "")),
        ("0.40", "0", ("down", "cheaper", "−100%")),
        ("0.010", "0.01", ("same", "same amount, other digits", "")),
        ("1.000", "1.0000001", ("up", "dearer", "+0.00001%")),
    ],
)
def test_a_move_has_a_direction_a_word_and_a_percentage(old: str, new: str, expected: tuple[str, str, str]) -> None:
    found = move(spot(Page("en", "home")), point("2026-09-01", "2026-10-01", old), point("2026-10-01", None, new))
    assert (found.direction, found.word, found.percent) == expected


def test_free_is_said() -> None:
    (picture,) = of_variant("hailuo", "2.3").pictures
    assert [row.amount.text for row in picture.prices[0].held] == ["Free", "$0.05"]
    assert picture.chart is not None
    assert "Free" in [label.text for label in picture.chart.amounts]


def test_after_a_gap_there_is_nothing_to_compare_with() -> None:
    gone = site_with(track(point("2026-09-01", "2026-10-01", "1"), point("2026-11-01", None, "2")))
    (picture,) = of_variant("glm", "5", site=gone).pictures
    assert [row.move for row in picture.prices[0].held] == [None, None]
    assert picture.chart is not None
    assert picture.chart.lines[0].path.count("M") == 2


def test_all_on_one_day_is_a_table_without_a_chart() -> None:
    first = point("2026-09-01", "2026-09-02", "1")
    same = site_with(track(first, point("2026-09-02", None, "2")))
    assert of_variant("glm", "5", site=same).pictures[0].chart is not None
    run = Heartbeat(at="2026-09-01T04:00:00Z", finished=True, tried=1, changed=0, unchanged=1)
    quick = track(point("2026-09-01", "2026-09-01", "1"), point("2026-09-01", None, "2"))
    once = Site(content_samples.content(history=History(tracks=(quick,)), run=run), WORDS)
    assert of_variant("glm", "5", site=once) == Past((), ("No price has changed since September 1, 2026.",))


def test_in_arabic_time_runs_from_right_to_left() -> None:
    (picture,) = of_variant("glm", "4.7", "ar").pictures
    assert picture.chart is not None
    assert picture.chart.days[0].text == "1 سبتمبر 2026"
    assert picture.chart.days[0].x == "100%"
    assert picture.chart.lines[0].path.startswith("M1000 ")


def test_amounts_align_at_their_decimal_marks() -> None:
    here, one = spot(Page("en", "home")), track(point("2026-09-01", None, "1"))
    amounts = [amount_of(here, one, point("2026-09-01", None, amount)) for amount in ("0.055", "1.1", "12", "0")]
    column = Column.of([*amounts, None])
    assert [(column.set(amount).pad, column.set(amount).round) for amount in amounts] == [
        (0, False), (2, False), (3, True), (0, False),
    ]  # fmt: skip
    assert column.width == len("$12") + 3


def test_the_chart_has_a_title_and_a_description_in_the_pages_language() -> None:
    text = html(Page("zh-TW", "variant", "glm", "4.7"))
    assert 'role="img" aria-labelledby="chart-1 chart-1-text"' in text
    assert '<title id="chart-1">分項費率，每 1M token</title>' in text
    assert "A 輸入；B 輸出；C 快取寫入（5 分鐘）。2026年9月1日 至 2026年11月22日，縱軸自零起算。" in text


def test_a_hostile_parameter_stays_text() -> None:
    moved = (point("2026-09-01", "2026-10-01", "1"), point("2026-10-01", None, "2"))
    hostile = track(*moved, when={"</title><script>": "<img src=x>"})
    text = html(Page("en", "variant", "glm", "5"), site_with(hostile))
    assert "<img" not in text
    assert "</title><script>" not in text
