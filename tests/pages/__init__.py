"""Pages of a catalog written for one test at a time, and a folder of content that parses them.

The functions write whole sound pages; a test replaces what it is about. `valid/` and `invalid/` beside this
file hold pages with what is expected of them.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from scraper import store
from scraper.addresses import from_path
from scraper.catalog import History, Model, Price, Text, Variant
from scraper.findings import Finding
from scraper.parse import Outcome, parse

DAY = "2026-11-22"
ROW = "| {id} | `{slug}` | {price} | {billing} | {url} |"
HEADER = "| Version | Variant | Pricing | Billing | URL |\n|---|---|---|---|---|"


def head(path: str, **values: object) -> str:
    """The frontmatter of the page recorded at `path`; a value of None leaves its key out."""
    page = from_path(path)
    assert page is not None
    known: dict[str, object] = {
        "title": "A page", "url": page.url, "canonical": page.url, "locale": page.locale, "model": "Acme",
        "provider": "Acme Labs", "modality": "text",
    }  # fmt: skip
    lines = (
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in {**known, **values}.items()
        if value is not None
    )
    return "\n".join(["---", *lines, "---", ""])


def row(slug: str, price: str = "$0.010", billing: str = "1K tokens", **values: str) -> str:
    """One row of a Variants table; `id` and `url` may be given."""
    url = values.get("url", f"https://runapi.ai/models/acme/{slug}.md")
    return ROW.format(id=values.get("id", f"Acme-{slug}"), slug=slug, price=price, billing=billing, url=url)


def family(path: str = "models/acme.md", *rows: str, body: str = "", **values: object) -> str:
    """A family page. Without rows it has two: `one` and `two` at $0.010 per 1K tokens. The first row is line 19."""
    chosen = rows or (row("one"), row("two"))
    parts = [head(path, **values), "# Acme API", "", "A tagline.", "", "## Variants", "", HEADER, *chosen, "", body]
    return "\n".join([*parts, "## FAQ", "", "### Is it fast?", "", "It is fast for the most of it.", ""])


def variant(
    path: str = "models/acme/one.md", pricing: str = "**$0.010** per 1K tokens", *, body: str = "", **values: object
) -> str:
    """A variant page with a spec sheet. The price stands on line 20."""
    page = from_path(path)
    assert page is not None
    known: dict[str, object] = {"variant_id": f"Acme-{page.variant}", "billing_unit": "1K tokens", "status": "active"}
    parts = [head(path, **{**known, **values}), f"# Acme {page.variant}", "", "One of them.", "", "## Pricing", ""]
    specs = ["## Spec sheet", "", "| Field | Value |", "|---|---|", "| Task type | synchronous |", ""]
    return "\n".join([*parts, pricing, "", *specs, body, "## FAQ", "", "### Is it fast?", "", "It is.", ""])


def twin(*lines: str, after: str = "", before: str = "") -> str:
    """An HTML page whose price block holds `lines`, each a paragraph."""
    block = "".join(f"<p>{line}</p>\n" for line in lines)
    return page_around(block, after=after, before=before)


def page_around(block: str, *, after: str = "", before: str = "", model_id: str = "Acme-one") -> str:
    """An HTML page around the markup of a price block."""
    return (
        f"<!doctype html>\n<html lang='en'><head><title>t</title></head><body>{before}<main>\n"
        f"<p>PRICING</p>\n<h2>Pricing</h2>\n{block}\n<p>SPEC SHEET</p>\n"
        f"<table><tr><td>Model ID</td><td>{model_id}</td></tr></table>\n</main>{after}</body></html>\n"
    )


class Folder:
    """A content folder with recorded pages, and what comes of parsing them."""

    def __init__(self, root: Path, **pages: str | bytes) -> None:
        self.root = root
        (root / "pages").mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            self.put(name, text)

    def put(self, path: str, text: str | bytes) -> None:
        """Write a page as if saved by hand."""
        file = self.root / "pages" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, path: str) -> None:
        """Delete a recorded page."""
        (self.root / "pages" / path).unlink()

    def record(self, *paths: str, day: str = DAY, misses: int = 0) -> None:
        """Give pages an entry in the manifest, replacing those they have; None given means all pages."""
        chosen = paths or tuple(store.recorded_paths(self.root))
        manifest = self.root / "pages" / "manifest.jsonl"
        lines = manifest.read_text().splitlines() if manifest.exists() else []
        entries = {entry["path"]: entry for entry in map(json.loads, lines)}
        for path in chosen:
            data = (self.root / "pages" / path).read_bytes()
            page = from_path(path)
            entries[path] = {
                "path": path, "url": page.url if page else "", "fetched": f"{day}T08:00:00Z",
                "status": 404 if misses else 200, "etag": None, "last_modified": None,
                "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "misses": misses,
            }  # fmt: skip
        manifest.write_text("".join(json.dumps(entries[path]) + "\n" for path in sorted(entries)))

    def parse(self, day: str = DAY) -> Outcome:
        return parse(self.root, today=day)

    def model(self, family: str = "acme") -> Model:
        found = store.load(Model, self.root / "models" / f"{family}.yaml")
        assert found is not None, family
        return found

    def variant(self, slug: str = "one") -> Variant:
        return next(variant for variant in self.model().variants if variant.slug == slug)

    def text(self, locale: str = "en", family: str = "acme") -> Text:
        found = store.load(Text, self.root / "text" / locale / f"{family}.yaml")
        assert found is not None, (locale, family)
        return found

    def history(self) -> History:
        return store.load(History, self.root / "history.yaml") or History()

    def stretches(self, variant: str = "acme/one") -> list[list[tuple[str, str | None, str]]]:
        """For every price of `variant` its stretches: from, to, amount."""
        tracks = [track for track in self.history().tracks if track.variant == variant]
        return [[(point.since, point.until, point.amount) for point in track.points] for track in tracks]

    def written(self) -> dict[str, bytes]:
        """The bytes of everything made from the pages."""
        made = [*self.root.glob("models/*"), *self.root.glob("text/*/*"), *self.root.glob("history.yaml")]
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in sorted(made)}

    def facts(self) -> dict[str, bytes]:
        """The bytes of the models and the ledger, without the words."""
        return {name: data for name, data in self.written().items() if not name.startswith("text/")}


def codes(findings: Iterable[Finding], *, level: str | None = None) -> set[str]:
    """The codes among `findings`, of one level or of all."""
    return {finding.code for finding in findings if level in (None, finding.level)}


def amounts(prices: Iterable[Price]) -> list[tuple[str, str, int, str]]:
    """Component, amount, quantity and unit of each price."""
    return [(price.component, price.amount, price.per.quantity, price.per.unit) for price in prices]
