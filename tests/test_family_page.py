"""A family page: its facts, whether it is complete, and what about it is told."""

import pytest

from scraper.addresses import Page
from scraper.errors import RefusedPage
from scraper.family_page import FamilyReading, read_family
from scraper.findings import Collector
from tests.pages import HEADER, family, row

PAGE = Page("en", "acme")


def read(text: str) -> tuple[FamilyReading, list[tuple[str, int]]]:
    found = Collector(PAGE.path)
    reading = read_family(PAGE, text.encode(), found)
    return reading, [(finding.code, finding.line) for finding in found.found]


def test_a_family_is_its_head_its_rows_and_its_words() -> None:
    body = "## API endpoints\n\n- `POST /v1/chat/completions`\n- `POST /v1/messages`\n"
    reading, found = read(family(body=body, variant_count=2, price_from_cents=1))
    assert (reading.name, reading.provider, reading.modality) == ("Acme", "Acme Labs", "text")
    assert (reading.variant_count, reading.price_from_cents) == (2, 1)
    assert [item.slug for item in reading.rows] == ["one", "two"]
    assert reading.endpoints == ("POST /v1/chat/completions", "POST /v1/messages")
    assert [question.item.question for question in reading.questions] == ["Is it fast?"]
    assert (reading.complete, reading.text.heading, found) == (True, "Acme API", [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(family(variant_count=3), "count-mismatch", id="fewer rows than the head says"),
        pytest.param(family(variant_count=1), "count-mismatch", id="more rows than the head says"),
        pytest.param(
            family("models/acme.md", row("one"), row("two") + " more |"), "row-width", id="a row that is lost"
        ),
        pytest.param(family(body=f"{HEADER}\n{row('three')}\n"), "extra-table", id="a second table"),
        pytest.param(family(body=f"## Variants\n\n{HEADER}\n{row('three')}\n"), "extra-table", id="a second section"),
        pytest.param(family("models/acme.md", row("one"), row("one")), "duplicate-variant", id="a variant twice"),
    ],
)
def test_a_page_that_may_have_lost_a_row_is_not_complete(text: str, code: str) -> None:
    reading, found = read(text)
    assert not reading.complete
    assert code in {found_code for found_code, _ in found}


def test_a_page_cut_off_in_its_table_is_refused() -> None:
    with pytest.raises(RefusedPage) as refusal:
        read(family(variant_count=2).split(row("two"))[0])
    assert refusal.value.code == "no-evidence"


@pytest.mark.parametrize("heading", ["Variations", "variants", "Variants & prices", "變體"])
def test_a_page_without_the_section_is_refused(heading: str) -> None:
    with pytest.raises(RefusedPage) as refusal:
        read(family().replace("## Variants", f"## {heading}"))
    assert refusal.value.code == "missing-table"


def test_a_table_in_code_before_the_real_one_is_no_table() -> None:
    sample = f"```\n## Variants\n{HEADER}\n{row('nine', '$9')}\n```\n\n"
    reading, _ = read(family().replace("A tagline.\n", f"A tagline.\n\n{sample}"))
    assert [item.slug for item in reading.rows] == ["one", "two"]


def test_labels_stand_in_for_a_missing_head() -> None:
    text = family(provider=None, modality=None).replace(
        "A tagline.", "A tagline.\n\n**Provider:** Labs\n**Modality:** Image"
    )
    reading, _ = read(text)
    assert (reading.provider, reading.modality) == ("Labs", "image")
