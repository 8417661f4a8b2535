"""Itemised rates and tiers in the lines of a price block, whatever page they stand on.

Only the flow of text is known, so a line is a label, an amount, a unit, or a label with both; everything
else is prose:

    Chat completion                      label: a group
    Input             $0.30 / 1M tokens  component and price
    Cache read        $0.06              inherits the unit of its group
    Text to image     $0.14-$0.24 / image
    Output resolution: 1k   $0.14        a tier: when {output_resolution: 1k}

Prose has no amounts as far as anybody has seen, so a line with one that is read as no price is a finding.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from scraper.catalog import Component, Per
from scraper.errors import NotationError, RefusedPage
from scraper.findings import Collector
from scraper.money import FREE, SIGN, UNPRICED, Quote, looks_priced, read_price, read_unit, shown
from scraper.prices import PriceReading, free_name

BLOCK = "PRICING"  # the eyebrow of the price block, and its name in messages

# Labels of token rates. Only the English ones were seen; the others are what the locales would print.
COMPONENTS: dict[str, Component] = {
    "input": "input", "output": "output", "cache read": "cache_read", "cached input": "cache_read",
    "cache write": "cache_write", "cache write 5m": "cache_write_5m", "cache write 1h": "cache_write_1h",
    "輸入": "input", "輸出": "output", "快取讀取": "cache_read", "快取寫入": "cache_write",
    "输入": "input", "输出": "output", "缓存读取": "cache_read", "缓存写入": "cache_write",
    "eingabe": "input", "ausgabe": "output", "invoer": "input", "uitvoer": "output", "entrada": "input",
    "salida": "output", "saída": "output", "girdi": "input", "çıktı": "output", "입력": "input", "출력": "output",
}  # fmt: skip

# Words before an amount that make it a bound and no price.
BOUNDS = frozenset({
    "from", "starting at", "starting from", "as low as", "up to", "ab", "bis zu", "desde", "hasta", "a partir de",
    "vanaf",
})  # fmt: skip

_SIGNED = rf"(?:(?:{SIGN}|¥)\s?[0-9][0-9.,]*|[0-9][0-9.,]*\s?(?:{SIGN}))"
_AMOUNT = rf"(?:{_SIGNED}(?:\s?[-–—~]\s?{_SIGNED})?|{'|'.join(sorted(map(re.escape, FREE), key=len, reverse=True))})"
_UNIT = r"(?:/|per\b|每)\s?[\w ]{1,30}?"
# Sentences end in punctuation and run long; labels don't. A dot inside a number or a name ends nothing.
_LABEL = r"[^\s$€£.!?。！？](?:[^$€£.!?。！？]|\.(?=\w)){0,58}?"
_LINE = re.compile(rf"(?:(?P<label>{_LABEL})\s+)?(?P<amount>{_AMOUNT})(?:\s*(?P<unit>{_UNIT}))?", re.IGNORECASE)
_ONLY_UNIT = re.compile(_UNIT, re.IGNORECASE)
_ONLY_LABEL = re.compile(_LABEL)
_UNPRICED = "|".join(re.escape(word) for word in sorted(UNPRICED - {""}, key=len, reverse=True))
_NO_PRICE = re.compile(rf"(?:(?P<label>{_LABEL})\s+)?(?:{_UNPRICED})", re.IGNORECASE)
_PARAMETER = re.compile(r"(?P<name>[^:：]{2,40})[:：]\s*(?P<value>[^:：]{1,40})")
_VALUE = re.compile(r"[a-z0-9][a-z0-9 .-]{0,19}")


@dataclass(frozen=True, slots=True)
class BlockReading:
    """What the lines of one price block say."""

    prices: tuple[PriceReading, ...]
    extra: dict[str, str]  # printed prices that have no single amount, no unit, or no known label
    label: str | None  # what the block calls the one service it prices


@dataclass(slots=True)
class _Entry:
    label: str
    amount: str
    unit: str
    line: int
    group: str = ""

    @property
    def text(self) -> str:
        """The price as printed, with its unit words, without its label."""
        return f"{self.amount} {self.unit}".strip()


@dataclass(slots=True)
class _Group:
    """Entries that share a heading and, where they print none of their own, a unit."""

    label: str
    entries: list[_Entry] = field(default_factory=list)


def read_block(block: list[tuple[str, int]], found: Collector) -> BlockReading:
    """Read the lines of a price block, each with its line on the page.

    Raises RefusedPage where labels and amounts stand apart, so that nobody can tell which belongs to which.
    """
    extra: dict[str, str] = {}
    groups = _grouped(_completed(_entries(block, extra, found)))
    itemised = any(_is_component(entry.label) for group in groups for entry in group.entries)
    priced = [(group.label, list(_group_prices(group, extra, found, itemised=itemised))) for group in groups]
    labels = [label for label, prices in priced if prices] or [label for label, _ in priced]
    label = labels[0] if len(labels) == 1 else ""
    return BlockReading(tuple(_told_apart(priced)), extra, label or None)


def _entries(block: list[tuple[str, int]], extra: dict[str, str], found: Collector) -> Iterator[_Entry]:
    """Amounts with their labels. A label, an amount and a unit may stand on one line or on three.

    Text with an amount that isn't just that goes to `extra`. Raises RefusedPage where labels and amounts
    stand apart, as in a table with a column for each.
    """
    label = group = ""
    last: _Entry | None = None
    for text, line in block:
        match = _LINE.fullmatch(text)
        own = (match["label"] or "").strip() if match is not None else ""
        unlabelled = match is not None and last is not None and not own and not label
        if unlabelled or own.casefold() in BOUNDS or (match is None and looks_priced(text)):
            extra[free_name(label or BLOCK, extra)] = text
            found.add("loose-price", line, f"{BLOCK}: expected a label and an amount, got {shown(text)}")
            group, label = label or group, ""
        elif match is not None:
            if last is not None:
                yield last
            if own:
                # The label before this one had no amount: it heads a group.
                group, label = label or group, own
            last = _Entry(label, match["amount"], (match["unit"] or "").strip(), line, group)
            label = ""
        elif last is not None and not last.unit and _ONLY_UNIT.fullmatch(text):
            last.unit = text
        elif none := _NO_PRICE.fullmatch(text):
            found.add("unpriced", line, f"{none['label'] or label or BLOCK}: expected an amount, got {shown(text)}")
            label = ""
        elif _is_component(text) and _is_component(label):
            what = f"{BLOCK}: expected an amount for {shown(label)}, got the label {shown(text)}"
            raise RefusedPage("unreadable-price", what, line=line)
        elif _ONLY_LABEL.fullmatch(text):
            group, label = label or group, text
    if last is not None:
        yield last


def _completed(entries: Iterator[_Entry]) -> Iterator[_Entry]:
    """Entries with the parameter's name where only the first of several tiers prints it.

    `Rendering speed: turbo $0.04`, `quality $0.10`: the second is the rendering speed as well.
    """
    name = ""
    for entry in entries:
        parameters = _parameters(entry.label)
        if parameters is not None and len(parameters) == 1:
            name = re.split("[:：]", entry.label)[0]
        elif name and not entry.unit and _VALUE.fullmatch(entry.label) and not _is_component(entry.label):
            entry.label = f"{name}: {entry.label}"
        else:
            name = ""
        yield entry


def _grouped(entries: Iterable[_Entry]) -> list[_Group]:
    """Entries in runs: token rates under one heading, tiers under the line that names their range."""
    groups: list[_Group] = []
    for entry in entries:
        joins = _is_component(entry.label) or _parameters(entry.label) is not None
        if groups and joins and groups[-1].label in (entry.group, groups[-1].entries[0].label):
            groups[-1].entries.append(entry)
        else:
            groups.append(_Group(entry.group if joins else entry.label, [entry]))
    return groups


def _told_apart(priced: list[tuple[str, list[PriceReading]]]) -> Iterator[PriceReading]:
    """All prices. With one group its label says nothing; with several it tells what is done: generate, extend."""
    several = sum(bool(prices) for _, prices in priced) > 1
    for label, prices in priced:
        action = {"action": label.lower()} if several and label else {}
        for price in prices:
            yield replace(price, when={**action, **price.when}) if action else price


def _group_prices(group: _Group, extra: dict[str, str], found: Collector, *, itemised: bool) -> Iterator[PriceReading]:
    unit: Per | None = None
    header: tuple[_Entry, Quote] | None = None
    tiers: list[PriceReading] = []
    for entry in group.entries:
        try:
            quote = read_price(entry.amount)
            unit = read_unit(entry.unit) if entry.unit else unit
        except NotationError as error:
            extra[free_name(entry.label or BLOCK, extra)] = entry.text
            found.add(error.code, entry.line, f"{entry.label or BLOCK}: {error}")
            continue
        if quote.highest is not None and header is None and not tiers:
            header = entry, quote
            continue
        if quote.highest is not None:
            extra[free_name(entry.label or BLOCK, extra)] = entry.text
            found.add(
                "price-range", entry.line, f"{entry.label or BLOCK}: expected one amount, got {shown(entry.amount)}"
            )
            continue
        parameters = _parameters(entry.label) or {}
        component = COMPONENTS.get(entry.label.casefold(), "usage")
        strange = itemised and component == "usage" and not parameters
        if unit is None or (strange and unit.unit == "token"):
            wanted = "a known label" if strange else "a unit"
            extra[free_name(entry.label or BLOCK, extra)] = entry.text
            found.add(
                "loose-price",
                entry.line,
                f"{entry.label or BLOCK}: expected {wanted} with {shown(entry.text)}, got none",
            )
            continue
        price = PriceReading("rates", component, quote.amount, quote.currency, unit, entry.text, entry.line)
        tiers.append(replace(price, when=parameters))
    if header is not None:
        _check_range(*header, tiers, extra, found)
    yield from tiers


def _check_range(
    entry: _Entry, quote: Quote, tiers: list[PriceReading], extra: dict[str, str], found: Collector
) -> None:
    if not tiers:
        extra[free_name(entry.label or BLOCK, extra)] = entry.text
        found.add(
            "price-range", entry.line, f"{entry.label or BLOCK}: expected tiers for {shown(entry.amount)}, found none"
        )
        return
    amounts = sorted((tier.amount for tier in tiers), key=Decimal)
    if [Decimal(amounts[0]), Decimal(amounts[-1])] != [Decimal(quote.amount), Decimal(quote.highest or quote.amount)]:
        found.add(
            "price-mismatch",
            entry.line,
            f"{entry.label or BLOCK}: the range says {shown(entry.amount)}, "
            f"its tiers go from {amounts[0]} to {amounts[-1]}",
        )


def _is_component(label: str) -> bool:
    return label.casefold() in COMPONENTS


def _parameters(label: str) -> dict[str, str] | None:
    """`Output resolution: 1k` is {output_resolution: 1k}; several are separated by a comma or a middle dot."""
    found: dict[str, str] = {}
    for part in re.split(r"\s*[,·;，]\s*", label):
        match = _PARAMETER.fullmatch(part)
        if match is None:
            return None
        name = re.sub(r"\W+", "_", match["name"].strip().lower())
        if name in found:
            return None
        found[name] = match["value"].strip()
    return found
