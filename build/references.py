"""How files that aren't pages name others: absolute where the site's address is known, else relative to themselves.

Whoever reads such a file got it from somewhere: a relative address leads on from there, on a host, below a project's
sub-path, and on a disk. Only a sitemap has no use for one.
"""

import re

from build.pages import Page, relative
from build.views_site import Site, Spot
from scraper.addresses import DEFAULT_LOCALE

_INDEX = re.compile(r"(^|/)index\.html$")


def reference(site: Site, start: str, target: str, anchor: str = "") -> str:
    """The address of the file `target` in the file `start`, both below the site's root with forward slashes."""
    mark = f"#{anchor}" if anchor else ""
    if site.url:
        # A host serves a folder's index.html at the folder: one page, one address.
        at_host = _INDEX.sub(r"\1", target)
        return f"{site.url}{at_host}{mark}"
    return relative(start.split("/")[:-1], target) + mark


def default_locale(site: Site) -> str:
    """The language of files that have none of their own: English where the site speaks it, else its first."""
    return DEFAULT_LOCALE if DEFAULT_LOCALE in site.words else next(iter(site.words))


def default_spot(site: Site) -> Spot:
    """A place to look things up from that depend on no language."""
    locale = default_locale(site)
    return Spot(site, Page(locale, "home"), site.words[locale])


def is_sample(site: Site) -> bool:
    """Whether these are made-up prices that nobody must use."""
    return site.content.run is not None and site.content.run.sample
