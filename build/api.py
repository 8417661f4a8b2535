"""The API's files: JSON that stands there, with nobody who answers; its schemas; its description as OpenAPI.

Each file names its schema and depends on no clock: the same content gives the same bytes.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from build import api_facts, openapi
from build.api_schema import api_schemas
from build.depends import Dependencies
from build.files import FILES, api_file, feed_file, model_file, schema_file, text_file
from build.pages import Page
from build.products import Product, ready
from build.references import default_locale, is_sample, reference
from build.views_site import Site


def api_products(site: Site, depends: Dependencies) -> Iterator[Product]:
    """Every file below `api/v1/`."""
    overviews: dict[str, Callable[[str], dict[str, Any]]] = {
        "index": partial(index, site),
        "catalog": partial(api_facts.catalog, site),
        "changes": partial(api_facts.changes, site),
        "findings": partial(api_facts.findings, site),
        "run": lambda _: api_facts.run(site),
    }
    for name, make in overviews.items():
        path = api_file(name)
        yield Product(path, depends.overview, partial(_file, path, name, partial(make, path)))
    locale = default_locale(site)
    for family in site.models:
        path = model_file(family)
        facts = partial(api_facts.one_model, site, path, family)
        yield Product(path, depends.page(Page(locale, "family", family)), partial(_file, path, "model", facts))
    for (tag, family), content in sorted(site.content.texts.items()):
        if tag in site.words and family in site.models:
            path = text_file(tag, family)
            words = partial(api_facts.text, site, path, content)
            key = depends.page(Page(tag, "family", family))
            yield Product(path, key, partial(_file, path, "text", words), tag)
    yield from _schemas()
    described = api_file("openapi")
    yield Product(described, depends.overview, lambda: _readable(openapi.description(site)))


@cache
def _schemas() -> tuple[Product, ...]:
    return tuple(ready(schema_file(name), _readable(rules)) for name, rules in api_schemas().items())


def index(site: Site, start: str) -> dict[str, Any]:
    """The file to begin with: all languages, files and models, with their addresses."""
    here = partial(reference, site, start)
    first = default_locale(site)
    words = site.words[first]
    texts: dict[str, dict[str, str]] = {}
    for tag, family in sorted(site.content.texts):
        if tag in site.words:
            texts.setdefault(family, {})[tag] = here(text_file(tag, family))
    return {
        "recorded": site.newest or None,
        "sample": is_sample(site),
        "version": "v1",
        "name": words("site.name"),
        "about": f"{words('site.tagline')}. {words('footer.unofficial')}",
        "languages": [
            {"tag": tag, "name": one.name, "page": here(Page(tag, "home").path), "feed": here(feed_file(tag))}
            for tag, one in site.words.items()
        ],
        "files": [
            {
                "path": file.path,
                "media_type": file.media_type,
                "about": file.about,
                "schema": here(schema_file(file.schema)) if file.schema else None,
            }
            for file in FILES
        ],
        "models": [
            {
                "model": model.model,
                "name": model.name,
                "provider": model.provider,
                "modality": model.modality,
                "variants": len(model.variants),
                "facts": here(model_file(model.model)),
                "texts": texts.get(model.model, {}),
                "feed": here(feed_file(first, model.model)),
                "page": here(Page(first, "family", model.model).path),
            }
            for model in site.content.models
        ],
    }


def _file(path: str, schema: str, make: Callable[[], dict[str, Any]]) -> bytes:
    # Relative, wherever the site stands: an editor then checks the file against the schema beside it.
    up = "../" * (path.count("/") - schema_file("").count("/") + 1)
    value = {"$schema": f"{up}schema/{schema}.schema.json", **make()}
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _readable(value: dict[str, Any]) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()
