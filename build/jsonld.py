"""What a page says to search engines, as schema.org's JSON-LD: only what the page shows, and no price that isn't one.

    a variant     Product with an Offer per printed price, its unit in a UnitPriceSpecification
    questions     FAQPage
    crumbs        BreadcrumbList
    home, about, changes, the page about the data     Dataset, with the files it can be had as

A variant without a known price is no product here: unknown is not an offer. Free is an offer of 0; what was withdrawn
is an offer that is discontinued. Addresses are absolute where the site's is known, else relative to the page.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from build.files import ATOM, CSV, JSON, api_file, feed_file
from build.pages import Page
from build.references import reference
from build.views_prices import PriceLine
from build.views_site import Site, Spot
from build.views_table import Row
from build.views_text import Question
from scraper.addresses import ORIGIN

Thing = dict[str, Any]

_SCHEMA = "https://schema.org"
# What can be ordered right now, by the source's own word; of any other word nothing is said.
_AVAILABILITY = {
    "active": "InStock",
    "maintenance": "OutOfStock",
    "disabled": "OutOfStock",
    "withdrawn": "Discontinued",
}
_DATA_KINDS = frozenset({"home", "about", "changes", "data"})


def linked_data(spot: Spot, shown: Mapping[str, Any]) -> Thing | None:
    """Everything about the page that shows `shown`; None where there is nothing to say."""
    things = [*_product(spot, shown), *_questions(spot, shown), *_crumbs(spot, shown), *_dataset(spot)]
    return {"@context": _SCHEMA, "@graph": things} if things else None


def _product(spot: Spot, shown: Mapping[str, Any]) -> Iterator[Thing]:
    if spot.page.kind != "variant":
        return
    row: Row = shown["row"]
    if not row.lines:
        return
    address = _address(spot, spot.page)
    yield {
        "@type": "Product",
        "@id": f"{address}#product",
        "name": row.facts.id,
        "sku": row.facts.key,
        "url": address,
        "category": row.facts.modality_name,
        "brand": {"@type": "Brand", "name": row.facts.provider},
        "isVariantOf": {
            "@type": "ProductGroup",
            "name": row.facts.family,
            "productGroupID": spot.page.family,
            "url": _address(spot, Page(spot.page.locale, "family", spot.page.family)),
        },
        "offers": [_offer(line, row.facts.status) for line in row.lines],
    }


def _offer(line: PriceLine, status: str) -> Thing:
    price = line.price
    availability = _AVAILABILITY.get(status.lower())
    return {
        "@type": "Offer",
        "name": ", ".join(filter(None, (line.basis_name, line.what))),
        **({"availability": f"{_SCHEMA}/{availability}"} if availability else {}),
        "seller": {"@type": "Organization", "name": "RunAPI", "url": ORIGIN},
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": price.amount,
            "priceCurrency": price.currency,
            "unitText": line.per,
            "referenceQuantity": {
                "@type": "QuantitativeValue",
                "value": price.per.quantity,
                "unitText": price.per.unit,
            },
            "validFrom": price.since,
        },
    }


def _questions(spot: Spot, shown: Mapping[str, Any]) -> Iterator[Thing]:
    asked: list[Question] = list(shown.get("questions", ()))
    if spot.page.kind == "faq":
        asked = [question for group in shown["groups"] for question in group.questions]
    answered = [one for one in asked if one.question and one.answer]
    if answered:
        yield {
            "@type": "FAQPage",
            "@id": f"{_address(spot, spot.page)}#faq",
            "inLanguage": spot.page.locale,
            "mainEntity": [_question(one) for one in answered],
        }


def _question(one: Question) -> Thing:
    language = {} if one.language.own else {"inLanguage": one.language.tag}
    return {
        "@type": "Question",
        "name": one.question,
        **language,
        "acceptedAnswer": {"@type": "Answer", "text": one.answer, **language},
    }


def _crumbs(spot: Spot, shown: Mapping[str, Any]) -> Iterator[Thing]:
    steps = list(_steps(spot, shown))
    if steps:
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": _address(spot, page)}
                for place, (page, name) in enumerate(steps, 1)
            ],
        }


def _steps(spot: Spot, shown: Mapping[str, Any]) -> Iterable[tuple[Page, str]]:
    """The crumbs of the pages that have them, as their templates set them."""
    page, words = spot.page, spot.words
    home = (Page(page.locale, "home"), words("nav.table"))
    if page.family is not None:
        model = spot.site.models[page.family]
        family = (Page(page.locale, "family", page.family), model.name)
        if page.variant is None:
            return home, family
        named = next(variant for variant in model.variants if variant.slug == page.variant)
        return home, family, (page, named.id)
    if page.part is not None:
        return home, (Page(page.locale, "changes"), words("nav.changes")), (page, shown["part"])
    if page.kind in {"coverage", "data", "offline"}:
        return home, (Page(page.locale, "about"), words("nav.about")), (page, words(f"{page.kind}.title"))
    return ()


def _dataset(spot: Spot) -> Iterator[Thing]:
    if spot.page.kind not in _DATA_KINDS or spot.page.part is not None:
        return
    site, words, ledger = spot.site, spot.words, spot.site.ledger
    covered = {"temporalCoverage": f"{ledger.begin}/{ledger.end}"} if ledger.begin and ledger.end else {}
    files = ((CSV, "text/csv"), (api_file("catalog"), JSON), (api_file("changes"), JSON), (feed_file(words.tag), ATOM))
    yield {
        "@type": "Dataset",
        "@id": f"{_address(spot, Page(spot.page.locale, 'data'))}#dataset",
        "name": words("table.title"),
        "description": words("data.description"),
        "url": _address(spot, Page(spot.page.locale, "data")),
        "inLanguage": words.tag,
        "isAccessibleForFree": True,
        "isBasedOn": f"{ORIGIN}/models",
        "creator": {
            "@type": "Organization",
            "name": words("site.name"),
            "url": _address(spot, Page(spot.page.locale, "home")),
        },
        **covered,
        **({"dateModified": site.newest} if site.newest else {}),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": _file(site, spot.page, path), "encodingFormat": kind}
            for path, kind in files
        ],
    }


def _address(spot: Spot, page: Page) -> str:
    return _file(spot.site, spot.page, page.path)


def _file(site: Site, here: Page, path: str) -> str:
    return reference(site, here.path, path)
