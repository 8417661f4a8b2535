"""Interface strings: complete in every language or refused, plural forms, and the order of fallbacks."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from build.builder import TEMPLATES
from build.locales import Words, chain, direction, load_words
from scraper.errors import BuildError, UsageError

EN = "language: {name: English}\na: {b: 'Hello {who}', n: {one: '{count} day', other: '{count} days'}}\n"
ZH = "language: {name: 中文}\na: {b: '{who}，你好', n: {other: '{count} 天'}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_string_is_filled_in(folder: Callable[..., Path]) -> None:
    words = load_words(folder(en=EN, zh_TW=ZH))
    assert words["zh-TW"]("a.b", who="<b>") == "<b>，你好"


@pytest.mark.parametrize(("count", "shown"), [(0, "0 days"), (1, "1 day"), (1200, "1,200 days")])
def test_a_plural_follows_its_number(folder: Callable[..., Path], count: int, shown: str) -> None:
    assert load_words(folder(en=EN))["en"]("a.n", count=count) == shown


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (ZH.replace("b: '{who}，你好', ", ""), "a.b: missing; translate it"),
        (ZH.replace("n: {", "x: y, n: {"), "a.x: not in en.yaml"),
        (ZH.replace("{who}，", ""), "lacks {who}; en.yaml has it"),
        (
            ZH.replace("other: '{count} 天'", "one: '{count} 天', other: '{count} 天'"),
            "expected the plural forms other",
        ),
        (ZH.replace("{other: '{count} 天'}", "'{count} 天'"), "a string in one file and a plural in the other"),
        (ZH.replace("name: 中文", "dir: ltr"), "no language.name"),
        ("a: [", "not YAML"),
    ],
    ids=["missing key", "unknown key", "other names", "wrong categories", "no plural", "no name", "broken"],
)
def test_an_incomplete_language_is_refused(folder: Callable[..., Path], text: str, problem: str) -> None:
    with pytest.raises(BuildError, match=re.escape(problem)):
        load_words(folder(en=EN, zh_TW=text))


def test_a_name_that_nothing_fills_in_is_told(folder: Callable[..., Path]) -> None:
    with pytest.raises(BuildError, match=r"a\.b: has \{whom\}, which nothing fills in"):
        load_words(folder(en=EN, zh_TW=ZH.replace("{who}", "{who}{whom}")))


def test_two_languages_of_one_name_are_refused(folder: Callable[..., Path]) -> None:
    """A copy of a file whose translation hasn't begun."""
    with pytest.raises(BuildError, match=r"sv\.yaml: language\.name: en\.yaml has the same; translate it"):
        load_words(folder(en=EN, sv=EN))


def test_all_problems_are_told_at_once(folder: Callable[..., Path]) -> None:
    with pytest.raises(BuildError) as raised:
        load_words(folder(en=EN, zh_TW="language: {name: 中文}\n"))
    assert len(str(raised.value).splitlines()) == 2


@pytest.mark.parametrize("text", ["- language\n", "language\n", ""])
def test_a_file_without_groups_of_strings_is_refused(folder: Callable[..., Path], text: str) -> None:
    with pytest.raises(BuildError, match=r"zh-TW\.yaml: "):
        load_words(folder(en=EN, zh_TW=text))


def test_a_file_that_is_not_named_by_a_language_is_refused(folder: Callable[..., Path]) -> None:
    with pytest.raises(BuildError, match="CLDR knows no language 'xx'"):
        load_words(folder(en=EN, xx=EN))


def test_a_locale_without_strings_is_refused_by_name(folder: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="--locale ko: no interface strings; expected one of en"):
        load_words(folder(en=EN), ["ko"])


def test_locales_can_be_chosen(folder: Callable[..., Path]) -> None:
    assert list(load_words(folder(en=EN, zh_TW=ZH), ["zh-TW"])) == ["zh-TW"]


def test_english_comes_first_then_the_usual_order() -> None:
    assert list(load_words(TEMPLATES / "locales"))[:2] == ["en", "zh-TW"]


@pytest.mark.parametrize(
    ("reader", "served"),
    [
        ("zh-HK", ["zh-HK", "zh-TW", "zh-CN", "en", "de"]),
        ("zh-TW", ["zh-TW", "zh-HK", "zh-CN", "en", "de"]),
        ("zh-CN", ["zh-CN", "zh-TW", "zh-HK", "en", "de"]),
        ("de", ["de", "en", "zh-TW", "zh-HK", "zh-CN"]),
        ("ar", ["en", "zh-TW", "zh-HK", "zh-CN", "de"]),
    ],
)
def test_fallbacks_stay_in_script_then_language_then_english(reader: str, served: list[str]) -> None:
    assert chain(reader, ["de", "en", "zh-CN", "zh-HK", "zh-TW"]) == served


@pytest.mark.parametrize(
    ("tag", "expected"), [("ar", "rtl"), ("ar-EG", "rtl"), ("he", "rtl"), ("zh-TW", "ltr"), ("xx", "ltr")]
)
def test_the_direction_of_any_language(tag: str, expected: str) -> None:
    assert direction(tag) == expected


def test_a_value_without_a_name_is_shown_as_printed(folder: Callable[..., Path]) -> None:
    words: Words = load_words(folder(en=EN))["en"]
    assert words.label("a", "B") == "Hello {who}"
    assert words.label("modality", "Hologram") == "Hologram"


KEY = r"([a-z_]+(?:\.[a-z0-9_]+)+)"


def keys_used() -> set[str]:
    """Keys that templates, modules and scripts name outright."""
    places = (
        (TEMPLATES.rglob("*.html"), rf"\bt\('{KEY}'[,)]"),
        ((TEMPLATES.parent / "build").glob("*.py"), rf'\bwords\(\s*"{KEY}"[,)]'),
        (TEMPLATES.rglob("*.js"), rf'\bsay\(\s*"{KEY}"[,)]'),
    )
    return {key for paths, pattern in places for path in paths for key in re.findall(pattern, path.read_text("utf-8"))}


def test_every_string_that_is_asked_for_exists() -> None:
    there = load_words(TEMPLATES / "locales")["en"].phrases
    used = keys_used()
    assert len(used) > 100
    assert sorted(used - set(there)) == []


def is_asked_for(key: str, source: str) -> bool:
    """Whether a text names the key, puts it together (`f"status.{code}"`, `kind ~ '.about'`) or looks values of its group up."""
    group, _, name = key.rpartition(".")
    if re.search(rf"""["'`]{re.escape(key)}["'`]|~ '\.{name}'|\blabel\(["']{group}["']""", source):
        return True
    starts = (name[:end] for end in range(len(name) + 1) if end == 0 or name[end - 1] == "_")
    return any(re.search(rf"""["'`]{re.escape(f"{group}.{start}")}(\$?\{{|["']\s*[~%])""", source) for start in starts)


def test_every_string_that_exists_is_asked_for() -> None:
    root = TEMPLATES.parent
    places = [path for end in ("html", "js", "md", "xml") for path in TEMPLATES.rglob(f"*.{end}")]
    source = "\n".join(path.read_text("utf-8") for path in (*places, *(root / "build").glob("*.py")))
    there = load_words(TEMPLATES / "locales")["en"].phrases
    assert [key for key in there if not is_asked_for(key, source)] == []
    assert not is_asked_for("site.none_at_all", source)


def test_chinese_is_not_english() -> None:
    """A forgotten translation would be equal in both; names and formats may be."""
    words = load_words(TEMPLATES / "locales")
    same = {
        key
        for key, phrase in words["en"].phrases.items()
        if phrase == words["zh-TW"].phrases[key] and re.search("[A-Za-z]{3}", re.sub(r"\{[a-z_]+\}", "", str(phrase)))
    }
    assert same <= {"variant.digest", "table_script.csv", "table_script.markdown"}
