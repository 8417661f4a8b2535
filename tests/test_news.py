"""The commit message: each price that changed on a line, counted in the subject, and nothing else made of it."""

import re
import textwrap
from pathlib import Path

import pytest

from scraper.catalog import Failure, Heartbeat, History, Model, Price
from scraper.history import update
from scraper.hosting.news import MAX_LINES, Change, message, news, percentage

RUN = Heartbeat(at="2026-11-25T04:31:00Z", finished=True, tried=1060, changed=12, unchanged=1048)
DAY, LATER = "2026-11-22", "2026-11-25"


def price(amount: str, since: str = DAY, **values: object) -> Price:
    known: dict[str, object] = {
        "basis": "listed", "component": "usage", "amount": amount, "currency": "USD", "text": f"${amount}",
        "per": {"quantity": 1000, "unit": "token"}, "source": "models/acme.md:19", "since": since,
    }  # fmt: skip
    return Price.model_validate({**known, **values})


def ledger(before: History | None = None, today: str = DAY, **variants: list[Price]) -> History:
    """The ledger after a family with these variants was read."""
    plain = [{"slug": slug, "id": slug, "prices": prices} for slug, prices in variants.items()]
    family = {"model": "acme", "name": "A", "provider": "P", "modality": "text", "source": "u", "variants": plain}
    return update(before or History(), [Model.model_validate(family)], today=today)


def lines(before: History, after: History) -> list[str]:
    return [str(change) for change in news(before, after)]


def test_a_price_that_moved_is_told_with_old_new_and_by_how_much() -> None:
    before = ledger(one=[price("0.010")], two=[price("0.020")])
    after = ledger(before, LATER, one=[price("0.012", LATER)], two=[price("0.020")])
    assert lines(before, after) == ["acme/one, listed usage: 0.010 -> 0.012 USD per 1,000 tokens (+20%)"]


def test_a_new_price_and_one_that_is_gone_are_told_apart_from_one_that_moved() -> None:
    before = ledger(one=[price("0.010")], old=[price("0.5", per={"quantity": 1, "unit": "call"})])
    after = ledger(before, LATER, one=[price("0.010")], new=[price("0.3", LATER, when={"output_resolution": "2k"})])
    assert lines(before, after) == [
        "new: acme/new, listed usage output_resolution=2k: 0.3 USD per 1,000 tokens",
        "withdrawn: acme/old, listed usage: was 0.5 USD per call",
    ]


def test_a_price_that_comes_back_is_new_again() -> None:
    first = ledger(one=[price("0.010")], two=[price("0.020")])
    without = ledger(first, LATER, two=[price("0.020")])
    again = ledger(without, "2026-11-28", one=[price("0.010", "2026-11-28")], two=[price("0.020")])
    assert lines(without, again) == ["new: acme/one, listed usage: 0.010 USD per 1,000 tokens"]
    assert lines(first, again) == []


def test_another_unit_is_another_price() -> None:
    before = ledger(one=[price("0.010")])
    after = ledger(before, LATER, one=[price("10", LATER, per={"quantity": 1_000_000, "unit": "token"})])
    assert [line.partition(":")[0] for line in lines(before, after)] == ["withdrawn", "new"]


def test_the_same_ledger_is_no_news() -> None:
    assert news(ledger(one=[price("0.010")]), ledger(one=[price("0.010")])) == []
    assert news(History(), History()) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0.010", "0.012", "+20%"),
        ("0.012", "0.010", "-16.7%"),
        ("1", "0", "-100%"),
        ("0", "1", ""),
        ("1", "25", "+2,400%"),
        ("1000", "1000.1", "by less than 0.1%"),
        ("0.010", "0.01", "the same in other digits"),
        ("0.000000000001", "999999999999", "+99,999,999,999,899,999,999,999,900%"),
    ],
)
def test_how_much_a_price_moved_is_exact(before: str, after: str, expected: str) -> None:
    assert percentage(before, after) == expected


@pytest.mark.parametrize(
    "hostile", ["@someone", "fixes #1", "a\nCo-authored-by: x <x@y>", "<!-- x -->", "`x`", "\x1b[31m", "x" * 500]
)
def test_what_a_page_printed_can_t_speak_in_the_message(hostile: str) -> None:
    (line,) = lines(History(), ledger(one=[price("0.1", when={"size": hostile})]))
    assert not set("@#<>`\n\x1b") & set(line)
    assert len(line) < 200


def change(number: int, before: str | None = "1", after: str | None = "2") -> Change:
    return Change(f"acme/{number}", "listed usage", "USD per call", before, after)


def test_the_subject_counts_the_prices_and_the_body_names_them() -> None:
    changes = [change(1), change(2), change(3, before=None), change(4, after=None)]
    files = ["history.yaml", "models/acme.yaml", "pages/manifest.jsonl", "pages/models/acme.md", "run.yaml", "text/en/acme.yaml"]  # fmt: skip
    assert message(changes, files, RUN) == (
        "Prices: 2 changed, 1 new, 1 withdrawn\n\n"
        "acme/1, listed usage: 1 -> 2 USD per call (+100%)\n"
        "acme/2, listed usage: 1 -> 2 USD per call (+100%)\n"
        "new: acme/3, listed usage: 2 USD per call\n"
        "withdrawn: acme/4, listed usage: was 1 USD per call\n\n"
        "Files: pages 1, families 1, texts 1\n"
        "Run: 2026-11-25T04:31:00Z, 1,060 pages asked for, 12 changed, 0 failed\n"
    )


@pytest.mark.parametrize(
    ("files", "problems", "subject"),
    [
        (["run.yaml", "text/en/acme.yaml"], 0, "Pages: read anew, no price changed"),
        (["run.yaml"], 0, "Run: 1,060 pages asked for, nothing changed"),
        (["run.yaml"], 1, "Run: nothing published, 1 problem"),
        (["run.yaml"], 3, "Run: nothing published, 3 problems"),
    ],
    ids=["words", "nothing", "a-problem", "problems"],
)
def test_a_run_without_news_says_what_it_was(files: list[str], problems: int, subject: str) -> None:
    text = message([], files, RUN, problems)
    assert text.partition("\n")[0] == subject
    assert text.endswith("12 changed, 0 failed\n")


def test_a_message_of_what_is_published_in_spite_of_problems_says_so() -> None:
    run = RUN.model_copy(update={"failed": (Failure(path="models/x.md", why="503"),)})
    assert message([change(1)], ["history.yaml"], run, 1).endswith("1 failed\nPublished in spite of 1 problem\n")


def test_a_record_that_is_kept_alone_names_no_price() -> None:
    assert "acme/1" not in message([change(1)], ["run.yaml"], RUN, 1)


def test_a_subject_fits_in_a_line_and_a_body_is_bounded() -> None:
    text = message([change(number) for number in range(5000)], ["history.yaml"], RUN)
    assert len(text.splitlines()) < MAX_LINES + 10
    assert f"... and {5000 - MAX_LINES} more" in text
    assert len(text.partition("\n")[0]) <= 72


def test_the_message_that_the_handbook_shows_is_one_of_ours() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "hosting.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^   ```\n(.*?)^   ```$", page, re.MULTILINE | re.DOTALL)
    moved = Change("minimax/m2.1", "listed usage", "USD per 1,000 tokens", "0.010", "0.012")
    files = [
        "models/a.yaml",
        "pages/a.md",
        "pages/b.md",
        "pages/c.html",
        "pages/manifest.jsonl",
        "text/en/a.yaml",
        "text/de/a.yaml",
    ]
    run = RUN.model_copy(update={"at": "2026-11-22T04:31:07Z", "changed": 3})
    assert textwrap.dedent(shown) == message([moved], files, run)
