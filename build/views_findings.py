"""The findings page: what was wrong with the source, by level and code, each with its line and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from build.views_site import Spot
from scraper.addresses import from_path
from scraper.catalog import Reported
from scraper.findings import CODES, LEVELS


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding as a page shows it. Its words are English, whatever the page's language."""

    anchor: str
    code: str
    level: str
    level_name: str
    place: str  # path:line
    source_href: str | None  # the page on the web
    what: str
    action: str
    href: str  # the finding on the findings page
    page_href: str | None  # the model's page on this site
    page_name: str


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one code."""

    code: str
    action: str
    findings: tuple[Shown, ...]


def findings(spot: Spot) -> dict[str, Any]:
    """The view of the findings page."""
    report = spot.site.content.report
    shown = shown_findings(spot, spot.site.findings)
    words = spot.words
    return {
        "parsed": report is not None,
        "pages": words("findings.pages", count=report.pages if report else 0),
        "total": words("findings.total", count=len(shown)),
        "levels": [
            {
                "code": level,
                "name": words(f"level.{level}"),
                "note": words(f"level_note.{level}"),
                "count": sum(one.level == level for one in shown),
                "groups": _groups(one for one in shown if one.level == level),
            }
            for level in LEVELS
            if any(one.level == level for one in shown)
        ],
    }


def shown_findings(spot: Spot, reported: Iterable[Reported]) -> list[Shown]:
    """Findings ready for a page, the worst first, each once."""
    return [
        _shown(spot, finding)
        for finding in sorted(
            dict.fromkeys(reported), key=lambda one: (LEVELS.index(one.level), one.code, one.path, one.line)
        )
    ]


def _shown(spot: Spot, finding: Reported) -> Shown:
    known = CODES.get(finding.code)
    action = known.action if known else ""
    page = from_path(finding.path)
    model = spot.site.models.get(page.family) if page and page.family else None
    slugs = {variant.slug: variant.id for variant in model.variants} if model else {}
    slug = page.variant if page and page.variant in slugs else None
    place = f"{finding.path}:{finding.line}"
    return Shown(
        anchor=spot.site.anchors[finding],
        code=finding.code,
        level=finding.level,
        level_name=spot.words(f"level.{finding.level}"),
        place=place,
        source_href=spot.source(place),
        what=finding.message.removesuffix(f"; {action}") if action else finding.message,
        action=action,
        href=spot.finding(finding),
        page_href=spot.link("variant" if slug else "family", model.model, slug) if model else None,
        page_name=(slugs[slug] if slug else model.name) if model else "",
    )


def _groups(shown: Iterable[Shown]) -> list[Group]:
    by_code: dict[str, list[Shown]] = {}
    for one in shown:
        by_code.setdefault(one.code, []).append(one)
    return [Group(code, found[0].action, tuple(found)) for code, found in sorted(by_code.items())]
