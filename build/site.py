"""A whole site from content and templates: the one path that `build`, `serve` and the tests share."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build.locales import load_words
from build.output import publish, read_static
from build.pages import Page, all_pages
from build.render import Renderer
from build.views import view
from build.views_site import Site
from scraper.catalog import SHAPES, schema
from scraper.errors import BuildError
from scraper.store import load_content

TEMPLATES = Path(__file__).resolve().parent.parent / "site_templates"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    files: int  # pages and static files
    changed: int  # files that were written anew


def build_site(
    content: Path,
    output: Path,
    *,
    templates: Path = TEMPLATES,
    url: str | None = None,
    locales: Sequence[str] = (),
    live: bool = False,
) -> Built:
    """Build the site of `content` into `output`, all or nothing.

    `url` is where it will stand (links that must be absolute need it), `locales` limits the languages,
    `live` adds the script that reloads a page when `serve` has built it again.
    Raises BuildError or StoreError, and leaves the last site as it was.
    """
    if not content.is_dir():
        raise BuildError(f"{content}: no such folder; run `python -m scraper parse` first, or name it with --content")
    site = Site(load_content(content), load_words(templates / "locales", locales), url, live)
    pages = list(all_pages(site.content.models, list(site.words)))
    files, changed = publish(_files(site, pages, templates), output)
    return Built(len(pages), files, changed)


def _files(site: Site, pages: Sequence[Page], templates: Path) -> Iterator[tuple[str, bytes]]:
    renderer = Renderer(templates)
    for page in pages:
        yield page.path, renderer.page(*view(site, page))
    yield from read_static(templates / "static")
    yield from _schemas()


def _schemas() -> Iterator[tuple[str, bytes]]:
    """The JSON Schema of every kind of content file, for whoever reads `content/` with a program of their own."""
    for shape in SHAPES:
        text = json.dumps(schema(shape), ensure_ascii=False, indent=2, sort_keys=True)
        yield f"schema/{shape}.schema.json", f"{text}\n".encode()
