"""Coverage: what is described in which language, what stands in for it, and that the numbers add up."""

from typing import Any

import pytest

from build.builder import TEMPLATES
from build.locales import load_words
from build.pages import Page
from build.render import Renderer
from build.views import view
from build.views_coverage import Cell, own_name
from build.views_site import Site, Spot
from scraper.catalog import Text, VariantText
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales", ["en", "zh-TW", "zh-HK", "ar"])
SITE = Site(content_samples.content(), WORDS)


def shown(locale: str = "en", site: Site = SITE) -> dict[str, Any]:
    return view(site, Page(locale, "coverage"))[1]


def html(locale: str = "en", site: Site = SITE) -> str:
    return Renderer(TEMPLATES).page(*view(site, Page(locale, "coverage"))).decode()


def cells(family: str, locale: str = "en", site: Site = SITE) -> dict[str, Cell]:
    page = shown(locale, site)
    (found,) = (one for one in page["families"] if one.name == family)
    return dict(zip((tongue.tag for tongue in page["tongues"]), found.cells, strict=True))


def text(locale: str, *slugs: str, own: bool = True) -> tuple[tuple[str, str], Text]:
    variants = tuple(VariantText(slug=slug, source=f"{locale}/models/glm/{slug}.md") for slug in slugs)
    source = f"{locale}/models/glm.md" if own else None
    return (locale, "glm"), Text(model="glm", locale=locale, source=source, variants=variants)


def site_with(*texts: tuple[tuple[str, str], Text]) -> Site:
    return Site(content_samples.content(texts=dict(texts)), WORDS)


def test_languages_are_those_of_the_interface_and_those_of_the_source() -> None:
    # The source has Simplified Chinese, the interface of this build hasn't.
    assert [(tongue.tag, tongue.interface) for tongue in shown()["tongues"]] == [
        ("en", True), ("zh-TW", True), ("zh-HK", True), ("zh-CN", False), ("ar", True),
    ]  # fmt: skip


def test_a_language_is_called_what_it_calls_itself() -> None:
    names = {tongue.tag: (tongue.name, tongue.dir) for tongue in shown("ar")["tongues"]}
    assert names["zh-TW"] == ("繁體中文（台灣）", "ltr")
    assert names["ar"] == ("العربية", "rtl")
    assert "中文" in names["zh-CN"][0]
    assert '<span lang="ar" dir="rtl">العربية</span>' in html()


def test_a_language_nobody_knows_keeps_its_tag() -> None:
    spot = Spot(SITE, Page("en", "coverage"), WORDS["en"])
    assert own_name(spot, "xq") == "xq"


def test_a_family_in_its_own_language_and_in_others() -> None:
    found = cells("MiniMax")
    assert (found["zh-TW"].code, found["zh-TW"].text) == ("whole", "own")
    assert (found["en"].code, found["en"].sign, found["en"].text) == ("other", "→", "zh-TW")
    assert found["en"].meaning == "shown in 繁體中文（台灣）"


@pytest.mark.parametrize(
    ("texts", "code", "said"),
    [
        ([text("en", "4.7", "5"), text("zh-TW", "4.7", "5")], "whole", "own"),
        ([text("en", "4.7", "5"), text("zh-TW", "4.7")], "part", "1 of 2"),
        ([text("en", "4.7", "5"), text("zh-TW")], "part", "model page only"),
        ([text("en", "4.7", "5"), text("zh-TW", "4.7", own=False)], "part", "variants only"),
        ([text("en", "4.7", "5")], "other", "en"),
        ([text("en"), text("zh-TW")], "whole", "own"),
        # A page of a variant that the catalog doesn't have any more is no text of this family.
        ([text("en", "4.7", "lost"), text("zh-TW", "4.7")], "whole", "own"),
        ([], "none", "none"),
    ],
    ids=["all", "some variants", "model page", "no model page", "another language", "no variants", "lost", "nothing"],
)
def test_how_much_of_a_family_a_language_has(texts: Any, code: str, said: str) -> None:
    found = cells("GLM", site=site_with(*texts))["zh-TW"]
    assert (found.code, found.text) == (code, said)


def test_every_sign_stands_beside_a_word() -> None:
    for tongue in ("en", "zh-TW", "ar"):
        for family in ("GLM", "MiniMax", "Hailuo", "Seedream"):
            assert all(cell.sign and cell.text for cell in cells(family, tongue).values())


def test_the_fallback_is_the_one_that_pages_use() -> None:
    assert cells("Hailuo")["zh-HK"].text == "zh-CN"
    assert (
        '<div class="tagline" lang="zh-CN"'
        in Renderer(TEMPLATES).page(*view(SITE, Page("zh-HK", "family", "hailuo"))).decode()
    )


def test_the_counts_add_up() -> None:
    (english, chinese, *_, arabic) = shown()["tongues"]
    assert (english.families, english.variants) == ("1 of 4", "1 of 1")
    assert (chinese.families, chinese.variants) == ("1 of 4", "0 of 1")
    for tongue in (english, chinese, arabic):
        own = int(tongue.families.split()[0])
        assert own + sum(int(count) for *_, count in tongue.instead) == 4
    assert [(tag, count) for tag, _, _, count in english.instead] == [("zh-CN", "1"), ("zh-TW", "1"), ("ar", "1")]


def test_where_no_variant_has_a_page_there_is_nothing_to_count() -> None:
    assert shown(site=site_with(text("en")))["tongues"][0].variants == "–"


def test_an_arrow_points_in_the_direction_of_reading() -> None:
    assert cells("MiniMax", "ar")["en"].sign == "←"
    assert ("←", "معروض باللغة المذكورة") in shown("ar")["signs"]


def test_other_pages_lead_there_and_the_navigation_stays_short() -> None:
    about = Renderer(TEMPLATES).page(*view(SITE, Page("en", "about"))).decode()
    assert about.count('href="../coverage/index.html"') == 2  # in the text and at the foot
    assert not any("coverage" in item["href"] for item in shown()["shell"]["nav"])


def test_without_content_only_the_interface_is_covered() -> None:
    bare = Site(content_samples.content(models=(), texts={}), WORDS)
    assert [tongue.families for tongue in shown(site=bare)["tongues"]] == ["–"] * 4
    assert "<h2" in html(site=bare)
