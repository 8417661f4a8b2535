"""A whole site from content and templates: what `build` writes and `serve` shows."""

import json
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from build.api import api_products
from build.build_index import BuildIndex
from build.compiled import Compiled
from build.depends import Dependencies
from build.feeds import feed_products
from build.files import CSV
from build.inputs import Inputs, survey
from build.locales import load_words
from build.offline import WORKER, closing
from build.offline_file import file_products
from build.offline_manifest import manifest_products
from build.output import publish, static_files
from build.pages import Page, all_pages
from build.price_csv import price_csv
from build.products import Product, ready
from build.render import Renderer
from build.sitemap import sitemap_products
from build.twins import page_products
from build.values import Values
from build.views import view
from build.views_site import Site
from scraper.catalog import SHAPES, schema
from scraper.store import load_content


def build_whole(
    content: Path,
    output: Path,
    templates: Path,
    inputs: Inputs,
    last: BuildIndex,
    *,
    url: str | None,
    locales: Sequence[str],
) -> tuple[int, int, int]:
    """Build the site of `content` into `output`, all or nothing: (pages, files, files that changed).

    `inputs` is what the folders hold, `last` what the last build wrote: what depends on nothing that changed since
    isn't made again.
    Raises BuildError or StoreError, and leaves the last site as it was.
    """
    values = Values(output, content, templates, inputs)
    words = load_words(templates / "locales", locales, values.value)
    site = Site(load_content(content, values.read), words, url)
    pages = list(_pages(site))
    renderer = Renderer(templates, Compiled(output, inputs))
    final = closing(site, pages, renderer, inputs.digests().get(f"templates/{WORKER}", ""))
    made = products(site, templates, renderer, Dependencies(site, inputs))
    files, changed = publish(
        made,
        output,
        closing=final,
        inputs=inputs,
        pages=len(pages),
        last=last,
        settled=lambda: survey(content, templates, inputs.options, inputs).files == inputs.files,
    )
    values.save()
    return len(pages), files, changed


def products(site: Site, templates: Path, renderer: Renderer, depends: Dependencies) -> Iterator[Product]:
    """Every file of the site but those that tell of all others (`offline.closing`)."""
    static = list(static_files(templates / "static"))
    yield from static  # `build serve` lists as far as it must: what every page asks for stands first
    pages = list(_pages(site))
    yield from page_products(site, pages, depends, renderer, partial(view, site))
    yield from api_products(site, depends)
    yield from feed_products(site, depends, renderer)
    yield from sitemap_products(site, pages, depends, renderer)
    yield Product(CSV, depends.everything, partial(price_csv, site))
    yield from file_products(site, depends, renderer, static)
    yield from manifest_products(site)
    yield from _schemas()


def _pages(site: Site) -> Iterator[Page]:
    return all_pages(site.content.models, list(site.words), [part.name for part in site.ledger.parts])


@cache
def _schemas() -> tuple[Product, ...]:
    """The JSON Schema of every kind of content file, for whoever reads `content/` with a program of their own."""
    texts = {shape: json.dumps(schema(shape), ensure_ascii=False, indent=2, sort_keys=True) for shape in SHAPES}
    return tuple(ready(f"schema/{shape}.schema.json", f"{text}\n".encode()) for shape, text in texts.items())
