"""YAML that no reader can misread: every reader at hand gets back the strings that were written."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.store import read_yaml
from scraper.yaml_text import LONGEST_KEY, write_yaml

ROOT = Path(__file__).resolve().parents[1]

# Texts that some reader takes for something else when they stand bare, or folds, drops or refuses.
TRAPS = [
    "", " ", "a ", " a", "2.10", "no", "No", "NO", "y", "n", "on", "off", "yes", "true", "null", "~", "Null", "1:20", "1:20:30",
    "0o17", "017", "0x1F", "1e3", "1E3", ".5", "-1", "+1", "1_000", ".inf", "-.Inf", ".nan", "NaN", "2026-11-22",
    "2026-11-22T08:00:00Z", "=", "<<", "-", "- a", "? a", ": a", "a: b", "a:b", "a:", "a #b", "#a", "&a", "*a", "!a", "|", ">",
    "%a", "@a", "`a`", "'a'", '"a"', "a'b", "{a", "[a", "a]", "a}", "a, b", "---", "...", "--- a", "\\", "a\\b", "\t", "a\tb",
    "a\nb", "a\n", "\n", "\r", "a\r\nb", "\x85", "\u2028", "\u2029", "\ufeff", "\x00", "\x07", "\x7f", "\x9f", "\u00a0",
    "價格", "$0.010", "0,010 €", "👩\u200d💻", "\U000e0041", "\u202e", "\ufffe", "\uffff", "e3", "1e", "0b1", "12e03", "https://x/y",
    "{{ a }}", "{% a %}", "</script>", "-->", "]]>", "=1+1", "@SUM(A1)", "x" * 200, "a" * 130 + ": b",
]  # fmt: skip

TEXT = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.from_regex(r"[-+0-9._eExoXb:TZ,]{1,14}", fullmatch=True),
)
KEYS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.sampled_from(["per", "when", "extra"]),
)
VALUES = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
TREES = st.dictionaries(KEYS, VALUES, max_size=5)


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
@pytest.mark.parametrize("reader", ["ours", "pyyaml", "ruamel"])
def test_a_trap_comes_back_as_key_value_entry_and_inside_braces(text: str, reader: str) -> None:
    tree = {
        "value": text,
        "list": [text, "x" * 80],
        "short": [text],
        "extra": {"k": text},
        f"k{text}": "v",
        "m": {"a": [{"b": text}]},
    }
    assert READERS[reader](write_yaml(tree)) == tree


def _ruamel(text: str) -> Any:
    ruamel = pytest.importorskip("ruamel.yaml")
    return ruamel.YAML(typ="safe", pure=True).load(text)


READERS = {
    "ours": lambda text: read_yaml(text, name="test"),
    "pyyaml": lambda text: yaml.safe_load(io.StringIO(text)),
    "ruamel": _ruamel,
}


@given(TREES)
@settings(deadline=None, max_examples=150)
def test_any_tree_comes_back_from_our_reader_and_from_pyyaml(tree: dict[str, Any]) -> None:
    text = write_yaml(tree)
    assert read_yaml(text, name="test") == tree
    assert yaml.safe_load(text) == tree


@given(TREES)
@settings(deadline=None, max_examples=60)
def test_any_tree_comes_back_from_ruamel(tree: dict[str, Any]) -> None:
    assert _ruamel(write_yaml(tree)) == tree


def _node(texts: list[str]) -> list[Any]:
    """What npm's `yaml` and `js-yaml`, those of the two that are installed, read from each of `texts`."""
    node = shutil.which("node")
    script = """
        const readers = [];
        try { const yaml = require('yaml'); readers.push(text => yaml.parse(text)); } catch {}
        try { const yaml = require('js-yaml'); readers.push(text => yaml.load(text)); } catch {}
        const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        process.stdout.write(JSON.stringify(readers.map(read => texts.map(read))));
    """
    if node is None:
        pytest.skip("there is no node")
    done = subprocess.run(
        [node, "-e", script], cwd=ROOT, input=json.dumps(texts).encode(), capture_output=True, check=True
    )
    readings = json.loads(done.stdout)
    if not readings:
        pytest.skip("neither yaml nor js-yaml is installed from npm")
    return list(readings)


def test_a_reader_that_is_no_python_gets_the_same_strings() -> None:
    trees = [{"value": text, "list": [text], "extra": {"k": text}, "m": [{"b": text}]} for text in TRAPS]
    for reading in _node([write_yaml(tree) for tree in trees]):
        assert reading == trees


def test_the_shipped_content_reads_the_same_everywhere() -> None:
    files = sorted(path for path in (ROOT / "content").rglob("*.yaml") if path.name != "run.yaml")
    assert files
    texts = [path.read_text(encoding="utf-8") for path in files]
    ours = [read_yaml(text, name="content") for text in texts]
    assert [_as_text(yaml.safe_load(text)) for text in texts] == ours
    assert [_as_text(_ruamel(text)) for text in texts] == ours


def _as_text(value: Any) -> Any:
    """Numbers and truth values of another reader as the text ours gives; every other type must agree by itself."""
    if isinstance(value, dict):
        return {key: _as_text(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_as_text(child) for child in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value


@pytest.mark.parametrize("length", [LONGEST_KEY - 10, LONGEST_KEY + 10, 1020, 5000])
@pytest.mark.parametrize("value", ["v", ["v", "w" * 90], {"a": "b"}], ids=["text", "list", "mapping"])
def test_a_long_key_can_be_read_again(length: int, value: object) -> None:
    for tree in ({"k" * length: value}, {"list": [{"é" * length: value}]}, {"extra": {"k" * length: value}}):
        text = write_yaml(tree)
        assert read_yaml(text, name="test") == tree
        assert yaml.safe_load(text) == tree
        assert _ruamel(text) == tree


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ({}, "{}\n"), ({"a": None}, "{}\n"), ({"a": []}, "a: []\n"), ({"a": {}}, "a: {}\n"), ({"a": 7, "b": True}, "a: 7\nb: true\n"),
        ({"a": "0.010"}, "a: '0.010'\n"), ({"a": "GLM"}, "a: GLM\n"), ({"per": {"quantity": 1, "unit": "call"}}, "per: {quantity: 1, unit: call}\n"),
        ({"a": [{"b": "c", "d": ["e", "f"]}]}, "a:\n- b: c\n  d: [e, f]\n"),
    ],
)  # fmt: skip
def test_the_layout_is_short_and_stable(tree: dict[str, Any], text: str) -> None:
    assert write_yaml(tree) == text


@pytest.mark.parametrize("value", [1.5, b"x", object(), {1}])
def test_what_is_no_text_list_or_whole_number_is_a_bug_of_ours(value: object) -> None:
    with pytest.raises(TypeError):
        write_yaml({"a": value})
