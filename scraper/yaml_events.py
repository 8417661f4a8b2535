"""The strict way to read YAML, by PyYAML's events: the one module that knows PyYAML.

Events are checked before anything is built (depth, anchors, tags, duplicate keys, number of documents), and every
scalar stays text: `2.10`, `no` and `1:20` mean themselves.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from scraper.errors import StoreError

MAX_YAML = 16 * 1024 * 1024  # characters; a family of 300 variants is under 1 MiB
MAX_DEPTH = 16  # our deepest file has 8 levels

_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Node:
    """A value with the 1-based line it stands on, counted from the first line of the text."""

    value: "str | list[Node] | dict[str, Node]"
    line: int


def read_node(text: str, *, name: str) -> Node:
    """The same as `read_yaml`, with lines. Raises StoreError with the line of what isn't allowed."""
    if len(text) > MAX_YAML:
        raise StoreError(f"{name}:1: {len(text)} characters of YAML, expected at most {MAX_YAML}; look at the file")
    root: Node | None = None
    stack: list[tuple[Node, str | None]] = []  # the open collections, each with the key that waits for its value
    try:
        for event in yaml.parse(text, Loader=_Parser):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, (yaml.AliasEvent, yaml.DocumentStartEvent)):
                if isinstance(event, yaml.AliasEvent) or root is not None:
                    raise _refused(name, line, "an alias or a second document")
                continue
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                raise _refused(name, line, "an anchor or a tag")
            node = Node(_empty(event), line)
            if root is None:
                root = node
            else:
                stack[-1] = _attach(node, *stack[-1], name=name)
            if not isinstance(event, yaml.ScalarEvent):
                stack.append((node, None))
                if len(stack) > MAX_DEPTH:
                    raise _refused(name, line, f"more than {MAX_DEPTH} levels")
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise StoreError(
            f"{name}:{mark.line + 1 if mark else 1}: not YAML: {problem}; correct the line or restore the file"
        ) from error
    return root or Node({}, 1)


def _refused(name: str, line: int, what: str) -> StoreError:
    return StoreError(f"{name}:{line}: {what}, expected plain mappings, lists and text; write it out")


def _empty(event: Any) -> str | list[Node] | dict[str, Node]:
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def _attach(node: Node, parent: Node, key: str | None, *, name: str) -> tuple[Node, str | None]:
    if isinstance(parent.value, list):
        parent.value.append(node)
        return parent, None
    assert isinstance(parent.value, dict)
    if key is not None:
        parent.value[key] = node
        return parent, None
    if not isinstance(node.value, str):
        raise _refused(name, node.line, "a key that isn't text")
    if node.value in parent.value:
        raise StoreError(f"{name}:{node.line}: key {node.value!r} stands twice; keep one")
    return parent, node.value


def plain(node: Node) -> Any:
    """The same without lines: dicts, lists and strings."""
    # Recursion is bounded by MAX_DEPTH.
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value
