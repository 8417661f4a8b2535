"""What every view needs: the content, prepared once, and the place on the site a view is made for.

`Site` is the same for all pages; `Spot` is one page in one language. A view is a function of a Spot
that returns what its template shows, as plain values: it decides, the template only sets.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from build.changes import Ledger
from build.doubts import Doubts
from build.locales import Words
from build.pages import Kind, Page, link
from build.peers import PeerKey, Peers, peers
from scraper.addresses import from_path
from scraper.catalog import Model, Price, Reported, Text, TextPage, Variant
from scraper.store import Content

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Site:
    """The content with the indexes that pages look things up in."""

    content: Content
    words: Mapping[str, Words]  # the published languages by tag, in order
    url: str | None = None  # where the site will stand, with a final slash; None where nobody said
    live: bool = False  # served by `build serve`: pages reload when the content changes

    # What `once` remembers, by language.
    _kept: dict[str, dict[Hashable, Any]] = field(default_factory=dict, init=False, repr=False)

    def once(self, tag: str, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once for all pages in the language `tag`; '' stands for the whole site.

        `key` names the value and, beside the content and the language, everything it depends on. Pages are made
        language by language, so that the values of one at a time are kept: memory doesn't grow with the languages.
        """
        kept = self._kept.get(tag)
        if kept is None:
            for other in self._kept.keys() - {""} if tag else ():
                del self._kept[other]
            kept = self._kept[tag] = {}
        if key not in kept:
            kept[key] = make()
        return cast("T", kept[key])

    @cached_property
    def models(self) -> dict[str, Model]:
        return {model.model: model for model in self.content.models}

    @cached_property
    def newest(self) -> str:
        """When the newest page was recorded, UTC; '' where none was."""
        return max((recording.fetched for recording in self.content.recorded.values()), default="")

    @cached_property
    def peers(self) -> dict[PeerKey, Peers]:
        return peers(self.content.models)

    @cached_property
    def ledger(self) -> Ledger:
        """What is known of the past, to the day of the last run."""
        return Ledger(self.content.history, self.content.run.at[:10] if self.content.run else None)

    @cached_property
    def texts(self) -> dict[str, dict[str, Text]]:
        """The words about each family, by locale."""
        found: dict[str, dict[str, Text]] = {}
        for (locale, family), text in self.content.texts.items():
            found.setdefault(family, {})[locale] = text
        return found

    @cached_property
    def variant_texts(self) -> dict[tuple[str, str], dict[str, TextPage]]:
        """The words about each variant, by family and slug, then by locale."""
        found: dict[tuple[str, str], dict[str, TextPage]] = {}
        for (locale, family), text in self.content.texts.items():
            for page in text.variants:
                found.setdefault((family, page.slug), {})[locale] = page
        return found

    @cached_property
    def findings(self) -> tuple[Reported, ...]:
        return self.content.report.findings if self.content.report else ()

    @cached_property
    def anchors(self) -> dict[Reported, str]:
        """The id of each finding on the findings page: stable while its line and code are."""
        seen: dict[str, int] = {}
        anchors: dict[Reported, str] = {}
        for finding in self.findings:
            stem = f"{finding.code}:{finding.path}:{finding.line}"
            seen[stem] = seen.get(stem, 0) + 1
            anchors.setdefault(finding, stem if seen[stem] == 1 else f"{stem}:{seen[stem]}")
        return anchors

    @cached_property
    def disputes(self) -> Doubts:
        """The findings by what they are about."""
        return Doubts(self.findings)

    def about_family(self, model: Model) -> list[Reported]:
        """The findings on the pages of a family, its variants' included."""
        slugs = (None, *(variant.slug for variant in model.variants))
        return [finding for slug in slugs for finding in self.disputes.by_page.get((model.model, slug), [])]

    def about_variant(self, model: Model, variant: Variant) -> list[Reported]:
        """The findings on a variant's own pages, on the lines of its prices, and whatever else disputes those."""
        found = [*self.disputes.by_page.get((model.model, variant.slug), [])]
        for price in variant.prices:
            found += [*self.disputes.by_line.get(price.source, []), *self.doubts(model, price)]
        return list(dict.fromkeys(found))

    def doubts(self, model: Model, price: Price) -> list[Reported]:
        """The contradictions that concern a price."""
        return self.disputes.of(model.model, price)


@dataclass(frozen=True)
class Spot:
    """One page in one language: how to say things there and how to link from there."""

    site: Site
    page: Page
    words: Words

    def link(self, kind: Kind, family: str | None = None, variant: str | None = None, anchor: str = "") -> str:
        """The relative address of another page in the same language."""
        target = link(self.page, Page(self.page.locale, kind, family, variant).path)
        return f"{target}#{anchor}" if anchor else target

    def file(self, path: str) -> str:
        """The relative address of a file below the site's root."""
        return link(self.page, path)

    def finding(self, finding: Reported) -> str:
        """The relative address of a finding on the findings page."""
        return self.link("findings", anchor=self.site.anchors[finding])

    def source(self, source: str) -> str | None:
        """The address on the web of the page that `path:line` names; None where it isn't known."""
        path = source.rpartition(":")[0]
        recording = self.site.content.recorded.get(path)
        # The manifest is ours, but an address in it came from the network: only https becomes a link.
        if recording is not None and recording.url.startswith("https://"):
            return recording.url
        page = from_path(path)
        return page.url if page else None
