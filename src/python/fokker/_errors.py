"""Errors of the library as Python exceptions."""

from __future__ import annotations

import re
from typing import Dict, List, Optional

SOURCE = "fokker.Problem"
"""Stands for the file in messages about a problem that was stated in Python."""


class Error(Exception):
    """An error of the library.

    Attributes
    ----------
    diagnostics : list of dict
        One entry per fault, with the texts ``place``, ``key``, ``found``, ``legal`` and ``advice``;
        an empty text means none.
    exit_code : int
        Exit code of the command ``fokker`` for such a fault.
    """

    exit_code: int = 70

    def __init__(self, message: str, diagnostics: Optional[List[Dict[str, str]]] = None) -> None:
        super().__init__(message)
        self.diagnostics: List[Dict[str, str]] = diagnostics or []

    def __reduce__(self) -> "tuple[type[Error], tuple[str, List[Dict[str, str]]]]":
        return type(self), (str(self), self.diagnostics)


class UsageError(Error, ValueError):
    """An argument is not legal."""

    exit_code = 2


class ProblemError(Error, ValueError):
    """The problem cannot be solved as it is stated."""

    exit_code = 3


class NumericalError(Error, ArithmeticError):
    """A computation failed: a value is not finite, or a step became too small."""

    exit_code = 4


class FileError(Error, OSError):
    """A file cannot be read or written."""

    exit_code = 5


class ResourceError(Error):
    """Memory or disk space is short."""

    exit_code = 6


class DataError(Error, ValueError):
    """The content of a data file is not legal."""

    exit_code = 7


class CheckpointError(Error):
    """A run cannot be resumed from its checkpoints."""

    exit_code = 8


class InternalError(Error):
    """A fault of the library itself."""

    exit_code = 70


_CLASSES = {
    kind.exit_code: kind
    for kind in (
        UsageError,
        ProblemError,
        NumericalError,
        FileError,
        ResourceError,
        DataError,
        CheckpointError,
        InternalError,
    )
}

_TIME = {
    "start": "time[0]",
    "end": "time[1]",
    "initial": "initial_time",
    "spacing": "snapshot_spacing",
}
_AXIS = {"min": "lower", "max": "upper"}


def argument(key: str) -> str:
    """The Python argument that a key of the problem file stands for."""
    parts = key.split(".")
    table, rest = parts[0], parts[1:]
    if table == "time" and len(rest) == 1:
        return _TIME.get(rest[0], rest[0])
    if table == "axis" and len(rest) == 2:
        return f'axis("{rest[0]}").{_AXIS.get(rest[1], rest[1])}'
    if table == "axis" and len(rest) == 1:
        return f'axis("{rest[0]}")'
    if table == "reverse" and rest:
        return ".".join([f'reverse("{rest[0]}")'] + rest[1:])
    if table == "particles" and rest:
        return "particles()." + ".".join(rest)
    return key


def _text(diagnostic: Dict[str, str]) -> str:
    text = f"{diagnostic['place']}: " if diagnostic["place"] else ""
    if diagnostic["key"]:
        text += f"{diagnostic['key']}: "
    text += diagnostic["found"]
    if diagnostic["legal"]:
        text += f"; legal: {diagnostic['legal']}"
    if diagnostic["advice"]:
        text += f"; try: {diagnostic['advice']}"
    return text


def _in_python(diagnostic: Dict[str, str]) -> Dict[str, str]:
    one = dict(diagnostic)
    if one["place"].startswith(SOURCE):
        one["place"] = ""
        one["key"] = argument(one["key"])
    if one["place"].startswith("--set"):
        one["place"] = "overrides"
    one["found"] = re.sub(r"^--set #\d+ ", "overrides: ", one["found"])
    one["advice"] = re.sub(r"ReadOptions::trust where its origin is known, or a guard",
                           "trust=True where its origin is known", one["advice"])
    return one


def from_core(code: int, diagnostics: List[Dict[str, str]]) -> Error:
    """The exception for a fault of the library."""
    known = [_in_python(one) for one in diagnostics]
    return _CLASSES.get(code, Error)("\n".join(_text(one) for one in known), known)


def without_place(note: str) -> str:
    """A note about a problem that was stated in Python, whose text the user has not seen."""
    return re.sub(re.escape(SOURCE) + r":\d+:\d+: ", "", note)
