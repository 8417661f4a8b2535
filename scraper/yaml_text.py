"""YAML that no other reader can misread: the writing half of `store`.

PyYAML's own dump is not used: it writes `1e3` and `0o17` bare, loses U+0085, and is four times
slower. Text stands bare only where every YAML 1.1 and 1.2 reader takes it as this text.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

# Text that every YAML 1.1 and 1.2 reader takes as this text when it stands bare. Digits may not begin it:
# dates, numbers, `1e3`, `0o17` and `12:30` would; nor may it hold `: `, ` #` or a final space.
_BARE = re.compile(r"[A-Za-z/][A-Za-z0-9_./%+-]*(?:(?: |:(?=[^ ]))[A-Za-z0-9_./%+-]+)*")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "none"})
# What JSON leaves alone but some YAML readers fold, drop or refuse.
_FRAGILE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_FLOW = frozenset({"per", "when", "extra"})
_JSON = json.JSONEncoder(ensure_ascii=False)
LONGEST_WORD = 40  # what is longer is a sentence
LONGEST_KEY = 500  # YAML allows 1024 bytes before the colon; a longer key is announced with a question mark


def write_yaml(value: Mapping[str, Any]) -> str:
    """Block YAML for dicts, lists, strings, whole numbers and booleans; keys whose value is None are left out."""
    lines: list[str] = []
    _write_mapping(value, "", lines)
    return "\n".join(lines) + "\n" if lines else "{}\n"


def write_list(key: str, values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The same text for `{key: list of values}`, an entry at a time. Nothing for an empty list."""
    lines = [f"{_scalar(key)}:"]
    for value in values:
        _write_list([value], "", lines)
        yield "\n".join(lines) + "\n"
        lines = []


def _write_mapping(value: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    for key, child in value.items():
        if child is None:
            continue
        name = _scalar(key)
        if len(name) > LONGEST_KEY:
            lines.append(f"{indent}? {name}")
            name = ""
        if isinstance(child, dict) and child and not _fits_in_a_line(key, child):
            lines.append(f"{indent}{name}:")
            _write_mapping(child, indent + "  ", lines)
        elif isinstance(child, (list, tuple)) and child and not _is_short_list(child):
            lines.append(f"{indent}{name}:")
            _write_list(child, indent, lines)
        else:
            lines.append(f"{indent}{name}: {_flow(child)}")


def _write_list(value: list[Any] | tuple[Any, ...], indent: str, lines: list[str]) -> None:
    for child in value:
        if isinstance(child, dict) and any(part is not None for part in child.values()):
            start = len(lines)
            _write_mapping(child, indent + "  ", lines)
            lines[start] = f"{indent}- {lines[start].removeprefix(indent + '  ')}"
        else:
            lines.append(f"{indent}- {_flow(child)}")


def _fits_in_a_line(key: str, value: Mapping[str, Any]) -> bool:
    return key in _FLOW and sum(len(str(name)) + len(str(part)) for name, part in value.items()) < 100


def _is_short_list(value: list[Any] | tuple[Any, ...]) -> bool:
    return all(isinstance(part, str) for part in value) and sum(map(len, value)) < 60


def _flow(value: Any, *, inside: bool = False) -> str:
    """A value on its key's own line; `inside` says whether it stands in braces or brackets."""
    if isinstance(value, dict):
        pairs = (f"{_scalar(k, flow=True)}: {_flow(v, inside=True)}" for k, v in value.items() if v is not None)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(part, inside=True) for part in value) + "]"
    return _scalar(value, flow=inside)


def _scalar(value: Any, *, flow: bool = False) -> str:
    if isinstance(value, str):
        return _short(value, flow) if len(value) < LONGEST_WORD else _text(value, flow)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"YAML holds text, whole numbers and booleans, not {type(value).__name__}")


@lru_cache(maxsize=4096)  # keys, amounts and units come again and again
def _short(value: str, flow: bool) -> str:  # noqa: FBT001
    return _text(value, flow)


def _text(value: str, flow: bool) -> str:  # noqa: FBT001
    # Inside braces and brackets some readers take any colon for the end of a key.
    bare = len(value) < 120 and _BARE.fullmatch(value) and value.lower() not in _NOT_TEXT
    if bare and not (flow and ":" in value):
        return value
    if len(value) < LONGEST_WORD and value.isascii() and value.isprintable() and "'" not in value and "\\" not in value:
        return f"'{value}'"
    return _FRAGILE.sub(lambda match: f"\\u{ord(match[0]):04x}", _JSON.encode(value))
