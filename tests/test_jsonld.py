"""What pages tell search engines: complete by schema.org's rules, nothing but what the page shows, harmless markup."""

import gzip
import json
import random
import re
from functools import cache
from typing import Any
from urllib.parse import urljoin

import pytest

from build.builder import TEMPLATES
from build.locales import load_words
from build.pages import Page, all_pages
from build.render import Renderer
from build.views import view
from build.views_site import Site
from scraper.catalog import FaqItem, Variant
from tests import content_samples
from tests.content_samples import price
from tests.tools.standards import linked_data as faults
from tests.tools.standards import things

WORDS = load_words(TEMPLATES / "locales")
URL = "https://example.org/prices/"
SITE = Site(content_samples.content(), WORDS, URL)
RENDERER = Renderer(TEMPLATES)

PAGES = list(all_pages(content_samples.MODELS, ["en", "zh-TW", "ar"], [part.name for part in SITE.ledger.parts]))


@cache
def html(page: Page, site: Site = SITE) -> str:
    return RENDERER.page(*view(site, page)).decode()


def linked(page: Page, site: Site = SITE) -> list[dict[str, Any]]:
    """The things a page tells of, as a reader of JSON-LD finds them."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html(page, site), re.DOTALL)
    assert len(found) <= 1
    if not found:
        return []
    told = json.loads(found[0])
    assert told["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = told["@graph"]
    return graph


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_what_a_page_tells_is_complete(page: Page) -> None:
    assert not faults(linked(page))


def test_every_languages_dataset_is_described_at_length() -> None:
    for tag in WORDS:
        assert not faults(linked(Page(tag, "data")))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda graph: graph[0].pop("name"),
        lambda graph: graph[0].update(colour="blue"),
        lambda graph: graph[0]["offers"][0]["priceSpecification"].update(price="free"),
        lambda graph: graph[0]["offers"][0].update(availability="https://schema.org/Sometimes"),
        lambda graph: graph[0]["offers"][0].update({"@type": "Bargain"}),
        lambda graph: graph[-1]["itemListElement"].pop(0),
    ],
)
def test_the_rules_are_really_tried(spoil: Any) -> None:
    graph = linked(Page("en", "variant", "glm", "4.7"))
    assert not faults(graph)
    spoil(graph)
    assert faults(graph)


def kinds(page: Page, site: Site = SITE) -> list[str]:
    return [thing["@type"] for thing in linked(page, site)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Page("en", "home"), ["Dataset"]),
        (Page("en", "variant", "glm", "4.7"), ["Product", "FAQPage", "BreadcrumbList"]),
        (Page("en", "family", "glm"), ["FAQPage", "BreadcrumbList"]),
        (Page("en", "family", "seedream"), ["BreadcrumbList"]),
        (Page("en", "variant", "glm", "5"), ["FAQPage", "BreadcrumbList"]),  # no price, no offer
        (Page("en", "faq"), ["FAQPage"]),
        (Page("en", "changes"), ["Dataset"]),
        (Page("en", "changes", part="2026-10"), ["BreadcrumbList"]),
        (Page("en", "about"), ["Dataset"]),
        (Page("en", "data"), ["BreadcrumbList", "Dataset"]),
        (Page("en", "coverage"), ["BreadcrumbList"]),
        (Page("en", "compare"), []),
        (Page("en", "missing"), []),
    ],
    ids=lambda value: value.path if isinstance(value, Page) else None,
)
def test_a_page_tells_of_what_it_shows(page: Page, expected: list[str]) -> None:
    assert kinds(page) == expected


def offers(page: Page, site: Site = SITE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = linked(page, site)[0]["offers"]
    return found


def test_an_offer_is_a_printed_price_with_its_unit() -> None:
    listed = offers(Page("en", "variant", "minimax", "m2.1"))[0]
    assert listed["priceSpecification"] == {
        "@type": "UnitPriceSpecification",
        "price": "0.010",
        "priceCurrency": "USD",
        "unitText": "per 1K tokens",
        "referenceQuantity": {"@type": "QuantitativeValue", "value": 1000, "unitText": "token"},
        "validFrom": "2026-11-22",
    }
    assert "availability" not in listed  # no page says


def test_free_is_an_offer_of_nothing() -> None:
    prices = [one["priceSpecification"]["price"] for one in offers(Page("en", "variant", "glm", "4.7"))]
    assert prices == ["0.30", "1.10", "0.055", "0", "0.020"]


def test_what_was_withdrawn_is_discontinued() -> None:
    gone = Variant(slug="old", id="old", status="withdrawn", prices=(price("1", "call"),))
    model = content_samples.GLM.model_copy(update={"variants": (gone,)})
    site = Site(content_samples.content(models=(model,)), WORDS, URL)
    assert offers(Page("en", "variant", "glm", "old"), site)[0]["availability"] == "https://schema.org/Discontinued"
    assert offers(Page("en", "variant", "glm", "4.7"))[0]["availability"] == "https://schema.org/InStock"


def test_a_question_in_another_language_says_so() -> None:
    asked = linked(Page("en", "family", "minimax"))[0]["mainEntity"]
    assert {one["inLanguage"] for one in asked} == {"zh-TW"}
    assert asked[1]["acceptedAnswer"]["text"] == "在請求中填入模型 ID。\n\n接著送出請求。"
    assert "inLanguage" not in linked(Page("zh-TW", "family", "minimax"))[0]["mainEntity"][0]


@pytest.mark.parametrize("url", [URL, None], ids=["address", "no address"])
def test_addresses_are_those_of_pages_and_files(url: str | None) -> None:
    site = SITE if url else Site(content_samples.content(), WORDS)
    there = {page.path for page in PAGES} | {"prices.csv", "api/v1/catalog.json", "api/v1/changes.json", "feed.atom"}
    for page in (page for page in PAGES if page.locale == "en"):
        for thing in things(linked(page, site)):
            for key in {"@id", "url", "item", "contentUrl"} & set(thing):
                if thing.get("name") == "RunAPI":
                    continue
                whole = urljoin(f"https://x.test/{page.path}", thing[key]).partition("#")[0]
                path = whole.removeprefix(url or "https://x.test/")
                assert (f"{path}index.html" if path.endswith("/") or not path else path) in there, (page, thing[key])


def test_a_page_with_everything_on_it_stays_light() -> None:
    """60 KB as a host sends it, with more on it than any page of the source has."""
    dice = random.Random(7)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(3, 9))) for _ in range(900)]
    first = content_samples.GLM.variants[0]
    many = tuple(
        first.model_copy(
            update={
                "slug": f"v{number}",
                "id": f"glm-{number}",
                "prices": tuple(one.model_copy(update={"amount": f"{dice.random():.5f}"}) for one in first.prices),
            }
        )
        for number in range(40)
    )
    faq = tuple(
        FaqItem(question=" ".join(dice.choices(words, k=10)), answer=" ".join(dice.choices(words, k=50)), lang="en")
        for _ in range(40)
    )
    text = content_samples.TEXTS["en", "glm"].model_copy(update={"faq": faq, "variants": ()})
    model = content_samples.GLM.model_copy(update={"variants": many})
    content = content_samples.content(models=(model,), texts={("en", "glm"): text})
    page = html(Page("en", "variant", "glm", "v7"), Site(content, WORDS, URL))
    assert len(gzip.compress(page.encode(), mtime=0)) <= 60_000
    assert len(linked(Page("en", "variant", "glm", "v7"), Site(content, WORDS, URL))[1]["mainEntity"]) == 40


HOSTILE = ["</script><script>alert(1)</script>", "<!-- <script>", "]]>", "&quot;\"'", "{{ 7*7 }}", "a\u2028b"]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_it_holds_it_stays_data(text: str) -> None:
    variant = content_samples.GLM.variants[0].model_copy(update={"id": text})
    model = content_samples.GLM.model_copy(update={"variants": (variant,), "name": text, "provider": text})
    words = content_samples.TEXTS["en", "glm"].model_copy(
        update={"faq": (FaqItem(question=text, answer=text, lang="en"),), "variants": ()}
    )
    content = content_samples.content(models=(model,), texts={("en", "glm"): words})
    page, site = Page("en", "variant", "glm", "4.7"), Site(content, WORDS)
    graph = linked(page, site)
    assert graph[0]["name"] == text
    assert graph[1]["mainEntity"][0]["acceptedAnswer"]["text"] == text
    plain = RENDERER.page(*view(SITE, page)).decode()
    assert html(page, site).count("<script") == plain.count("<script")
    assert html(page, site).count("</script") == plain.count("</script")
