"""What a variant costs: the reference engine. static/js/cost.js gives the same digits on tests/golden/costs.json.

    quantities ─> choose_list ─> choose ─> Item (quantity × amount ÷ per) ─> Cost (total, interval, notes)

The rules, from the contract of `build cost`:
- schedule, else rates, else listed; the result names its basis.
- `input` includes the cached tokens, so what is cached is taken off before the rest is billed.
- A component without a price of its own costs what input costs, and a note says so; under one price for
  all tokens everything costs the same.
- A listed token price is coarse: its digits imply an interval, and so does the cost.
- Free, unknown and not offered are three answers: an item of zero, an error, another error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from build.exact import digits, money, printed_money, terminates
from build.price_list import CACHED, KEYS, CostError, PriceList, choose_list, parameters, per
from scraper.catalog import Basis, Price, Variant
from scraper.money import interval as printed_interval
from scraper.money import is_coarse, is_free, scaled

MILLION = 1_000_000
ITEMISED = ("input", "output", *CACHED)  # the keys that are components of their own

# One sentence per code; the browser has the same codes with localized sentences.
NOTES: dict[str, str] = {
    "coarse": "coarse: {price} stands for {low} – {high} per 1M tokens, so the cost is {total_low} – {total_high}",
    "one-price": "one price for all tokens: input, output and cached tokens cost the same",
    "tokens-as-input": "tokens: nothing says how many are output; costed as input. As output they would cost {cost}",
    "tokens-as-input-only": "tokens: costed as input; no other token price is known",
    "unpriced": "{component}: no price of its own is known; costed like {like}",
    "free": "{component}: free",
    "contradiction": "{component}: {source} says {text} instead; the most trusted price is used",
    "unused-parameter": "{parameter} makes no difference to the {basis} price that is used",
    "withdrawn": "withdrawn: this variant is no longer in the catalog; the price is the last one seen",
    "rounded": "rounded to 12 decimals: the exact cost has no end",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know about a cost: a key of NOTES and what it is filled in with."""

    code: str
    values: Mapping[str, str]

    def __str__(self) -> str:
        return NOTES[self.code].format(**self.values)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the working: so much of this, at that price."""

    component: str  # a component of the catalog
    quantity: Fraction  # in units of price.per.unit, after the cached part is taken off
    price: Price  # the price used, which may be another component's

    @property
    def amount(self) -> str:
        """The printed amount, in the price's currency for `per`."""
        return self.price.amount

    @property
    def cost(self) -> Fraction:
        """Exactly quantity × amount ÷ per."""
        return self.quantity * scaled(self.amount, self.price.per, 1)

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """The least and the most this line can cost, by the digits of its price."""
        if not is_coarse(self.price):
            return self.cost, self.cost
        low, high = rate_interval(self.price)
        return self.quantity * low, self.quantity * high


@dataclass(frozen=True, slots=True)
class Cost:
    """The answer: a total, the lines it is made of, and what to know about it."""

    variant: str  # family/slug
    basis: Basis
    currency: str
    total: Fraction
    items: tuple[Item, ...]
    remarks: tuple[Note, ...]  # the notes but for those on coarse prices

    # Worked out when asked for: a ranking of a whole catalog shows few of its costs.

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most it can be by the digits of its prices; None where every price is exact."""
        if not any(is_coarse(item.price) for item in self.items):
            return None
        low, high = (sum((item.interval[end] for item in self.items), Fraction(0)) for end in (0, 1))
        return low, high

    @property
    def notes(self) -> tuple[Note, ...]:
        """Everything to know about the answer, each coarse price included."""
        return (*self.remarks, *self._coarse())

    def _coarse(self) -> Iterator[Note]:
        """A note per coarse price, with the interval of the whole cost."""
        whole = self.interval
        if whole is None:
            return
        total_low, total_high = (money(end, self.currency) for end in whole)
        coarse = {(item.amount, item.price.per.quantity): item.price for item in self.items if is_coarse(item.price)}
        for price in coarse.values():
            low, high = (money(rate * MILLION, self.currency) for rate in rate_interval(price))
            ends = {"low": low, "high": high, "total_low": total_low, "total_high": total_high}
            yield Note("coarse", {"price": price_text(price), **ends})


def cost(
    variant: Variant,
    name: str,
    quantities: Mapping[str, Decimal],
    when: Mapping[str, str] | None = None,
    basis: Basis | None = None,
) -> Cost:
    """What `quantities` of the variant called `name` cost under the parameters `when`.

    Keys are those of `price_list.KEYS`, values finite and not negative. Raises CostError, whose
    code is one of: no-quantity, unknown-key, both-tokens, cached-over-input, unknown, not-priced,
    needs-parameter, not-offered.
    """
    given = dict(when or {})
    _check_keys(variant, quantities, given)
    billed = _billed(quantities)
    prices = choose_list(variant, billed, basis)
    notes: list[Note] = []
    items = tuple(_item(prices, key, quantity, given, notes) for key, quantity in billed.items())
    if sum(item.component in ITEMISED and item.price.component == "usage" for item in items) > 1:
        notes.append(Note("one-price", {}))
    used = {parameter for item in items for parameter in item.price.when}
    for parameter, value in given.items():
        if parameter not in used:
            notes.append(Note("unused-parameter", {"parameter": f"{parameter}={value}", "basis": prices.basis}))
    if variant.withdrawn:
        notes.append(Note("withdrawn", {}))
    costs = [item.cost for item in items]
    total = sum(costs, Fraction(0))
    if not all(map(terminates, (total, *costs))):
        notes.append(Note("rounded", {}))
    return Cost(name, prices.basis, prices.currency, total, items, tuple(notes))


def rate_interval(price: Price) -> tuple[Fraction, Fraction]:
    """What one unit costs at least and at most by the printed digits: $0.010 means $0.0095 to $0.0105."""
    low, high = printed_interval(price.amount)
    return Fraction(low) / price.per.quantity, Fraction(high) / price.per.quantity


def _check_keys(variant: Variant, quantities: Mapping[str, Decimal], when: Mapping[str, str]) -> None:
    offered = parameters(variant)
    for key in (*quantities, *when):
        if key not in (KEYS if key in quantities else offered):
            known = ", ".join((*KEYS, *offered))
            raise CostError("unknown-key", f"{key!a} is no key of {variant.slug}; known: {known}")
    if not quantities:
        raise CostError("no-quantity", "nothing to cost; give a quantity, for example tokens=1.5M")
    if "tokens" in quantities and any(key in quantities for key in ITEMISED):
        raise CostError("both-tokens", "tokens and input, output or cached tokens exclude each other; give one kind")


def _billed(quantities: Mapping[str, Decimal]) -> dict[str, Fraction]:
    """The quantities as they are billed, in the order of KEYS: input without its cached part."""
    billed = {key: Fraction(quantities[key]) for key in KEYS if key in quantities}
    cached = sum((billed.get(key, Fraction(0)) for key in CACHED), Fraction(0))
    if cached > billed.get("input", 0):
        raise CostError(
            "cached-over-input",
            f"{digits(cached)} cached tokens are more than the input of {digits(billed.get('input', Fraction(0)))}; "
            "input includes the cached tokens",
        )
    if "input" in billed:
        billed["input"] -= cached
    return billed


def _item(prices: PriceList, key: str, quantity: Fraction, when: Mapping[str, str], notes: list[Note]) -> Item:
    """One line of the working; what is to be known about it goes to `notes`."""
    price, others = prices.choose(key, when)
    # `tokens` and `images` are no components: their line is named after the price they take.
    item = Item(key if key in ITEMISED else price.component, quantity, price)
    if key in ITEMISED and price.component not in (key, "usage"):
        notes.append(Note("unpriced", {"component": key, "like": price.component}))
    if key == "tokens" and price.component == "input":
        notes.append(_as_output(prices, quantity, when))
    if is_free(price.amount, price.basis, price.per):
        notes.append(Note("free", {"component": item.component}))
    for other in others:
        values = {"component": item.component, "source": other.source, "text": price_text(other)}
        notes.append(Note("contradiction", values))
    return item


def _as_output(prices: PriceList, quantity: Fraction, when: Mapping[str, str]) -> Note:
    """The note on tokens that nobody divided: what they would cost if all of them were output."""
    if prices.component("output") != "output":
        return Note("tokens-as-input-only", {})
    price, _ = prices.choose("output", when)
    return Note("tokens-as-input", {"cost": money(Item("output", quantity, price).cost, price.currency)})


def price_text(price: Price) -> str:
    """A price in words, its amount digit for digit: `$0.010 per 1,000 tokens`."""
    return f"{printed_money(price.amount, price.currency)} per {per(price)}"
