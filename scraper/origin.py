"""Where pages are asked for: the catalog's own origin, or a mirror given as --base-url.

One run talks to one origin (scheme, host and port). A redirect is followed only within it, so nothing that a
page or a server says can make a run connect to anywhere else.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from scraper.errors import FetchError, UsageError

_PORTS = {"http": 80, "https": 443}
# What may stand in an address: RFC 3986's characters. Spaces, controls and backslashes are read in
# different ways by different readers, which is how a link gets past a check.
_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")


@dataclass(frozen=True, slots=True)
class Origin:
    """The one place a run may talk to."""

    scheme: str  # http or https
    host: str  # lower case, without brackets
    port: int
    prefix: str  # path every address is put under, without a final slash; empty at a root

    @property
    def root(self) -> str:
        """Scheme, host and port as a link writes them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    def url(self, address: str) -> str:
        """The address to ask for, of a path on the catalog beginning with a slash."""
        return f"{self.root}{self.prefix}{address}"

    def follow(self, url: str, location: str) -> str:
        """The address a redirect from `url` leads to. Raises FetchError where it must not be followed."""
        shown = f"the redirect from {url} to {location[:200]!r}"
        if not location.strip():
            raise FetchError(f"{url} redirects without saying where")
        if not _PLAIN.fullmatch(location):
            raise FetchError(f"{shown} holds characters that no address has")
        try:
            target = urljoin(url, location)
            parts, given = urlsplit(target), urlsplit(location)
            place = parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
        except ValueError as error:
            raise FetchError(f"{shown} is no address") from error
        # `https:///x` and `https:x` have a scheme without a host; readers differ on which host they mean.
        if given.scheme and not given.netloc:
            raise FetchError(f"{shown} leaves {self.root}; it names no host")
        if "@" in parts.netloc or place != (self.scheme, self.host, self.port):
            raise FetchError(f"{shown} leaves {self.root}; only that origin is asked")
        return target.partition("#")[0]


def from_base_url(text: str) -> Origin:
    """The origin that --base-url names. Raises UsageError where it isn't a plain http or https address."""
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    sound = _PLAIN.fullmatch(text) and parts.hostname and port and "@" not in parts.netloc
    if not sound or parts.query or parts.fragment:
        raise UsageError(f"--base-url: expected an address like https://runapi.ai, got {text!r}")
    return Origin(parts.scheme, str(parts.hostname), port, parts.path.rstrip("/"))
