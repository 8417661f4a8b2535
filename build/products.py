"""One file of the site before it is made: where it stands, what it depends on, and how to make it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """A file of the site. Two products with the same path and the same key have the same bytes."""

    path: str  # below the site's root, with forward slashes
    key: str  # digest of everything the bytes depend on
    make: Callable[[], bytes]
    group: str = ""  # products of a group share what is prepared once, such as everything in one language


def ready(path: str, data: bytes) -> Product:
    """A product whose bytes are at hand."""
    return Product(path, hashlib.sha256(data).hexdigest(), lambda: data)


def key_of(parts: Iterable[str]) -> str:
    """The digest of some texts, in their order."""
    told = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
