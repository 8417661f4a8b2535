"""Findings: every code says how bad it is and what to do next, and every code is used."""

import re
from pathlib import Path

import pytest

from scraper.findings import CODES, LEVELS, Collector, Finding

SCRAPER = Path(__file__).resolve().parents[1] / "scraper"
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in SCRAPER.glob("*.py") if path.name != "findings.py")


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_level_and_a_next_action(code: str) -> None:
    assert CODES[code].level in LEVELS
    assert re.fullmatch(r"[a-z].*[^.]", CODES[code].action)


@pytest.mark.parametrize("code", sorted(set(CODES) - {"fetch-failed", "gone"}))
def test_a_code_is_given_by_some_module(code: str) -> None:
    assert f'"{code}"' in SOURCES


def test_every_code_that_is_given_is_known() -> None:
    given = set(re.findall(r'(?:\.add|RefusedPage|NotationError)\(\s*"([a-z0-9-]+)"', SOURCES))
    assert len(given) > 20
    assert given <= set(CODES)


def test_a_finding_is_one_line_with_place_level_action_and_code() -> None:
    finding = Finding("models/a.md", 27, "unreadable-price", 'Pricing: expected an amount like $0.010, got "call us"')
    assert str(finding) == (
        'models/a.md:27: error: Pricing: expected an amount like $0.010, got "call us"; '
        "add the notation to money.py or report it [unreadable-price]"
    )
    assert finding.report() == {
        "code": "unreadable-price", "level": "error", "path": "models/a.md", "line": 27, "message": finding.message,
    }  # fmt: skip


def test_findings_sort_by_place() -> None:
    places = [Finding("b", 1, "gone", ""), Finding("a", 10, "gone", ""), Finding("a", 9, "gone", "")]
    assert [(finding.path, finding.line) for finding in sorted(places)] == [("a", 9), ("a", 10), ("b", 1)]


def test_an_unknown_code_is_a_bug_of_ours() -> None:
    with pytest.raises(AssertionError):
        Collector("a").add("no-such-code", 1, "")
