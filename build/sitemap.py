"""`sitemap.xml` with every page in every language, and the `robots.txt` that names it.

A sitemap takes absolute addresses only, so there is none where nobody said where the site will stand. One file holds
50,000 addresses or 50 MB, whichever comes first; beyond that `sitemap.xml` is an index of several. When a page last
changed comes from the content: the newest of its recorded pages and of the changes of its prices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from build.depends import Dependencies
from build.files import SITEMAP
from build.pages import Page
from build.products import Product, ready
from build.references import default_locale, reference
from build.render import Renderer
from build.views_site import Site
from scraper.addresses import DEFAULT_LOCALE, from_path

MOST = 50_000  # addresses in a file, by the protocol
LARGEST = 50_000_000  # bytes, a little under the protocol's 50 MiB
# What stands around an address, in bytes, generously.
_AROUND_PAGE, _AROUND_ALTERNATE = 120, 100


@dataclass(frozen=True, slots=True)
class Located:
    """One page in the sitemap."""

    loc: str
    day: str  # when it last changed, '' where that isn't known
    alternates: tuple[tuple[str, str], ...]  # (language, address), its own included

    @property
    def size(self) -> int:
        """At most so many bytes."""
        links = sum(len(tag) + len(href.encode()) + _AROUND_ALTERNATE for tag, href in self.alternates)
        return len(self.loc.encode()) + _AROUND_PAGE + links


def sitemap_products(site: Site, pages: Sequence[Page], depends: Dependencies, renderer: Renderer) -> Iterator[Product]:
    """robots.txt, and the sitemap where the site's address is known."""
    lines = ["User-agent: *", "Allow: /"]
    if site.url:
        lines += ["", f"Sitemap: {site.url}{SITEMAP}"]
        files = list(split(located(site, pages)))
        if len(files) == 1:
            yield _product(SITEMAP, files[0], depends, renderer)
        else:
            names = [f"sitemap-{number}.xml" for number in range(1, len(files) + 1)]
            for name, found in zip(names, files, strict=True):
                yield _product(name, found, depends, renderer)
            view = {
                "files": [
                    (reference(site, SITEMAP, name), max((one.day for one in found), default=""))
                    for name, found in zip(names, files, strict=True)
                ]
            }
            yield Product(SITEMAP, depends.everything, partial(renderer.page, "sitemap_index.xml", view))
    yield ready("robots.txt", "".join(f"{line}\n" for line in lines).encode())


def _product(name: str, found: Sequence[Located], depends: Dependencies, renderer: Renderer) -> Product:
    return Product(name, depends.everything, partial(renderer.page, "sitemap.xml", {"pages": found}))


def split(found: Iterator[Located], most: int = MOST, largest: int = LARGEST) -> Iterator[list[Located]]:
    """The pages in as many files as it takes: at least one, none too long, none too large."""
    file: list[Located] = []
    size = 0
    for one in found:
        if file and (len(file) == most or size + one.size > largest):
            yield file
            file, size = [], 0
        file.append(one)
        size += one.size
    yield file


def located(site: Site, pages: Sequence[Page]) -> Iterator[Located]:
    """Every page but the one for addresses that aren't there, a page's languages together."""
    first = default_locale(site)
    days = _Days(site)
    known = [page for page in pages if page.kind != "missing"]
    for here in (page for page in known if page.locale == first):
        there = list(site.words) if here.family is None else described(site, here.family)
        alternates = [(tag, reference(site, SITEMAP, here.elsewhere(tag).path)) for tag in there]
        if DEFAULT_LOCALE in site.words:
            alternates.append(("x-default", reference(site, SITEMAP, here.elsewhere(DEFAULT_LOCALE).path)))
        for tag in site.words:
            loc = reference(site, SITEMAP, here.elsewhere(tag).path)
            yield Located(loc, days.of(here), tuple(alternates))


def described(site: Site, family: str) -> list[str]:
    """The languages in which the source describes a family: those its pages count as existing in."""
    return [tag for tag in site.words if (tag, family) in site.content.texts]


class _Days:
    """When pages last changed, by the content alone."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._families: dict[str, str] = {}
        for path, recording in site.content.recorded.items():
            page = from_path(path)
            if page is not None and page.family is not None:
                self._add(page.family, recording.fetched[:10])
        for model in site.content.models:
            for price in (price for variant in model.variants for price in variant.prices):
                self._add(model.model, price.since)
        for event in site.ledger.events:
            self._add(event.variant.partition("/")[0], event.day)
        self._newest = max([site.newest[:10], *self._families.values()], default="")
        self._parts = {part.name: max(event.day for event in part.events) for part in site.ledger.parts}

    def of(self, page: Page) -> str:
        if page.family is not None:
            return self._families.get(page.family, "")
        if page.part is not None:
            return self._parts.get(page.part, "")
        if page.kind == "about" and self._site.content.run is not None:
            return max(self._newest, self._site.content.run.at[:10])
        return self._newest

    def _add(self, family: str, day: str) -> None:
        self._families[family] = max(self._families.get(family, ""), day)
