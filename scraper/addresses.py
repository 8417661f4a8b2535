"""Addresses of the catalog's pages, the paths they are recorded at, and which slugs and locales are sound.

    /zh-TW/models/minimax/m2.1.md   <->  zh-TW/models/minimax/m2.1.md
    /models/glm/4.7                 <->  models/glm/4.7.html        (the HTML twin: the address without .md)

Nothing here reads or writes; whatever comes back from here is safe to use as a path.
"""

import re
from dataclasses import dataclass
from sys import intern
from typing import Literal
from urllib.parse import urlsplit

ORIGIN = "https://runapi.ai"

# English has no segment of its own. Any BCP 47 tag is accepted; these are the ones the site publishes.
DEFAULT_LOCALE = "en"
LOCALES = ("en", "zh-TW", "zh-HK", "zh-CN", "de", "es", "nl", "tr", "ko", "pt-BR", "ar")

Kind = Literal["index", "family", "variant"]
Form = Literal["md", "html"]

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")
# White space, control characters and backslashes: readers of addresses disagree about them.
_UNSOUND = re.compile(r"[\x00-\x20\\]")
# Names Windows keeps for devices, with or without an ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """One page of the catalog: what it shows, in which locale, as Markdown or HTML."""

    locale: str
    family: str | None = None  # None: the catalog index
    variant: str | None = None  # None: the family page
    form: Form = "md"

    @property
    def kind(self) -> Kind:
        if self.family is None:
            return "index"
        return "family" if self.variant is None else "variant"

    @property
    def address(self) -> str:
        """The path on the site, beginning with a slash."""
        stem = "/models" if self.locale == DEFAULT_LOCALE else f"/{self.locale}/models"
        stem += f"/{self.family}" if self.family else ""
        stem += f"/{self.variant}" if self.variant else ""
        return stem + (".md" if self.form == "md" else "")

    @property
    def path(self) -> str:
        """Where the page is recorded, relative to content/pages/, with forward slashes."""
        return self.address.removeprefix("/") + ("" if self.form == "md" else ".html")

    @property
    def url(self) -> str:
        """The address on the catalog's own origin."""
        return ORIGIN + self.address


def is_locale(text: str) -> bool:
    """Whether `text` looks like a BCP 47 tag in its usual spelling: language, script, region."""
    return _LOCALE.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Whether `text` may be used in a path: lower case, digits, dots and dashes, no device name, no `..`."""
    return _SLUG.fullmatch(text) is not None and ".." not in text and _DEVICE.fullmatch(text) is None


def from_path(path: str) -> Page | None:
    """The page recorded at `path` (relative, forward slashes), or None where no catalog page belongs."""
    form: Form
    # Slugs contain dots (`m2.1`, `4.5`): remove the literal ending, never split at the last dot.
    if path.endswith(".md"):
        stem, form = path.removesuffix(".md"), "md"
    elif path.endswith(".html"):
        stem, form = path.removesuffix(".html"), "html"
    else:
        return None
    locale, *parts = stem.split("/")
    if locale == "models":
        locale, parts = DEFAULT_LOCALE, ["models", *parts]
    elif locale == DEFAULT_LOCALE or not is_locale(locale):
        return None
    if not parts or parts[0] != "models" or len(parts) > 3 or not all(map(is_slug, parts[1:])):
        return None
    # One string for all pages of a family, and one for all of a variant: a catalog has ten thousand pages.
    family, variant = (*map(intern, parts[1:]), None, None)[:2]
    return Page(intern(locale), family, variant, form)


def from_url(url: str, *, origins: tuple[str, ...] = (ORIGIN,)) -> Page | None:
    """The catalog page that `url` names, or None.

    Relative addresses are taken as on the catalog's origin. Another host, a user name in the
    address, a query, or a scheme other than the origins' gives None: such a link is never followed.
    """
    if _UNSOUND.search(url):
        return None
    try:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        return None
    if parts.query or ((parts.scheme or parts.netloc) and origin not in origins):
        return None
    if not parts.path.startswith("/"):
        return None
    path = parts.path.removeprefix("/")
    return from_path(path if path.endswith(".md") else f"{path}.html")


def on_web(href: str | None) -> str | None:
    """Where a link on a page of the site leads, in full. None where it is unsafe, or counts from the page it is on."""
    if not href or not is_safe_link(href):
        return None
    return ORIGIN + href if href[0] == "/" else href if href[0] not in "#." else None


def is_safe_link(href: str) -> bool:
    """Whether `href` may become a link: https with a plain host and no user name, or an address on the same site.

    `javascript:`, `data:`, `blob:`, `intent:`, `//host`, hosts in another script (`xn--`, they may look like
    ours), and addresses with white space, control or non-ASCII characters are shown as text.
    """
    if not href or any(not 0x20 < ord(char) < 0x7F or char == "\\" for char in href):
        return False
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme == "https":
        plain = re.fullmatch(r"[a-z0-9.-]+", host or "") is not None and "xn--" not in (host or "")
        return plain and "@" not in parts.netloc
    return not parts.scheme and not parts.netloc and href[0] in "/#."
