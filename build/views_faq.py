"""The FAQ page: every question the source answers, grouped by model, each linkable.

The source prints some questions under many models, word for word; those stand once, in a group of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from build.views_site import Spot
from build.views_text import Question, questions, text_of, variant_text_of
from scraper.catalog import FaqItem, Model


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one model, or those of every model."""

    anchor: str
    name: str
    href: str | None  # the model's page
    questions: tuple[Question, ...]


def faq(spot: Spot) -> dict[str, Any]:
    """The view of the FAQ page."""
    models = sorted(spot.site.content.models, key=lambda model: model.name.lower())
    everywhere: dict[tuple[str, str], FaqItem] = {}
    groups = []
    for model in models:
        shown: list[Question] = []
        for stem, variant, items in _pages(spot, model):
            own = [item for item in items if not item.generic]
            everywhere |= {(item.question, item.answer): item for item in items if item.generic}
            known = {(one.question, one.answer) for one in shown}
            shown += [
                one
                for one in questions(spot, own, stem=stem, variant=variant)
                if (one.question, one.answer) not in known
            ]
        if shown:
            groups.append(Group(model.model, model.name, spot.link("family", model.model), tuple(shown)))
    if everywhere:
        general = questions(spot, everywhere.values(), stem="all")
        groups.insert(0, Group("all", spot.words("faq.general"), None, tuple(general)))
    return {"groups": groups}


def _pages(spot: Spot, model: Model) -> Iterator[tuple[str, str | None, tuple[FaqItem, ...]]]:
    """The FAQs of a family page and of its variants' pages: (id stem, variant id, items)."""
    text = text_of(spot, model.model)
    if text is not None:
        yield model.model, None, text.faq
    for variant in model.variants:
        found = variant_text_of(spot, model.model, variant.slug)
        if found is not None:
            yield f"{model.model}-{variant.slug}", variant.id, found[1].faq
