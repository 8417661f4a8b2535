"""What a locale needs to say: the shape of its sentences, before any name is filled in."""

from dataclasses import dataclass

from tests.sample.facts import Modality

# A question and its answer.
Exchange = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one locale, in its own language. `{…}` marks what is filled in.

    The number of questions differs by locale, as it does in the source.
    """

    locale: str
    suffix: str  # of a title, after the name; empty in German and Spanish
    pricing: str  # the heading of an HTML page's price block
    not_charged: str  # the line under a price
    nouns: dict[Modality, str]  # "text models", as it stands in `tagline`
    tagline: str  # {name} {provider} {noun}; says that this is sample data
    context: str  # {name}
    which_id: Exchange  # {variant} in the question, {id} in the answer
    faq: tuple[Exchange, ...]


def nouns(text: str, image: str, video: str, audio: str) -> dict[Modality, str]:
    """The four kinds of models, named in one language."""
    return {"text": text, "image": image, "video": video, "audio": audio}
