"""Problem files: nested dicts as TOML text that reads back to the same values."""

from __future__ import annotations

import json
import math
from typing import Any, List, Mapping

import numpy as np

_ORDER = ["schema", "title", "frame", "parameters", "process", "initial", "time", "axis", "target", "forward",
          "bridge", "reverse", "particles", "verify", "exact"]


def plain(value: Any) -> Any:
    """numpy numbers and arrays, tuples and paths as the types that TOML has."""
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, (list, tuple, range)):
        return [plain(entry) for entry in value]
    if hasattr(value, "__fspath__"):
        return str(value)
    raise TypeError(f"{value!r} is of type {type(value).__name__}; must be a number, text, list, array or dict")


def literal(value: Any) -> str:
    """A TOML literal on one line."""
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return repr(value)
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {literal(entry)}" for key, entry in value.items()) + " }"
    return "[" + ", ".join(literal(entry) for entry in value) + "]"


def _key(key: str) -> str:
    bare = key and all(c.isascii() and (c.isalnum() or c in "_-") for c in key)
    return key if bare else json.dumps(key, ensure_ascii=False)


def document(tables: Mapping[str, Any]) -> str:
    """The text of a problem file."""
    names = [name for name in _ORDER if name in tables] + [name for name in tables if name not in _ORDER]
    top: List[str] = []
    rest: List[str] = []
    for name in names:
        value = tables[name]
        if isinstance(value, dict):
            rest += ["", f"[{name}]"] + [f"{_key(key)} = {literal(entry)}" for key, entry in value.items()]
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            for entry in value:
                rest += ["", f"[[{name}]]"] + [f"{_key(key)} = {literal(item)}" for key, item in entry.items()]
        else:
            top.append(f"{_key(name)} = {literal(value)}")
    return "\n".join(top + rest) + "\n"
