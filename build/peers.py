"""Which prices may be set against one another, and where each stands.

Peers are prices of the same unit, basis, component and currency. "Lowest" exists only among peers:
nothing is ever ranked across units or bases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scraper.catalog import Model, Price
from scraper.money import scaled

PeerKey = tuple[str, str, str, str]  # unit, basis, component, currency


@dataclass(frozen=True, slots=True)
class Peers:
    """The amounts, per single unit, of all prices that may be compared with one another."""

    least: Fraction
    most: Fraction
    count: int


def peers(models: Iterable[Model]) -> dict[PeerKey, Peers]:
    """The peers of every price, withdrawn variants left out: nobody can choose those."""
    amounts: dict[PeerKey, list[Fraction]] = {}
    for model in models:
        for variant in model.variants:
            if not variant.withdrawn:
                for price in variant.prices:
                    amounts.setdefault(peer_key(price), []).append(scaled(price.amount, price.per, 1))
    return {key: Peers(min(found), max(found), len(found)) for key, found in amounts.items()}


def peer_key(price: Price) -> PeerKey:
    return price.per.unit, price.basis, price.component, price.currency
