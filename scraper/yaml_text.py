"""YAML that no other reader can misread: the writing half of `store`.

PyYAML's own dump is not used: it writes `1e3` and `0o17` bare, loses U+0085, and is four times
slower. Text stands bare only where every YAML 1.1 and 1.2 reader takes it as this text.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

# Text that every YAML 1.1 and 1.2 reader takes as this text when it stands bare. Digits may not begin it:
# dates, numbers, `1e3`, `0o17` and `12:30` would; nor may it hold `: `, ` #` or a final space.
_BARE = re.compile(r"[A-Za-z/][A-Za-z0-9_./%+-]*(?:(?: |:(?=[^ ]))[A-Za-z0-9_./%+-]+)*")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "none"})
# What JSON leaves alone but some YAML readers fold, drop or refuse.
_FRAGILE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_FLOW = frozenset({"per", "when", "extra"})
LONGEST_KEY = 500  # YAML allows 1024 bytes before the colon; a longer key is announced with a question mark


def write_yaml(value: Mapping[str, Any]) -> str:
    """Block YAML for dicts, lists, strings, whole numbers and booleans; keys whose value is None are left out."""
    lines: list[str] = []
    _write_mapping(value, "", lines)
    return "\n".join(lines) + "\n" if lines else "{}\n"


def _write_mapping(value: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    for key, child in value.items():
        if child is None:
            continue
        name = _scalar(key)
        if len(name) > LONGEST_KEY:
            lines.append(f"{indent}? {name}")
            name = ""
        head = f"{indent}{name}:"
        if isinstance(child, Mapping) and child and not _fits_in_a_line(key, child):
            lines.append(head)
            _write_mapping(child, indent + "  ", lines)
        elif isinstance(child, (list, tuple)) and child and not _is_short_list(child):
            lines.append(head)
            _write_list(child, indent, lines)
        else:
            lines.append(f"{head} {_flow(child)}")


def _write_list(value: list[Any] | tuple[Any, ...], indent: str, lines: list[str]) -> None:
    for child in value:
        if isinstance(child, Mapping) and any(part is not None for part in child.values()):
            start = len(lines)
            _write_mapping(child, indent + "  ", lines)
            lines[start] = f"{indent}- {lines[start].removeprefix(indent + '  ')}"
        else:
            lines.append(f"{indent}- {_flow(child)}")


def _fits_in_a_line(key: str, value: Mapping[str, Any]) -> bool:
    return key in _FLOW and sum(len(str(name)) + len(str(part)) for name, part in value.items()) < 100


def _is_short_list(value: list[Any] | tuple[Any, ...]) -> bool:
    return all(isinstance(part, str) for part in value) and sum(map(len, value)) < 60


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{_scalar(k, flow=True)}: {_inner(v)}" for k, v in value.items() if v is not None)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_inner, value)) + "]"
    return _scalar(value)


def _inner(value: Any) -> str:
    return _scalar(value, flow=True) if isinstance(value, str) else _flow(value)


def _scalar(value: Any, *, flow: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(f"YAML holds text, whole numbers and booleans, not {type(value).__name__}")
    # Inside braces and brackets some readers take any colon for the end of a key.
    bare = len(value) < 120 and _BARE.fullmatch(value) and value.lower() not in _NOT_TEXT
    if bare and not (flow and ":" in value):
        return value
    if value.isascii() and value.isprintable() and "'" not in value and "\\" not in value and len(value) < 40:
        return f"'{value}'"
    return _FRAGILE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
