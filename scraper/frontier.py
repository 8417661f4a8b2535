"""Which pages a run asks for, in which order. Pure: it is told what was found and says what is new.

A family or variant found in one locale is asked for in every locale of the run. The HTML page of a variant is
asked for once, in English, else in the first locale that has one; so a job is a row of pages to be tried
until one is there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scraper.addresses import DEFAULT_LOCALE, Page

# Thirty times the catalog of today. Past it somebody is inventing links.
MAX_JOBS = 100_000

Job = tuple[Page, ...]


@dataclass(slots=True)
class Frontier:
    """What is known of the catalog during one run."""

    locales: tuple[str, ...]
    models: tuple[str, ...] = ()  # family slugs to keep to; all where empty
    total: int = 0  # jobs handed out so far
    _known: set[tuple[str | None, str | None, bool]] = field(default_factory=set)  # family, variant, as HTML

    def start(self, recorded: Iterable[Page]) -> list[Job]:
        """The first jobs: the indexes or the chosen families, then every page that was `recorded` before."""
        if self.models:
            jobs = [job for model in self.models for job in self._everywhere(model, None)]
        else:
            # The English index is read for any locale: it is the one the vendor links to.
            jobs = self._count((Page(locale),) for locale in dict.fromkeys((DEFAULT_LOCALE, *self.locales)))
        for page in sorted(recorded, key=lambda page: page.path):
            if page.family is not None and self._wants(page):
                jobs += self._everywhere(page.family, page.variant) if page.form == "md" else self._twin(page)
        return jobs

    def found(self, page: Page, links: Iterable[Page]) -> list[Job]:
        """New jobs after the Markdown page `page` was read and named the pages `links`."""
        jobs: list[Job] = []
        for link in links:
            if self._wants(link):
                jobs += self._everywhere(link.family, link.variant)
        if page.kind == "variant":
            jobs += self._twin(page)
        return jobs

    def _wants(self, page: Page) -> bool:
        return not self.models or page.family in self.models

    def _everywhere(self, family: str | None, variant: str | None) -> list[Job]:
        if (family, variant, False) in self._known:
            return []
        self._known.add((family, variant, False))
        return self._count((Page(locale, family, variant),) for locale in self.locales)

    def _twin(self, page: Page) -> list[Job]:
        if (page.family, page.variant, True) in self._known:
            return []
        self._known.add((page.family, page.variant, True))
        locales = dict.fromkeys((DEFAULT_LOCALE, *self.locales))
        return self._count([tuple(Page(locale, page.family, page.variant, "html") for locale in locales)])

    def _count(self, jobs: Iterable[Job] | Iterator[Job]) -> list[Job]:
        listed = list(jobs)
        self.total += len(listed)
        return listed
