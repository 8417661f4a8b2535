"""Which language a text is in: script first, then function words; in doubt the page's own."""

import re

import pytest

from scraper.language import _HAN_AND_LATIN, _LATIN, _script, language_of, script_counts, stray_scripts


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        ("我應該先從哪個版本開始？", "zh-TW", "zh-TW"),
        ("我應該先從哪個版本開始？", "zh-HK", "zh-HK"),
        ("MiniMax text API access via RunAPI is one of the ways to do this.", "zh-TW", "en"),
        ("透過 RunAPI 呼叫 MiniMax-M2.1 時使用 OpenAI SDK", "zh-TW", "zh-TW"),
        ("这个模型从什么时候开始收费？", "zh-TW", "zh-CN"),
        ("這個模型從什麼時候開始收費？", "zh-CN", "zh-TW"),
        ("這個模型從什麼時候開始收費？", "en", "zh-TW"),
        ("Ja, das ist nicht teuer und wird oft benutzt.", "de", "de"),
        ("Ja, das ist nicht teuer und wird oft benutzt.", "en", "de"),
        ("The price of this is not what you were told.", "de", "en"),
        ("El precio de la llamada no es una sorpresa.", "es", "es"),
        ("요청이 실패하면 요금이 부과되지 않습니다.", "ko", "ko"),
        ("لا يتم احتساب الطلبات الفاشلة", "ar", "ar"),
        ("MiniMax M2.1", "zh-TW", "zh-TW"),
        ("$0.010", "de", "de"),
        ("", "tr", "tr"),
        ("キーは一つです", "en", "ja"),
    ],
)
def test_the_language_of_a_text(text: str, locale: str, language: str) -> None:
    assert language_of(text, locale) == language


@pytest.mark.parametrize(("letters", "scripts"), [(_LATIN, {"LATIN"}), (_HAN_AND_LATIN, {"LATIN", "CJK"})])
def test_text_that_is_passed_over_has_letters_of_no_other_script(letters: re.Pattern[str], scripts: set[str]) -> None:
    passed = [char for char in map(chr, range(0x110000)) if letters.fullmatch(char)]
    assert {char: set(script_counts(char)) for char in passed} == {char: {_script(char)} - {""} for char in passed}
    assert script_counts("".join(passed)).keys() == scripts


def test_letters_are_counted_by_script() -> None:
    assert script_counts("ab 價 12") == {"LATIN": 2, "CJK": 1}


@pytest.mark.parametrize(
    ("text", "locale", "scripts"),
    [("Bu bir अनुरोध", "tr", ("DEVANAGARI",)), ("模型", "zh-TW", ()), ("모델 模型", "ko", ()), ("model", "ar", ()),
     ("МiniMax", "en", ("CYRILLIC",)), ("模型", "de", ("CJK",))],
)  # fmt: skip
def test_a_script_that_does_not_belong_is_told(text: str, locale: str, scripts: tuple[str, ...]) -> None:
    assert stray_scripts(text, locale) == scripts
