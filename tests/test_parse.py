"""From recorded pages to YAML and findings: the shipped page, fixtures with what they become, and what stays."""

import gc
import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from scraper import store
from scraper.__main__ import main
from scraper.catalog import Model, Text
from scraper.parse import parse
from scraper.parse_jobs import WORTH_PROCESSES
from tests.faults.doomed import doom
from tests.pages import DAY, Folder, codes, family, row, twin, variant

HERE = Path(__file__).parent
SEED = "zh-TW/models/minimax.md"
VALID = sorted(path for path in (HERE / "pages" / "valid").iterdir() if path.is_dir())
INVALID = sorted((HERE / "pages" / "invalid").glob("*.findings"))
assert VALID, "no fixtures in tests/pages/valid"
assert INVALID, "no fixtures in tests/pages/invalid"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_shipped_page_is_read_to_the_last_digit_and_line(folder: Folder) -> None:
    folder.put(SEED, (HERE / "seed" / "pages" / SEED).read_bytes())
    outcome = folder.parse()
    model = folder.model("minimax")
    assert (model.name, model.provider, model.modality) == ("MiniMax", "MiniMax", "text")
    assert model.endpoints == ("POST /v1/chat/completions",)
    assert [(v.slug, v.id, v.billing_unit) for v in model.variants] == [
        ("m2", "MiniMax-M2", "1K tokens"), ("m2.1", "MiniMax-M2.1", "1K tokens"), ("m2.5", "MiniMax-M2.5", "1K tokens"),
        ("m2.5-highspeed", "MiniMax-M2.5-highspeed", "1K tokens"), ("m2.7", "MiniMax-M2.7", "1K tokens"),
        ("m2.7-highspeed", "MiniMax-M2.7-highspeed", "1K tokens"), ("m3", "MiniMax-M3", "1K tokens"),
    ]  # fmt: skip
    prices = [price for v in model.variants for price in v.prices]
    assert [price.amount for price in prices] == ["0.010", "0.010", "0.010", "0.020", "0.010", "0.020", "0.010"]
    assert [price.source for price in prices] == [f"{SEED}:{line}" for line in range(27, 34)]
    assert {(p.basis, p.component, p.currency, p.per.quantity, p.per.unit) for p in prices} == {
        ("listed", "usage", "USD", 1000, "token")
    }
    assert {finding.line for finding in outcome.findings if finding.code == "coarse-price"} == set(range(27, 34))
    assert [(f.line, f.level) for f in outcome.findings if f.code == "billing-mismatch"] == [(56, "warning")]
    assert not outcome.failed(strict=False)
    assert outcome.failed(strict=True)


def test_the_words_of_the_shipped_page_are_verbatim(folder: Folder) -> None:
    source = (HERE / "seed" / "pages" / SEED).read_text(encoding="utf-8")
    folder.put(SEED, source)
    folder.parse()
    text = folder.text("zh-TW", "minimax")
    printed = source.partition("## FAQ\n")[2].split("### ")[1:]
    assert [(item.question, item.answer) for item in text.faq] == [
        (pair.partition("\n")[0], pair.partition("\n")[2].strip()) for pair in printed
    ]
    assert len(text.faq) == 8
    assert {item.lang for item in text.faq} == {"zh-TW"}
    assert "MiniMax's M-series" in str(text.lead)
    assert "&#39;" not in (folder.root / "text/zh-TW/minimax.yaml").read_text(encoding="utf-8")
    assert text.tagline_lang == "en"
    assert text.labels == {"Provider": "MiniMax", "Modality": "Text", "Catalog": "7 variants"}


def test_the_shipped_content_is_what_the_parser_makes_of_the_shipped_page(folder: Folder) -> None:
    folder.put(SEED, (HERE / "seed" / "pages" / SEED).read_bytes())
    shutil.copy(HERE / "seed" / "pages" / "manifest.jsonl", folder.root / "pages")
    folder.parse()
    for name, data in folder.written().items():
        assert (HERE / "seed" / name).read_bytes() == data, name


def test_twice_gives_the_same_bytes_with_and_without_the_memory_of_the_first(folder: Folder) -> None:
    folder.put(SEED, (HERE / "seed" / "pages" / SEED).read_bytes())
    first = folder.parse()
    before = folder.written()
    assert set(first.written) >= {"models/minimax.yaml", "text/zh-TW/minimax.yaml", "history.yaml", "findings.yaml"}
    again = folder.parse("2026-12-24")
    assert (again.written, again.findings, again.pages) == ((), first.findings, 1)
    (folder.root / ".parse-index.jsonl").unlink()
    anew = folder.parse("2026-12-25")
    assert (anew.written, anew.findings) == ((), first.findings)
    assert folder.written() == before


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_a_valid_page_becomes_the_yaml_beside_it(case: Path, folder: Folder) -> None:
    """Run with PRICE_BOOK_ACCEPT=1 to write the expectation anew, and read the difference."""
    shutil.copytree(case / "pages", folder.root / "pages", dirs_exist_ok=True)
    outcome = folder.parse()
    if os.environ.get("PRICE_BOOK_ACCEPT") == "1":
        for name in [*folder.written(), "findings.yaml"]:
            store.write_bytes(case / name, (folder.root / name).read_bytes())
    expected = {path.relative_to(case).as_posix(): path.read_bytes() for path in case.glob("**/*.yaml")}
    assert expected, f"{case.name}: no expectation"
    written = folder.written()
    written["findings.yaml"] = (folder.root / "findings.yaml").read_bytes()
    assert {name: written.get(name, b"").decode() for name in expected} == {
        name: data.decode() for name, data in expected.items()
    }
    assert not codes(outcome.findings, level="error")


@pytest.mark.parametrize("expectation", INVALID, ids=lambda path: path.stem)
def test_an_invalid_page_gives_its_findings_and_changes_no_fact(
    expectation: Path, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/other.md", family("models/other.md"))
    folder.parse()
    before = folder.facts()
    folder.put("models/acme.md", expectation.with_suffix(".md").read_bytes())
    assert main(["parse", "--content", str(folder.root)]) == 1
    report = store.read_yaml((folder.root / "findings.yaml").read_text(encoding="utf-8"), name="findings")
    found = [
        f"{entry['code']} {entry['level']} {entry['line']}"
        for entry in report["findings"]
        if entry["path"] == "models/acme.md" and entry["level"] == "error"
    ]
    assert found == expectation.read_text(encoding="utf-8").split("\n")[:-1]
    assert folder.facts() == before
    assert f"models/acme.md:{found[0].split(' ')[2]}: error: " in capsys.readouterr().err


def test_a_refused_page_keeps_its_words_as_well(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/acme/one.md", variant())
    folder.parse()
    before = folder.written()
    folder.put("models/acme.md", b"\xff")
    folder.put("models/acme/one.md", "no head")
    folder.parse("2026-11-23")
    assert folder.written() == before


def test_one_bad_page_leaves_other_families_alone(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/other.md", family("models/other.md"))
    folder.parse()
    folder.put("models/acme.md", b"\x00\xff")
    folder.put("models/other.md", family("models/other.md", row("one", "$0.030"), row("two")))
    outcome = folder.parse("2026-11-23")
    assert {finding.path for finding in outcome.findings if finding.level == "error"} == {"models/acme.md"}
    assert folder.model("other").variants[0].prices[0].amount == "0.030"
    assert folder.stretches("other/one") == [[(DAY, "2026-11-23", "0.010"), ("2026-11-23", None, "0.030")]]
    assert folder.stretches("acme/one") == [[(DAY, None, "0.010")]]


def test_every_entry_of_the_report_has_place_level_and_next_action(folder: Folder) -> None:
    folder.put("models/acme.md", family("models/acme.md", row("one", "call us"), row("two")))
    for entry in folder.parse().report.plain()["findings"]:
        assert entry["level"] in {"error", "warning", "note"}
        assert entry["line"] >= 1
        assert "; " in entry["message"]
        assert entry["path"] == "models/acme.md"
    message = next(f.message for f in folder.parse().findings if f.code == "unreadable-price")
    assert (
        message == 'Pricing: expected an amount like $0.010, got "call us"; add the notation to money.py or report it'
    )


@pytest.mark.parametrize(
    "path", ["openclaw-acme.md", "models/a/b/c.md", "models/..%2f.md", "xx_YY/models/a.md", "en/models/acme.md", "notes.md",
             "models/CON.md", "models/con/one.md", "models/A.md"],
)  # fmt: skip
def test_a_file_that_is_no_catalog_page_is_noted_and_nothing_is_written_for_it(path: str, folder: Folder) -> None:
    folder.put(path, family())
    outcome = folder.parse()
    assert codes(outcome.findings) == {"not-catalog"}
    assert set(folder.written()) <= {"history.yaml"}


def test_a_guide_whose_head_is_escaped_is_told(folder: Folder) -> None:
    folder.put("openclaw-acme.md", "---\ntitle: &quot;Guide&quot;\n---\n\n$9 / image\n")
    assert codes(folder.parse().findings) == {"not-catalog", "escaped-frontmatter"}


def test_a_file_whose_name_is_no_text_is_noted(folder: Folder) -> None:
    try:
        (folder.root / "pages" / "\udcff.md").write_text("x")
    except OSError:
        pytest.skip("this disk takes no such name")
    folder.parse()
    assert "\\\\udcff.md" in (folder.root / "findings.yaml").read_text(encoding="utf-8")
    assert store.load_content(folder.root).report is not None


def test_pages_recorded_by_hand_are_dated_by_the_first_parse_and_kept(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.parse("2026-11-20")
    folder.put("models/acme.md", family() + "\n")
    folder.parse("2026-11-25")
    assert folder.variant().prices[0].since == "2026-11-20"


def test_recorded_pages_are_dated_by_the_manifest(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.record(day="2026-10-01")
    assert "not-recorded" not in codes(folder.parse().findings)
    assert folder.variant().prices[0].since == "2026-10-01"
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.020"), row("two")))
    assert "changed-by-hand" in codes(folder.parse("2026-11-25").findings)
    assert folder.variant().prices[0].since == "2026-11-25"


@pytest.mark.parametrize(
    "line",
    ["", "x", "[]", "{}", '{"path": "models/acme.md"}', "[" * 100_000, '{"misses": Infinity}', "\x00", "\ufffd",
     '{"path": "models/acme.md", "url": "u", "fetched": "yesterday", "sha256": "0", "misses": 0}',
     '{"path": "models/acme.md", "url": "u", "fetched": "2026-11-22T", "sha256": "0", "misses": 1e999}',
     '{"path": "models/acme.md", "url": "u", "fetched": "２０２６-11-22", "sha256": "0"}'],
    ids=range(12),
)  # fmt: skip
def test_a_corrupt_manifest_line_is_a_page_never_recorded(line: str, folder: Folder) -> None:
    folder.put("models/acme.md", family())
    (folder.root / "pages" / "manifest.jsonl").write_text(line + "\n", encoding="utf-8")
    assert codes(folder.parse().findings) & {"not-recorded", "changed-by-hand"}
    assert folder.variant().prices[0].since == DAY


@pytest.mark.parametrize("line", ["x", "[]", "{}", '{"family": "acme", "key": 1}', '{"family": "acme", "pages": []}'])
def test_a_corrupt_memory_is_no_memory(line: str, folder: Folder) -> None:
    folder.put("models/acme.md", family())
    first = folder.parse()
    (folder.root / ".parse-index.jsonl").write_text(line + "\n", encoding="utf-8")
    assert folder.parse("2026-11-23").findings == first.findings


def test_a_file_that_was_changed_or_removed_is_made_anew(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.parse()
    before = folder.written()
    (folder.root / "models" / "acme.yaml").unlink()
    assert folder.parse().written == ("models/acme.yaml",)
    assert folder.written() == before


def test_several_processes_give_the_same_as_one(tmp_path: Path) -> None:
    one, two = Folder(tmp_path / "one"), Folder(tmp_path / "two")
    names = [f"f{number}" for number in range(WORTH_PROCESSES // 2 + 1)]
    for folder in (one, two):
        for name in names:
            folder.put(f"models/{name}.md", family(f"models/{name}.md"))
            folder.put(f"zh-TW/models/{name}.md", family(f"zh-TW/models/{name}.md"))
    single, several = one.parse(), parse(two.root, today=DAY, processes=2)
    assert (single.findings, sorted(single.written)) == (several.findings, sorted(several.written))
    assert one.written() == two.written()


def test_questions_that_several_families_print_are_generic(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/other.md", family("models/other.md").replace("## FAQ\n", "## FAQ\n\n### Own?\n\nMine.\n"))
    folder.parse()
    assert [item.generic for item in folder.text().faq] == [True]
    assert [item.generic for item in folder.text(family="other").faq] == [None, True]


def test_html_without_any_markdown_page_is_told(folder: Folder) -> None:
    folder.put("models/acme/one.html", twin("Image $0.10 / image"))
    assert "missing-family" in codes(folder.parse().findings)


def test_the_sample_catalog_is_read_without_an_error(tmp_path: Path) -> None:
    from tests.sample.generate import generate

    generate(tmp_path / "pages", families=12, locales=("en", "zh-TW"))
    outcome = parse(tmp_path, today=DAY)
    assert [str(finding) for finding in outcome.findings if finding.level == "error"] == []
    assert sum(len(store.load_content(tmp_path).models) for _ in range(1)) == 12
    assert parse(tmp_path, today="2026-11-23").written == ()


def test_a_ledger_that_was_removed_is_written_again(folder: Folder) -> None:
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.010"), row("two")))
    folder.parse()
    ledger = folder.root / "history.yaml"
    before = ledger.read_bytes()
    ledger.unlink()
    folder.parse()
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("cell", ["call us", "$0.010 | extra"])
def test_a_line_that_cannot_be_read_leaves_every_yaml_of_the_family_as_it_was(folder: Folder, cell: str) -> None:
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.010"), row("two")))
    folder.parse()
    files = [*(folder.root / "models").glob("*.yaml"), *(folder.root / "text").rglob("*.yaml")]
    before = {file: file.read_bytes() for file in files}
    assert len(before) == 2
    folder.put("models/acme.md", family("models/acme.md", row("one", cell), row("two")))
    assert folder.parse().failed(strict=False)
    assert {file: file.read_bytes() for file in files} == before


def test_neither_facts_nor_words_of_a_family_are_held_until_the_end(folder: Folder) -> None:
    names = {f"f{number:02}" for number in range(20)}
    for name in sorted(names):
        folder.put(f"models/{name}.md", family(f"models/{name}.md"))
    held: list[set[str]] = []

    def look(_pages: int) -> None:
        held.append({value.model for value in gc.get_objects() if isinstance(value, (Model, Text))} & names)

    parse(folder.root, today=DAY, progress=look)
    assert len(held) == len(names)
    assert all(len(families) <= 1 for families in held), held
    assert {model.stem for model in (folder.root / "models").iterdir()} == names


def test_neither_facts_nor_words_change_while_too_much_would_be_lost(folder: Folder) -> None:
    folder.put("models/acme.md", family("models/acme.md", row("one"), row("two"), row("three")))
    folder.parse()
    before = folder.written()
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.020")).replace("A tagline.", "Another."))
    outcome = folder.parse("2026-11-23")
    assert "mass-loss" in codes(outcome.findings)
    assert outcome.written == ("findings.yaml",)
    assert folder.written() == before
    accepted = parse(folder.root, today="2026-11-24", accept_loss=True)
    assert set(accepted.written) >= {"text/en/acme.yaml", "models/acme.yaml", "history.yaml"}
    assert folder.text().tagline == "Another."


def test_a_parse_killed_at_any_write_leaves_old_or_new_files_and_the_next_one_completes_it(tmp_path: Path) -> None:
    """kill -9 at each single write in turn, then another parse: everything is as one undisturbed parse makes it."""
    pages = {f"models/{name}.md": family(f"models/{name}.md") for name in ("acme", "other")}
    newer = {path: family(path, row("one", "$0.030"), row("two")).replace("A tag", "Our tag") for path in pages}
    start = Folder(tmp_path / "start")
    for path, text in pages.items():
        start.put(path, text)
    start.parse()
    old = start.written()
    for path, text in newer.items():
        start.put(path, text)
    undisturbed = Folder(shutil.copytree(start.root, tmp_path / "undisturbed"))
    undisturbed.parse("2026-11-23")
    new = undisturbed.written()
    for number in range(1, 100):
        folder = Folder(shutil.copytree(start.root, tmp_path / str(number)))
        child = os.fork()
        if child == 0:
            doom(number)
            folder.parse("2026-11-23")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        left = {name: data for name, data in folder.written().items() if ".part-" not in name}
        assert left.keys() == new.keys()
        assert all(data in (old[name], new[name]) for name, data in left.items()), number
        folder.parse("2026-11-23")
        assert {name: data for name, data in folder.written().items() if ".part-" not in name} == new, number
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            assert number > 2 * len(new), "it was hardly killed"
            return
    raise AssertionError("it was killed at every write there is")


def test_what_a_killed_pull_recorded_is_recorded(folder: Folder) -> None:
    """Its journal counts as well as the manifest, but for pages it missed: a run that ends may still refuse that."""
    folder.put("models/acme.md", family())
    folder.record(day="2026-10-01")
    entry = json.loads((folder.root / "pages" / "manifest.jsonl").read_text())
    (folder.root / "pages" / "manifest.jsonl").unlink()
    lines = [
        {"run": "2026-10-02T08:00:00Z", "base_url": "https://runapi.ai"},
        {"path": entry["path"], "outcome": "changed", "entry": entry},
        {"path": entry["path"], "outcome": "gone", "entry": {**entry, "misses": 2}},
        {"path": "models/other.md", "outcome": "absent", "entry": None},
    ]
    journal = "".join(json.dumps(line) + "\n" for line in lines) + '{"path": "models/half'
    (folder.root / "pages" / "manifest.journal").write_text(journal)
    assert "not-recorded" not in codes(folder.parse().findings)
    assert folder.variant().prices[0].since == "2026-10-01"
    assert not folder.variant().withdrawn
