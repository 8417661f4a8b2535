"""The shape of the sample's facts, and the four ways in which its variants are priced.

Amounts are US dollars as text, exactly as they will be printed after the `$`; `0` prints as `Free`.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Modality = Literal["text", "image", "video", "audio"]

# The labels of a text model's itemised rates, in the order the HTML pages print them.
RATE_LABELS = ("Input", "Output", "Cache read", "Cache write 5m", "Cache write 1h")
# Only these two carry a unit on the page; the cache lines are printed without one.
RATES_WITH_UNIT = 2
NOT_OFFERED = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an HTML page's price block, as its text reads from left to right."""

    label: str
    amount: str = ""  # "0.14", a range "0.14-0.24", "0" for Free, or nothing on a heading
    unit: str = ""  # what stands after the slash: "1M tokens", "image"; often nothing


@dataclass(frozen=True, slots=True)
class Variant:
    """One model with its two printings of the price: listed (Markdown) and itemised (HTML)."""

    slug: str
    id: str  # as the API takes it
    listed: str  # three decimals, a whole number of cents
    billing: str  # the unit of `listed`, as the Markdown pages print it
    task: str  # "Text to image"; also names the API path of a media model
    rows: tuple[Row, ...]
    status: str = "active"

    @property
    def cents(self) -> int:
        """What `price_from_cents` says: the listed price as a whole number of cents."""
        return int(Decimal(self.listed) * 100)


@dataclass(frozen=True, slots=True)
class Family:
    """One family page and its variants."""

    slug: str
    name: str
    provider: str
    modality: Modality
    about: str  # English prose, before escaping
    variants: tuple[Variant, ...]
    endpoints: tuple[str, ...] = ("/v1/chat/completions",)  # text models only

    @property
    def underscored(self) -> str:
        """The third spelling of a family: `flux-2` in addresses, `flux_2` in API paths."""
        return self.slug.replace("-", "_").replace(".", "_")


def chat(slug: str, model_id: str, listed: str, rates: str, *, status: str = "active") -> Variant:
    """A text model. `rates` are dollars per 1M tokens in the order of RATE_LABELS, `-` where not offered."""
    amounts = rates.split()
    rows = [
        Row(label, amount, "1M tokens" if index < RATES_WITH_UNIT else "")
        for index, (label, amount) in enumerate(zip(RATE_LABELS, amounts, strict=False))
        if amount != NOT_OFFERED
    ]
    return Variant(slug, model_id, listed, "1K tokens", "Chat completion", (Row("Chat completion"), *rows), status)


def flat(
    slug: str, model_id: str, listed: str, task: str, price: str, *, billing: str = "call", status: str = "active"
) -> Variant:
    """One price for everything. `price` reads like `0.05 / image`."""
    amount, _, unit = price.partition(" / ")
    return Variant(slug, model_id, listed, billing, task, (Row(task, amount, unit),), status)


def tiers(
    slug: str, model_id: str, listed: str, task: str, unit: str, parameter: str, prices: str, *, billing: str = "call"
) -> Variant:
    """A price per value of one parameter, under a line with the range. `prices` reads like `1k 0.14, 2k 0.24`."""
    steps = [step.split() for step in prices.split(", ")]
    amounts = sorted((amount for _, amount in steps), key=Decimal)
    rows = (Row(f"{parameter}: {value}", amount) for value, amount in steps)
    return Variant(slug, model_id, listed, billing, task, (Row(task, f"{amounts[0]}-{amounts[-1]}", unit), *rows))
