"""Which findings dispute a price: what is printed is contradicted elsewhere, and whoever counts on it should know."""

import re
from collections.abc import Iterable
from functools import cached_property

from scraper.addresses import from_path
from scraper.catalog import Price, Reported

# Findings that mean: what is printed here is contradicted elsewhere. They mark the price they concern.
CONTRADICTIONS = frozenset({"price-mismatch", "basis-mismatch", "billing-mismatch", "cents-mismatch", "fact-mismatch"})

# Those that name the line they contradict: `"$0.030" here, "$0.020" at models/glm.md:29`.
_MUTUAL = frozenset({"price-mismatch", "billing-mismatch"})
_THERE = re.compile(r" at (\S+:[0-9]+)\b")


class Doubts:
    """All findings, by what they are about."""

    def __init__(self, findings: Iterable[Reported]) -> None:
        self._findings = tuple(findings)

    @cached_property
    def by_line(self) -> dict[str, list[Reported]]:
        """Findings by `path:line`."""
        found: dict[str, list[Reported]] = {}
        for finding in self._findings:
            found.setdefault(f"{finding.path}:{finding.line}", []).append(finding)
        return found

    @cached_property
    def by_page(self) -> dict[tuple[str | None, str | None], list[Reported]]:
        """Findings by family and variant; family pages stand under (family, None)."""
        found: dict[tuple[str | None, str | None], list[Reported]] = {}
        for finding in self._findings:
            page = from_path(finding.path)
            found.setdefault((page.family, page.variant) if page else (None, None), []).append(finding)
        return found

    @cached_property
    def _by_other_line(self) -> dict[str, list[Reported]]:
        """Findings by the `path:line` that they contradict."""
        found: dict[str, list[Reported]] = {}
        for finding in self._findings:
            for place in _THERE.findall(finding.message) if finding.code in _MUTUAL else ():
                found.setdefault(place, []).append(finding)
        return found

    def of(self, family: str, price: Price) -> list[Reported]:
        """The contradictions that concern a price: on its own line, elsewhere against that line, or in an answer
        about the unit its whole family is billed in.
        """
        found = [finding for finding in self.by_line.get(price.source, []) if finding.code in CONTRADICTIONS]
        found += self._by_other_line.get(price.source, [])
        if price.basis == "listed":
            answers = self.by_page.get((family, None), [])
            found += [one for one in answers if one.code == "billing-mismatch" and "FAQ" in one.message]
        return list(dict.fromkeys(found))
