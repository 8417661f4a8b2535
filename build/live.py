"""The site while it is being worked on: its content in memory, each file made when a browser asks for it.

    look ──> the same files as last time? nothing to do                      inputs
         ──> else the content is read again; where it can't be, the last good one stays
    get  ──> one file of the site, made now

Nothing is written, and what nobody looks at is never made: a change is seen as soon as its page is, however large the
catalog.
"""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from build.depends import Dependencies
from build.inputs import Inputs, survey
from build.locales import Words, load_words
from build.offline import EDITION, edition_script, last_checked
from build.pages import Page
from build.products import Product, ready
from build.render import Renderer
from build.site import products
from build.views_site import Site
from scraper.catalog import Value
from scraper.errors import BuildError
from scraper.store import load, load_content

M = TypeVar("M", bound=Value)

_WORDS = "templates/locales/"


class LiveSite:
    """The site of `content`, always as it is now; made by several threads, one at a time."""

    def __init__(self, content: Path, templates: Path, locales: Sequence[str], tell: Callable[[str], object]) -> None:
        self._content, self._templates, self._locales, self._tell = content, templates, locales, tell
        self.edition = 0  # how often the content was read
        self._inputs = Inputs()
        # Each with the digests of the files it was read from: it is kept as long as they are the same.
        self._values: dict[Path, tuple[str, Value | None]] = {}
        self._words: tuple[dict[str, str], dict[str, Words]] = {}, {}
        self._renderer: tuple[dict[str, str], Renderer] = {}, Renderer(templates)
        self._products: dict[str, Product] = {}
        self._shown: dict[str, bytes] = {}  # what was made last of each file that somebody asked for
        self._alone = threading.Lock()

    def look(self) -> bool:
        """Whether something changed. Raises BuildError or StoreError where it can't be read; what was there stays."""
        inputs = survey(self._content, self._templates, (), self._inputs)
        if inputs.same(self._inputs):
            return False
        self._inputs = inputs  # a fault is told once, and not again before the next change
        site = Site(load_content(self._content, self._read), self._worded(inputs), live=True)
        found = products(site, self._templates, self._rendered(inputs), _Unkept(site, inputs))
        made = {product.path: product for product in found}
        made[EDITION] = ready(EDITION, edition_script(str(self.edition + 1), last_checked(site)).encode())
        with self._alone:
            self._products = made
            self.edition += 1
        return True

    def _read(self, shape: type[M], path: Path) -> M | None:
        state = self._inputs.files.get(f"content/{path.relative_to(self._content).as_posix()}")
        if state is None:
            return None
        known = self._values.get(path)
        if known is None or known[0] != state.digest:
            known = self._values[path] = state.digest, load(shape, path)
        return cast("M | None", known[1])

    def _worded(self, inputs: Inputs) -> dict[str, Words]:
        files = inputs.digests(_WORDS)
        if files != self._words[0]:
            self._words = files, load_words(self._templates / "locales", self._locales)
        return self._words[1]

    def _rendered(self, inputs: Inputs) -> Renderer:
        files = {
            name: digest
            for name, digest in inputs.digests("templates/").items()
            if not name.startswith((_WORDS, "templates/static/"))
        }
        if files != self._renderer[0]:
            self._renderer = files, Renderer(self._templates)
        return self._renderer[1]

    def __contains__(self, path: str) -> bool:
        """Whether the site has a file at `path`, which is below its root and has forward slashes."""
        return path in self._products

    def get(self, path: str) -> bytes:
        """A file of the site, as it is now; what it last was where it can't be made, which is told.

        Raises KeyError where the site has no such file, BuildError where it could never be made.
        """
        with self._alone:
            try:
                self._shown[path] = self._products[path].make()
            except BuildError as error:
                if path not in self._shown:
                    raise
                self._tell(f"{error}\n{path} stays as it was.")
            return self._shown[path]


class _Unkept(Dependencies):
    """Nothing is kept from one build to the next here, so nobody asks what a file depends on."""

    @cached_property
    def everything(self) -> str:
        return ""

    def page(self, page: Page) -> str:
        return page.path
