"""Which pages the site has, where each stands, and how one links to another.

Addresses mirror the source: English at the root, every other locale below its tag.

    /index.html                                   the price table
    /models/minimax/m2.1/index.html               a variant
    /zh-TW/models/minimax/m2.1/index.html         the same in Traditional Chinese
    /changes/2026-11/index.html                   the changes of a month
    /404.html                                     the one page a host shows for every address that isn't there

Links are relative and name `index.html`, so that the site works from a domain root, below a project's
sub-path, and from `file://`. The exception is 404.html, which is shown at any depth.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from scraper.addresses import DEFAULT_LOCALE
from scraper.catalog import Model

# The pages every locale has once, in the order of the navigation.
Section = Literal[
    "home", "compare", "calculator", "faq", "changes", "findings", "coverage", "about", "data", "offline"
]  # fmt: skip
Kind = Literal[Section, "family", "variant", "missing"]

SECTIONS: tuple[Section, ...] = get_args(Section)
# Of those, the ones that aren't in the navigation: other pages lead there.
ASIDE: frozenset[Kind] = frozenset({"coverage", "data", "offline"})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of our site."""

    locale: str
    kind: Kind
    family: str | None = None  # a model's slug
    variant: str | None = None  # a variant's slug
    part: str | None = None  # of the changes: '2026-11'

    @property
    def folder(self) -> tuple[str, ...]:
        """The folders from the site's root to the page."""
        if self.kind == "missing":  # a host looks for it at the root, whatever the language
            return ()
        locale = () if self.locale == DEFAULT_LOCALE else (self.locale,)
        if self.kind == "home":
            return locale
        if self.family is None:
            return (*locale, self.kind, *([self.part] if self.part else []))
        return (*locale, "models", self.family, *([self.variant] if self.variant else []))

    @property
    def path(self) -> str:
        """The file below the site's root, with forward slashes."""
        return "/".join((*self.folder, "404.html" if self.kind == "missing" else "index.html"))

    @property
    def address(self) -> str:
        """The path as a host serves it, without a leading slash: 'zh-TW/models/minimax/'."""
        return "".join(f"{part}/" for part in self.folder)

    def elsewhere(self, locale: str) -> "Page":
        """The same page in another locale."""
        return replace(self, locale=locale)


def all_pages(models: Sequence[Model], locales: Sequence[str], parts: Sequence[str] = ()) -> Iterator[Page]:
    """Every page of the site: each locale has all of them, whatever language its texts are in.

    `parts` are the pages that the changes take beside their first.
    """
    for locale in locales:
        for kind in SECTIONS:
            yield Page(locale, kind)
        for part in parts:
            yield Page(locale, "changes", part=part)
        for model in models:
            yield Page(locale, "family", model.model)
            for variant in model.variants:
                yield Page(locale, "variant", model.model, variant.slug)
    yield Page(locales[0] if DEFAULT_LOCALE not in locales else DEFAULT_LOCALE, "missing")


def link(start: Page, target: str) -> str:
    """The relative address from `start` to the file `target` below the site's root."""
    return relative(start.folder, target)


def translations(page: Page, locales: Iterable[str]) -> dict[str, str]:
    """The relative addresses of the same page in each of `locales`. Every page has them, so they are put together."""
    file = page.path.rpartition("/")[2]
    inside = "/".join((*page.folder[page.locale != DEFAULT_LOCALE :], file))
    up = "../" * len(page.folder)
    return {
        tag: file if tag == page.locale else f"{up}{inside}" if tag == DEFAULT_LOCALE else f"{up}{tag}/{inside}"
        for tag in locales
    }


def relative(folder: Sequence[str], target: str) -> str:
    """The relative address of the file `target` from `folder`; both begin at the site's root."""
    there = target.split("/")
    shared, most = 0, min(len(folder), len(there) - 1)
    while shared < most and folder[shared] == there[shared]:
        shared += 1
    return "../" * (len(folder) - shared) + "/".join(there[shared:])
