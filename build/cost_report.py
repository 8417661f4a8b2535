"""A cost as JSON and as text, and the whole of `python -m build cost` but its printing.

`cost_command` is what `build/__main__.py` calls: it takes the words of the command line and gives
the text for stdout; everything wrong with them is a UsageError.
"""

import difflib
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, get_args

from build import quantities
from build.cost import Cost, Item, cost, price_text
from build.doubts import Doubts
from build.exact import digits, grouped, money
from build.price_list import KEYS
from scraper.catalog import Basis, Model, Reported, Variant
from scraper.errors import UsageError

BASIS_WORDS: dict[Basis, str] = {"listed": "listed price", "rates": "itemised rates", "schedule": "price schedule"}


def cost_command(
    models: Iterable[Model],
    name: str,
    pairs: Sequence[str],
    *,
    as_json: bool = False,
    findings: Iterable[Reported] = (),
) -> str:
    """The answer to `build cost NAME KEY=AMOUNT...`, without its last line break.

    `name` is `family/slug`, or a model id as the API takes it; `pairs` are `tokens=1.5M`,
    parameters like `output_resolution=2k`, and `basis=listed` to ask for one basis only.
    A note tells each of the `findings` that disputes a price which is used.
    Raises UsageError for an unknown variant (with those that look like it), key or quantity.
    """
    full_name, variant = find_variant(models, name)
    amounts: dict[str, Decimal] = {}
    when: dict[str, str] = {}
    basis: Basis | None = None
    for key, value in split_pairs(pairs):
        if key in KEYS:
            amounts[key] = _amount(key, value)
        elif key == "basis":
            basis = _basis(value)
        else:
            when[key] = value
    answer = cost(variant, full_name, amounts, when, basis)
    disputed = _disputed(answer, full_name.partition("/")[0], Doubts(findings))
    return json.dumps(to_json(answer, disputed), ensure_ascii=False, indent=2) if as_json else to_text(answer, disputed)


def to_json(answer: Cost, disputed: Sequence[str] = ()) -> dict[str, Any]:
    """The contract of `build cost --json`: every number is a string of digits, per is {quantity, unit}."""
    return {
        "variant": answer.variant,
        "basis": answer.basis,
        "currency": answer.currency,
        "total": digits(answer.total),
        "items": [
            {
                "component": item.component,
                "quantity": digits(item.quantity),
                "amount": item.amount,
                "per": {"quantity": str(item.price.per.quantity), "unit": item.price.per.unit},
                "cost": digits(item.cost),
            }
            for item in answer.items
        ],
        "notes": [*map(str, answer.notes), *disputed],
    }


def to_text(answer: Cost, disputed: Sequence[str] = ()) -> str:
    """The cost for people: the total with its basis and interval, the working with its lines, the notes."""
    total = money(answer.total, answer.currency)
    if answer.interval:
        low, high = (money(end, answer.currency) for end in answer.interval)
        total += f"  ({low} – {high})"
    lines = [total, f"{answer.variant}, {BASIS_WORDS[answer.basis]}", ""]
    rows = [_working(item, answer.currency) for item in answer.items]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for component, working, result, source in rows:
        lines.append(f"  {component:<{widths[0]}}  {working:<{widths[1]}} = {result:<{widths[2]}}  {source}".rstrip())
    if answer.notes or disputed:
        lines += ["", *map(str, answer.notes), *disputed]
    return "\n".join(lines)


def _disputed(answer: Cost, family: str, doubts: Doubts) -> list[str]:
    """A sentence for each contradiction of a price that is used; what several lines say alike is told once."""
    places: dict[str, list[str]] = {}
    for finding in dict.fromkeys(finding for item in answer.items for finding in doubts.of(family, item.price)):
        places.setdefault(finding.message, []).append(f"{finding.path}:{finding.line}")
    return [
        f"disputed: {message} ({first}{f' and {len(more)} more' if more else ''})"
        for message, (first, *more) in places.items()
    ]


def find_variant(models: Iterable[Model], name: str) -> tuple[str, Variant]:
    """The variant called `family/slug`, or the only one with that model id, with its full name.

    Raises UsageError that lists what looks like it.
    """
    by_name = {f"{model.model}/{variant.slug}": variant for model in models for variant in model.variants}
    if name in by_name:
        return name, by_name[name]
    named = [(full, variant) for full, variant in by_name.items() if variant.id.lower() == name.lower()]
    if len(named) == 1:
        return named[0]
    close = difflib.get_close_matches(name.lower(), by_name, n=3, cutoff=0.5)
    close = close or [full for full in by_name if name.lower() in full][:3]
    hint = f"did you mean {', '.join(close)}?" if close else f"there are {len(by_name)}; see content/models/"
    raise UsageError(f"no variant {name!a}; {hint}")


def split_pairs(pairs: Sequence[str]) -> list[tuple[str, str]]:
    """KEY=AMOUNT words as pairs. Raises UsageError for a word without `=` and for a key given twice."""
    split: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"{pair!a} is no KEY=AMOUNT, such as tokens=1.5M")
        if key in split:
            raise UsageError(f"{key} is given twice")
        split[key] = value
    return list(split.items())


def _amount(key: str, value: str) -> Decimal:
    try:
        return quantities.parse(value)
    except UsageError as error:
        raise UsageError(f"{key}: {error}") from error


def _basis(value: str) -> Basis:
    for basis in get_args(Basis):
        if value == basis:
            return basis  # type: ignore[no-any-return]  # get_args forgets what it is given
    raise UsageError(f"{value!a} is no basis; give one of {', '.join(get_args(Basis))}")


def _working(item: Item, currency: str) -> tuple[str, str, str, str]:
    """One line of the working: component, multiplication, result, the line the price was read from."""
    unit = item.price.per.unit
    counted = f"{grouped(item.quantity)} {unit}" + ("" if item.quantity == 1 else "s")
    return item.component, f"{counted} × {price_text(item.price)}", money(item.cost, currency), item.price.source
