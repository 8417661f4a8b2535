"""What published files must be by their own standards, as functions from what a file holds to what is wrong with it.

    atom         RFC 4287, as far as our feeds go
    linked_data  schema.org's types, with the keys that search engines ask for
    sitemap      the sitemap protocol
    api          the JSON Schema of a file of the API, with nothing in it that the schema doesn't describe
    openapi      OpenAPI 3.1

Each gives one line a fault and nothing where all is well, so that a test can also show that it is able to fail.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from build.api_schema import api_schemas

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

SCHEMAS = api_schemas()
# What a file of the API is, by its address below api/v1/; None: what its name says. The rest are schemas.
API_KINDS = {
    r"(index|catalog|changes|findings|run)\.json": None,
    r"models/[^/]+\.json": "model",
    r"[a-zA-Z-]+/models/[^/]+\.json": "text",
}

# What schema.org, and search engines that read it, ask of each type: the keys it must have, and those it may.
TYPES: dict[str, tuple[set[str], set[str]]] = {
    "Product": (
        {"@id", "name", "sku", "url", "category", "brand", "offers"},
        {"isVariantOf"},
    ),
    "ProductGroup": ({"name", "productGroupID", "url"}, set()),
    "Brand": ({"name"}, set()),
    "Organization": ({"name", "url"}, set()),
    "Offer": ({"name", "seller", "priceSpecification"}, {"availability"}),
    "UnitPriceSpecification": ({"price", "priceCurrency", "unitText", "referenceQuantity", "validFrom"}, set()),
    "QuantitativeValue": ({"value", "unitText"}, set()),
    "FAQPage": ({"@id", "mainEntity", "inLanguage"}, set()),
    "Question": ({"name", "acceptedAnswer"}, {"inLanguage"}),
    "Answer": ({"text"}, {"inLanguage"}),
    "BreadcrumbList": ({"itemListElement"}, set()),
    "ListItem": ({"position", "name", "item"}, set()),
    "Dataset": (
        {"@id", "name", "description", "url", "inLanguage", "isAccessibleForFree", "isBasedOn", "creator", "distribution"},
        {"temporalCoverage", "dateModified"},
    ),
    "DataDownload": ({"contentUrl", "encodingFormat"}, set()),
}  # fmt: skip
AVAILABILITY = {f"https://schema.org/{word}" for word in ("InStock", "OutOfStock", "Discontinued")}

# The protocol's own limits.
_SITEMAP_ADDRESSES = 50_000


def atom(root: Element) -> list[str]:
    """What RFC 4287 has against a feed."""
    found = [] if root.tag == f"{ATOM}feed" else [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    for one in (root, *entries):
        found += _entry(one)
    if not root.findall(f"{ATOM}author/{ATOM}name"):
        found.append("no author")
    ids = [one.findtext(f"{ATOM}id") for one in (root, *entries)]
    if len(set(ids)) != len(ids):
        found.append("an id stands twice")
    for content in root.iter(f"{ATOM}content"):
        if content.get("type") != "xhtml" or [child.tag for child in content] != [f"{XHTML}div"]:
            found.append("content must be one div")
    known = {f"{ATOM}{name}" for name in
             ("feed", "entry", "id", "title", "subtitle", "updated", "author", "name", "rights", "link", "category", "content")}  # fmt: skip
    found += [f"{one.tag}: unknown" for one in root.iter() if one.tag not in known and not one.tag.startswith(XHTML)]
    return found


def _entry(one: Element) -> Iterator[str]:
    """The same of a feed's head or of one of its entries."""
    for name in ("id", "title", "updated"):
        if len(one.findall(f"{ATOM}{name}")) != 1:
            yield f"{one.tag}: {name} must stand once"
    for moment in one.findall(f"{ATOM}updated"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment.text or ""):
            yield f"{moment.text}: no date of RFC 3339"
        else:
            datetime.fromisoformat(moment.text or "")
    name = one.findtext(f"{ATOM}id") or ""
    if not re.fullmatch(r"(urn:uuid:[0-9a-f-]{36}|tag:[a-z0-9.-]+,\d{4}(-\d\d-\d\d)?:[!-~]+)", name):
        yield f"{name}: no absolute IRI"
    for link in one.findall(f"{ATOM}link"):
        if not link.get("href"):
            yield "a link without href"
    if one.tag == f"{ATOM}entry" and not one.findall(f"{ATOM}link[@rel='alternate']"):
        yield "an entry without content needs an alternate link, and ours all have one"


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in JSON-LD, from the outside in."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from things(child)
    elif isinstance(value, list):
        for child in value:
            yield from things(child)


def linked_data(graph: list[dict[str, Any]]) -> list[str]:
    """What schema.org, and those who read it, have against the things that a page tells of."""
    found = []
    for thing in things(graph):
        kind = thing.get("@type", "?")
        if kind not in TYPES:
            found.append(f"{kind}: unknown type")
            continue
        must, may = TYPES[kind]
        keys = set(thing) - {"@type"}
        found += [f"{kind}: no {key}" for key in sorted(must - keys)]
        found += [f"{kind}: {key} has no business there" for key in sorted(keys - must - may)]
        found += [f"{kind}: {key} is empty" for key in sorted(keys) if thing[key] in ("", [], None)]
        if kind == "UnitPriceSpecification" and not re.fullmatch(r"\d+(\.\d+)?", thing["price"]):
            found.append(f"{thing['price']}: no price")
        if "availability" in thing and thing["availability"] not in AVAILABILITY:
            found.append(f"{thing['availability']}: unknown")
        if kind == "BreadcrumbList":
            places = [step["position"] for step in thing["itemListElement"]]
            if places != list(range(1, len(places) + 1)) or len(places) < 2:
                found.append(f"crumbs at {places}")
        if kind == "Dataset" and not 50 <= len(thing["description"]) <= 5000:
            found.append(f"a description of {len(thing['description'])} characters; 50 to 5,000 are asked for")
    return found


def sitemap(root: Element, site: str) -> list[str]:
    """What the sitemap protocol has against a sitemap, or an index of them, of the site at the address `site`."""
    item = {f"{SITEMAP}urlset": "url", f"{SITEMAP}sitemapindex": "sitemap"}.get(root.tag)
    if item is None:
        return [f"the root is {root.tag}"]
    found, seen = [], set()
    for one in root:
        loc = one.findtext(f"{SITEMAP}loc") or ""
        if one.tag != f"{SITEMAP}{item}":
            found.append(f"{one.tag}: unknown")
        if not loc.startswith(site):
            found.append(f"{loc}: not below {site}")
        if loc in seen:
            found.append(f"{loc}: stands twice")
        seen.add(loc)
        for day in one.findall(f"{SITEMAP}lastmod"):
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", day.text or ""):
                found.append(f"{loc}: {day.text} is no day")
        for other in one.findall(f"{XHTML}link"):
            if other.get("rel") != "alternate" or not other.get("hreflang") or not other.get("href"):
                found.append(f"{loc}: an alternate needs rel, hreflang and href")
    if not 1 <= len(root) <= _SITEMAP_ADDRESSES:
        found.append(f"{len(root)} addresses; 1 to {_SITEMAP_ADDRESSES} are allowed")
    return found


def api_kind(name: str) -> str | None:
    """The schema that a file must keep, by its address below api/v1/; None for a schema and for what isn't known."""
    for pattern, kind in API_KINDS.items():
        if re.fullmatch(pattern, name):
            return kind or name.removesuffix(".json")
    return None


def api(value: Any, kind: str) -> list[str]:
    """What the schema of its kind has against a file of the API."""
    found = Draft202012Validator(_closed(SCHEMAS[kind])).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def openapi(description: Any) -> list[str]:
    """What OpenAPI 3.1 has against a description."""
    return [str(error) for error in OpenAPIV31SpecValidator(description).iter_errors()]


def _closed(part: Any) -> Any:
    """A schema that forbids what it doesn't name: what we write must be described."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    rules = {key: _closed(one) for key, one in part.items()}
    if "properties" in part and part.get("type") == "object":
        rules["additionalProperties"] = False
    return rules
