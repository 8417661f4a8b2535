"""Writing the sample as a folder whose paths are the addresses' paths.

The HTML page at `/models/glm/4.7` is the file `models/glm/4.7.html`. The same arguments give the same
bytes and the same times on every run and every machine.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.sample import defects, guides, html, markdown
from tests.sample.editions import edition
from tests.sample.families import choose
from tests.sample.locales import LOCALES

ROBOTS = """\
# Sample catalog: made-up data in the format of a real one. No price in it is charged by anybody.
User-agent: *
Disallow: /dashboard
Allow: /
"""

# The time of every file, so that Last-Modified is as repeatable as the bytes.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)


def generate(
    target: Path, *, families: int | None = None, locales: tuple[str, ...] | None = None, ago: int = 0
) -> tuple[str, ...]:
    """Write the sample into `target` and return the paths written, relative, with forward slashes.

    `families` cuts the list short or extends it with synthetic ones (see `families.choose`), `ago` is how many
    editions back it is (see `editions`). An older sample in `target` is replaced. Raises FileExistsError where
    `target` holds anything else, ValueError for a locale that has no words or an edition nobody knows.
    """
    _make_room(target)
    written = []
    for path, text in pages(families=families, locales=locales, ago=ago):
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        os.utime(file, (WRITTEN.timestamp(), WRITTEN.timestamp()))
        written.append(path)
    return tuple(written)


def pages(
    *, families: int | None = None, locales: tuple[str, ...] | None = None, ago: int = 0
) -> Iterator[tuple[str, str]]:
    """Path and text of every file of the sample, `robots.txt` first.

    HTML twins are in the first of the locales, English as a rule.
    """
    chosen = edition(choose(families), ago)
    spoken = locales or LOCALES
    unknown = [locale for locale in spoken if locale not in LOCALES]
    if unknown:
        raise ValueError(f"no words for {', '.join(unknown)}; there are {', '.join(LOCALES)}")
    yield "robots.txt", ROBOTS
    yield from guides.pages()
    for locale in spoken:
        yield _path(locale), markdown.index(chosen, locale)
        for family in chosen:
            if not defects.has_family(family, locale):
                continue
            yield _path(locale, family.slug), markdown.family_page(family, locale)
            for variant in family.variants:
                if defects.has_variant(family, variant, locale):
                    yield _path(locale, family.slug, variant.slug), markdown.variant_page(family, variant, locale)
                if locale == spoken[0]:
                    twin = _path(locale, family.slug, variant.slug, ending=".html")
                    yield twin, html.variant_page(family, variant, locale)


def _path(locale: str, *slugs: str, ending: str = ".md") -> str:
    return markdown.address(locale, *slugs).removeprefix("/") + ending


def _make_room(target: Path) -> None:
    """Empty `target` if it holds a sample, so that no page of an earlier one stays behind."""
    if not target.exists() or not any(target.iterdir()):
        return
    robots = target / "robots.txt"
    if not robots.is_file() or robots.read_text(encoding="utf-8") != ROBOTS:
        raise FileExistsError(f"{target}: expected an empty folder or an earlier sample; name another folder")
    shutil.rmtree(target)
