"""What each page depends on, as one digest a page: a page whose digest is the same need not be made again.

    every page          our sources, the templates, the options, the languages there are
    of one language     its interface strings
    of one family       its facts, words, history and findings; its recorded pages; where its prices stand among all;
                        the day of the last run, where a price changed: its chart reaches to that day
    the about page      the whole content
    a page without a    the facts but for their prices, and of the rest of the content what it shows: words, findings,
    price                   history, the addresses of recorded pages
    every other page    the whole content without the last run but for its day

A run that changed nothing is so written in a few files, not in every page: data/edition.js has its moment.
It errs on the side of making a page again: a variant's page is made anew when anything of its family changed. That it
never errs on the other side is tested, by random changes and a comparison with a whole build.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from build.inputs import FACTS, WORDS, Inputs
from build.pages import Kind, Page
from build.peers import peer_key
from build.products import key_of
from build.references import default_locale
from build.views_site import Site
from scraper.addresses import from_path
from scraper.catalog import Model

_LANGUAGES = "templates/locales/"
_RUN = "content/run.yaml"
_HISTORY = "content/history.yaml"
_FINDINGS = "content/findings.yaml"
# The kinds of page that tell of the last run.
_RUNS = frozenset({"about"})


class Dependencies:
    """The digests of one site's pages."""

    def __init__(self, site: Site, inputs: Inputs) -> None:
        self._site = site
        self._digests = inputs.digests()
        self._options = inputs.options
        self._families: dict[str, str] = {}
        self._languages: dict[str, str] = {}

    def page(self, page: Page) -> str:
        """The digest of everything a page shows."""
        if page.family is not None:
            shown = self._family(self._site.models[page.family])
        else:
            shown = self.everything if page.kind in _RUNS else self._priceless.get(page.kind) or self._settled
        tag = "" if page.kind == "missing" else page.locale  # 404.html speaks every language
        spoken = self._languages.get(tag)
        if spoken is None:
            spoken = self._languages[tag] = self._spoken([tag] if tag else self._site.words)
        return key_of([spoken, page.path, page.kind, shown])

    def _spoken(self, tags: Iterable[str]) -> str:
        """What all pages in those languages depend on."""
        return key_of([self._every, *(self._digests.get(f"{_LANGUAGES}{tag}.yaml", "") for tag in tags)])

    @cached_property
    def everything(self) -> str:
        """The whole content, the options and our own sources."""
        return key_of([self._every, *_pairs(self._content)])

    @cached_property
    def overview(self) -> str:
        """Everything, and the words of the language that files of no language are in."""
        return key_of([self.everything, self._spoken([default_locale(self._site)])])

    @cached_property
    def _priceless(self) -> dict[Kind, str]:
        """The digests of what those pages show on which no price of today stands, by their kind."""
        site, end = self._site, str(self._site.ledger.end)
        words = _pairs({name: digest for name, digest in self._digests.items() if name.startswith(WORDS)})
        addresses = [f"{path} {one.url}" for path, one in sorted(site.content.recorded.items())]
        unpriced = {"variants": {"__all__": {"prices"}}}
        facts = [model.model_dump_json(exclude=unpriced) for model in site.content.models]
        shown: dict[Kind, list[str]] = {
            "faq": words,
            "coverage": words,
            "changes": [self._digests.get(_HISTORY, ""), end, *addresses],
            "findings": [self._digests.get(_FINDINGS, ""), *addresses],
            "data": [end],
            "offline": [],
            "missing": [],
        }
        return {kind: key_of([*facts, *parts]) for kind, parts in shown.items()}

    @cached_property
    def _settled(self) -> str:
        """The same without the last run but for its day."""
        settled = {name: digest for name, digest in self._content.items() if name != _RUN}
        return key_of([self._every, str(self._site.ledger.end), *_pairs(settled)])

    @cached_property
    def _content(self) -> dict[str, str]:
        return {name: digest for name, digest in self._digests.items() if name.startswith("content/")}

    @cached_property
    def _every(self) -> str:
        shared = {
            name: digest
            for name, digest in self._digests.items()
            if name.startswith(("code/", "templates/")) and not name.startswith((_LANGUAGES, "templates/static/"))
        }
        languages = [f"{words.tag} {words.name}" for words in self._site.words.values()]
        recorded = self._site.content.recorded.values()
        newest = max((recording.fetched for recording in recorded), default="")
        run, ledger = self._site.content.run, self._site.ledger
        sample = str(run is not None and run.sample)
        return key_of([*self._options, *_pairs(shared), *languages, newest, sample, str(ledger.begin)])

    def _family(self, model: Model) -> str:
        known = self._families.get(model.model)
        if known is None:
            known = self._families[model.model] = key_of(self._of_family(model))
        return known

    def _of_family(self, model: Model) -> list[str]:
        site, name = self._site, model.model
        parts = [self._digests[f"{FACTS}{name}.yaml"]]
        parts += self._texts.get(name, [])
        tracks = [track for one in model.variants for track in site.ledger.tracks.get(f"{name}/{one.slug}", [])]
        parts += [track.model_dump_json() for track in tracks]
        if any(len(track.points) > 1 for track in tracks):
            parts.append(str(site.ledger.end))
        findings = dict.fromkeys(site.about_family(model))
        for variant in model.variants:
            findings.update(dict.fromkeys(site.about_variant(model, variant)))
            for price in variant.prices:
                parts.append(repr(site.peers.get(peer_key(price))))
        parts += [f"{site.anchors[finding]} {finding!r}" for finding in findings]
        parts += self._recorded.get(name, [])
        return parts

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        """The digests of a family's words, with their locales."""
        found: dict[str, list[str]] = {}
        for locale, family in sorted(self._site.content.texts):
            digest = self._digests[f"{WORDS}{locale}/{family}.yaml"]
            found.setdefault(family, []).append(f"{locale} {digest}")
        return found

    @cached_property
    def _recorded(self) -> dict[str, list[str]]:
        """What the manifest says of a family's pages."""
        found: dict[str, list[str]] = {}
        for path, recording in sorted(self._site.content.recorded.items()):
            page = from_path(path)
            if page is not None and page.family is not None:
                found.setdefault(page.family, []).append(f"{path} {recording!r}")
        return found


def _pairs(digests: Mapping[str, str]) -> list[str]:
    return [f"{name} {digest}" for name, digest in sorted(digests.items())]
