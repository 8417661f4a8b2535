"""What the pages show: every price with its unit, basis and line; doubts drawn where they are; no language unmarked."""

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from build.api_schema import api_schemas
from build.builder import TEMPLATES, build_site
from build.files import FILES, feed_file, model_file, schema_file, twin_file
from build.locales import load_words
from build.offline import EDITION
from build.pages import Page, all_pages
from build.render import Renderer
from build.views import view
from build.views_offline import file_path
from build.views_prices import PriceLine, per
from build.views_site import Site, Spot
from build.views_table import row
from scraper.catalog import Heartbeat, Model, Per, Price, Report, Reported, Variant
from scraper.errors import BuildError
from scraper.findings import Finding
from tests import content_samples
from tests.content_samples import FINDINGS, price

WORDS = load_words(TEMPLATES / "locales", ["en", "zh-TW"])
SITE = Site(content_samples.content(), WORDS, "https://example.org/prices/")


def spot(page: Page, site: Site = SITE) -> Spot:
    return Spot(site, page, site.words[page.locale])


@cache
def html(page: Page, site: Site = SITE) -> str:
    return Renderer(TEMPLATES).page(*view(site, page)).decode()


def shown(page: Page) -> dict[str, Any]:
    return view(SITE, page)[1]


def lines_of(family: str, slug: str, locale: str = "en") -> list[PriceLine]:
    model = SITE.models[family]
    variant = next(variant for variant in model.variants if variant.slug == slug)
    return list(row(spot(Page(locale, "home")), model, variant).lines)


# Words


def test_an_answer_keeps_its_links_list_and_code() -> None:
    for page in (Page("zh-TW", "family", "minimax"), Page("zh-TW", "faq")):
        text = html(page)
        assert '<p>請見<a href="https://runapi.ai/docs" rel="external">文件</a>。</p>' in text
        assert '<ol start="2"><li>填入 <code>minimax</code></li><li>送出 {{ 7*7 }}</li></ol>' in text
        assert '<code dir="ltr">curl &lt;b&gt;</code>' in text


def test_an_unsafe_link_stays_text_even_from_the_yaml() -> None:
    text = html(Page("zh-TW", "family", "minimax"))
    assert "，不要用這個" in text
    assert "javascript:" not in text


# Prices


def test_the_most_trusted_basis_comes_first() -> None:
    assert [line.basis for line in lines_of("glm", "4.7")] == ["rates"] * 4 + ["listed"]


def test_a_coarse_price_carries_what_its_digits_allow() -> None:
    line = lines_of("minimax", "m2.1")[0]
    assert (line.text, line.coarse, line.million) == ("$0.010 per 1K tokens", True, "$9.50–$10.50")


def test_an_exact_price_carries_no_interval() -> None:
    assert not any(line.million for line in lines_of("glm", "4.7") if line.basis == "rates")


def test_free_is_said_and_never_a_zero() -> None:
    free = next(line for line in lines_of("glm", "4.7") if line.price.amount == "0")
    assert (free.text, free.figure) == ("Free", None)


def test_a_listed_token_price_that_is_rounded_to_zero_is_not_free() -> None:
    rounded = price("0.000", "token", quantity=1000)
    one = Variant(slug="x", id="x", prices=(rounded,))
    model = Model(model="m", name="M", provider="P", modality="text", source="https://runapi.ai", variants=(one,))
    site = Site(content_samples.content(models=(model,)), WORDS)
    (line,) = row(spot(Page("en", "home"), site), model, one).lines
    assert (line.text, line.coarse, line.million) == ("$0.000 per 1K tokens", True, "$0.00–$0.50")
    page = html(Page("en", "variant", "m", "x"), site)
    assert "Free" not in page
    assert "$0.00–$0.50" in page


def test_a_tiny_price_keeps_its_digits() -> None:
    assert lines_of("seedream", "mini")[0].text == "$0.00025 per image"


def test_tiers_say_what_they_depend_on() -> None:
    assert [line.what for line in lines_of("seedream", "4.0-pro")] == [
        f"Output resolution {size}" for size in ("1k", "2k", "4k")
    ]


@pytest.mark.parametrize(
    ("quantity", "unit", "en", "chinese"),
    [
        (1000, "token", "per 1K tokens", "每 1K token"),
        (1_000_000, "token", "per 1M tokens", "每 1M token"),
        (1, "image", "per image", "每張圖片"),
        (60, "second", "per minute", "每分鐘"),
        (3600, "second", "per hour", "每小時"),
        (1500, "call", "per 1,500 calls", "每 1,500 次呼叫"),
    ],
)
def test_a_unit_in_words(quantity: int, unit: Any, en: str, chinese: str) -> None:
    amount = Per(quantity=quantity, unit=unit)
    assert (per(WORDS["en"], amount), per(WORDS["zh-TW"], amount)) == (en, chinese)


def test_lowest_exists_only_within_one_unit_and_basis() -> None:
    listed = {slug: lines_of("minimax", slug)[0] for slug in ("m2", "m2.5-highspeed")}
    assert listed["m2"].lowest
    assert not listed["m2.5-highspeed"].lowest
    # The only price of its kind is neither cheap nor dear.
    assert lines_of("hailuo", "2.3")[0].bar is None
    assert not lines_of("hailuo", "2.3")[0].lowest


def test_a_bar_is_drawn_against_the_dearest_of_its_kind() -> None:
    assert [line.bar for line in lines_of("seedream", "4.0-pro")] == [11, 20, 100]


def test_sorting_keeps_units_and_bases_apart() -> None:
    tokens, images = lines_of("minimax", "m2")[0], lines_of("seedream", "mini")[0]
    rates = lines_of("glm", "4.7")[0]
    assert len({tokens.group, images.group, rates.group}) == 3
    assert tokens.order == "0.00001"


def test_a_contradicted_price_links_to_its_finding() -> None:
    doubt = lines_of("glm", "4.7")[-1].doubts[0]
    assert doubt.href == "findings/index.html#price-mismatch:models/glm.md:22"
    assert f'id="{doubt.href.partition("#")[2]}"' in html(Page("en", "findings"))
    # In a table the mark stands alone: its link has a name all the same.
    table = html(Page("en", "home"))
    assert table.count('class="doubt"') == table.count('aria-label="Disputed"') > 0


def test_a_table_has_one_mark_a_price_and_the_variants_page_every_contradiction() -> None:
    listed = Finding("models/glm.md", 22, "basis-mismatch", "4.7: listed $20, 18 times from the nearest itemised rate")
    report = Report(pages=9, findings=tuple(Reported.model_validate(one.report()) for one in (*FINDINGS, listed)))
    site = Site(content_samples.content(report=report), WORDS, "https://example.org/prices/")
    rows = re.findall(r"<tr.*?</tr>", html(Page("en", "home"), site), re.DOTALL)
    assert [row.count('class="doubt"') for row in rows if "models/glm.md:22" in row] == [1]
    page = html(Page("en", "variant", "glm", "4.7"), site)
    for code in ("price-mismatch", "basis-mismatch"):
        assert re.search(rf'class="doubt" href="[^"]*#{code}:models/glm.md:22"', page)


def test_a_disputed_unit_marks_every_listed_price_of_its_family() -> None:
    assert all(lines_of("minimax", slug)[0].doubts for slug in ("m2", "m3"))
    assert not lines_of("glm", "4.7")[0].doubts


def disputed_by(*findings: Finding) -> dict[str, list[str]]:
    """The codes of what disputes the prices of MiniMax, by variant."""
    report = Report(pages=9, findings=tuple(Reported.model_validate(one.report()) for one in findings))
    site = Site(content_samples.content(report=report), WORDS, "https://example.org/prices/")
    variants = site.models["minimax"].variants
    marked = {one.slug: site.doubts(site.models["minimax"], one.prices[0]) for one in variants}
    return {slug: [finding.code for finding in found] for slug, found in marked.items() if found}


def test_the_unit_of_one_row_disputes_no_other_row() -> None:
    what = 'Pricing: "$0.010 / 1M tokens" here, Billing says "1K tokens"'
    assert disputed_by(Finding("zh-TW/models/minimax.md", 27, "billing-mismatch", what)) == {
        "m2.1": ["billing-mismatch"]
    }


def test_both_sides_of_a_contradiction_are_marked() -> None:
    """The price that is trusted, and used for costs, is contradicted as much as the other."""
    what = '"$0.030 per 1K tokens" here, "$0.020" at zh-TW/models/minimax.md:2'
    page = "de/models/minimax/m2.5-highspeed.md"
    assert disputed_by(Finding(page, 20, "price-mismatch", f"{what}9")) == {"m2.5-highspeed": ["price-mismatch"]}
    assert disputed_by(Finding(page, 20, "price-mismatch", f"{what}67")) == {}
    assert disputed_by(Finding(page, 20, "coarse-price", f"{what}9")) == {}


def test_a_source_line_leads_to_the_recorded_page() -> None:
    assert lines_of("glm", "4.7")[0].source_href == "https://runapi.ai/models/glm/4.7"
    assert lines_of("hailuo", "2.3")[0].source_href == "https://runapi.ai/models/hailuo.md"  # not in the manifest


# Every page


PAGES = list(all_pages(content_samples.MODELS, ["en", "zh-TW"], [part.name for part in SITE.ledger.parts]))


# The files beside the pages; tests/test_api.py and its neighbours show that all of them are written.
FOR_PROGRAMS = {
    EDITION,
    *(file_path(tag) for tag in WORDS),
    *(file.path for file in FILES),
    *(schema_file(name) for name in api_schemas()),
    *(twin_file(page) for page in PAGES),
    *(feed_file(tag, family) for tag in WORDS for family in (None, *SITE.models)),
    *(model_file(family) for family in SITE.models),
}


def ids(value: Page | list[str]) -> str:
    return value.path if isinstance(value, Page) else " ".join(value)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_page_obeys_the_rules_of_the_site(page: Page) -> None:
    text = html(page)
    assert f'<html lang="{page.locale}" dir="ltr">' in text
    assert text.count("<h1") == 1
    assert "require-trusted-types-for &#39;script&#39;" in text
    for attribute in (" style=", " onclick=", "<style"):
        assert attribute not in text
    for script in re.findall(r"<script(?![^>]*application/(?:ld\+)?json)([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert "src=" in script[0]
        assert script[1] == ""


@pytest.mark.parametrize("page", [page for page in PAGES if page.kind != "missing"], ids=ids)
def test_every_link_of_a_page_arrives(page: Page) -> None:
    there = {one.path for one in PAGES} | FOR_PROGRAMS
    there |= {f"static/{path.relative_to(TEMPLATES / 'static')}" for path in (TEMPLATES / "static").rglob("*.*")}
    for href in re.findall(r'(?:href|src)="([^"#?]+)', html(page)):
        if not href.startswith("https://"):
            assert resolved(page, href) in there, href


def resolved(page: Page, href: str) -> str:
    parts = [*page.folder]
    for part in href.split("/"):
        if part == "..":
            parts.pop()  # raises where a link climbs above the site
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_no_markup_of_the_source_becomes_markup(page: Page) -> None:
    text = html(page)
    assert "<img" not in text
    assert "<i>blob" not in text
    assert "<b>" not in text
    assert 'href="javascript:' not in text
    assert "49" not in re.sub(r"[0-9a-f]{64}", "", text)  # {{ 7*7 }}


@pytest.mark.parametrize("seed", range(3))
def test_the_same_content_gives_the_same_bytes_in_whatever_order_pages_are_made(seed: int) -> None:
    again = Site(content_samples.content(), WORDS, SITE.url)
    renderer = Renderer(TEMPLATES)
    for page in random.Random(seed).sample(PAGES, len(PAGES)):
        assert renderer.page(*view(again, page)).decode() == html(page), page.path


def test_the_others_of_a_family_are_linked_from_each_page() -> None:
    for name, model in SITE.models.items():
        for here in model.variants:
            page = Page("en", "variant", name, here.slug)
            there = {resolved(page, one.href) for one in shown(page)["siblings"]}
            assert there == {
                Page("en", "variant", name, other.slug).path for other in model.variants if other is not here
            }


# Languages


def test_a_text_in_another_language_says_so() -> None:
    text = html(Page("zh-TW", "family", "minimax"))
    assert '<div class="stretch foreign" lang="en" dir="ltr">' in text
    assert '<p class="language" lang="zh-TW" dir="ltr">內容為英文</p>' in text


def test_a_text_in_the_pages_own_language_has_no_mark() -> None:
    text = html(Page("zh-TW", "family", "minimax"))
    assert re.search(r'<article class="question" id="faq-1">\s*<h3>失敗的請求如何計費？', text)


def test_a_missing_text_falls_back_and_is_marked() -> None:
    assert '<div class="tagline" lang="zh-CN" dir="ltr">' in html(Page("zh-TW", "family", "hailuo"))
    assert '<div class="tagline" lang="ar" dir="rtl">' in html(Page("en", "family", "seedream"))


def test_a_placeholder_is_filled_in_where_the_variant_is_known() -> None:
    assert "如何使用 MiniMax-M2.1？" in html(Page("zh-TW", "variant", "minimax", "m2.1"))
    assert "How do I use glm-4.7?" in html(Page("en", "faq"))
    assert "%{variant}" in html(Page("zh-TW", "family", "minimax"))


def test_a_question_that_every_model_prints_stands_once() -> None:
    shown = html(Page("zh-TW", "faq")).partition("</main>")[0]  # search engines are told it after that once more
    assert shown.count("失敗的請求如何計費？") == 1


def test_the_language_switch_stays_on_the_page() -> None:
    text = html(Page("en", "variant", "glm", "4.7"))
    assert 'href="../../../zh-TW/models/glm/4.7/index.html" lang="zh-TW"' in text


@pytest.mark.parametrize(
    ("page", "tags"),
    [
        (Page("en", "about"), ["en", "zh-TW", "x-default"]),
        (Page("en", "family", "minimax"), ["zh-TW", "x-default"]),
        (Page("zh-TW", "variant", "glm", "4.7"), ["en", "x-default"]),
        (Page("en", "family", "hailuo"), ["x-default"]),
    ],
    ids=ids,
)
def test_hreflang_names_only_languages_the_page_exists_in(page: Page, tags: list[str]) -> None:
    assert re.findall(r'rel="alternate" hreflang="([^"]+)" href="https://example.org/prices/', html(page)) == tags


def test_absolute_links_need_the_sites_address() -> None:
    page = html(Page("en", "about"), Site(content_samples.content(), WORDS))
    assert "canonical" not in page
    assert 'hreflang="x-default"' not in page
    assert '<link rel="canonical" href="https://example.org/prices/about/">' in html(Page("en", "about"))


def test_the_page_for_unknown_addresses_links_from_the_root() -> None:
    assert 'href="https://example.org/prices/index.html"' in html(Page("en", "missing"))
    assert 'href="/static/css/site.css"' in html(Page("en", "missing"), Site(content_samples.content(), WORDS))


# Pages of a model


def test_a_variant_page_has_everything_known_about_it() -> None:
    page = shown(Page("en", "variant", "glm", "4.7"))
    assert [spec.value for spec in page["specs"]][:2] == ["glm-4.7", "glm/4.7"]
    assert page["recorded"][0].digest == content_samples.DIGEST
    assert page["recorded"][0].lines == "18"
    assert [sibling.facts.id for sibling in page["siblings"]] == ["glm-4.5-air", "glm-5"]
    assert [finding.code for finding in page["findings"]] == ["price-mismatch"]
    assert not page["composed"]


def test_a_request_is_put_together_where_the_source_prints_none() -> None:
    page = shown(Page("en", "variant", "minimax", "m2.1"))
    assert page["composed"]
    assert '"model": "MiniMax-M2.1"' in page["request"][0].text
    assert shown(Page("en", "variant", "hailuo", "2.3"))["request"] == []


def test_ready_made_costs_carry_their_interval() -> None:
    table = shown(Page("en", "variant", "minimax", "m2.1"))["costs"][0]
    assert table.quantities == ("100,000", "1,000,000", "10,000,000")
    assert table.rows[0][1][1] == ("$10.00", "$9.50–$10.50")


def test_unknown_and_withdrawn_are_told_apart() -> None:
    text = html(Page("en", "home"))
    assert "Not published" in text
    assert "Not offered" in text
    assert "No recorded page prints a price" in html(Page("en", "variant", "glm", "5"))
    assert "has been withdrawn" in html(Page("en", "variant", "glm", "4.5-air"))


def test_what_was_printed_but_not_understood_is_shown() -> None:
    assert "slow &lt;b&gt;" in html(Page("en", "variant", "hailuo", "2.3-standard"))


# Findings, about, banner


def test_findings_stand_by_level_and_code_with_line_and_action() -> None:
    text = html(Page("en", "findings"))
    assert [level["code"] for level in shown(Page("en", "findings"))["levels"]] == ["error", "warning", "note"]
    assert "models/hailuo.md:22" in text
    assert "add the unit to money.py or report it" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"report": None}, "No report of a parse"), ({"report": content_samples.Report(pages=1)}, "Nothing was found")],
    ids=["never parsed", "nothing found"],
)
def test_a_report_without_findings_is_explained(changes: dict[str, Any], said: str) -> None:
    assert said in html(Page("en", "findings"), Site(content_samples.content(**changes), WORDS))


def test_sample_data_is_labelled_on_every_page() -> None:
    assert all("Sample data" in html(page) or "範例資料" in html(page) for page in PAGES)
    real = content_samples.content(
        run=Heartbeat(at="2026-11-22T00:00:00Z", finished=True, tried=1, changed=1, unchanged=0)
    )
    assert "Sample data" not in html(Page("en", "home"), Site(real, WORDS))


def test_a_site_without_content_is_still_a_site() -> None:
    empty = Site(content_samples.content(models=(), texts={}, run=None, report=None, recorded={}), WORDS)
    for page in all_pages((), ["en"]):
        assert "<h1" in html(page, empty)


# The whole path


def test_one_changed_price_changes_only_pages_that_show_it(tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content")
    build_site(content, tmp_path / "out")
    path = content / "models" / "hailuo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("0.500", "0.600"), encoding="utf-8")
    built = build_site(content, tmp_path / "out")
    assert "$0.600 per call" in (tmp_path / "out/models/hailuo/2.3-standard/index.html").read_text(encoding="utf-8")
    assert 0 < built.changed < built.pages
    assert build_site(content, tmp_path / "out").changed == 0


def test_a_site_can_be_built_in_one_language(tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content")
    build_site(content, tmp_path / "out", locales=["en"])
    assert not (tmp_path / "out/zh-TW").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no such folder; run `python -m scraper parse` first"):
        build_site(tmp_path / "gone", tmp_path / "out")


def test_a_price_in_another_currency_says_so() -> None:
    euro: Price = price("0.02", "call", currency="EUR")
    assert WORDS["en"].numerals.amount(euro.amount, euro.currency) == "€0.02"
