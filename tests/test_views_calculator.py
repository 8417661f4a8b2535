"""What the calculator page shows without JavaScript, and the data it hands to its scripts."""

from pathlib import Path

from build.locales import load_words
from build.pages import Page
from build.views_calculator import SHOWN, calculator
from build.views_site import Site, Spot
from scraper.catalog import History, Model, Variant
from scraper.store import Content
from tests.tools.prices import GLM, M21, model, variant

WORDS = load_words(Path(__file__).resolve().parent.parent / "site_templates" / "locales")


def view(*models: Model, locale: str = "en") -> dict:
    content = Content(models=models, texts={}, history=History(), run=None, report=None, recorded={})
    return calculator(Spot(Site(content, WORDS), Page(locale, "calculator"), WORDS[locale]))


def groups(shown: dict, code: str) -> list:
    return next(preset for preset in shown["presets"] if preset["code"] == code)["groups"]


def test_a_preset_is_costed_by_the_reference_engine_with_its_interval() -> None:
    (group,) = groups(view(model(M21, slug="minimax")), "chat")
    # 2,000 tokens a run at $0.010 per 1K, a thousand times a day for thirty days
    assert (group.rows[0].run, group.rows[0].month, group.rows[0].interval) == ("$0.02", "$600.00", "$570.00–$630.00")
    assert group.title == "Tokens · Listed · USD"


def test_bases_are_never_ranked_together_and_the_most_trusted_comes_first() -> None:
    titles = [group.title for group in groups(view(model(M21, slug="minimax"), model(GLM)), "chat")]
    assert titles == ["Tokens · Rates · USD", "Tokens · Listed · USD"]


def test_variants_are_ranked_by_cost() -> None:
    dear = variant("dear", ("rates", "input", "9", "1000000", "token"))
    cheap = variant("cheap", ("rates", "input", "0.1", "1000000", "token"))
    (group,) = groups(view(model(dear, cheap)), "chat")
    assert [row.id for row in group.rows] == ["CHEAP", "DEAR"]


def test_a_preset_is_for_one_kind_of_model() -> None:
    call = variant("call", ("listed", "usage", "0.5", "1", "call"))
    shown = view(model(call, slug="v", modality="video"), model(call, slug="i", modality="image"))
    assert [row.href for group in groups(shown, "images") for row in group.rows] == ["../models/i/call/index.html"]
    (video,) = groups(shown, "video")
    assert [row.left_out for row in video.rows] == ["costed by calls, not by Seconds"]


def test_withdrawn_and_unpriced_variants_are_not_offered() -> None:
    gone = variant("gone", ("rates", "input", "1", "1000000", "token"), status="withdrawn")
    assert groups(view(model(gone, Variant(slug="u", id="U"))), "chat") == []


def test_a_long_ranking_is_cut_and_says_so() -> None:
    many = [variant(f"v{number}", ("rates", "input", "1", "1000000", "token")) for number in range(SHOWN + 5)]
    (group,) = groups(view(model(*many)), "chat")
    assert (len(group.rows), group.total) == (SHOWN, f"the cheapest of {SHOWN + 5} variants")


def test_the_scripts_get_every_variant_the_presets_and_where_prices_were_read() -> None:
    data = view(model(M21, slug="minimax"))["data"]
    assert [variant["v"] for variant in data["variants"]] == ["minimax/m2.1"]
    assert data["sources"] == {"models/glm.md": "https://runapi.ai/models/glm.md"}
    assert data["presets"]["chat"] == {
        "modality": "text",
        "quantities": {"input": "1500", "output": "500"},
        "runs": "1000",
        "every": "day",
    }


def test_amounts_are_written_as_the_reader_writes_them() -> None:
    (group,) = groups(view(model(M21, slug="minimax"), locale="zh-TW"), "chat")
    assert group.rows[0].month == "US$600.00"
