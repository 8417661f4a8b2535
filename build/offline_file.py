"""One file with the price table, the calculator, the questions and the findings, to keep or to mail.

    runapi-prices.zh-TW.html

The same views, templates, style sheets and scripts as the site's own pages, put into one document: each part is what
the page's template puts in its blocks, and what pages load stands in the file. It asks nothing of any network: its
policy allows no request at all, and only the scripts and the style whose digests it names.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from build.depends import Dependencies
from build.offline import edition_script, last_checked
from build.pages import Kind, Page
from build.products import Product, key_of
from build.render import Renderer
from build.views import KINDS, SPOKEN, View
from build.views_offline import file_path
from build.views_site import Site, Spot
from scraper.addresses import Page as Source

# The pages it holds, in the order they stand in.
PARTS: tuple[Kind, ...] = ("home", "calculator", "faq", "findings")
_SHEETS = ("site", "calculator")
_PAPER = "print"
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)


def file_products(
    site: Site, depends: Dependencies, renderer: Renderer, static: Sequence[Product]
) -> Iterator[Product]:
    """The file of every language. `static` are the site's style sheets and scripts."""
    loaded = key_of(product.key for product in static)
    found = {product.path: product for product in static}
    for locale in site.words:
        # The about page depends on the whole content and on its language's words, and so does this.
        key = key_of([depends.page(Page(locale, "about")), loaded])
        yield Product(file_path(locale), key, partial(_file, site, renderer, found, locale), locale)


@dataclass(frozen=True)
class Inside(Spot):
    """A page that is part of the file: it leads to other parts of it, and to the web for all else."""

    def link(self, kind: Kind, family: str | None = None, variant: str | None = None, anchor: str = "") -> str:
        if kind in PARTS:
            return f"#{anchor or part_id(kind)}"
        if self.site.url:
            address = self.file(Page(self.page.locale, kind, family, variant).path)
            return f"{address}#{anchor}" if anchor else address
        # Nobody said where the site stands: the page that its words and prices come from is what there is to lead to.
        return Source(self.page.locale, family, variant, "html").url

    def file(self, path: str) -> str:
        return f"{self.site.url or ''}{path}"


def part_id(kind: Kind) -> str:
    return f"part-{kind}"


def inline(text: str) -> str:
    """A script or a style sheet as it may stand inside its element, which nothing in it can end.

    `</script` and `<!--` can only stand in a string, a pattern or a comment, and there a backslash changes nothing.
    """
    return re.sub(r"<(?=/(?:script|style)|!--)", r"<\\", text, flags=re.IGNORECASE).replace("\r\n", "\n")


def _file(site: Site, renderer: Renderer, static: Mapping[str, Product], locale: str) -> bytes:
    words, shell = site.words[locale], _shell(site, locale)
    scripts, groups, parts = ["page", "single", "age"], list(SPOKEN[:2]), []
    for kind in PARTS:
        spot = Inside(site, Page(locale, kind), words)
        template, make, needs, strings = KINDS[kind]
        scripts += [name for name in needs if name not in scripts]
        groups += strings
        parts.append((kind, renderer.part(template, {**make(spot), "t": words, "shell": shell})))

    def text(path: str) -> str:
        return static[f"static/{path}"].make().decode()

    sheets = [text(f"css/{name}.css") for name in _SHEETS]
    style = inline("\n".join([*sheets, f"@media print {{\n{text(f'css/{_PAPER}.css')}}}\n"]))
    early = inline(text("js/early.js"))
    loaded = [text(f"js/{name}.js") for name in scripts]
    loaded.insert(1, edition_script("", last_checked(site)))  # as pages load it: after the first
    later = inline("\n".join(loaded))
    policy = _POLICY.format(scripts=" ".join(map(_source, (early, later))), style=_source(style))
    view = {
        "t": words,
        "shell": {**shell, "policy": policy, "strings": words.subset(groups)},
        "parts": parts,
        "icon": f"data:image/svg+xml,{quote(text('icon.svg').strip())}",
        "style": style,
        "early": early,
        "scripts": later,
    }
    return renderer.page("single.html", view)


def _shell(site: Site, locale: str) -> View:
    words = site.words[locale]
    name, run = words("site.name"), site.content.run
    label = {"home": "nav.table"}
    return {
        "kind": "single",
        "lang": words.tag,
        "dir": words.direction,
        "title": name,
        "description": words("site.tagline"),
        "home": "#main",
        "online": f"{site.url}{Page(locale, 'home').address}" if site.url else None,
        "sample": run is not None and run.sample,
        "recorded": words("footer.recorded", date=words.numerals.day(site.newest[:10]))
        if site.newest
        else words("footer.never"),
        "nav": [
            {"href": f"#{part_id(kind)}", "label": words(label.get(kind, f"nav.{kind}")), "current": False}
            for kind in PARTS
        ],
        "languages": [],
    }


def _source(text: str) -> str:
    """What a content security policy calls an inline script or style by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
