"""The coverage page: what the source describes in which language, and what is shown instead where it doesn't."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from build.locales import chain, direction
from build.numerals import language_name, numerals
from build.views_site import Spot
from scraper.addresses import LOCALES
from scraper.catalog import Model, Text

# How much of a family a language has, and the sign that stands for it.
SIGNS = {"whole": "●", "part": "◐", "other": "→", "none": "–"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the source, of the interface or of both."""

    tag: str
    name: str  # its own name for itself
    dir: str
    interface: bool  # whether the site itself speaks it
    families: str  # '46 of 47' are described in it, as `variants`
    variants: str
    instead: tuple[tuple[str, str, str, str], ...]  # what serves for the rest: tag, own name, direction, how many


@dataclass(frozen=True, slots=True)
class Cell:
    """One family in one language."""

    code: str  # a key of SIGNS
    sign: str
    text: str  # 'own', 'family page only', '3 of 7', the tag of the language that is shown instead
    meaning: str  # more than that, where the text alone says too little


@dataclass(frozen=True, slots=True)
class Covered:
    """One family in every language."""

    name: str
    href: str
    cells: tuple[Cell, ...]


def coverage(spot: Spot) -> dict[str, Any]:
    """The view of the coverage page."""
    texts = spot.site.content.texts
    models = sorted(spot.site.content.models, key=lambda model: model.name.lower())
    tags = sorted({*spot.site.words, *(locale for locale, _ in texts)}, key=_place)
    described = {model.model: _described(texts, model) for model in models}
    names = {tag: own_name(spot, tag) for tag in tags}
    return {
        "about": spot.link("about"),
        "tongues": [_tongue(spot, tag, names, described) for tag in tags],
        "families": [
            Covered(
                name=model.name,
                href=spot.link("family", model.model),
                cells=tuple(_cell(spot, tag, described[model.model], names) for tag in tags),
            )
            for model in models
        ],
        "signs": [(_sign(spot, code), spot.words(f"coverage.means_{code}")) for code in SIGNS],
    }


def own_name(spot: Spot, tag: str) -> str:
    """What a language calls itself: as its interface says, else as CLDR does, else its tag."""
    if tag in spot.site.words:
        return spot.site.words[tag].name
    known = numerals(tag)
    return (language_name(tag, known) if known else None) or tag


def _place(tag: str) -> tuple[int, str]:
    return LOCALES.index(tag) if tag in LOCALES else len(LOCALES), tag


@dataclass(frozen=True, slots=True)
class _Described:
    """In which languages the source describes a family."""

    family: frozenset[str]  # those with a family page
    variants: Mapping[str, frozenset[str]]  # the variants with a page of their own, by language
    everywhere: frozenset[str]  # the variants with a page in any language


def _described(texts: Mapping[tuple[str, str], Text], model: Model) -> _Described:
    found = {locale: text for (locale, family), text in texts.items() if family == model.model}
    slugs = {one.slug for one in model.variants}
    variants = {locale: frozenset(one.slug for one in text.variants) & slugs for locale, text in found.items()}
    return _Described(
        family=frozenset(locale for locale, text in found.items() if text.source is not None),
        variants=variants,
        everywhere=frozenset().union(*variants.values()),
    )


def _cell(spot: Spot, tag: str, described: _Described, names: Mapping[str, str]) -> Cell:
    words, here = spot.words, described.variants.get(tag, frozenset())
    cell = partial(_marked, spot)
    if tag in described.family:
        if here == described.everywhere:
            return cell("whole", words("coverage.whole"))
        if not here:
            return cell("part", words("coverage.family_only"))
        number = words.numerals.number
        counted = {"have": number(len(here)), "all": number(len(described.everywhere))}
        return cell("part", words("coverage.of", **counted), words("coverage.part", **counted))
    if here:
        return cell("part", words("coverage.variants_only"))
    instead = _instead(tag, described)
    return cell("other", instead, words("coverage.shown_in", language=names[instead])) if instead else cell("none", "")


def _marked(spot: Spot, code: str, text: str, meaning: str = "") -> Cell:
    return Cell(code, _sign(spot, code), text or spot.words("coverage.none"), meaning)


def _sign(spot: Spot, code: str) -> str:
    # An arrow points on in the direction of reading.
    return "←" if code == "other" and spot.words.direction == "rtl" else SIGNS[code]


def _instead(tag: str, described: _Described) -> str:
    """The language a reader of `tag` gets where there is nothing in their own; '' where there is nothing at all."""
    there = described.family or {locale for locale, slugs in described.variants.items() if slugs}
    return next(iter(chain(tag, there)), "")


def _tongue(spot: Spot, tag: str, names: Mapping[str, str], described: Mapping[str, _Described]) -> Tongue:
    number = spot.words.numerals.number
    all_of: Sequence[_Described] = list(described.values())
    missing = (one for one in all_of if tag not in one.family and not one.variants.get(tag))
    variants = _total(one.variants.get(tag, ()) for one in all_of)
    instead = Counter(found for one in missing if (found := _instead(tag, one)))
    return Tongue(
        tag=tag,
        name=names[tag],
        dir=direction(tag),
        interface=tag in spot.site.words,
        families=_of(spot, sum(tag in one.family for one in all_of), len(all_of)),
        variants=_of(spot, variants, _total(one.everywhere for one in all_of)),
        instead=tuple((other, names[other], direction(other), number(count)) for other, count in instead.most_common()),
    )


def _total(groups: Iterable[Iterable[str]]) -> int:
    return sum(len(list(group)) for group in groups)


def _of(spot: Spot, have: int, whole: int) -> str:
    number = spot.words.numerals.number
    return spot.words("coverage.of", have=number(have), all=number(whole)) if whole else SIGNS["none"]
