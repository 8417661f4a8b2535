"""The page about the data: which files programs can read, what a price says in them, and what will stay as it is."""

from typing import Any

from build.files import ATOM, FILES, JSON, MARKDOWN, feed_file, schema_file
from build.price_csv import COLUMNS
from build.views_site import Spot

_FORMATS = {
    "text/csv": "CSV",
    JSON: "JSON",
    ATOM: "Atom",
    MARKDOWN: "Markdown",
    "text/plain": "Markdown",
}


def data(spot: Spot) -> dict[str, Any]:
    """The view of the page about the data."""
    words, tag = spot.words, spot.page.locale
    models = sorted(spot.site.content.models, key=lambda model: model.name.lower())
    return {
        "about": spot.link("about"),
        "files": [
            {
                "path": file.path,
                "href": None if "{" in file.path else spot.file(file.path),
                "format": _FORMATS[file.media_type],
                "schema": spot.file(schema_file(file.schema)) if file.schema else None,
                "holds": words(f"data.file_{file.code}"),
            }
            for file in FILES
        ],
        "feed": spot.file(feed_file(tag)),
        "feeds": [(model.name, spot.file(feed_file(tag, model.model))) for model in models],
        "reading": [words(f"data.read_{part}") for part in ("amount", "basis", "state", "range", "source")],
        "columns": [(name, words(f"data.column_{name}")) for name in COLUMNS],
    }
