"""The page about using the site without a network: what a browser keeps, the file to mail, the sheet to print."""

from typing import Any

from build.views_site import Spot


def file_path(locale: str) -> str:
    """Where the one file of a language stands, below the site's root."""
    return f"runapi-prices.{locale}.html"


def offline(spot: Spot) -> dict[str, Any]:
    """The view of the offline page."""
    return {
        "about": spot.link("about"),
        "table": spot.link("home"),
        "languages": [
            {"tag": tag, "name": words.name, "dir": words.direction, "file": spot.file(file_path(tag))}
            for tag, words in spot.site.words.items()
        ],
        "own": spot.file(file_path(spot.page.locale)),
        "own_name": file_path(spot.page.locale),
    }
