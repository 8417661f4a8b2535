"""What the hosted site needs to stand without a network: the files that tell of all others, made after them.

    edition/edition.js       which edition of the site this is, and when its prices were last checked
    edition/zh-TW.json       the pages of one language, each with its digest
    sw.js                    the service worker, with the digests of those lists and of what every page shares

An edition is all of that at once: a browser takes it whole, every file checked against its digest, or not at all. The
moment of the last run stands in one small file and in no page, so that a run that changed nothing changes few files.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from build.output import Closing
from build.pages import Page
from build.products import Product, key_of, ready
from build.render import Renderer
from build.views_site import Site
from scraper.addresses import DEFAULT_LOCALE
from scraper.runs import checked

EDITION = "edition/edition.js"
WORKER = "sw.js"
_SHARED = "static/"
# Only in pages of `build serve`, which are made in memory and never kept.
_UNKEPT = frozenset({"static/js/reload.js"})


@dataclass(frozen=True, slots=True)
class Listed:
    """The pages of one language as a browser keeps them: path and digest."""

    overviews: Mapping[str, str]  # every price is on these, so they are kept first
    models: Mapping[str, str]

    def text(self) -> str:
        return _json({"overviews": self.overviews, "models": self.models}) + "\n"


def list_path(locale: str) -> str:
    """Where the list of a language's pages stands, below the site's root."""
    return f"edition/{locale}.json"


def closing(site: Site, pages: Sequence[Page], renderer: Renderer, worker: str) -> Closing:
    """What `publish` calls once every page is made. `worker` is the digest of what the service worker is made from."""
    return partial(_products, site, pages, renderer, worker)


def _products(
    site: Site, pages: Iterable[Page], renderer: Renderer, worker: str, digests: Mapping[str, str]
) -> Iterator[Product]:
    """The files that tell of all others. `digests` is the SHA-256 of each file by its path, hexadecimal."""
    kept = [page for page in pages if page.kind != "missing"]
    shared = [path for path in digests if path.startswith(_SHARED) and path not in _UNKEPT]
    named = [*shared, *(page.path for page in kept)]
    moment = last_checked(site)
    identity = key_of([worker, str(moment), *(f"{path} {digests[path]}" for path in sorted(named))])[:16]
    edition = ready(EDITION, edition_script(identity, moment).encode())
    yield edition
    lists = {}
    for locale in site.words:
        listed = _listed((page for page in kept if page.locale == locale), digests)
        product = ready(list_path(locale), listed.text().encode())
        lists[locale] = [digest(product.key), len(listed.overviews) + len(listed.models)]
        yield product
    shell = {path: digest(digests[path]) for path in sorted(shared)} | {EDITION: digest(edition.key)}
    view = {"id": identity, "root": DEFAULT_LOCALE, "locales": lists, "shell": shell}
    yield ready(WORKER, renderer.page(WORKER, {"edition": view}))


def last_checked(site: Site) -> str | None:
    """When the prices were last known to be what the source says, in UTC: '2026-11-22T13:20:00Z'.

    That is the moment of the last run that went through the whole catalog; one that broke off proves nothing. Where no
    run is on record it is the last time a page's content was seen to change, which is never later than the truth.
    """
    run = site.content.run
    return (checked(run) if run else None) or site.newest or None


def edition_script(identity: str, moment: str | None) -> str:
    """The script that tells a page which edition it is of."""
    told = _json({"id": identity, "checked": moment})
    return (
        f"// Which edition of the site this is, and when its prices were last checked.\npriceBook.edition = {told};\n"
    )


def checked_in(script: str) -> str | None:
    """The moment that such a script tells."""
    moment = json.loads(script.partition("priceBook.edition = ")[2].rstrip(";\n"))["checked"]
    return None if moment is None else str(moment)


def digest(hexadecimal: str) -> str:
    """A SHA-256 as browsers compare it."""
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


def _listed(pages: Iterable[Page], digests: Mapping[str, str]) -> Listed:
    overviews: dict[str, str] = {}
    models: dict[str, str] = {}
    for page in sorted(pages, key=lambda page: page.path):
        (models if page.family else overviews)[page.path] = digest(digests[page.path])
    return Listed(overviews, models)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
