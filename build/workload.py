"""Workloads that people have, and what of them a variant can be costed on.

`build cost` refuses a quantity without a price. A workload is meant for many variants at once, so each is
costed on what it prices, and what it doesn't price is named beside the result: never converted, never guessed.

    a variant priced per image takes `images` of the batch, one priced per call takes `calls`

static/js/workload.js does the same in the browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from build.cost import Cost, cost
from build.price_list import KEYS, PriceList, price_lists
from scraper.catalog import BASES, UNITS, Basis, Unit, Variant

MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Preset:
    """A workload to begin with: what one run takes, and how often it runs."""

    code: str  # names it in addresses and among the interface's strings
    modality: str  # the kind of model it is meant for: a call of another kind is something else
    quantities: Mapping[str, str]  # plain digits by key of price_list.KEYS
    runs: str  # plain digits
    every: str  # day or month


# `calls` stands beside images and seconds for variants that are priced per call: one call makes one image, or
# one clip of six seconds.
PRESETS: tuple[Preset, ...] = (
    Preset("chat", "text", {"input": "1500", "output": "500"}, "1000", "day"),
    Preset("agent", "text", {"input": "60000", "cache_read": "50000", "output": "2000"}, "200", "day"),
    Preset("images", "image", {"images": "1", "calls": "1"}, "500", "month"),
    Preset("video", "video", {"seconds": "60", "calls": "10"}, "1", "day"),
)


@dataclass(frozen=True, slots=True)
class Costed:
    """A variant costed on the part of a workload that it prices."""

    cost: Cost
    when: Mapping[str, str]  # the parameters the prices were chosen by
    left_out: tuple[str, ...]  # keys that nothing on this basis prices
    units: tuple[Unit, ...]  # what was counted: only variants with the same are comparable

    @property
    def by_call(self) -> bool:
        """Whether calls stand for the rest of the workload."""
        return self.units == ("call",)

    @property
    def rank(self) -> tuple[bool, Fraction]:
        """The place in its group. What leaves out something that others count stands after those, at whatever cost."""
        return bool(self.left_out) and not self.by_call, self.cost.total

    @property
    def group(self) -> tuple[int, str, tuple[int, ...]]:
        """Basis, currency and units, sortable: what may be ranked together within one kind of model."""
        return BASES.index(self.cost.basis), self.cost.currency, tuple(UNITS.index(unit) for unit in self.units)


def costed(
    variant: Variant,
    name: str,
    quantities: Mapping[str, Decimal],
    when: Mapping[str, str] | None = None,
    basis: Basis | None = None,
) -> Costed | None:
    """The cost of what `variant` prices of a workload; None where it prices nothing of it.

    Where a price depends on a parameter that `when` leaves open, the first printed value is taken,
    and the result says which. Raises CostError as `cost` does, for a value that isn't on offer.
    """
    plan = _plan(variant, quantities, basis)
    if plan is None:
        return None
    prices, keys = plan
    chosen = _parameters(prices, keys, when or {})
    answer = cost(variant, name, {key: quantities[key] for key in keys}, chosen, prices.basis)
    counted = {item.price.per.unit for item in answer.items}
    return Costed(
        answer,
        chosen,
        tuple(key for key in KEYS if key in quantities and key not in keys and key != "calls"),
        tuple(unit for unit in UNITS if unit in counted),
    )


def runs_a_month(runs: Decimal, every: str) -> Fraction:
    """How often something runs in a month of 30 days."""
    return Fraction(runs) * (MONTH_DAYS if every == "day" else 1)


def _plan(
    variant: Variant, quantities: Mapping[str, Decimal], basis: Basis | None
) -> tuple[PriceList, tuple[str, ...]] | None:
    """The price list that covers most of the workload, the most trusted of several, and the keys it covers.

    Calls count only where nothing else of the workload has a price: they are the way in for variants
    priced per call, and would otherwise bill an image twice.
    """
    lists = [entry for entry in price_lists(variant) if basis in (None, entry.basis)]
    for wanted in (tuple(key for key in KEYS if key in quantities and key != "calls"), ("calls",)):
        plans = [(entry, tuple(k for k in wanted if k in quantities and entry.component(k))) for entry in lists]
        best = max(plans, key=lambda plan: len(plan[1]), default=None)
        if best is not None and best[1]:
            return best
    return None


def _parameters(prices: PriceList, keys: tuple[str, ...], when: Mapping[str, str]) -> dict[str, str]:
    """The parameters to ask with: those given that the prices know.

    Where no price goes with those alone, the first printed value of the others.
    """
    chosen: dict[str, str] = {}
    for key in keys:
        candidates = prices.candidates(key)
        known = {parameter for price in candidates for parameter in price.when}
        chosen |= {parameter: value for parameter, value in when.items() if parameter in known}
        fitting = [
            price
            for price in candidates
            if all(chosen.get(parameter, value).lower() == value.lower() for parameter, value in price.when.items())
        ]
        nearest = min(fitting or candidates[:1], key=lambda price: len(price.when.keys() - chosen))
        chosen |= {parameter: value for parameter, value in nearest.when.items() if parameter not in chosen}
    return chosen
