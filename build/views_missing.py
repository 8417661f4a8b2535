"""The page a host shows for every address that isn't there: in every language, because one file serves them all.

Without scripts it lists the first page of each language. With them the reader's language alone is left, and where the
address lies below a model it leads there: the script picks from what is put into the page here, and makes no address.
"""

from typing import Any

from build.locales import Words
from build.pages import ASIDE, SECTIONS, Page
from build.views_site import Spot


def missing(spot: Spot) -> dict[str, Any]:
    """The view of 404.html. Its links begin at the site's root, because it is shown at any depth."""
    root = spot.site.url or "/"
    return {
        "others": [
            {
                "tag": tag,
                "dir": words.direction,
                "title": words("missing.title"),
                "text": words("missing.text"),
                "back": words("missing.back"),
                "home": f"{root}{Page(tag, 'home').path}",
            }
            for tag, words in spot.site.words.items()
            if tag != spot.page.locale
        ],
        "known": {
            "own": spot.page.locale,
            "languages": {tag: _language(root, tag, words) for tag, words in spot.site.words.items()},
            "models": {name: model.name for name, model in spot.site.models.items()},
        },
    }


def _language(root: str, tag: str, words: Words) -> dict[str, Any]:
    """What the script needs to say in a language, and where its pages stand."""
    kinds = [kind for kind in SECTIONS if kind not in ASIDE]
    return {
        "dir": words.direction,
        "site": words("site.name"),
        "family": words("family.title", name="{name}"),
        "at": f"{root}{Page(tag, 'home').address}",
        "sections": words("nav.main"),
        "nav": [words("nav.table" if kind == "home" else f"nav.{kind}") for kind in kinds],
        "pages": [f"{root}{Page(tag, kind).path}" for kind in kinds],
    }
