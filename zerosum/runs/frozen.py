"""Frozen values as JSON and back: a dataclass as an object of its fields, and what comes back is what went in, to the type.

A field's type says what stands in it. Only where it may be one of several (a message's values, a field of stamdata) does a day or
a phrase say itself which it is.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from zerosum.errors import Phrase

DAY, PHRASE = "day", "phrase"
"""What a value of one of several types is called, where it is no text, number or list."""


def thawed(value: Any) -> Any:
    """A frozen value -> plain values that JSON has."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        kinds = _kinds(type(value))
        return {one.name: _as(kinds[one.name], getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): thawed(one) for name, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, tuple) else value


def frozen(kind: Any, value: Any) -> Any:
    """Plain values -> a value of the kind; a field that has a default may be missing. ValueError where they are not what the kind has."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        told = [one for one in inner if one is not type(None)]
        if value is None and len(told) < len(inner):
            return None
        return frozen(told[0], value) if len(told) == 1 else _several(value)
    if origin is tuple:
        values = _of(list, value)
        if inner[-1] is Ellipsis:
            return tuple(frozen(inner[0], one) for one in values)
        return tuple(frozen(one_kind, one) for one_kind, one in zip(inner, values, strict=True))
    if origin is Mapping:
        return {name: frozen(inner[1], one) for name, one in _of(dict, value).items()}
    if is_dataclass(kind):
        told, kinds = _of(dict, value), _kinds(kind)  # type: ignore[arg-type]
        needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
        if not needed <= set(told) <= {one.name for one in fields(kind)}:  # an older program knew fewer
            raise ValueError(f"the fields are not those of {kind}")
        return kind(**{name: frozen(kinds[name], one) for name, one in told.items()})  # type: ignore[operator]
    if kind in (date, datetime):
        return kind.fromisoformat(_of(str, value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _of(kind, value)


def _as(kind: Any, value: Any) -> Any:
    """A field's value as plain values: told by itself what it is, where its kind does not say."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType) and len([one for one in inner if one is not type(None)]) > 1:
        return _told(value)
    if origin is Mapping:
        return {name: _as(inner[1], one) for name, one in value.items()}
    if origin is tuple and inner[-1] is not Ellipsis:
        return [_as(one_kind, one) for one_kind, one in zip(inner, value, strict=True)]
    if origin is tuple:
        return [_as(inner[0], one) for one in value]
    return thawed(value)


def _told(value: Any) -> Any:
    if isinstance(value, Phrase):
        return {PHRASE: [value.key, {name: _told(one) for name, one in value.values.items()}]}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return [_told(one) for one in value] if isinstance(value, tuple) else value


def _several(value: Any) -> Any:
    """The inverse of `_told`."""
    if isinstance(value, dict) and set(value) == {PHRASE}:
        key, values = value[PHRASE]
        return Phrase(_of(str, key), {name: _several(one) for name, one in _of(dict, values).items()})
    if isinstance(value, dict) and set(value) == {DAY}:
        return date.fromisoformat(_of(str, value[DAY]))
    if isinstance(value, list):
        return tuple(_several(one) for one in value)
    if value is None or isinstance(value, str | int):
        return value
    raise ValueError(f"a {type(value).__name__} where a text or a number is expected")


def _of(kind: Any, value: Any) -> Any:
    if type(value) is not kind:  # a bool is no number
        raise ValueError(f"a {type(value).__name__} where a {kind} is expected")
    return value


@cache
def _kinds(of: type) -> dict[str, Any]:
    return get_type_hints(of)
