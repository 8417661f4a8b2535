"""Interface strings: one file per language, complete or refused, with CLDR plural forms.

    site_templates/locales/<tag>.yaml
        language: {name: English}         its own name for itself
        table:                            a group
          search: Search                  a string; {names} in braces are filled in
          matches: {one: …, other: …}     a plural: exactly the language's CLDR categories

English is the reference: every other file has the same keys and the same names in braces.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from build.numerals import Numerals, numerals
from scraper.addresses import DEFAULT_LOCALE, LOCALES
from scraper.errors import BuildError, StoreError, UsageError
from scraper.store import load_value

Phrase = str | Mapping[str, str]  # a string, or its plural forms by CLDR category

_NAME = re.compile(r"\{([a-z_]+)\}")
_TRADITIONAL = frozenset({"TW", "HK", "MO"})


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the interface. Call it with a key: `words("table_script.all", count=7)`."""

    tag: str  # BCP 47
    name: str  # the language's own name
    phrases: Mapping[str, Phrase]
    numerals: Numerals
    subsets: dict[tuple[str, ...], dict[str, Phrase]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def direction(self) -> str:
        return "rtl" if self.numerals.right_to_left else "ltr"

    def __call__(self, key: str, **values: object) -> str:
        """The string of `key`, filled in. `count`, a whole number, picks the plural form.

        Raises KeyError for a key that no file has or a name that wasn't passed: bugs of ours.
        """
        phrase = self.phrases[key]
        if not isinstance(phrase, str):
            count = values["count"]
            if not isinstance(count, int):
                raise TypeError(f"{key}: count must be a whole number")
            phrase = phrase[self.numerals.plural(count)]
            values = {**values, "count": self.numerals.number(count)}
        return _NAME.sub(lambda match: str(values[match[1]]), phrase) if "{" in phrase else phrase

    def label(self, group: str, value: str) -> str:
        """The name of a value from the source (`modality`, `status`, …), or the value itself where none is known."""
        phrase = self.phrases.get(f"{group}.{value.lower()}")
        return phrase if isinstance(phrase, str) else value

    def has(self, key: str) -> bool:
        return key in self.phrases

    def subset(self, groups: Sequence[str]) -> dict[str, Phrase]:
        """The strings of some groups, unfilled, for scripts: they pick plurals with Intl.PluralRules."""
        wanted = tuple(f"{group}." for group in groups)
        if wanted not in self.subsets:  # every page of a kind asks for the same
            self.subsets[wanted] = {key: phrase for key, phrase in self.phrases.items() if key.startswith(wanted)}
        return self.subsets[wanted]


def load_words(folder: Path, only: Sequence[str] = (), read: Callable[[Path], Any] = load_value) -> dict[str, Words]:
    """Every language of the interface by tag, or those in `only`; English first, then the usual order.

    `read` gives what a file says as strict YAML.

    Raises UsageError for a language in `only` that has no file, BuildError where a file is incomplete or has
    plural forms its language lacks.
    """
    there = sorted((path.stem for path in folder.glob("[!.]*.yaml")), key=_rank)
    if DEFAULT_LOCALE not in there:
        raise BuildError(f"{folder}: no {DEFAULT_LOCALE}.yaml; the reference strings are missing, restore them")
    missing = [tag for tag in only if tag not in there]
    if missing:
        raise UsageError(
            f"--locale {missing[0]}: no interface strings; expected one of {', '.join(there)}, "
            f"or add {folder / missing[0]}.yaml"
        )
    reference = _words(folder, DEFAULT_LOCALE, read)
    found: dict[str, Words] = {}
    problems: list[str] = []
    for tag in there:
        if only and tag not in only:
            continue
        words = reference if tag == DEFAULT_LOCALE else _words(folder, tag, read)
        problems += [f"{folder / tag}.yaml: {problem}" for problem in _problems(words, reference)]
        same = next((other for other in found.values() if other.name == words.name), None)
        if same:
            problems.append(f"{folder / tag}.yaml: language.name: {same.tag}.yaml has the same; translate it")
        found[tag] = words
    if problems:
        raise BuildError("\n".join(problems))
    return found


def chain(tag: str, available: Iterable[str]) -> list[str]:
    """The locales of `available` in the order in which a reader of `tag` is served.

    Itself, the same language in the same script, the same language, English, then whatever exists:
    zh-HK is read as zh-TW, then zh-CN, then en.
    """
    return list(_chain(tag, tuple(available)))


@lru_cache(maxsize=4096)  # every page asks, and most for the same
def _chain(tag: str, available: tuple[str, ...]) -> tuple[str, ...]:
    language, script = _language(tag), _script(tag)

    def distance(other: str) -> tuple[int, tuple[int, str]]:
        if other == tag:
            near = 0
        elif _language(other) == language:
            near = 1 if _script(other) == script else 2
        else:
            near = 3 if other == DEFAULT_LOCALE else 4
        return near, _rank(other)

    return tuple(sorted(available, key=distance))


def direction(tag: str) -> str:
    """`rtl` or `ltr` for any BCP 47 tag; `ltr` where CLDR doesn't know the language."""
    known = numerals(tag) or numerals(_language(tag))
    return "rtl" if known is not None and known.right_to_left else "ltr"


def _words(folder: Path, tag: str, read: Callable[[Path], Any]) -> Words:
    path = folder / f"{tag}.yaml"
    counted = numerals(tag)
    if counted is None:
        raise BuildError(f"{path}: CLDR knows no language {tag!r}; name the file by its BCP 47 tag")
    try:
        groups = read(path)
    except StoreError as error:
        raise BuildError(str(error)) from error
    if not isinstance(groups, dict):
        raise BuildError(f"{path}: no groups of strings; write them as in {DEFAULT_LOCALE}.yaml")
    phrases = dict(_flat(groups, ""))
    name = phrases.get("language.name")
    if not isinstance(name, str):
        raise BuildError(f"{path}: no language.name; write the language's own name for itself")
    return Words(tag, name, phrases, counted)


def _flat(value: Any, prefix: str) -> Iterable[tuple[str, Phrase]]:
    for key, child in value.items():
        if isinstance(child, dict) and "other" not in child:
            yield from _flat(child, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", child


def _problems(words: Words, reference: Words) -> list[str]:
    ours, theirs = words.phrases, reference.phrases
    found = [f"{key}: missing; translate it" for key in theirs if key not in ours]
    found += [f"{key}: not in {DEFAULT_LOCALE}.yaml; remove it" for key in ours if key not in theirs]
    for key in (key for key in theirs if key in ours):
        phrase = ours[key]
        if isinstance(phrase, str) != isinstance(theirs[key], str):
            found.append(f"{key}: a string in one file and a plural in the other; use the same kind")
        elif not isinstance(phrase, str) and tuple(sorted(phrase)) != words.numerals.categories:
            expected = ", ".join(words.numerals.categories)
            got = ", ".join(sorted(phrase))
            found.append(f"{key}: expected the plural forms {expected}, got {got}; write those of the language")
        asked, given = _names(theirs[key]), _names(phrase)
        found += [f"{key}: lacks {{{name}}}; {DEFAULT_LOCALE}.yaml has it" for name in sorted(asked - given)]
        found += [f"{key}: has {{{name}}}, which nothing fills in; remove it" for name in sorted(given - asked)]
    return found


def _names(phrase: Phrase) -> set[str]:
    # `one` and `two` may say their number in words, so a plural is judged by all its forms together.
    return set(_NAME.findall(phrase if isinstance(phrase, str) else " ".join(phrase.values())))


def _language(tag: str) -> str:
    return tag.split("-")[0]


def _script(tag: str) -> str:
    parts = tag.split("-")[1:]
    if _language(tag) != "zh":
        return next((part for part in parts if len(part) == 4), "")
    return "Hant" if "Hant" in parts or _TRADITIONAL & set(parts) else "Hans"


def _rank(tag: str) -> tuple[int, str]:
    return (LOCALES.index(tag) if tag in LOCALES else len(LOCALES), tag)
