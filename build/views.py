"""A page to what it shows: which view and template a kind of page has, and the shell around all of them."""

from collections.abc import Callable
from typing import Any

from build import (
    views_about,
    views_calculator,
    views_changes,
    views_compare,
    views_coverage,
    views_data,
    views_faq,
    views_findings,
    views_missing,
    views_model,
    views_offline,
    views_table,
)
from build.jsonld import linked_data
from build.pages import ASIDE, SECTIONS, Kind, Page, translations
from build.twins import twins
from build.views_prices import lines
from build.views_site import Site, Spot
from build.views_text import locales_of
from scraper.addresses import DEFAULT_LOCALE

View = dict[str, Any]

# What Chromium and Firefox enforce from a meta tag: nothing inline, nobody else's host, no string made into script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)

# The calculator's scripts, each after those it uses, and the groups of names that it says prices in.
_CALCULATOR = (
    "decimal", "quantity", "cost", "workload", "workload-state",
    "reader", "working", "redraw", "result", "ranking", "chooser", "pickers", "share", "calculator",
)  # fmt: skip
_NAMES = ("basis", "component", "modality", "parameter", "per", "price", "quantity", "status", "unit")

# What every page says: how old the prices are, what becomes of it without a network, and what stands in a list.
SPOKEN = ("age_script", "language", "notice_script")


# Per kind of page: its template, its view, its scripts in order, the groups of strings they need, further sheets.
KINDS: dict[Kind, tuple[str, Callable[[Spot], View], tuple[str, ...], tuple[str, ...]]] = {
    "home": (
        "home.html",
        views_table.table,
        ("page", "filter", "rows", "columns", "table", "export"),
        ("table_script",),
    ),
    "family": ("family.html", views_model.family, ("page",), ("copy_script",)),
    "variant": ("variant.html", views_model.variant, ("page",), ("copy_script",)),
    "compare": ("compare.html", views_compare.compare, ("page", "compare"), ("compare_script",)),
    "calculator": (
        "calculator.html",
        views_calculator.calculator,
        ("page", *_CALCULATOR),
        ("calculator", "calculator_script", *_NAMES),
    ),
    "faq": ("faq.html", views_faq.faq, ("page", "faq"), ("faq_script",)),
    "changes": ("changes.html", views_changes.changes, ("page", "changes"), ("changes_script",)),
    "findings": ("findings.html", views_findings.findings, ("page",), ()),
    "coverage": ("coverage.html", views_coverage.coverage, ("page",), ()),
    "about": ("about.html", views_about.about, ("page",), ()),
    "data": ("data.html", views_data.data, ("page",), ()),
    "offline": ("offline.html", views_offline.offline, ("page", "keep"), ("offline_script",)),
    "missing": ("missing.html", views_missing.missing, ("page", "missing"), ()),
}


def view(site: Site, page: Page) -> tuple[str, View]:
    """The template of a page and everything it needs, `shell` and `t` included."""
    spot = Spot(site, page, site.words[page.locale])
    template, make, *_ = KINDS[page.kind]
    shown = make(spot)
    title, description = _title(spot)
    name = spot.words("site.name")
    return template, {
        **shown,
        "t": spot.words,
        "shell": {
            # In one language the pages of a kind are equally deep, but for what the changes take beside their first.
            **site.once(page.locale, ("shell", page.kind, page.part is None), lambda: _alike(spot)),
            "title": name if page.kind == "home" else f"{title} – {name}",
            "description": description,
            "canonical": f"{site.url}{page.address}" if site.url and page.kind != "missing" else None,
            "alternates": _alternates(spot),
            "languages": _languages(spot),
            "twins": twins(spot),
            "linked": linked_data(spot, shown),
        },
    }


def _alike(spot: Spot) -> View:
    """What the shell says on all pages of a kind in a language."""
    page, words, site = spot.page, spot.words, spot.site
    _, _, (first, *scripts), groups = KINDS[page.kind]
    # 404.html is shown at any depth, so its links can't be relative: they begin at the site's root.
    root = site.url or "/" if page.kind == "missing" else "../" * len(page.folder)
    return {
        "kind": page.kind,
        "lang": words.tag,
        "dir": words.direction,
        "policy": POLICY,
        "root": root,
        "static": f"{root}static/",
        "home": _href(spot, Page(page.locale, "home")),
        "coverage": _href(spot, Page(page.locale, "coverage")),
        "data": _href(spot, Page(page.locale, "data")),
        "offline": _href(spot, Page(page.locale, "offline")),
        "sample": site.content.run is not None and site.content.run.sample,
        "recorded": words("footer.recorded", date=words.numerals.day(site.newest[:10]))
        if site.newest
        else words("footer.never"),
        # A site that is being worked on is never kept: it would come out of a browser's store, not off the disk.
        "scripts": [
            first,
            "age",
            *([] if site.live else ["offline"]),
            *scripts,
            *(["reload"] if site.live else []),
        ],
        "sheets": ["calculator"] if page.kind == "calculator" else [],
        "strings": words.subset((*SPOKEN, *groups)),
        "nav": _navigation(spot),
    }


def _title(spot: Spot) -> tuple[str, str]:
    """The page's title and its description for search engines."""
    words, page = spot.words, spot.page
    if page.part is not None:
        return views_changes.month_title(spot), words("changes.lead")
    if page.family is None:
        lead = f"{page.kind}.lead"
        return words("table.title" if page.kind == "home" else f"{page.kind}.title"), (
            words(lead) if words.has(lead) and page.kind != "home" else words("site.tagline")
        )
    model = spot.site.models[page.family]
    if page.variant is None:
        return words("family.title", name=model.name), words(
            "family.description", name=model.name, provider=model.provider
        )
    named = next(variant for variant in model.variants if variant.slug == page.variant)
    title = words("variant.title", id=named.id)
    shown = lines(spot, model, named)
    if not shown:
        return title, words("variant.description", id=named.id)
    basis = shown[0].basis
    prices = "; ".join(" ".join(filter(None, (line.what, line.text))) for line in shown if line.basis == basis)
    return title, words("variant.description_price", id=named.id, price=prices, basis=shown[0].basis_name)


def _navigation(spot: Spot) -> list[View]:
    label = {"home": "nav.table"}
    return [
        {
            "href": _href(spot, Page(spot.page.locale, kind)),
            "label": spot.words(label.get(kind, f"nav.{kind}")),
            "current": kind == spot.page.kind and spot.page.part is None,
        }
        for kind in SECTIONS
        if kind not in ASIDE
    ]


def _languages(spot: Spot) -> list[View]:
    """The same page in every language: the switch stays where the reader is."""
    page, there = spot.page, spot.site.words
    if page.kind == "missing":
        addresses = {tag: _href(spot, Page(tag, "home")) for tag in there}
    else:
        addresses = translations(page, there)
    return [
        {"tag": tag, "name": words.name, "href": addresses[tag], "current": tag == page.locale}
        for tag, words in there.items()
    ]


def _alternates(spot: Spot) -> list[View]:
    """`hreflang` links, absolute as search engines want them, so only where the site's address is known.

    A model's page counts as existing in a language where the source describes the model in it.
    """
    page, site = spot.page, spot.site
    if site.url is None or page.kind == "missing":
        return []
    there = list(site.words) if page.family is None else locales_of(spot, page.family)
    found = [{"tag": tag, "href": f"{site.url}{page.elsewhere(tag).address}"} for tag in there]
    if DEFAULT_LOCALE in site.words:
        found.append({"tag": "x-default", "href": f"{site.url}{page.elsewhere(DEFAULT_LOCALE).address}"})
    return found


def _href(spot: Spot, target: Page) -> str:
    if spot.page.kind != "missing":
        return spot.file(target.path)
    return f"{spot.site.url or '/'}{target.path}"
