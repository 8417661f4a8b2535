"""Which language a text is in. A zh-TW page holds English paragraphs, so language belongs to a block, not a page.

By script first; where the script leaves a choice, by function words, and between the Chinese
scripts by characters that only one of them uses. When in doubt it is the page's own language.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

# The script of a letter, by the first word of its Unicode name, and the language that script means here.
_SCRIPTS = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "ARABIC": "ar", "DEVANAGARI": "hi", "CYRILLIC": "ru",
    "GREEK": "el", "THAI": "th", "HEBREW": "he", "BENGALI": "bn", "TAMIL": "ta",
}  # fmt: skip

# Frequent words that the other languages here don't have; a few suffice for a sentence.
_WORDS = {
    "en": (
        "the and is are with for of to you your by from this that it or not on one can what how which "
        "where when do does take use all no access via"
    ),
    "de": (
        "der die das und ist nicht ein eine mit für auf wird werden den dem zu von im sie oder ja nein "
        "wie über je ich was kann bei"
    ),
    "es": ("el la los las y es no un una con para por que de del se en como cómo qué su al más o sí cuál"),
    "nl": ("het een en van is niet met voor op wordt je de dat die te zijn hoe ja nee wat bij of kan ik"),
    "tr": ("ve bir bu için ile mi mı değil nasıl olarak hangi evet hayır çok en var yok her ne kadar veya da"),
    "pt": ("o os as e é não um uma com para por que do da em como se ao mais ou sim qual no na de"),
}
_LANGUAGES = {
    word: tuple(language for language, words in _WORDS.items() if word in words.split())
    for word in " ".join(_WORDS.values()).split()
}

# Frequent characters that only simplified or only traditional writing uses.
_SIMPLIFIED = re.compile(
    "[个们这时来为说对会发经从开见问长门间业东车马书电话实现应还选择费价么吗请输结变样数据图种级处调试]"
)
_TRADITIONAL = re.compile(
    "[個們這時來為說對會發經從開見問長門間業東車馬書電話實現應還選擇費價麼嗎請輸結變樣數據圖種級處調試]"
)

_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTERS = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")
_HAN = re.compile("[\u4e00-\u9fa5]+")
# Nearly every text: letters of no other script than these are among the characters.
_LATIN = re.compile("[\x00-\u024f\u2000-\u206f]*")
_HAN_AND_LATIN = re.compile("[\x00-\u024f\u2000-\u206f\u3000-\u303f\u4e00-\u9fa5\uff00-\uffef]*")

SHORT = 1000  # characters of a text that is worth remembering: what is longer hardly comes twice


def language_of(text: str, locale: str) -> str:
    """The BCP 47 tag of the language `text` is in, for a page published in `locale`."""
    return _language(text, locale) if len(text) <= SHORT else _language.__wrapped__(text, locale)


# Pages of one family repeat each other's sentences: remembering the last few thousand halves the work.
@lru_cache(maxsize=4096)
def _language(text: str, locale: str) -> str:
    scripts = script_counts(text)
    latin = scripts.pop("LATIN", 0)
    if not scripts:
        return _latin(_hits(text), text, locale) if latin else locale
    script, count = max(scripts.items(), key=lambda pair: pair[1])
    # A Chinese sentence about an API is half Latin names: three letters weigh as much as one character.
    # Names alone are no English either: that takes one of its function words.
    if count * 3 < latin and any((hits := _hits(text)).values()):
        return _latin(hits, text, locale)
    if script == "CJK":
        return _chinese(text, locale)
    language = _SCRIPTS.get(script)
    return language if language and language != locale.partition("-")[0] else locale


def script_counts(text: str) -> dict[str, int]:
    """How many letters of which script stand in `text`; Han counts as CJK."""
    if _HAN_AND_LATIN.fullmatch(text):
        runs = {"LATIN": _LATIN_LETTERS.findall(text), "CJK": _HAN.findall(text)}
        return {name: sum(map(len, found)) for name, found in runs.items() if found}
    return dict(_counted(text) if len(text) <= SHORT else _counted.__wrapped__(text))


@lru_cache(maxsize=4096)
def _counted(text: str) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for char, count in Counter(text).items():
        if script := _script(char):
            counts[script] = counts.get(script, 0) + count
    return tuple(counts.items())


@lru_cache(maxsize=8192)  # a catalog in eleven languages has about 2,000 characters
def _script(char: str) -> str:
    """The first word of a letter's Unicode name, where it is a script that is told apart here."""
    if not char.isalpha() or char == "\u30fc":  # the long vowel mark stands in both Japanese scripts
        return ""
    name = unicodedata.name(char, "").partition(" ")[0]
    return name if name in ("LATIN", "CJK") or name in _SCRIPTS else ""


def stray_scripts(text: str, locale: str) -> tuple[str, ...]:
    """Scripts that neither `locale`'s language nor English is written in: a Hindi word in a Turkish answer."""
    own = _own_scripts(locale.partition("-")[0])
    if text.isascii() or (_HAN_AND_LATIN if "CJK" in own else _LATIN).fullmatch(text):
        return ()
    return tuple(sorted(script_counts(text).keys() - own))


@cache
def _own_scripts(language: str) -> frozenset[str]:
    own = {"zh": {"CJK"}, "ko": {"HANGUL", "CJK"}, "ja": {"HIRAGANA", "KATAKANA", "CJK"}, "ar": {"ARABIC"}}
    return frozenset(own.get(language, {name for name, tag in _SCRIPTS.items() if tag == language}) | {"LATIN"})


def _latin(hits: dict[str, int], text: str, locale: str) -> str:
    own = locale.partition("-")[0]
    best = max(hits, key=lambda language: (hits[language], language == own, language == "en"))
    if own in _WORDS:
        # Leave the page's language only for clear evidence: `de` and `en` share words such as "was".
        return locale if hits[best] < 2 or hits[best] <= hits[own] else best
    if hits[best] == 0 and len(_WORD.findall(text)) <= 3:
        return locale  # a name: `MiniMax M2.1` is the same in every language
    return best if hits[best] >= 2 else "en"


def _hits(text: str) -> dict[str, int]:
    """How many words of `text` are function words of which language."""
    hits = dict.fromkeys(_WORDS, 0)
    words = Counter(map(str.lower, _WORD.findall(text)))
    for word in words.keys() & _LANGUAGES.keys():
        for language in _LANGUAGES[word]:
            hits[language] += words[word]
    return hits


def _chinese(text: str, locale: str) -> str:
    simplified, traditional = len(_SIMPLIFIED.findall(text)), len(_TRADITIONAL.findall(text))
    if not locale.startswith("zh"):
        return "zh-CN" if simplified > traditional else "zh-TW"
    if locale == "zh-CN" and traditional > simplified:
        return "zh-TW"
    if locale != "zh-CN" and simplified > traditional:
        return "zh-CN"
    return locale
