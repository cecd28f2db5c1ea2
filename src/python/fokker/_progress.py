"""Progress of a run."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import Any, Callable, Iterator, NamedTuple, Optional, Union

Raw = Callable[[str, float, float, int, Optional[float], Optional[float]], Any]


class Progress(NamedTuple):
    """How far a run has come.

    Attributes
    ----------
    stage : string
        "forward", "reverse/NAME", "particles/forward", ...
    fraction : float
        Of this stage, from 0 to 1.
    time : float
        Process time.
    step : int
        Steps taken.
    mass, minimum : float, optional
        Mass on the grid and smallest cell average now.
    """

    stage: str
    fraction: float
    time: float
    step: int
    mass: Optional[float]
    minimum: Optional[float]


class _Bar:
    """A bar per stage: tqdm where it is installed, else a line of text."""

    def __init__(self) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            tqdm = None
        self._make: Any = tqdm
        self._bar: Any = None
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        if self._make is None:
            print(f"\r{progress.stage}: {100 * progress.fraction:3.0f} %", end="", file=sys.stderr, flush=True)
            return
        if progress.stage != self._stage:
            self.close()
            self._stage = progress.stage
            form = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}<{remaining}{postfix}"
            self._bar = self._make(total=1.0, desc=progress.stage, bar_format=form)
        self._bar.set_postfix_str(f"t = {progress.time:.4g}", refresh=False)
        self._bar.update(max(0.0, progress.fraction - self._bar.n))

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        elif self._make is None:
            print(file=sys.stderr)


@contextmanager
def reporter(wanted: Union[bool, Callable[[Progress], Any]]) -> Iterator[Optional[Raw]]:
    """What the library calls, or None."""
    if callable(wanted):
        function = wanted
        yield lambda *how: function(Progress(*how))
    elif wanted:
        bar = _Bar()
        try:
            yield lambda *how: bar(Progress(*how))
        finally:
            bar.close()
    else:
        yield None
