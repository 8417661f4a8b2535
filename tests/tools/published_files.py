"""Every file of a published site by its standard: feeds, JSON, the API's description, the data in pages, the sitemap."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser

from build.files import API
from tests.tools import standards

_LONGEST = 300  # characters of a fault; a validator may print all it was given
_LINKED_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def faults(folder: Path, site: str, counts: Counter[str]) -> Iterator[str]:
    """What is wrong with the files in `folder`, published at the address `site`. Adds to `counts` what was looked at."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        kind = path.suffix
        found: Iterable[str] = ()
        try:
            if kind == ".atom":
                counts["feeds"] += 1
                found = _feed(path.read_bytes())
            elif kind == ".json":
                counts["JSON"] += 1
                found = _json(name, json.loads(path.read_bytes()), folder)
            elif kind == ".html":
                counts["pages"] += 1
                found = _page(path.read_text(encoding="utf-8"), counts)
            elif re.fullmatch(r"sitemap.*\.xml", name):
                counts["sitemaps"] += 1
                found = standards.sitemap(ElementTree.fromstring(path.read_bytes()), site)
            yield from (f"{name}: {fault.splitlines()[0][:_LONGEST]}" for fault in found)
        except (ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
            yield f"{name}: can't be read: {error}"
    if not counts["sitemaps"]:
        yield "sitemap.xml: isn't there"


def _feed(data: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(data)
    yield from standards.atom(root)
    # Another reader, and a lenient one: what it stumbles over, any will.
    read = feedparser.parse(data)
    if read.bozo:
        yield f"feedparser: {read.bozo_exception}"
    elif (read.version, len(read.entries)) != ("atom10", len(root.findall(f"{standards.ATOM}entry"))):
        yield f"feedparser sees {read.version or 'no feed'} with {len(read.entries)} entries"


def _json(name: str, value: Any, folder: Path) -> Iterator[str]:
    if not name.startswith(API):
        return
    inner = name.removeprefix(API)
    kind = standards.api_kind(inner)
    if inner == "openapi.json":
        yield from standards.openapi(value)
        for path in value["paths"]:
            if "{" not in path and not (folder / path.strip("/")).is_file():
                yield f"{path}: described, and not there"
    elif kind:
        yield from standards.api(value, kind)
    elif not inner.startswith("schema/"):
        yield "no schema describes a file like this"
    elif value != standards.SCHEMAS.get(inner.removeprefix("schema/").removesuffix(".schema.json")):
        yield "isn't the schema by which the files are checked"


def _page(html: str, counts: Counter[str]) -> Iterator[str]:
    for text in _LINKED_DATA.findall(html):
        counts["linked data"] += 1
        told = json.loads(text)
        if told["@context"] != "https://schema.org":
            yield f"linked data: a context {told['@context']}"
        yield from (f"linked data: {fault}" for fault in standards.linked_data(told["@graph"]))
