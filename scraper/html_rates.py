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
from scraper.money import FREE, SIGN, UNPRICED, Quote, comma, looks_priced, read_price, read_unit, shown
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

# Words before an amount that make it a bound and no price, alone or at the end of a label.
BOUNDS = frozenset({
    "from", "starting at", "starting from", "as low as", "at least", "up to", "ab", "bis zu", "desde", "hasta",
    "a partir de", "até", "vanaf", "tot", "低至", "最低", "最高", "최저", "최대",
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
_BARE = re.compile(r"(?:(?P<label>\D{2,40}?)\s)?[0-9].*")
# A colon between digits is part of the value: `Aspect ratio: 16:9`.
_PARAMETER = re.compile(r"(?P<name>(?!\d+[:：])[^:：]{2,40})[:：]\s*(?P<value>(?:[^:：]|(?<=\d):(?=\d)){1,40})")
_VALUE = re.compile(r"[a-z0-9](?:[a-z0-9 .-]|(?<=\d):(?=\d)){0,19}")
_BOUND = re.compile(rf"(?:.*\s)?(?:{'|'.join(map(re.escape, sorted(BOUNDS)))})", re.IGNORECASE)


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
    when: dict[str, str] = field(default_factory=dict)  # the parameters in its label and its heading

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
    groups = _grouped(_of_one_way(_completed(_entries(block, extra, found)), extra, found))
    itemised = any(_is_component(entry.label) for group in groups for entry in group.entries)
    priced = [(group.label, list(_group_prices(group, extra, found, itemised=itemised))) for group in groups]
    labels = [label for label, prices in priced if prices] or [label for label, _ in priced]
    label = labels[0] if len(labels) == 1 else ""
    return BlockReading(tuple(_told_apart(priced)), extra, label or None)


def _entries(block: list[tuple[str, int]], extra: dict[str, str], found: Collector) -> Iterator[_Entry]:
    """Amounts with their labels. A label, an amount and a unit may stand on one line or on three.

    Text with an amount that isn't just that goes to `extra`. Raises RefusedPage where labels and amounts
    stand apart, as in a table with a column for each, or where labels follow their amounts.
    """
    first: _Entry | None = None
    last: _Entry | None = None
    label, group, whole = "", "", True  # whether the last amount was read: the unit of one that wasn't is no other's
    for text, line in block:
        match = _LINE.fullmatch(text)
        own = (match["label"] or "").strip() if match is not None else ""
        unlabelled = match is not None and last is not None and not own and not label
        unread = match is None and (looks_priced(text) or _is_bare(text, label))
        if unlabelled or unread or _is_bound(match, own or label):
            extra[free_name(label or BLOCK, extra)] = text
            found.add("loose-price", line, f"{BLOCK}: expected a label and an amount, got {shown(text)}")
            group, label, whole = group if _is_component(label) else label or group, "", False
        elif match is not None:
            if last is not None:
                yield last
            if own:
                # The label before this one had no amount: it heads a group.
                group, label = label or group, own
            last = _Entry(label, match["amount"], (match["unit"] or "").strip(), line, group)
            first = first or last
            label, whole = "", True
        elif last is not None and whole and not last.unit and _ONLY_UNIT.fullmatch(text):
            last.unit = text
        elif none := _NO_PRICE.fullmatch(text):
            found.add("unpriced", line, f"{none['label'] or label or BLOCK}: expected an amount, got {shown(text)}")
            label = ""
        elif _is_component(text) and _is_component(label):
            what = f"{BLOCK}: expected an amount for {shown(label)}, got the label {shown(text)}"
            raise RefusedPage("unreadable-price", what, line=line)
        elif _ONLY_LABEL.fullmatch(text):
            group, label = label or group, text
    if first and last:
        yield last
        # The first amount has but the heading before it, and the last label no amount: each stands behind its own.
        rate = _is_component(label) and not _is_component(first.label)
        if rate or (label and last is not first and first.label in ("", block[0][0])):
            what = f"{BLOCK}: expected an amount after the label {shown(label)}, got it before"
            raise RefusedPage("unreadable-price", what, line=block[-1][1])


def _of_one_way(entries: Iterable[_Entry], extra: dict[str, str], found: Collector) -> Iterator[_Entry]:
    """The entries without amounts whose comma would stand for thousands, where it stands for decimals in others."""
    listed = list(entries)
    meant = [comma(entry.amount) for entry in listed]
    for entry, kind in zip(listed, meant, strict=True):
        if kind == "thousands" and "decimals" in meant:
            _leave(entry, "unreadable-price", f"expected decimals, got {shown(entry.amount)}", extra, found)
        else:
            yield entry


def _leave(entry: _Entry, code: str, what: str, extra: dict[str, str], found: Collector) -> None:
    """Keep an entry that is no price as it is printed, and say so."""
    extra[free_name(entry.label or BLOCK, extra)] = entry.text
    found.add(code, entry.line, f"{entry.label or BLOCK}: {what}")


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
    """Entries in runs: token rates under one heading, tiers under the line that names their range.

    A heading that is a parameter (`Duration: 6s`) is part of what its tiers depend on. A token rate goes to the
    others under its heading whatever stands between.
    """
    groups: list[_Group] = []
    for entry in entries:
        own, shared = _parameters(entry.label), _parameters(entry.group)
        joins = _is_component(entry.label) or own is not None
        heading = "" if shared else entry.group
        rates = [group for group in groups if group.label == heading and _is_component(group.entries[0].label)]
        if _is_component(entry.label) and rates:
            rates[-1].entries.append(entry)
        elif groups and joins and groups[-1].label in (heading, groups[-1].entries[0].label):
            groups[-1].entries.append(entry)
        else:
            groups.append(_Group(heading if joins else entry.label, [entry]))
        head = groups[-1].entries[0]
        if own and shared and (head.group != entry.group or _parameters(head.label) is not None):
            entry.when = {**shared, **own}
        else:
            entry.when = own or {}
    return groups


def _told_apart(priced: list[tuple[str, list[PriceReading]]]) -> Iterator[PriceReading]:
    """All prices. With one label it says nothing; with several they tell what is done: generate, extend."""
    several = len({label for label, prices in priced if prices}) > 1
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
            if entry.unit:
                unit = None  # what follows inherits no unit from above one that can't be read
                unit = read_unit(entry.unit)
            quote = read_price(entry.amount)
        except NotationError as error:
            _leave(entry, error.code, str(error), extra, found)
            continue
        if quote.highest is not None and header is None and not tiers:
            header = entry, quote
            continue
        if quote.highest is not None:
            _leave(entry, "price-range", f"expected one amount, got {shown(entry.amount)}", extra, found)
            continue
        component = COMPONENTS.get(entry.label.casefold(), "usage")
        # Rates inherit from rates alone: `Cache read $0.06` is for tokens, even below storage by the hour.
        strange = itemised and component == "usage" and not (entry.when and entry.unit)
        foreign = component != "usage" and not entry.unit and unit is not None and unit.unit != "token"
        if unit is None or foreign or (strange and unit.unit == "token"):
            wanted = "a known label" if strange else "a unit"
            _leave(entry, "loose-price", f"expected {wanted} with {shown(entry.text)}, got none", extra, found)
            continue
        price = PriceReading("rates", component, quote.amount, quote.currency, unit, entry.text, entry.line)
        tiers.append(replace(price, when=entry.when))
    if header is not None:
        _check_range(*header, tiers, extra, found)
    yield from tiers


def _check_range(
    entry: _Entry, quote: Quote, tiers: list[PriceReading], extra: dict[str, str], found: Collector
) -> None:
    if not tiers:
        _leave(entry, "price-range", f"expected tiers for {shown(entry.amount)}, found none", extra, found)
        return
    amounts = sorted((tier.amount for tier in tiers), key=Decimal)
    if [Decimal(amounts[0]), Decimal(amounts[-1])] != [Decimal(quote.amount), Decimal(quote.highest or quote.amount)]:
        found.add(
            "price-mismatch",
            entry.line,
            f"{entry.label or BLOCK}: the range says {shown(entry.amount)}, "
            f"its tiers go from {amounts[0]} to {amounts[-1]}",
        )


def _is_bound(match: re.Match[str] | None, label: str) -> bool:
    """Whether a label says that its amount is a bound: `from`, `Text to image from`."""
    return match is not None and _BOUND.fullmatch(label) is not None


def _is_bare(text: str, label: str) -> bool:
    """Whether a rate has no sign of its currency: `Output 1.10 / 1M tokens`, or `30 credits` below its label."""
    match = _BARE.fullmatch(text)
    return match is not None and not _is_component(text) and _is_component((match["label"] or label).strip())


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
