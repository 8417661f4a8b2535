"""Which printed price answers for which quantity.

A price list is what one variant costs on one basis in one currency. It knows which keys it covers
(`tokens`, `cache_read`, `images`…), and chooses the price that applies under the parameters given.

    schedule, else rates, else listed        the first list that covers every key asked is used; a parameter
                                             that is missing or not on offer is then an error, never a reason
                                             to fall back on a less trusted price
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from build.exact import grouped
from scraper.catalog import BASES, Basis, Component, Price, Unit, Variant
from scraper.errors import UsageError
from scraper.money import scaled

# What a key counts, and the components whose price it takes, the fittest first. A cached or written token
# without a price of its own costs what input costs; one price for all tokens is `usage`.
KEYS: dict[str, tuple[Unit, tuple[Component, ...]]] = {
    "tokens": ("token", ("usage", "input")),
    "input": ("token", ("input", "usage")),
    "output": ("token", ("output", "input", "usage")),
    "cache_read": ("token", ("cache_read", "input", "usage")),
    "cache_write": ("token", ("cache_write", "input", "usage")),
    "cache_write_5m": ("token", ("cache_write_5m", "cache_write", "input", "usage")),
    "cache_write_1h": ("token", ("cache_write_1h", "cache_write", "input", "usage")),
    "images": ("image", ("usage",)),
    "seconds": ("second", ("usage",)),
    "characters": ("character", ("usage",)),
    "calls": ("call", ("usage",)),
    "songs": ("song", ("usage",)),
}
CACHED = ("cache_read", "cache_write", "cache_write_5m", "cache_write_1h")  # all of them are part of `input`


class CostError(UsageError):
    """A cost that can't be given; `code` says why, in the words the browser's engine uses too."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of one variant on one basis, in one currency, in the order of the YAML: most trusted first."""

    basis: Basis
    currency: str
    prices: tuple[Price, ...]

    def component(self, key: str) -> Component | None:
        """The component whose price `key` takes here, or None where nothing here prices it."""
        unit, components = KEYS[key]
        priced = {price.component for price in self.prices if price.per.unit == unit}
        return next((component for component in components if component in priced), None)

    def candidates(self, key: str) -> tuple[Price, ...]:
        """Every price that `key` could take, whatever the parameters; empty where it has none."""
        component, unit = self.component(key), KEYS[key][0]
        return tuple(p for p in self.prices if p.component == component and p.per.unit == unit)

    def choose(self, key: str, when: Mapping[str, str]) -> tuple[Price, tuple[Price, ...]]:
        """The price of `key` under the parameters `when`, and those that contradict it.

        A price applies if all of its own `when` is given; the one that asks for most wins, the first
        of several. Raises CostError `needs-parameter` or `not-offered`.
        """
        candidates = self.candidates(key)
        applying = [price for price in candidates if all(_same(when.get(k), v) for k, v in price.when.items())]
        if not applying:
            raise self._inapplicable(candidates, when)
        most = max(len(price.when) for price in applying)
        chosen, *others = (price for price in applying if len(price.when) == most)
        return chosen, tuple(price for price in others if _rate(price) != _rate(chosen))

    def units(self) -> str:
        """What is priced here, for a message: `1,000 tokens, 1 image`."""
        return ", ".join(dict.fromkeys(per(price) for price in self.prices))

    def _inapplicable(self, candidates: tuple[Price, ...], when: Mapping[str, str]) -> CostError:
        """Why none of the candidates applies: a parameter is missing, or the value given isn't on offer."""
        possible = [p for p in candidates if all(_same(when.get(k, v), v) for k, v in p.when.items())]
        if possible:
            missing: dict[str, dict[str, None]] = {}
            for price in possible:
                for parameter, value in price.when.items():
                    if parameter not in when:
                        missing.setdefault(parameter, {})[value] = None
            wanted = "; ".join(f"{parameter}: give one of {', '.join(values)}" for parameter, values in missing.items())
            return CostError("needs-parameter", f"the {self.basis} price depends on {wanted}")
        depends = dict.fromkeys(parameter for price in candidates for parameter in price.when)
        asked = conditions({parameter: when[parameter] for parameter in depends if parameter in when})
        offered = ", ".join(dict.fromkeys(conditions(price.when) for price in candidates))
        return CostError("not-offered", f"not offered: {asked}; offered: {offered}")


def choose_list(variant: Variant, keys: Iterable[str], basis: Basis | None = None) -> PriceList:
    """The first price list that covers every key; `basis` allows one basis only.

    Raises CostError `unknown` where no price is printed at all, `not-priced` where some key has none.
    """
    wanted = tuple(keys)
    lists = tuple(price_lists(variant))
    usable = [entry for entry in lists if basis in (None, entry.basis)]
    if not usable:
        known = ", ".join(dict.fromkeys(entry.basis for entry in lists))
        what = f"no {basis} price is printed; there is: {known}" if known else "no page prints a price for it"
        raise CostError("unknown", f"the price is unknown: {what}")
    best = max(usable, key=lambda entry: sum(entry.component(key) is not None for key in wanted))
    for entry in usable:
        if all(entry.component(key) for key in wanted):
            return entry
    uncovered = ", ".join(key for key in wanted if best.component(key) is None)
    working = ", ".join(key for key in KEYS if best.component(key))
    known = f"it is priced per {best.units()}: give {working}" if working else f"it is priced per {best.units()}"
    raise CostError("not-priced", f"no {best.basis} price for {uncovered}; {known}")


def price_lists(variant: Variant) -> Iterator[PriceList]:
    """The price lists of a variant: schedule, rates, listed, each in the currencies it is printed in."""
    for basis in BASES:
        prices = [price for price in variant.prices if price.basis == basis]
        for currency in dict.fromkeys(price.currency for price in prices):
            yield PriceList(basis, currency, tuple(price for price in prices if price.currency == currency))


def parameters(variant: Variant) -> dict[str, tuple[str, ...]]:
    """What the prices of a variant depend on, with the values on offer, in the order printed."""
    offered: dict[str, dict[str, None]] = {}
    for price in variant.prices:
        for parameter, value in price.when.items():
            offered.setdefault(parameter, {})[value] = None
    return {parameter: tuple(values) for parameter, values in offered.items()}


def conditions(when: Mapping[str, str]) -> str:
    """`output_resolution=2k duration_seconds=6`, or words for no conditions at all."""
    return " ".join(f"{parameter}={value}" for parameter, value in when.items()) or "without parameters"


def per(price: Price) -> str:
    """What the amount buys: `1,000 tokens`, `image`, `60 seconds`."""
    quantity = price.per.quantity
    return price.per.unit if quantity == 1 else f"{grouped(Fraction(quantity))} {price.per.unit}s"


def _same(given: str | None, printed: str) -> bool:
    """Whether a value given is the printed one; 2K and 2k are the same."""
    return given is not None and given.strip().lower() == printed.lower()


def _rate(price: Price) -> Fraction:
    """The amount for one unit: what makes $0.010 per 1,000 and $10 per 1,000,000 no contradiction."""
    return scaled(price.amount, price.per, 1)
