"""The manifest that lets a browser install the site as an app: one a language, beside that language's first page.

An installed app so opens in the language it was installed from and has its name in it. Its scope is the whole site,
so that another language opens in the same window. All addresses are relative to the manifest: a project's sub-path is
as good as a domain's root. Without an `id` of its own an app is told by its first page, so languages don't overwrite
one another.
"""

import json
from collections.abc import Iterator

from build.locales import Words
from build.pages import Kind, Page, link
from build.products import Product, ready
from build.views_site import Site

# The colours of site.css that a browser needs before it has read it.
_PAPER = "#ffffff"
_ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
)
_SHORTCUTS: tuple[Kind, ...] = ("calculator", "compare")


def manifest_products(site: Site) -> Iterator[Product]:
    """The manifest of every language."""
    for tag, words in site.words.items():
        home = Page(tag, "home")
        text = json.dumps(_manifest(home, words), ensure_ascii=False, indent=1)
        yield ready("/".join((*home.folder, "manifest.webmanifest")), f"{text}\n".encode())


def _manifest(home: Page, words: Words) -> dict[str, object]:
    root = "../" * len(home.folder) or "./"
    return {
        "name": words("site.name"),
        "description": words("site.tagline"),
        "lang": words.tag,
        "dir": words.direction,
        "start_url": link(home, home.path),
        "scope": root,
        "display": "standalone",
        # A site of many pages wants the browser's own way back, where the browser offers a window that has it.
        "display_override": ["minimal-ui", "standalone"],
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": f"{root}static/{path}", "sizes": sizes, "type": kind, "purpose": purpose}
            for path, sizes, kind, purpose in _ICONS
        ],
        "shortcuts": [
            {"name": words(f"nav.{kind}"), "url": link(home, Page(words.tag, kind).path)} for kind in _SHORTCUTS
        ],
    }
