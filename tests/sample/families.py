"""All families of the sample, and as many more as a benchmark asks for."""

from dataclasses import replace
from itertools import cycle

from tests.sample.facts import Family
from tests.sample.facts_audio import AUDIO
from tests.sample.facts_image import IMAGE
from tests.sample.facts_text import TEXT
from tests.sample.facts_video import VIDEO

FAMILIES: tuple[Family, ...] = TEXT + IMAGE + VIDEO + AUDIO

# A synthetic family borrows its prices from one of these: five variants each, one family of each modality.
SYNTHETIC_VARIANTS = 5
_PATTERNS = tuple(
    next(family for family in families if len(family.variants) == SYNTHETIC_VARIANTS)
    for families in (TEXT, IMAGE, VIDEO, AUDIO)
)


def choose(count: int | None = None) -> tuple[Family, ...]:
    """The first `count` families; beyond the named ones they are called `sample-0001`, `sample-0002`, …

    None gives the named ones. ValueError for a count below 1.
    """
    if count is None:
        return FAMILIES
    if count < 1:
        raise ValueError(f"expected at least one family, got {count}")
    numbers = range(1, count - len(FAMILIES) + 1)
    extra = (_synthetic(number, pattern) for number, pattern in zip(numbers, cycle(_PATTERNS), strict=False))
    return (*FAMILIES[:count], *extra)


def _synthetic(number: int, pattern: Family) -> Family:
    """A family whose names are plainly numbers and whose prices are those of `pattern`."""
    slug = f"sample-{number:04}"
    return replace(
        pattern,
        slug=slug,
        name=f"Sample {number:04}",
        provider="Sample Works",
        about=f"Number {number} of the families that exist only to fill a benchmark.",
        variants=tuple(replace(variant, id=f"{slug}-{variant.slug}") for variant in pattern.variants),
    )
