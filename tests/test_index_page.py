"""The catalog index: any link to a family counts, in a table, a list or prose, with a head or without."""

import pytest

from scraper.addresses import Page
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.index_page import IndexReading, families_in, read_index
from tests.pages import head

PAGE = Page("en")


def read(text: str) -> tuple[IndexReading, list[str]]:
    found = Collector(PAGE.path)
    return read_index(PAGE, text.encode(), found), [finding.code for finding in found.found]


HEAD = head("models.md", model=None, provider=None, modality=None)


@pytest.mark.parametrize(
    "body",
    [
        "| Model | URL |\n|---|---|\n| Acme | https://runapi.ai/models/acme.md |\n",
        "- [Acme](https://runapi.ai/models/acme.md) — Acme Labs\n", "- [Acme](/models/acme.md)\n",
        "See <https://runapi.ai/models/acme.md>.\n", "See https://runapi.ai/models/acme, or don't.\n",
        "- [Acme](https://runapi.ai/models/acme)\n", "[Acme]: https://runapi.ai/models/acme.md\n",
        '| Model |\n|---|\n| [Acme](https://runapi.ai/models/acme.md "x") |\n',
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", [HEAD, ""], ids=["with a head", "without a head"])
def test_a_link_to_a_family_counts_whatever_it_stands_in(before: str, body: str) -> None:
    reading, _ = read(f"{before}# Models\n\n{body}")
    assert list(reading.entries) == ["acme"]


def test_a_table_row_gives_facts_and_its_line() -> None:
    table = "| Model | Provider | Modality | Variants | URL |\n|---|---|---|---|---|\n"
    reading, found = read(f"{HEAD}\n{table}| Flux 2 | BFL | image | 4 | https://runapi.ai/models/flux-2.md |\n")
    entry = reading.entries["flux-2"]
    assert entry.facts == {"name": "Flux 2", "provider": "BFL", "modality": "image", "variants": "4"}
    assert entry.line == HEAD.count("\n") + 4
    assert found == []


def test_a_row_of_another_width_gives_no_facts() -> None:
    table = "| Model | Provider |\n|---|---|\n| Acme | Labs | https://runapi.ai/models/acme.md |\n"
    assert read(HEAD + "\n" + table)[0].entries["acme"].facts == {}


@pytest.mark.parametrize(
    "link",
    ["https://evil.example/models/acme.md", "//evil.example/models/acme.md", "https://user@runapi.ai/models/acme.md",
     "http://runapi.ai/models/acme.md", "https://runapi.ai/models/../acme.md", "https://runapi.ai/models/acme.md?x=1",
     "https://runapi.ai/docs/acme.md", "https://runapi.ai/models/acme/one.md", "https://runapi.ai/models/Acme.md",
     "https://runapi.ai/openclaw-acme.md", "https://runapi.ai:8443/models/acme.md"],
)  # fmt: skip
def test_other_links_lead_to_no_family(link: str) -> None:
    assert families_in(f"[x]({link})") == []


def test_an_index_without_links_is_told() -> None:
    assert read(HEAD + "# Models\n\nSoon.\n")[1] == ["missing-table"]


@pytest.mark.parametrize("data", [b"\xff", b"---\na: b\n", b"---\n- a\n---\n"])
def test_an_index_that_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedPage):
        read_index(PAGE, data, Collector(PAGE.path))
