"""The site while it is being worked on: its content in memory, each file made when a browser asks for it.

    look ──> the same files as last time? nothing to do                      inputs
         ──> else the content is read again; where it can't be, the last good one stays
    get  ──> one file of the site, made now

Nothing is written, and what nobody looks at is never made: a change is seen as soon as its page is, however large the
catalog.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
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
from scraper.store import RECORDED, Recording, file_states, load_content, parsed, read_recordings, text_of

M = TypeVar("M", bound=Value)

_WORDS = "templates/locales/"


class LiveSite:
    """The site of `content`, always as it is now; made by several threads, one at a time."""

    def __init__(self, content: Path, templates: Path, locales: Sequence[str], tell: Callable[[str], object]) -> None:
        self._content, self._templates, self._locales, self._tell = content, templates, locales, tell
        self._begun, self._number = secrets.token_hex(4), 0  # how often the content was read
        self._inputs = Inputs()
        # Each with the digests of the files it was read from: it is kept as long as they are the same.
        self._values: dict[Path, tuple[str, Value | None]] = {}
        self._words: tuple[dict[str, str], dict[str, Words]] = {}, {}
        self._renderer: tuple[dict[str, str], Renderer] = {}, Renderer(templates)
        self._recorded: tuple[dict[str, tuple[int, int]], dict[str, Recording]] = {}, {}
        self._listing = _Listing(lambda: iter(()))
        self._shown: dict[str, bytes] = {}  # what was made last of each file that somebody asked for
        self._alone = threading.Lock()

    def look(self) -> bool:
        """Whether something changed. Raises BuildError or StoreError where it can't be read; what was there stays."""
        inputs = survey(self._content, self._templates, (), self._inputs)
        if inputs.same(self._inputs):
            return False
        for sentence in inputs.factless(self._content):
            if sentence not in self._inputs.factless(self._content):
                self._tell(sentence)
        self._inputs = inputs  # a fault is told once, and not again before the next change
        content = load_content(self._content, self._read, self._recordings)
        if survey(self._content, self._templates, (), inputs).files != inputs.files:
            self._inputs = Inputs()  # something was being written: look again
        site, number = Site(content, self._worded(inputs), live=True), self._number + 1
        edition = ready(EDITION, edition_script(self._named(number), last_checked(site)).encode())
        listed = partial(products, site, self._templates, self._rendered(inputs), _Unkept(site, inputs))
        with self._alone:
            self._listing = _Listing(lambda: chain([edition], listed()))
            self._number = number
        return True

    @property
    def edition(self) -> str:
        """What this edition of the site is called: otherwise than any of another run of the server."""
        return self._named(self._number)

    def _named(self, number: int) -> str:
        return f"{self._begun}-{number}"

    def prepare(self) -> None:
        """List the files there are, as far as nobody has: pages need not wait for it.

        Raises BuildError where that isn't possible now.
        """
        with self._alone:
            self._listing.find("")

    def _read(self, shape: type[M], path: Path) -> M | None:
        state = self._inputs.files.get(f"content/{path.relative_to(self._content).as_posix()}")
        if state is None:
            return None
        known = self._values.get(path)
        if known is None or known[0] != state.digest:
            # Its own digest: it may have been changed since somebody looked.
            text = text_of(path)
            value = None if text is None else parsed(shape, text, name=str(path))
            digest = "" if text is None else hashlib.sha256(text.encode()).hexdigest()
            known = self._values[path] = digest, value
        return cast("M | None", known[1])

    def _recordings(self, content: Path) -> dict[str, Recording]:
        states = file_states(content, RECORDED)
        if states != self._recorded[0]:
            self._recorded = states, read_recordings(content)
        return self._recorded[1]

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
        """Whether the site has a file at `path`, which is below its root and has forward slashes.

        Raises BuildError where its files can't be listed.
        """
        with self._alone:
            return self._listing.find(path) is not None

    def get(self, path: str) -> bytes:
        """A file of the site, as it is now; what it last was where it can't be made, which is told.

        Raises KeyError where the site has no such file, BuildError where it could never be made.
        """
        with self._alone:
            try:
                product = self._listing.find(path)
                if product is None:
                    raise KeyError(path)
                self._shown[path] = product.make()
            except BuildError as error:
                if path not in self._shown:
                    raise
                self._tell(f"{error}\n{path} stays as it was.")
            return self._shown[path]


class _Listing:
    """The files of one edition by their paths, listed as far as somebody has looked. For one thread at a time."""

    def __init__(self, products: Callable[[], Iterator[Product]]) -> None:
        self._products = products
        self._known: dict[str, Product] = {}
        self._rest: Iterator[Product] | None = None

    def find(self, path: str) -> Product | None:
        """The file at `path`; None where there is none.

        Raises BuildError where one of our own files can't be read: next time it is tried again.
        """
        if path in self._known:
            return self._known[path]
        if self._rest is None:
            self._rest = self._products()
        try:
            for product in self._rest:
                self._known[product.path] = product
                if product.path == path:
                    return product
        except BaseException as error:
            self._rest = None
            if isinstance(error, OSError):  # it went, or was being replaced, after the look at all files
                raise BuildError(f"{error.filename}: can't be read: {error.strerror}; restore it") from error
            raise
        return None


class _Unkept(Dependencies):
    """Nothing is kept from one build to the next here, so nobody asks what a file depends on."""

    @cached_property
    def everything(self) -> str:
        return ""

    def page(self, page: Page) -> str:
        return page.path
