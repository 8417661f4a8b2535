"""The sample's eleven locales, English first, in the order the source's own list has them."""

from tests.sample.words import Words
from tests.sample.words_latin import LATIN
from tests.sample.words_nonlatin import NONLATIN

LOCALES = ("en", "zh-TW", "zh-HK", "zh-CN", "de", "es", "nl", "tr", "ko", "pt-BR", "ar")

_BY_LOCALE = {words.locale: words for words in LATIN + NONLATIN}
WORDS: dict[str, Words] = {locale: _BY_LOCALE[locale] for locale in LOCALES}
