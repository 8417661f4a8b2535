"""Pieces of pages that are set once."""

from typing import Any

from build import kept
from build.kept import Kept
from build.locales import load_words
from build.views_site import Site
from scraper.store import Content
from tests.tools.programs import ROOT


class Counted:
    """A macro that counts how often it was set."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *values: Any) -> str:
        self.calls += 1
        return " ".join(map(str, values))


def test_the_same_values_are_set_once() -> None:
    macro, piece, value = Counted(), Kept(), ["a"]
    assert [piece(macro, value, 1), piece(macro, value, 1)] == ["['a'] 1", "['a'] 1"]
    assert macro.calls == 1


def test_equal_values_are_not_the_same() -> None:
    macro, piece = Counted(), Kept()
    assert [piece(macro, [1]), piece(macro, [True])] == ["[1]", "[True]"]


def test_another_macro_or_order_is_another_piece() -> None:
    first, second, piece, one, two = Counted(), Counted(), Kept(), ["a"], ["b"]
    piece(first, one, two)
    assert piece(first, two, one) == "['b'] ['a']"
    piece(second, one, two)
    assert (first.calls, second.calls) == (2, 1)


def test_an_id_that_is_used_again_is_no_earlier_value() -> None:
    macro, piece = Counted(), Kept()
    # Each list is gone, but for what is kept of it, before the next one is made, often in the same place.
    assert [piece(macro, [number]) for number in range(500)] == [f"[{number}]" for number in range(500)]


def test_what_is_kept_has_an_end(monkeypatch: Any) -> None:
    monkeypatch.setattr(kept, "_MOST", 10)
    piece = Kept()
    for number in range(100):
        piece(Counted(), number)
    assert len(piece._pieces) <= 10


def test_a_site_keeps_what_it_works_out_for_one_language_at_a_time() -> None:
    site = Site(Content((), {}), load_words(ROOT / "site_templates" / "locales", ["en", "de"]))
    made: list[str] = []

    def once(tag: str, key: str) -> str:
        def make() -> str:
            made.append(f"{tag}:{key}")
            return f"{tag} {len(made)}"

        return site.once(tag, key, make)

    assert [once("en", "a"), once("en", "a"), once("", "a"), once("de", "a"), once("", "a")] == [
        "en 1", "en 1", " 2", "de 3", " 2",
    ]  # fmt: skip
    assert once("en", "a") == "en 4"  # German values took the place of the English ones
    assert made == ["en:a", ":a", "de:a", "en:a"]
