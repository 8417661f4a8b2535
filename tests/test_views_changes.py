"""The changes: every one with its unit, basis, source line and direction; the newest first, nothing lost between pages."""

import re
from typing import Any

import pytest

from build import changes
from build.builder import TEMPLATES, build_site
from build.locales import load_words
from build.pages import Page, all_pages
from build.render import Renderer
from build.views import view
from build.views_site import Site
from scraper.catalog import History, Per, Point, Track
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales", ["en", "zh-TW"])
SITE = Site(content_samples.content(), WORDS, "https://example.org/prices/")
INDEX = Page("en", "changes")


def shown(page: Page = INDEX, site: Site = SITE) -> dict[str, Any]:
    return view(site, page)[1]


def html(page: Page = INDEX, site: Site = SITE) -> str:
    return Renderer(TEMPLATES).page(*view(site, page)).decode()


def groups(page: Page = INDEX, site: Site = SITE) -> dict[str, Any]:
    return {group.anchor: group for day in shown(page, site)["days"] for group in day.groups}


def empty_site(**changed: Any) -> Site:
    return Site(content_samples.content(**changed), WORDS)


def test_days_stand_newest_first_with_their_number_of_changes() -> None:
    assert [(day.name, day.count) for day in shown()["days"]] == [
        ("November 22, 2026", "4 changes"),
        ("October 10, 2026", "4 changes"),
    ]
    assert shown()["total"] == "8 changes"
    assert shown()["begin"] == "The record begins on September 1, 2026."


def test_a_change_says_what_it_was_and_what_it_is() -> None:
    row = groups()["2026-11-22:glm/4.7"].rows[0]
    assert (row.basis, row.what, row.before.text, row.after.text, row.per) == (
        "Rates", "Input", "$0.35", "$0.30", "per 1M tokens",
    )  # fmt: skip
    assert (row.move.direction, row.move.percent) == ("down", "−14.3%")
    assert row.source == "models/glm/4.7.html:18"
    assert row.source_href == "https://runapi.ai/models/glm/4.7"


def test_direction_is_not_told_by_colour_alone() -> None:
    text = html()
    assert re.search(
        r'class="move down"><span class="arrow" aria-hidden="true">▼</span> <span class="unseen">cheaper', text
    )
    assert re.search(
        r'class="move up"><span class="arrow" aria-hidden="true">▲</span> <span class="unseen">dearer', text
    )
    # From free there is no percentage: the word is for everybody.
    assert re.search(r'class="move up"><span class="arrow" aria-hidden="true">▲</span> dearer</span>', text)


def test_a_new_and_a_withdrawn_variant_are_named_as_such() -> None:
    found = groups()
    assert (found["2026-10-10:minimax/m3"].kind, found["2026-10-10:minimax/m3"].rows[0].kind) == ("New", "first seen")
    gone = found["2026-10-10:glm/4.5-air"]
    assert (gone.kind, gone.rows[0].kind) == ("Withdrawn", "no longer printed")
    assert (gone.rows[0].before.text, gone.rows[0].after) == ("$0.010", None)
    assert gone.rows[0].source == "models/glm.md:23"


def track(*points: tuple[str, str | None, str], variant: str = "glm/4.7", component: Any = "output") -> Track:
    made = (
        Point.model_validate({"from": since, "to": until, "amount": amount, "source": "models/glm.md:9"})
        for since, until, amount in points
    )
    per = Per(quantity=1, unit="call")
    return Track(variant=variant, basis="rates", component=component, currency="USD", per=per, points=tuple(made))


OLD = track(("2026-09-01", None, "1"), variant="hailuo/2.3")


@pytest.mark.parametrize(
    ("points", "variant", "kinds"),
    [
        # Its page says that it is active: only its price is gone.
        ([("2026-09-01", "2026-10-01", "1")], "glm/4.7", ["Without a price"]),
        ([("2026-09-01", "2026-10-01", "1")], "glm/4.5-air", ["Withdrawn"]),
        ([("2026-09-01", "2026-10-01", "1")], "glm/never-heard-of", ["Withdrawn"]),
        (
            [("2026-09-01", "2026-10-01", "1"), ("2026-10-05", "2026-10-09", "1")],
            "glm/4.5-air",
            ["Withdrawn", "Back", "Without a price"],
        ),
    ],
    ids=["a price that goes", "withdrawn", "without a page", "back for a while"],
)
def test_only_the_catalog_says_that_a_variant_was_withdrawn(points: Any, variant: str, kinds: list[str]) -> None:
    site = empty_site(history=History(tracks=(OLD, track(*points, variant=variant))))
    assert [group.kind for group in groups(site=site).values()] == kinds


def test_a_variant_that_is_no_more_has_no_link() -> None:
    gone = track(("2026-09-01", "2026-10-01", "1"), variant="lost/one")
    site = empty_site(history=History(tracks=(OLD, gone)))
    (group,) = groups(site=site).values()
    assert (group.id, group.href, group.family_name) == ("lost/one", None, "lost")
    assert "lost/one" in html(site=site)


def test_a_variants_name_leads_to_its_history() -> None:
    assert groups()["2026-11-22:glm/4.7"].href == "../models/glm/4.7/index.html"
    assert 'href="../models/glm/4.7/index.html#history"' in html()
    assert 'id="history"' in html(Page("en", "variant", "glm", "4.7"))


def test_every_day_variant_and_change_can_be_linked() -> None:
    text = html()
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for anchor in ("2026-11-22", "2026-11-22:glm/4.7", "2026-11-22:glm/4.7:rates:input:USD:1000000token"):
        assert anchor in ids
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    names = re.findall(r'aria-label="(Link to this change: [^"]+)"', text)
    assert "Link to this change: glm-4.7: Rates, Input" in names


def test_a_month_has_a_page_of_its_own_in_every_language() -> None:
    parts = [part.name for part in SITE.ledger.parts]
    assert parts == ["2026-11", "2026-10"]
    pages = [page for page in all_pages(content_samples.MODELS, ["en", "zh-TW"], parts) if page.part]
    assert [page.path for page in pages] == [
        "changes/2026-11/index.html", "changes/2026-10/index.html",
        "zh-TW/changes/2026-11/index.html", "zh-TW/changes/2026-10/index.html",
    ]  # fmt: skip
    month = Page("zh-TW", "changes", part="2026-10")
    assert [day.iso for day in shown(month)["days"]] == ["2026-10-10"]
    text = html(month)
    assert "<h1>2026年10月的價格異動</h1>" in text
    assert 'href="../../../changes/2026-10/index.html" lang="en"' in text
    assert '<link rel="canonical" href="https://example.org/prices/zh-TW/changes/2026-10/">' in text
    assert 'href="../../models/glm/4.7/index.html#history"' in text


def test_the_months_lead_to_one_another() -> None:
    assert [(month["name"], month["href"], month["count"]) for month in shown()["months"]] == [
        ("November 2026", "2026-11/index.html", "4"),
        ("October 2026", "2026-10/index.html", "4"),
    ]
    here = shown(Page("en", "changes", part="2026-10"))["months"]
    assert [(month["href"], month["current"]) for month in here] == [
        ("../2026-11/index.html", False), ("index.html", True),
    ]  # fmt: skip


def test_a_long_ledger_is_cut_and_says_where_the_rest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "latest" not in html()
    monkeypatch.setattr(changes, "PAGE", 5)
    site = empty_site()
    assert "These are the latest 5. Earlier changes are on the pages of their months." in html(site=site)
    assert shown(site=site)["total"] == "8 changes"
    on_months = {group for part in site.ledger.parts for group in groups(Page("en", "changes", part=part.name), site)}
    assert on_months == {event.anchor for event in site.ledger.events}


def test_nothing_changed_yet_is_told_with_what_is_watched() -> None:
    history = History(tracks=(OLD, track(("2026-09-01", None, "2"))))
    text = html(site=empty_site(history=history))
    assert "Nothing has changed yet." in text
    assert "2 prices are on record." in text
    assert "September 1, 2026" in text
    assert "<select" not in text


def test_no_price_yet_is_told_too() -> None:
    assert "No price has been recorded yet." in html(site=empty_site(history=History()))


def test_the_models_of_a_page_can_be_chosen_in_alphabetical_order() -> None:
    assert shown()["models"] == [
        ("GLM", "glm"), ("Hailuo", "hailuo"), ("MiniMax", "minimax"), ("Seedream", "seedream"),
    ]  # fmt: skip
    assert shown(Page("en", "changes", part="2026-10"))["models"] == [("GLM", "glm"), ("MiniMax", "minimax")]


def test_a_build_writes_the_months(tmp_path: Any) -> None:
    content = content_samples.write(tmp_path / "content")
    build_site(content, tmp_path / "out", locales=["en"])
    assert "glm-4.7" in (tmp_path / "out/changes/2026-10/index.html").read_text(encoding="utf-8")
