"""Results: datasets, the report, files and pictures."""

from __future__ import annotations

import html
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np

from . import _core, _plot

if TYPE_CHECKING:
    import xarray

Path = Union[str, "os.PathLike[str]"]


class Report(List[Dict[str, Any]]):
    """The verification: one dict per comparison and time, as rows for ``pandas.DataFrame(report)``.

    Attributes
    ----------
    verdict : {"pass", "fail", "not verified"}
        Of all rows that have a bound.
    passed : bool
        No row fails.
    invariants : dict
        Worst values over all snapshots: mass_error, minimum, limited_mass, score_cells, outside_mass.
    error_bars : list of dict
        Estimated L1 error of each solution.
    """

    def __init__(self, rows: Sequence[Dict[str, Any]], core: _core.Result,
                 picture: Callable[[], Optional[str]]) -> None:
        super().__init__(rows)
        self._picture = picture
        self.verdict: str = core.verdict
        self.passed: bool = core.passed
        self.invariants: Dict[str, Any] = core.invariants
        self.error_bars: List[Dict[str, Any]] = core.error_bars

    def __repr__(self) -> str:
        return f"<fokker.Report: {self.verdict}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        columns = [key for key in ("comparison", "time", "passed", "tv", "kl", "bound_tv", "tv_upper", "bound_tv_upper")
                   if any(row.get(key) is not None for row in self)]
        head = "".join(f"<th>{name}</th>" for name in columns)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(_cell(row.get(name)))}</td>" for name in columns) + "</tr>"
                       for row in self)
        picture = self._picture()
        image = f'<img alt="densities" src="data:image/png;base64,{picture}">' if picture else ""
        return f"<p><b>{html.escape(self.verdict)}</b></p><table><tr>{head}</tr>{body}</table>{image}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


class Result:
    """What a run computed, from :meth:`Problem.run` or :func:`open`."""

    def __init__(self, core: _core.Result) -> None:
        self._core = core

    @property
    def title(self) -> str:
        """The title of the problem."""
        return self._core.title

    @property
    def notes(self) -> List[str]:
        """Notes about this run."""
        return self._core.notes

    @property
    def axes(self) -> List[str]:
        """Names of the axes."""
        return self._core.axes

    @property
    def passed(self) -> bool:
        """Whether no check fails."""
        return self._core.passed

    @property
    def statistics(self) -> Dict[str, Dict[str, Any]]:
        """Facts about each solve by its group: steps, rejected, limited_mass, ..."""
        return self._core.statistics

    @property
    def problem_text(self) -> str:
        """The problem as TOML; empty where it has Python functions."""
        return self._core.problem_text

    @cached_property
    def _variables(self) -> List[Dict[str, Any]]:
        return self._core.variables()

    @cached_property
    def dataset(self) -> "xarray.Dataset":
        """Everything that OUT.h5 holds, under its names: "forward/density" (time, x, ...), "reverse/NAME/mean", ...

        Coordinates are those of OUT.h5 with their long names and units. Arrays own the library's memory: nothing is
        copied into them.
        """
        import xarray

        variables = self._variables
        scales = {(one["group"], one["name"]): one["path"] for one in variables if one["coordinate"]}
        data: Dict[str, Any] = {}
        coords: Dict[str, Any] = {}
        for one in variables:
            dims = [scales.get((one["group"], name), name) for name in one["dims"]]
            attrs = {key: one[key] for key in ("long_name", "units") if one[key]}
            name = f"{one['group']}/{one['name']}" if one["group"] else one["name"]
            if one["coordinate"]:
                coords.setdefault(one["path"], (dims, one["values"], attrs))
            elif name.endswith("_position") and not one["group"]:
                coords[name] = (dims, one["values"], attrs)
            else:
                data[name] = (dims, one["values"], attrs)
        attrs = {"title": self.title, "verdict": self._core.verdict, "problem": self.problem_text,
                 "notes": "\n".join(self.notes)}
        for group, facts in self.statistics.items():
            attrs.update({f"{group}/{name}": value for name, value in facts.items()})
        return xarray.Dataset(data, coords, attrs)

    def __getitem__(self, name: str) -> "xarray.DataArray":
        """A variable of the dataset: ``result["forward/density"]``."""
        return self.dataset[name]

    @cached_property
    def report(self) -> Report:
        """The verification as rows."""
        columns: Dict[str, np.ndarray[Any, Any]] = {
            one["name"]: one["values"] for one in self._variables
            if one["group"] == "verification" and not one["coordinate"]}
        count = len(columns["time"]) if columns else 0
        return Report([self._row(columns, i) for i in range(count)], self._core,
                      lambda: _plot.png(self.dataset, self.axes))

    def _row(self, columns: Dict[str, "np.ndarray[Any, Any]"], i: int) -> Dict[str, Any]:
        row: Dict[str, Any] = {}
        for name, values in columns.items():
            entry = values[i]
            if name == "passed":
                row[name] = None if entry < 0 else bool(entry)
            elif values.ndim == 1:
                row[name] = _scalar(entry)
            else:
                for where in np.ndindex(entry.shape):
                    row["_".join([name] + [self.axes[k] for k in where])] = _scalar(entry[where])
        return row

    def write(self, path: Path, *, force: bool = False) -> None:
        """Writes OUT.h5 and, beside it, OUT.xdmf for ParaView, as the command does.

        Parameters
        ----------
        path : path
            The file.
        force : bool
            Replace a file that fokker did not write.
        """
        self._core.write(os.fspath(path), force)

    def write_html(self, path: Path, *, source: str = "") -> None:
        """Writes the report of the command as one HTML page. Needs Debian's package libjs-chart.js."""
        self._core.write_html(os.fspath(path), source or self.title)

    def plot(self, variable: Optional[str] = None, *, times: Optional[Sequence[float]] = None, **options: Any) -> Any:
        """Draws densities with matplotlib.

        Parameters
        ----------
        variable : string
            Name in the dataset; by default the forward density, on one axis with the exact one and the reversals.
        times : sequence of floats
            The nearest snapshots are shown; by default four of them.
        options
            Go to xarray's plot.

        Returns
        -------
        matplotlib.figure.Figure
        """
        return _plot.plot(self.dataset, self.axes, variable, times, options)

    def animate(self, variable: str = "forward/density", *, interval: float = 100, **options: Any) -> Any:
        """A matplotlib animation of a density over its snapshots.

        Parameters
        ----------
        variable : string
            Name in the dataset.
        interval : float
            Milliseconds per snapshot.

        Returns
        -------
        matplotlib.animation.FuncAnimation
            In Jupyter: ``HTML(animation.to_jshtml())``; in a file: ``animation.save("out.gif")``.
        """
        return _plot.animate(self.dataset, self.axes, variable, interval, options)

    def __repr__(self) -> str:
        return f"<fokker.Result {self.title!r}: {self._core.verdict}, {', '.join(self.statistics)}>"

    def _repr_html_(self) -> str:
        return f"<h3>{html.escape(self.title)}</h3>{self.report._repr_html_()}"


def _scalar(value: Any) -> Any:
    entry = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(entry, float) and np.isnan(entry) else entry


def open(path: Path, *, trust: bool = False) -> Result:
    """Reads a result that fokker wrote.

    Parameters
    ----------
    path : path
        OUT.h5.
    trust : bool
        Also read a file that does not end with fokker's checksum. HDF5 may crash on files that were made to harm it:
        only where you know where the file comes from.
    """
    return Result(_core.open_result(os.fspath(path), trust))


__all__: Tuple[str, ...] = ("Report", "Result", "open")
