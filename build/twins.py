"""Every page's twin in Markdown, beside it, and the llms.txt that lists them.

A twin is set from the same view as its page, so it says the same: `site_templates/markdown/<kind>.md` instead of
`<kind>.html`. Links lead from twin to twin.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from build.depends import Dependencies
from build.files import ATOM, FILES, JSON, LLMS, MARKDOWN, api_file, feed_file, model_file, twin_file
from build.pages import SECTIONS, Page
from build.products import Product
from build.references import default_locale, is_sample, reference
from build.render import Renderer
from build.views_site import Site, Spot

View = dict[str, Any]
Shown = Callable[[Page], tuple[str, View]]  # a page to its template and all it shows

_WITHOUT = frozenset({"missing"})  # kinds of pages that have nothing to say to a program

# The JSON with what a page shows.
_JSON = {
    "home": "catalog",
    "compare": "catalog",
    "calculator": "catalog",
    "changes": "changes",
    "findings": "findings",
    "about": "run",
    "data": "index",
}


def page_products(
    site: Site,
    pages: Sequence[Page],
    depends: Dependencies,
    renderer: Renderer,
    view: Shown,
) -> Iterator[Product]:
    """Every page with its twin. Both are made from one view where both are to be made."""
    shown = lru_cache(maxsize=1)(view)
    for page in pages:
        key = depends.page(page)
        yield Product(page.path, key, partial(_html, renderer, shown, page), page.locale)
        if page.kind not in _WITHOUT:
            yield Product(twin_file(page), key, partial(_markdown, renderer, shown, page), page.locale)
    yield Product(LLMS, depends.overview, lambda: renderer.page("markdown/llms.md", overview(site)))


def _html(renderer: Renderer, shown: Shown, page: Page) -> bytes:
    return renderer.page(*shown(page))


def _markdown(renderer: Renderer, shown: Shown, page: Page) -> bytes:
    return renderer.page(f"markdown/{page.kind}.md", shown(page)[1])


def twins(spot: Spot) -> list[View]:
    """What else a page can be had as, for its head: Markdown, JSON, a feed."""
    page, site = spot.page, spot.site
    if page.kind in _WITHOUT:
        return []
    found = [{"type": MARKDOWN, "href": spot.file(twin_file(page)), "title": "Markdown"}]
    facts = model_file(page.family) if page.family else api_file(_JSON[page.kind]) if page.kind in _JSON else None
    if facts:
        found.append({"type": JSON, "href": spot.file(facts), "title": "JSON"})
    name, title = (site.models[page.family].name if page.family else ""), spot.words("changes.title")
    feed = spot.words("feed.line", name=name, news=title) if name else title
    return [*found, {"type": ATOM, "href": spot.file(feed_file(page.locale, page.family)), "title": feed}]


def overview(site: Site) -> View:
    """What llms.txt shows: the site in short, in the language of what has none of its own."""
    first = default_locale(site)
    words, here = site.words[first], partial(reference, site, LLMS)
    return {
        "t": words,
        "sample": is_sample(site),
        "sections": [
            (words(f"{kind}.title") if kind != "home" else words("table.title"), here(twin_file(Page(first, kind))))
            for kind in SECTIONS
            if kind not in _WITHOUT
        ],
        "models": [
            {
                "name": model.name,
                "provider": model.provider,
                "modality": words.label("modality", model.modality),
                "href": here(twin_file(Page(first, "family", model.model))),
                "variants": words("family.lead", count=len(model.variants)),
            }
            for model in site.content.models
        ],
        "files": [
            (file.path, here(file.path), words(f"data.file_{file.code}"))
            for file in FILES
            if "{" not in file.path and file.path != LLMS
        ],
        "languages": [
            (one.name, here(twin_file(Page(tag, "home")))) for tag, one in site.words.items() if tag != first
        ],
    }
