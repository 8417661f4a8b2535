"""Every address that a published site names, and whether it leads somewhere: file, and place in the file.

Pages and style sheets are walked from the first page on by linkinator, which knows nothing of us. What it doesn't read is
read here: feeds, the sitemap, JSON, the data in pages, Markdown, the manifests, prices.csv, robots.txt and 404.html, which
no page leads to. So are the places on pages, because linkinator looks only for those that it has read of before it
comes to the page. Only loopback is asked; an address elsewhere is passed over.
"""

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urldefrag, urljoin
from urllib.request import urlopen
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from tests.tools.programs import LINKINATOR
from tests.tools.standards import ATOM, SITEMAP, XHTML

# The keys of our JSON whose values are addresses; "@id" names a thing, which needn't be a place on a page.
_KEYS = frozenset(
    {"$schema", "@id", "contentUrl", "facts", "feed", "href", "item", "page", "schema", "scope", "src", "start_url", "url"}
)  # fmt: skip
_READ = frozenset({".atom", ".csv", ".json", ".md", ".txt", ".webmanifest", ".xml"})
_LINKED_DATA = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Links:
    """The links of the site that stands in `folder` and is served at the address `site`, with a final slash."""

    def __init__(self, folder: Path, site: str) -> None:
        self.folder, self.site = folder, site
        self.checked = 0  # links followed so far
        self._known: dict[str, tuple[int, bytes]] = {}

    def of_pages(self) -> Iterator[str]:
        """What is wrong with the links of pages and style sheets, and the pages that none of them leads to."""
        reached = set()
        for link in self._crawled:
            address, state = str(link["url"]), link["state"]
            self.checked += state != "SKIPPED"
            if state == "OK":
                reached.add(urldefrag(address).url)
            elif state == "BROKEN":
                where = str(link.get("parent") or "").removeprefix(self.site) or "index.html"
                yield f"{where}: {address.removeprefix(self.site)}: {link['status'] or 'no answer'}"
        for path in sorted(self.folder.rglob("*.html")):
            name = path.relative_to(self.folder).as_posix()
            if (
                name != "404.html"
                and not {f"{self.site}{name}", f"{self.site}{name.removesuffix('index.html')}"} & reached
            ):
                yield f"{name}: no link leads there"

    @cached_property
    def _crawled(self) -> list[dict[str, object]]:
        # fmt: off
        command = ["node", str(LINKINATOR), self.site, "--recurse", "--check-css", "--concurrency", "10",
                   "--skip", f"^(?!{re.escape(urljoin(self.site, '/'))})", "--format", "json", "--verbosity", "info"]
        # fmt: on
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            links: list[dict[str, object]] = json.loads(done.stdout)["links"]
        except (ValueError, KeyError) as error:
            raise RuntimeError(
                f"linkinator gave no list of links: {done.stderr.strip() or done.stdout[:300]}"
            ) from error
        return links

    def of_files(self) -> Iterator[str]:
        """What is wrong with the addresses in all that isn't a page, in the data of pages, and on 404.html."""
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix not in _READ | {".html"} or not path.is_file():
                continue
            try:
                found = set(_addresses(name, path.read_bytes()))
            except (ValueError, ElementTree.ParseError) as error:
                yield f"{name}: can't be read: {error}"
                continue
            for address in sorted(found):
                yield from self._follow(name, address)

    def _follow(self, name: str, address: str) -> Iterator[str]:
        whole, place = urldefrag(urljoin(f"{self.site}{name}", address))
        if not whole.startswith(self.site) and f"{whole}/" != self.site:
            # Another site's, and not followed; of this host nothing outside of the site's folder is ours to name.
            if urljoin(whole, "/") == urljoin(self.site, "/"):
                yield f"{name}: {address}: leads out of the site's folder"
            return
        self.checked += 1
        status, data = self._get(whole)
        if status != 200:
            yield f"{name}: {address}: {status or 'no answer'}"
        elif place and unquote(place) not in _page(data).places:
            yield f"{name}: {address}: no such place"

    def _get(self, address: str) -> tuple[int, bytes]:
        if address not in self._known:
            try:
                with urlopen(address) as answer:
                    self._known[address] = answer.status, answer.read()
            except HTTPError as error:
                self._known[address] = error.code, b""
            except URLError:
                self._known[address] = 0, b""
        return self._known[address]


class _Page(HTMLParser):
    """What a page links to, and the places on it that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's
        for name, value in attrs:
            if value and name in {"href", "src"}:
                self.links.add(value)
            elif value and name == "id":
                self.places.add(value)


@cache
def _page(data: bytes) -> _Page:
    return _Page(data.decode())


def _addresses(name: str, data: bytes) -> Iterator[str]:
    """The addresses that a file names, as they stand there."""
    if name.endswith(".html"):
        yield from (link for link in _page(data).links if "#" in link or name == "404.html")
        for graph in _LINKED_DATA.findall(data):
            yield from _in_json(json.loads(graph))
    elif name.endswith((".atom", ".xml")):
        for one in ElementTree.fromstring(data).iter():
            if one.tag == f"{SITEMAP}loc":
                yield one.text or ""
            if one.tag in {f"{ATOM}link", f"{XHTML}link", f"{XHTML}a"}:
                yield one.get("href", "")
    elif name.endswith((".json", ".webmanifest")):
        if name.startswith("edition/"):  # the lists of what is kept for reading without a network: paths and digests
            yield from (f"../{path}" for part in json.loads(data).values() for path in part)
        elif not name.endswith(".schema.json"):
            yield from _in_json(json.loads(data))
    elif name.endswith(".csv"):
        yield from (row["page"] for row in csv.DictReader(io.StringIO(data.decode(), newline="")))
    elif name == "robots.txt":
        yield from re.findall(r"(?m)^Sitemap: (.+)$", data.decode())
    else:
        for token in _MARKDOWN.parse(data.decode()):
            yield from (str(one.attrs["href"]) for one in token.children or [] if one.type == "link_open")


def _in_json(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_json(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_json(inner, key)
    elif isinstance(value, str) and (key in _KEYS or value.startswith("http://127.")) and "{" not in value:
        yield urldefrag(value).url if key == "@id" else value
