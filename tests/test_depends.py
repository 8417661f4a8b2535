"""A page without a price is kept as long as what it shows is the same: here, that it shows nothing else."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from build.builder import TEMPLATES
from build.depends import Dependencies
from build.inputs import FileState, Inputs
from build.locales import load_words
from build.pages import Kind, Page
from build.render import Renderer
from build.twins import page_products
from build.views import view
from build.views_site import Site
from scraper.catalog import History
from scraper.store import Content
from tests import content_samples

RENDERER = Renderer(TEMPLATES)
WORDS = load_words(TEMPLATES / "locales", ["en", "zh-TW", "ar"])
KINDS: tuple[Kind, ...] = ("faq", "coverage", "changes", "findings", "data", "offline", "missing")

Change = Callable[[Content], Content]


def _facts(content: Content, **changes: Any) -> Content:
    """Every variant changed so."""
    models = tuple(
        model.model_copy(update={"variants": tuple(one.model_copy(update=changes) for one in model.variants)})
        for model in content.models
    )
    return replace(content, models=models)


def no_prices(content: Content) -> Content:
    return _facts(content, prices=())


def other_names(content: Content) -> Content:
    content = _facts(content, id="Other", status="withdrawn")
    return replace(content, models=tuple(model.model_copy(update={"name": "Another"}) for model in content.models))


def no_words(content: Content) -> Content:
    return replace(content, texts={})


def other_history(content: Content) -> Content:
    """From the same day to the same day, and nothing in between."""
    points = [point for track in content.history.tracks for point in track.points]
    begin, end = min(point.since for point in points), max(point.until or point.since for point in points)
    track = content.history.tracks[0]
    only = track.points[0].model_copy(update={"since": begin, "until": end})
    return replace(content, history=History(tracks=(track.model_copy(update={"points": (only,)}),)))


def no_findings(content: Content) -> Content:
    return replace(content, report=None)


def other_addresses(content: Content) -> Content:
    return replace(
        content,
        recorded={path: replace(one, url=f"https://runapi.ai/other/{path}") for path, one in content.recorded.items()},
    )


def no_run(content: Content) -> Content:
    """The last run is forgotten, but for its day."""
    assert content.run is not None
    return replace(content, run=content.run.model_copy(update={"tried": 1, "failed": (), "earlier": ()}))


# What of the content each change is about; no page without a price depends on the first or the last.
PARTS: dict[str, Change] = {
    "prices": no_prices,
    "facts": other_names,
    "words": no_words,
    "history": other_history,
    "findings": no_findings,
    "addresses": other_addresses,
    "run": no_run,
}
FILES = {
    "words": "content/text/en/minimax.yaml",
    "history": "content/history.yaml",
    "findings": "content/findings.yaml",
    "prices": "content/models/minimax.yaml",
    "facts": "content/models/minimax.yaml",
    "addresses": "content/pages/manifest.jsonl",
    "run": "content/run.yaml",
}
SHOWN: dict[Kind, set[str]] = {
    "faq": {"facts", "words"},
    "coverage": {"facts", "words"},
    "changes": {"facts", "history", "addresses"},
    "findings": {"facts", "findings", "addresses"},
    "data": {"facts"},
    "offline": {"facts"},
    "missing": {"facts"},
}


def made(content: Content, kind: Kind) -> dict[str, bytes]:
    """The pages of a kind in every language, with their twins."""
    site = Site(content, WORDS)
    pages = [Page(tag, kind) for tag in (["en"] if kind == "missing" else WORDS)]
    if kind == "changes":
        pages += [Page(tag, kind, part=part.name) for tag in WORDS for part in site.ledger.parts]
    found = page_products(site, pages, _depends(content), RENDERER, partial(view, site))
    return {one.path: one.make() for one in found if one.path != "llms.txt"}


def _depends(content: Content, changed: str = "") -> Dependencies:
    names = {*FILES.values(), *(f"content/models/{model.model}.yaml" for model in content.models)}
    names |= {f"content/text/{locale}/{family}.yaml" for locale, family in content.texts}
    digests = {name: FileState(1, 1, "b" if name == FILES.get(changed) else "a") for name in names}
    return Dependencies(Site(content, WORDS), Inputs((), digests))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_nothing_that_its_key_does_not_know(kind: Kind, part: str) -> None:
    before = content_samples.content()
    after = PARTS[part](before)
    assert after != before
    page = Page("en", kind)
    same = _depends(before).page(page) == _depends(after, part).page(page)
    assert same is (part not in SHOWN[kind])
    if same:
        assert made(after, kind) == made(before, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_is_said_to_show_it_does_show(kind: Kind) -> None:
    """Else the rule above would hold of a page that shows nothing at all."""
    before = content_samples.content()
    for part in SHOWN[kind] - ({"facts"} if kind == "offline" else set()):
        assert made(PARTS[part](before), kind) != made(before, kind), part


@pytest.mark.parametrize("kind", ["home", "compare", "calculator", "about"])
def test_where_prices_stand_everything_counts(kind: Kind) -> None:
    before, page = content_samples.content(), Page("en", kind)
    for part in set(PARTS) - {"run"}:
        assert _depends(PARTS[part](before), part).page(page) != _depends(before).page(page)
