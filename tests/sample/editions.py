"""The catalog as it was: earlier editions of the sample, so that a price book pulled from each in turn has a past.

Edition 0 is the catalog of today, edition 1 the one before, and so on. What stands here says how an edition differed
from the one that followed it; whatever an edition doesn't mention was as it is later.
"""

from collections.abc import Mapping
from dataclasses import replace

from tests.sample.facts import Family, Variant, chat, flat, tiers
from tests.sample.facts_audio import MUSIC
from tests.sample.facts_image import MAKE, RESOLUTION, SPEED
from tests.sample.facts_video import DURATION
from tests.sample.facts_video import MAKE as FILM

Place = tuple[str, str]  # the slugs of family and variant

# Variants that were priced otherwise, or that the edition after this one no longer has.
DIFFERENT: tuple[Mapping[Place, Variant], ...] = (
    {},
    {
        ("minimax", "m2.5"): chat("m2.5", "MiniMax-M2.5", "0.010", "0.30 1.20 0.05 0.375"),
        ("glm", "4.7"): chat("4.7", "glm-4.7", "0.020", "0.35 1.40 0.06 0"),
        ("glm", "4.5-flash"): chat("4.5-flash", "glm-4.5-flash", "0.010", "0.02 0.08 0 0"),
        ("claude", "opus-4.5"): chat("opus-4.5", "claude-opus-4-5", "0.080", "13.50 67.50 1.35 16.88 27.00"),
        ("flux-2", "klein-9b"): flat("klein-9b", "flux-2-klein-9b", "0.010", MAKE, "0.010 / image"),
        ("suno", "v5"): flat("v5", "suno-v5", "0.250", MUSIC, "0.25 / song", billing="song"),
    },
    {
        ("minimax", "m2"): chat("m2", "MiniMax-M2", "0.020", "0.60 2.40 0.06 0"),
        ("minimax", "m2.1"): chat("m2.1", "MiniMax-M2.1", "0.020", "0.45 1.80 0.045 0"),
        ("glm", "4.7"): chat("4.7", "glm-4.7", "0.020", "0.50 1.90 0.11 0"),
        ("glm", "4.6v"): chat("4.6v", "glm-4.6v", "0.010", "0.30 0.90 0.05 0"),
        ("deepseek", "v3.2"): chat("v3.2", "deepseek-v3.2", "0.010", "0.28 0.42 0.028 -"),
        ("gpt", "4.1-mini"): chat("4.1-mini", "gpt-4.1-mini", "0.010", "0.30 1.20 0.075"),
        ("kling", "2.5-turbo-pro"): tiers(
            "2.5-turbo-pro", "kling-2.5-turbo-pro", "0.350", FILM, "request", DURATION, "5s 0.35, 10s 0.70"
        ),
        ("veo", "1"): flat("1", "veo-1", "0.900", FILM, "0.90 / request"),
    },
    {
        ("minimax", "m2"): chat("m2", "MiniMax-M2", "0.020", "0.70 2.80 0.07 0"),
        ("nano-banana", "pro"): tiers(
            "pro", "nano-banana-pro", "0.100", MAKE, "image", RESOLUTION, "1k 0.10, 2k 0.12, 4k 0.16"
        ),
        ("ideogram", "v3"): tiers(
            "v3", "ideogram-v3", "0.030", MAKE, "image", SPEED,
            "turbo 0.03, quality 0.09, balanced 0.06",
        ),
    },
)  # fmt: skip

# Variants that an edition and those before it didn't have yet.
NOT_YET: tuple[frozenset[Place], ...] = (
    frozenset(),
    frozenset({("glm", "5.1"), ("kling", "3.0-motion-control")}),
    frozenset({("minimax", "m3"), ("seedream", "5.0-lite")}),
    frozenset({("claude", "opus-4.5")}),
)

EDITIONS = len(DIFFERENT)


def edition(families: tuple[Family, ...], ago: int) -> tuple[Family, ...]:
    """The families as they were `ago` editions before today. ValueError where nothing is known so far back."""
    if not 0 <= ago < EDITIONS:
        raise ValueError(f"expected an edition from 0, today, to {EDITIONS - 1}, got {ago}")
    for number in range(ago + 1):
        families = tuple(_before(family, number) for family in families)
    return families


def _before(family: Family, number: int) -> Family:
    different = {slug: one for (name, slug), one in DIFFERENT[number].items() if name == family.slug}
    kept = (one for one in family.variants if (family.slug, one.slug) not in NOT_YET[number])
    here = [different.pop(one.slug, one) for one in kept]
    return replace(family, variants=(*here, *different.values()))
