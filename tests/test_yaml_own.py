"""The quick reader of our own YAML: where it answers at all, PyYAML's events give the same."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scraper.errors import StoreError
from scraper.store import read_yaml
from scraper.yaml_events import plain, read_node
from scraper.yaml_own import read_own
from scraper.yaml_text import write_yaml
from tests.test_yaml_text import TREES

ROOT = Path(__file__).resolve().parents[1]

# What turns one YAML into another, or into none: signs, breaks, indents, words from other lines.
EDITS = ["", " ", "  ", "\n", "\n\n", "- ", ": ", ":", "'", '"', "\\", "[", "]", "{", "}", ", ", ",", "#", " #", "&a ", "*a", "!a ", "|",
         ">", "? ", "---\n", "...", "\t", "\r", "\x85", "\u2028", "\ufeff", "\x00", "~", "null", "a", "7", "\\u0041", "\\x41", "\\ud83d", "%a", "x: y\n",
         "- x\n", "\n- ", "\n  ", "<<: "]  # fmt: skip


def by_events(text: str) -> Any:
    """What the strict reader makes of it, without the quick one; the error's text where it refuses."""
    try:
        return plain(read_node(text, name="x"))
    except StoreError as error:
        return str(error)


@given(TREES)
@settings(max_examples=300)
def test_what_we_wrote_is_read_as_the_events_read_it(tree: dict[str, Any]) -> None:
    text = write_yaml(tree)
    quick = read_own(text)
    assert quick is None or quick == by_events(text) == tree


@given(
    TREES,
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.sampled_from(EDITS)), min_size=1, max_size=3),
)
@example({"a": "b"}, [(0, 1, '"')])
@settings(max_examples=600)
def test_after_any_edit_it_reads_the_same_or_leaves_it_to_the_events(
    tree: dict[str, Any], edits: list[tuple[int, int, str]]
) -> None:
    text = write_yaml(tree)
    for place, width, new in edits:
        at = place % (len(text) + 1)
        text = text[:at] + new + text[at + width :]
    quick = read_own(text)
    assert quick is None or quick == by_events(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: b\na: c\n", "a: 'it''s'\n", "a: b # c\n", "a: &x b\nc: *x\n", "a: !!str b\n", "a: |\n  b\n", "a:\n", "a: b", "- a\n", "a\n",
        "---\na: b\n", "a: b\n---\nc: d\n", "a: {b}\n", "a: [b\n", "a:\tb\n", "a: 2026-11-22\n", 'a: "\\x41"\n', 'a: "\\ud83d\\ude00"\n',
        "a:\n    b: c\n", "a:\n  - b\n", " a: b\n", "a: b\n c: d\n", "? a\n: b\n", "a:\n- - b\n", 'a: "b\nc"\n', f"{'k' * 600}: v\n",
        "a: " + "[" * 50 + "]" * 50 + "\n",
    ],
)  # fmt: skip
def test_whatever_we_would_not_write_is_left_to_the_events(text: str) -> None:
    assert read_own(text) is None


def test_the_files_of_the_project_are_read_without_the_events() -> None:
    files = [path for path in (ROOT / "content").rglob("*.yaml") if "pages" not in path.parts]
    assert len(files) > 3
    slow = [path.name for path in files if read_own(path.read_text(encoding="utf-8")) is None]
    assert not slow


def test_the_store_still_refuses_what_is_not_strict() -> None:
    with pytest.raises(StoreError, match="stands twice"):
        read_yaml("a: b\na: c\n", name="x")
    with pytest.raises(StoreError, match="alias"):
        read_yaml("a: *b\n", name="x")


def test_the_store_reads_what_only_the_events_know() -> None:
    assert read_yaml("a: |\n  b\n", name="x") == {"a": "b\n"}
