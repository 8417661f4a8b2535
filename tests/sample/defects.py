"""What is wrong with the sample on purpose: defects that the real site has, each in one known place.

None of them may keep a page from being read: they are there to be warned about. Apostrophes written as
HTML entities and the bare `&` in an English answer are on every page and need no entry here.
"""

from tests.sample.facts import Family, Variant
from tests.sample.words import Exchange

# An old price that one translation still has, on the family page, the variant page and in Related.
OLD_PRICE = ("pt-BR", "kling", "2.5-turbo-pro", "0.420")

# A family page that announces one variant more than its table has.
COUNT_MISMATCH = ("ko", "wan")

# A variant page whose `price_from_cents` isn't its printed price.
CENTS_MISMATCH = ("es", "recraft", "v3", 5)

# A variant page that one locale doesn't have, though its family page links to it: 404.
MISSING_VARIANT = ("nl", "ideogram", "v3-reframe")

# A family that one locale doesn't have and doesn't link to.
MISSING_FAMILY = ("ar", "command")

# A family whose German questions still have the placeholder where the variant's name belongs.
PLACEHOLDER = ("de", "flux-2")

# A family whose Turkish answer has a Hindi word ("request") for the Turkish one.
HINDI = ("tr", "glm", "istek", "अनुरोध")

# A family whose English variant pages call the API at another host than its family page does.
API_HOST = "https://runapi.ai"
OTHER_HOST = ("en", "elevenlabs", "https://api.runapi.ai")


def has_family(family: Family, locale: str) -> bool:
    return (locale, family.slug) != MISSING_FAMILY


def has_variant(family: Family, variant: Variant, locale: str) -> bool:
    return has_family(family, locale) and (locale, family.slug, variant.slug) != MISSING_VARIANT


def listed(family: Family, variant: Variant, locale: str) -> str:
    """The listed price as this locale prints it: dollars, three decimals."""
    *place, old = OLD_PRICE
    return old if [locale, family.slug, variant.slug] == place else variant.listed


def cents(family: Family, variant: Variant, locale: str) -> int:
    """`price_from_cents` as this locale's variant page prints it."""
    *place, wrong = CENTS_MISMATCH
    if [locale, family.slug, variant.slug] == place:
        return int(wrong)
    # Whole cents are exact in thousandths: 0.420 is 42.
    return int(listed(family, variant, locale).replace(".", "")) // 10


def count(family: Family, locale: str) -> int:
    """`variant_count` as this locale's family page prints it."""
    return len(family.variants) + ((locale, family.slug) == COUNT_MISMATCH)


def name_in_question(family: Family, variant: Variant, locale: str) -> str:
    """What stands for the variant in a question: its id, or the placeholder nobody filled in."""
    return "%{variant}" if (locale, family.slug) == PLACEHOLDER else variant.id


def host(family: Family, locale: str) -> str:
    """The API's origin as this locale's variant pages print it."""
    *place, other = OTHER_HOST
    return other if [locale, family.slug] == place else API_HOST


def answers(family: Family, locale: str, faq: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    """The FAQ with the foreign word in it, where it has one."""
    *place, word, foreign = HINDI
    if [locale, family.slug] != place:
        return faq
    return tuple((question, answer.replace(f" {word} ", f" {foreign} ")) for question, answer in faq)
