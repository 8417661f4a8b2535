"""The pieces that JSON Schemas are put together from, each with what it means.

Every one takes the meaning first; it becomes the `description` that readers of the schema see.
"""

from typing import Any

Schema = dict[str, Any]


def text(about: str, **rest: Any) -> Schema:
    """Text. `rest` are further keywords: a pattern, the values there are."""
    return {"type": "string", "description": about, **rest}


def maybe(about: str, **rest: Any) -> Schema:
    """Text, or null where it isn't known."""
    return {"type": ["string", "null"], "description": about, **rest}


def whole(about: str, **rest: Any) -> Schema:
    """A whole number from 0, or from `minimum`."""
    return {"type": "integer", "minimum": 0, "description": about, **rest}


def yes(about: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": about}


def many(items: Schema, about: str) -> Schema:
    """A list."""
    return {"type": "array", "items": items, "description": about}


def texts(about: str) -> Schema:
    """A map of text to text."""
    return {"type": "object", "additionalProperties": {"type": "string"}, "description": about}


def of(name: str) -> Schema:
    """One of the definitions, which says itself what it means."""
    return {"$ref": f"#/$defs/{name}"}


def or_null(name: str, about: str) -> Schema:
    """One of the definitions, or null."""
    return {"anyOf": [of(name), {"type": "null"}], "description": about}


def record(about: str, /, **properties: Schema) -> Schema:
    """An object whose keys are all there; what isn't known is null."""
    return {"type": "object", "description": about, "properties": properties, "required": list(properties)}
