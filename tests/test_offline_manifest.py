"""The manifests by which the site is installed: every address in them is relative and leads to something."""

import json
import posixpath
import struct
from typing import Any

import pytest

from build.builder import TEMPLATES
from build.locales import load_words
from build.offline_manifest import manifest_products
from build.pages import Page, all_pages
from build.views_site import Site
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales")
MANIFESTS: dict[str, tuple[str, Any]] = {
    json.loads(product.make())["lang"]: (product.path, json.loads(product.make()))
    for product in manifest_products(Site(content_samples.content(), WORDS))
}


def test_every_language_has_one_beside_its_first_page() -> None:
    assert {path for path, _ in MANIFESTS.values()} == {
        "/".join((*Page(tag, "home").folder, "manifest.webmanifest")) for tag in WORDS
    }


@pytest.mark.parametrize("tag", WORDS)
def test_its_addresses_are_relative_and_lead_somewhere(tag: str) -> None:
    path, manifest = MANIFESTS[tag]
    pages = {page.path for page in all_pages(content_samples.MODELS, list(WORDS))}

    def arrives(address: str) -> str:
        assert not address.startswith(("/", "http"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))

    assert arrives(manifest["start_url"]) == Page(tag, "home").path
    assert arrives(manifest["scope"]) == "."  # the site's root, so that another language opens in the same window
    for icon in manifest["icons"]:
        assert (TEMPLATES / arrives(icon["src"])).is_file()
    for shortcut in manifest["shortcuts"]:
        assert arrives(shortcut["url"]) in pages


def test_languages_install_beside_one_another() -> None:
    # Without an id an app is told by its first page, so no language overwrites another.
    assert not any("id" in manifest for _, manifest in MANIFESTS.values())
    assert len({path + manifest["start_url"] for path, manifest in MANIFESTS.values()}) == len(WORDS)


def test_icons_have_the_sizes_they_are_said_to_have() -> None:
    _, manifest = MANIFESTS["en"]
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {(icon["sizes"], icon["purpose"]) for icon in drawn} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in drawn:
        data = (TEMPLATES / icon["src"].removeprefix("./")).read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", data[16:24])
        assert icon["sizes"] == f"{width}x{height}"
