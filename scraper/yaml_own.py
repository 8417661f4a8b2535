"""The quick way to read YAML that `yaml_text` wrote: the reading half of its narrow form.

PyYAML's events take 7 ms for a page's words, most of what building that page costs; this takes a tenth.
It is not a YAML parser. It knows the lines that `yaml_text` writes and nothing else, and gives up on the
first one that differs in anything; `store` then reads the text with PyYAML, which decides and reports.
So a file edited by hand is read as strictly as before, and what both can read is read alike.
"""

import json
import re
from typing import Any

_TEXT = r'"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-f]{4})*"'  # as JSON, which YAML reads alike but for the exceptions below
_QUOTED = r"'[^'\\]*'"
_WORD = r"[A-Za-z0-9_./%+-]+"
_BARE = rf"(?:[A-Za-z/][A-Za-z0-9_./%+-]*(?:(?: |:(?=[^ ])){_WORD})*|[0-9]+)"
_FLOW_BARE = rf"(?:[A-Za-z/][A-Za-z0-9_./%+-]*(?: {_WORD})*|[0-9]+)"

# A value: text as JSON, text in single quotes, a bare word, or something in brackets or braces.
_VALUE = rf"(?:({_TEXT})|'([^'\\]*)'|({_BARE})|([\[{{].*))"
# `key: value`, `key:` before something indented; and a value alone, as lists hold it.
_ENTRY = re.compile(rf"(?:({_BARE})|({_TEXT}|{_QUOTED})):(?: {_VALUE})?")
_ALONE = re.compile(_VALUE)
_TOKEN = re.compile(rf"({_TEXT}|{_QUOTED}|{_FLOW_BARE})|(, |: |[\[\]{{}}])")

# Outside of it stand line breaks that only YAML knows, characters it refuses, and tabs; and half of an
# escaped pair of surrogates, which JSON joins and PyYAML doesn't.
_PLAIN = re.compile("[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_SURROGATE = "\\ud"
_LONGEST_KEY = 500
_MAX_DEPTH = 12


class _Other(Exception):
    """The text is not in our form; whether it is YAML is for others to say."""


def read_own(text: str) -> dict[str, Any] | None:
    """Dicts, lists and strings of a text that `write_yaml` wrote; None where it holds anything else.

    Every scalar stays text, as everywhere in `store`.
    """
    if text == "{}\n":
        return {}
    if not text.endswith("\n") or not _PLAIN.fullmatch(text) or _SURROGATE in text:
        return None
    lines = text.split("\n")
    lines[-1] = "\0"  # stands in no line, so that every block ends at it
    try:
        value, end = _mapping(lines, 0, "", 0)
    except _Other:
        return None
    return value if end == len(lines) - 1 else None


def _mapping(lines: list[str], at: int, indent: str, depth: int) -> tuple[dict[str, Any], int]:
    """The mapping that begins in line `at`, and the line after it."""
    if depth > _MAX_DEPTH:
        raise _Other
    found: dict[str, Any] = {}
    width = len(indent)
    item = indent + "- "
    deeper = indent + "  "
    while lines[at].startswith(indent):
        entry = _ENTRY.fullmatch(lines[at], width)
        if entry is None:
            if lines[at].startswith(("- ", "  "), width) or not found:
                raise _Other
            break
        bare, quoted, *value = entry.groups()
        key = bare or _scalar(quoted)
        if key in found or len(bare or quoted) > _LONGEST_KEY:
            raise _Other
        at += 1
        if entry.lastindex != (1 if bare else 2):
            found[key] = _value(*value)
        elif lines[at].startswith(item):
            found[key], at = _list(lines, at, indent, depth + 1)
        elif lines[at].startswith(deeper):
            found[key], at = _mapping(lines, at, deeper, depth + 1)
        else:
            raise _Other
    return found, at


def _list(lines: list[str], at: int, indent: str, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    item, deeper = indent + "- ", indent + "  "
    while lines[at].startswith(item):
        line = lines[at]
        if _ENTRY.fullmatch(line, len(item)):
            # A mapping in a list begins on the dash's own line.
            lines[at] = deeper + line[len(item) :]
            value, at = _mapping(lines, at, deeper, depth + 1)
            found.append(value)
        else:
            alone = _ALONE.fullmatch(line, len(item))
            if alone is None:
                raise _Other
            found.append(_value(*alone.groups()))
            at += 1
    return found, at


def _value(text: str | None, quoted: str | None, bare: str | None, flow: str | None) -> Any:
    """The value of one match of `_VALUE`."""
    if text is not None:
        return _scalar(text)
    if flow is None:
        return quoted if bare is None else bare
    tokens = _tokens(flow)
    value, end = _flow(tokens, 0, 0)
    if end != len(tokens):
        raise _Other
    return value


def _scalar(text: str) -> str:
    if text[0] == '"':
        return str(json.loads(text)) if "\\" in text else text[1:-1]
    return text[1:-1] if text[0] == "'" else text


def _tokens(text: str) -> list[tuple[str, str]]:
    """Scalars and signs of a value in brackets or braces."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _Other
        found.append((token[1] or "", token[2] or ""))
        at = token.end()
    return found


def _flow(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Any, int]:
    """The value that begins at token `at`, and the token after it."""
    if at >= len(tokens) or depth > _MAX_DEPTH:
        raise _Other
    scalar, sign = tokens[at]
    if scalar:
        return _scalar(scalar), at + 1
    if sign == "[":
        return _flow_list(tokens, at + 1, depth + 1)
    if sign == "{":
        return _flow_mapping(tokens, at + 1, depth + 1)
    raise _Other


def _flow_list(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while tokens[at : at + 1] != [("", "]")] or found:
        value, at = _flow(tokens, at, depth)
        found.append(value)
        if tokens[at : at + 1] == [("", "]")]:
            break
        if tokens[at : at + 1] != [("", ", ")]:
            raise _Other
        at += 1
    return found, at + 1


def _flow_mapping(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while tokens[at : at + 1] != [("", "}")] or found:
        key, at = _flow(tokens, at, depth)
        if not isinstance(key, str) or key in found or tokens[at : at + 1] != [("", ": ")]:
            raise _Other
        found[key], at = _flow(tokens, at + 1, depth)
        if tokens[at : at + 1] == [("", "}")]:
            break
        if tokens[at : at + 1] != [("", ", ")]:
            raise _Other
        at += 1
    return found, at + 1
