"""Problems: a process, its initial law, a grid and times."""

from __future__ import annotations

import copy
import html
import os
import tomllib
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import numpy.typing as npt

from . import _core
from ._errors import SOURCE, without_place
from ._laws import Law
from ._processes import Process
from ._progress import Progress, reporter
from ._result import Result
from ._toml import document, literal, plain

Path = Union[str, "os.PathLike[str]"]
Array = npt.NDArray[np.float64]
Score = Union[str, Mapping[str, Any], Callable[[Array, float], Any]]


@dataclass(frozen=True)
class Axis:
    """One coordinate of the grid, made by :func:`axis`. `table` holds the keys of ``[[axis]]``."""

    table: Mapping[str, Any]


def axis(name: str, lower: Optional[float] = None, upper: Optional[float] = None, cells: Optional[int] = None, *,
         boundary: Union[str, Sequence[str], None] = None, spacing: Optional[str] = None,
         centre: Optional[float] = None, width: Optional[float] = None, power: Optional[float] = None,
         edges: Optional[npt.ArrayLike] = None) -> Axis:
    """One coordinate of the grid.

    Parameters
    ----------
    name : string
        Variable of formulas and coordinate of the dataset.
    lower, upper : float
        Ends, length.
    cells : int
        Number of cells, >= 2.
    boundary : {"reflecting", "absorbing", "periodic"}, or one for each end
        What happens to probability at the ends; default "reflecting".
    spacing : {"uniform", "geometric", "sinh", "power"}
        Equal cells in x, in log x, or in u where x = centre + width sinh(u) or x = lower + (upper - lower) u^power.
    centre, width : float
        Of the spacing "sinh", length.
    power : float >= 1
        Of the spacing "power"; default 2: cells are narrow at lower, where noise may vanish.
    edges : (cells + 1) increasing floats
        Instead of lower, upper, cells and spacing, length.
    """
    keys = {"name": name, "min": lower, "max": upper, "cells": cells, "boundary": boundary, "spacing": spacing,
            "centre": centre, "width": width, "power": power,
            "edges": None if edges is None else np.asarray(edges, dtype=float)}
    return Axis(plain({key: value for key, value in keys.items() if value is not None}))


class Problem:
    """A process, its initial law, a grid and times: everything that a run depends on.

    Problems are immutable: :meth:`reverse`, :meth:`particles` and :meth:`override` return new ones. A problem is
    checked when it is run or :meth:`check` is called.

    Parameters
    ----------
    process : Process
        E.g. :func:`vp` or :func:`ito_process`.
    initial : Law
        Law at `initial_time`.
    axes : sequence of Axis
        One to four.
    time : (start, end)
        Times of the grid solve.
    snapshots : int or sequence of floats
        Times that are kept, both ends counted.
    title : string
        A line of text, kept with the result.
    steps : int
        Fixed steps; without it steps are adaptive.
    tolerance : float
        Local L1 error of an adaptive step; default 1e-5.
    initial_time : float
        Time of the initial law, <= start; default 0.
    snapshot_spacing, step_spacing : {"uniform", "geometric"}
        Of the snapshots and of fixed steps.
    events : sequence of floats
        Times at which coefficients change fast.
    max_step : float
        Longest step.
    steady_tolerance : float
        End where the L1 norm of dp/dt has fallen to this, 1/time, at the latest at time[1]; snapshots is a number then.
    parameters : dict
        Names for formulas.
    forward_options : dict
        How the forward equation is solved: flux, stepper, accuracy, max_leak, error_estimate.
    verify : dict
        Bounds, e.g. ``{"reverse_forward": {"tv": 1e-3}}``.
    exact : string
        The density as a formula in the axes and t, where it is known.
    frame : "marginal" or dict
        A moving grid.
    target : dict
        An accuracy for which cells and steps are chosen, e.g. ``{"tv": 1e-3}``.
    folder : path
        Where relative paths of data files start; default the current folder.
    bridge : dict
        The process is the bridge from the initial law to ``bridge["target"]``, a law or its keys; other keys as in
        ``[bridge]``, e.g. ``{"target": gaussian(1, 0.3), "steps": 400}``.
    """

    def __init__(self, process: Process, initial: Law, axes: Sequence[Axis], time: Tuple[float, float],
                 snapshots: Union[int, Sequence[float], npt.NDArray[Any]] = 11, *, title: str = "",
                 steps: Optional[int] = None, tolerance: Optional[float] = None,
                 initial_time: Optional[float] = None, snapshot_spacing: Optional[str] = None,
                 step_spacing: Optional[str] = None, events: Optional[Sequence[float]] = None,
                 max_step: Optional[float] = None, steady_tolerance: Optional[float] = None,
                 parameters: Optional[Mapping[str, Any]] = None,
                 forward_options: Optional[Mapping[str, Any]] = None, verify: Optional[Mapping[str, Any]] = None,
                 exact: Optional[str] = None, frame: Union[str, Mapping[str, Any], None] = None,
                 target: Optional[Mapping[str, Any]] = None, folder: Path = "",
                 bridge: Optional[Mapping[str, Any]] = None) -> None:
        _require(process, Process, "process")
        _require(initial, Law, "initial")
        for one in axes:
            _require(one, Axis, "axes")
        if process.dimension is not None and process.dimension != len(axes):
            raise ValueError(f"axes has {len(axes)} entries; must be {process.dimension}, the dimension of the process")
        start, end = time
        times = {"initial": initial_time, "start": start, "end": end, "snapshots": snapshots,
                 "spacing": snapshot_spacing, "steps": steps, "tolerance": tolerance, "step_spacing": step_spacing,
                 "events": events, "max_step": max_step}
        if steady_tolerance is not None:
            times.update(end="steady", max_end=end, steady_tolerance=steady_tolerance)
        tables: Dict[str, Any] = {"schema": 1, "title": title, "process": dict(process.table),
                                  "initial": _initial_table(initial, axes), "time": plain(times),
                                  "axis": [dict(one.table) for one in axes]}
        more = {"parameters": parameters, "forward": forward_options, "verify": verify, "frame": frame,
                "target": target, "exact": {"density": exact} if exact else None}
        if bridge is not None:
            more["bridge"] = {"process": True, **bridge, "target": _target_table(bridge.get("target"))}
        tables.update(plain({key: value for key, value in more.items() if value is not None}))
        self._tables = tables
        self._process_functions: Mapping[str, Any] = process.functions
        self._initial_values = initial.values
        self._scores: Mapping[str, Any] = {}
        self._alphas: Mapping[str, Any] = {}
        self._parameterizations: Mapping[str, str] = {}
        self._metrics: Mapping[str, Any] = {}
        self._folder = os.path.abspath(folder)
        self._trust = False
        self._stated: Optional[_core.Problem] = None

    def _with(self, **changes: Any) -> "Problem":
        other = copy.copy(self)
        other._stated = None
        for name, value in changes.items():
            setattr(other, "_" + name, value)
        return other

    def __getstate__(self) -> Dict[str, Any]:
        state = dict(self.__dict__)
        state["_stated"] = None  # checked again where it is unpickled
        return state

    @property
    def title(self) -> str:
        """A line of text."""
        return str(self._tables.get("title", ""))

    def reverse(self, name: str = "reverse", *, alpha: Union[float, str, Callable[[float], float], None] = None,
                score: Optional[Score] = None, parameterization: Optional[str] = None,
                start: Union[str, Law, None] = None, flux: Optional[str] = None, stepper: Optional[str] = None,
                accuracy: Optional[str] = None) -> "Problem":
        """The problem with a time-reversed process to solve, in addition to those that it has.

        Parameters
        ----------
        name : string
            Its name in the report and in the dataset: ``reverse/NAME/density``.
        alpha : float, formula in t, or function of t
            Noise of the reversal: 1 as forward (Anderson), 0 the probability flow.
        score : {"forward", "exact"}, {"table": path}, {"network": path}, or function
            grad log p: of the forward solution, of the exact density, from a file, or ``score(x, t)`` with
            x (n, d) float64, read-only, in Fortran order, t the process time; returns (n, d), 1/length.
            Any array that numpy can read is accepted (float32, PyTorch). Calls come one at a time.
            {"answers": path}: at the points that ``fokker points`` wrote.
        parameterization : {"score", "noise", "denoised", "v", "velocity", "energy"}
            What a function or file gives in place of grad log p. As "energy" a function returns (n,): log p but for
            a constant, whose gradient is taken by differences in a thousandth of a cell.
        start : {"forward", "prior"} or Law
            Law at the end of the forward solve, from which the reversal starts.
        flux, stepper, accuracy : string
            As of the forward solve.
        """
        keys: Dict[str, Any] = {"name": name, "alpha": alpha, "flux": flux, "stepper": stepper, "accuracy": accuracy,
                                "start": dict(start.table) if isinstance(start, Law) else start}
        scores = dict(self._scores)
        alphas = dict(self._alphas)
        if callable(alpha):
            alphas[name] = keys.pop("alpha")
        parameterizations = dict(self._parameterizations)
        if callable(score):
            scores[name] = score
            if parameterization is not None:
                parameterizations[name] = parameterization
        elif parameterization is None:
            keys["score"] = score
        elif isinstance(score, Mapping):
            keys["score"] = {**score, "parameterization": parameterization}
        else:
            raise TypeError(f"parameterization with score = {score!r}; must be with a function or a file")
        reversals = list(self._tables.get("reverse", [])) + [plain(keys)]
        return self._with(tables={**self._tables, "reverse": reversals}, scores=scores, alphas=alphas,
                          parameterizations=parameterizations)

    def particles(self, count: Optional[int] = None, *, steps: Optional[int] = None, step: Optional[float] = None,
                  scheme: Optional[str] = None, reverse_scheme: Optional[str] = None,
                  step_spacing: Optional[str] = None, seed: Optional[int] = None,
                  reverse: Optional[Sequence[str]] = None, paths: Optional[int] = None,
                  samples: Optional[bool] = None, step_bias: Optional[bool] = None,
                  samplers: Optional[Sequence[str]] = None) -> "Problem":
        """The problem with Monte Carlo particles beside the grid.

        Parameters
        ----------
        count : int
            Particles of each run; default 1000000.
        steps, step : int, float
            Number of steps (default 1000), or their length.
        scheme, reverse_scheme : string
            How they step, e.g. "heun".
        step_spacing : {"uniform", "geometric", "karras", "log-snr"}
            Steps equal in t, log t, t^(1/7) or log signal-to-noise.
        seed : int
            Of the random numbers.
        reverse : sequence of strings
            Names of the reversals that particles take, too.
        paths : int
            Whole paths kept, of the first particles.
        samples : bool
            Keep the last positions of all particles.
        step_bias : bool
            Estimate the bias of the step from a coupled run with doubled steps.
        samplers : sequence of strings
            Names of samplers whose steps particles take, too.
        """
        keys = {"count": count, "steps": steps, "step": step, "scheme": scheme, "reverse_scheme": reverse_scheme,
                "step_spacing": step_spacing, "seed": seed, "reverse": reverse, "paths": paths, "samples": samples,
                "step_bias": step_bias, "samplers": samplers}
        return self._with(tables={**self._tables, "particles": plain(keys)})

    def metric(self, name: str, function: Callable[[Array, Array], float], *,
               bounds: Optional[Mapping[str, float]] = None) -> "Problem":
        """The problem with a metric of your own in its report, column `name`.

        Parameters
        ----------
        name : string
            A letter, then letters, digits and _.
        function : f(first, second)
            Of two densities (cell averages of the shape of the grid, 1/length^d), the second one the target; gives
            a number >= 0.
        bounds : dict
            Largest legal value by comparison: ``{"reverse_forward": 0.1}``.
        """
        verify = {key: dict(value) if isinstance(value, Mapping) else value
                  for key, value in self._tables.get("verify", {}).items()}
        for comparison, bound in (bounds or {}).items():
            verify.setdefault(comparison, {})[name] = float(bound)
        tables = {**self._tables, "verify": verify} if verify else self._tables
        return self._with(tables=tables, metrics={**self._metrics, name: function})

    def override(self, overrides: Mapping[str, Any]) -> "Problem":
        """The problem with other values of some keys, as `--set` of the command.

        Parameters
        ----------
        overrides : dict
            Dotted keys of the problem file, axes and reversals by name: ``{"axis.x.cells": 2048}``.
        """
        stated = self._state(_assignments(overrides))
        return self._with(tables=tomllib.loads(stated.text))

    def to_toml(self) -> str:
        """The problem as a problem file for the command.

        Raises
        ------
        TypeError
            Where a Python function is part of the problem: names the argument.
        """
        if self._process_functions:
            names = [key for key, value in self._process_functions.items() if callable(value)]
            raise TypeError(f"process.{names[0]} is a Python function; must be a formula to be written to a file")
        for name in self._scores:
            raise TypeError(f'reverse("{name}").score is a Python function; must be "forward", "exact" or a table '
                            "to be written to a file")
        for name in self._alphas:
            raise TypeError(f'reverse("{name}").alpha is a Python function; must be a number or a formula to be '
                            "written to a file")
        for name in self._metrics:
            raise TypeError(f'metric("{name}") is a Python function, which a file cannot hold')
        if self._initial_values is not None:
            found = "a Python function" if callable(self._initial_values) else "an array of cell averages"
            raise TypeError(f"initial is {found}; must be a law of a problem file (e.g. fokker.hdf5) to be written to "
                            "a file")
        return document(self._tables)

    def _state(self, overrides: Sequence[str] = ()) -> _core.Problem:
        functions = self._process_functions
        return _core.Problem(document(self._tables), SOURCE, self._folder, list(overrides), self._trust,
                             functions.get("drift"), functions.get("noise"), functions.get("divergence"),
                             functions.get("noise_columns", 0), functions.get("time_independent", False),
                             dict(self._scores), dict(self._alphas), dict(self._parameterizations),
                             self._initial_values,
                             dict(self._metrics))

    def _checked(self) -> _core.Problem:
        if self._stated is None:
            self._stated = self._state()
        return self._stated

    def check(self) -> List[str]:
        """Checks the problem.

        Returns
        -------
        list of string
            Notes about it.

        Raises
        ------
        Error
            With a diagnostic for every fault.
        """
        return [without_place(note) for note in self._checked().notes]

    def estimate(self) -> Dict[str, float]:
        """Estimated needs of a run: memory_bytes, file_bytes, run_bytes, cell_steps, particle_steps."""
        return self._checked().estimate()

    def run(self, *, progress: Union[bool, Callable[[Progress], Any]] = False, threads: int = 0,
            checkpoint: Optional[Path] = None, checkpoint_every: float = 60,
            score_memory: float = float("inf"), score_table: Optional[Path] = None) -> Result:
        """Runs the problem.

        Parameters
        ----------
        progress : bool or function
            True shows a bar (tqdm, where it is installed); a function is called with a :class:`Progress` at
            most twenty times per second.
        threads : int
            0: all cores. Results do not depend on it.
        checkpoint : path
            Folder of checkpoints whose name ends in ``.run``; a run that finds some there continues from them. It
            is removed when the run is complete.
        checkpoint_every : float
            Seconds between checkpoints.
        score_memory : float
            Bytes for the densities that a score needs; beyond it they are computed again.
        score_table : path
            HDF5 file that gets the score of the forward solution, for ``reverse(score={"table": path})``.

        Raises
        ------
        KeyboardInterrupt
            On Ctrl-C.
        Error
            Where the problem cannot be solved. An exception in a Python function of the problem arrives unchanged.
        """
        stated = self._checked()
        folder = "" if checkpoint is None else os.path.abspath(checkpoint)
        with reporter(progress) as report:
            table = "" if score_table is None else os.path.abspath(score_table)
            return Result(stated.run(report, threads, table, folder, checkpoint_every, score_memory))

    def converge(self, levels: int = 3, *, progress: Union[bool, Callable[[Progress], Any]] = False,
                 threads: int = 0) -> Dict[str, Any]:
        """Solves with the cells and steps doubled `levels` - 1 times, and gives errors and observed orders.

        Returns
        -------
        dict
            ``cells`` and ``steps`` per level, and ``solutions``: a dict each with ``name``, ``time``, ``reference``
            and, for ``together``, ``cells`` and ``steps``, relative L1 ``distances`` and ``orders``.
        """
        with reporter(progress) as report:
            return _core.converge(self._checked(), levels, report, threads)

    def samplers(self, *samplers: Mapping[str, Any], progress: Union[bool, Callable[[Progress], Any]] = False,
                 threads: int = 0) -> Dict[str, Any]:
        """Exact distributions of samplers of diffusion models, in one to three dimensions.

        Parameters
        ----------
        *samplers : dicts
            Tables ``[[sampler]]`` of the problem file, e.g. ``{"kind": "ddim", "steps": [10, 20]}``.
        progress, threads
            As of :meth:`run`.

        Returns
        -------
        dict
            ``rows``: a dict per sampler and number of steps with ``sampler``, ``kind``, ``steps``, ``evaluations``,
            ``kl`` and ``kl_reverse`` (None where not known), ``tv``, ``w1``, ``w2``, ``mean``, ``variance``, ``modes``,
            ``tv_stop``, ``error``, ``folded``, and the density at points ``x`` (empty for samplers without noise).
            ``orders``: by sampler, None with one row.

        Raises
        ------
        Error
            Where the process cannot have the sampler, or its times do not fit.
        """
        asked = self._with(tables={**self._tables, "sampler": [plain(one) for one in samplers]})
        with reporter(progress) as report:
            return _core.samplers(asked._checked(), report, threads)

    def sampler_budget(self, *samplers: Mapping[str, Any],
                       progress: Union[bool, Callable[[Progress], Any]] = False,
                       threads: int = 0) -> List[Dict[str, Any]]:
        """Parts of the errors of samplers with noise on one or two axes.

        A part is the difference between generated distribution and data that one source alone makes, or all sources
        but a repaired one. Signed densities, means, variances and masses of modes of the parts alone add up to the
        total except for the interaction; KL divergence and total variation do not.

        Parameters
        ----------
        *samplers : dicts
            Tables ``[[sampler]]`` of the problem file, e.g. ``{"kind": "ddpm", "steps": 20, "scale": 1.05}``.
        progress, threads
            As of :meth:`run`.

        Returns
        -------
        list of dicts
            One per sampler and number of steps: ``sampler``, ``steps``, points ``x``, ``total``, ``alone`` and
            ``repaired`` by source (``prior``, ``score``, ``steps``, ``stop``), ``interaction``, and ``repair_first``,
            the source whose repair leaves the smallest total variation. Each part is a dict with ``kl`` (None where not
            known), ``tv``, and generated minus data: ``mean``, ``variance``, ``modes``, ``density`` at ``x``. With two
            axes ``x`` is a list of the points along each. ``error`` is the total variation by which densities may be
            wrong.

        Raises
        ------
        ProblemError
            For samplers without noise, and with three axes.
        """
        asked = self._with(tables={**self._tables, "sampler": [plain(one) for one in samplers]})
        with reporter(progress) as report:
            return _core.sampler_budgets(asked._checked(), report, threads)

    def generator(self, *, progress: Union[bool, Callable[[Progress], Any]] = False, threads: int = 0,
                  **tables: Any) -> Dict[str, Any]:
        """What the generator of the process knows beyond densities.

        Parameters
        ----------
        progress, threads
            As of :meth:`run`.
        **tables
            Tables of the problem file by their keys: ``stationary={}``, ``spectrum={"count": 6}``,
            ``region=[{"name": "right", "inside": "x >= 1"}]``, ``first_passage={"to": ["right"], "moments": 2}``,
            ``reset={"delay": 0.1, "frequencies": [0.5]}``,
            ``expectation=[{"name": "call", "payoff": "max(x - 100, 0)", "killing": 0.05, "at": [100.0]}]``.

        Returns
        -------
        dict
            ``scalars``: by name, ``value``, estimated ``error`` (NaN: unknown) and ``units``. ``fields``: arrays of
            the shape of the grid by the names of OUT.h5, and the list ``spectrum/eigenvalue`` of complex numbers.

        Raises
        ------
        Error
            Where coefficients depend on time, an axis has no noise, or what is asked for does not exist.
        """
        asked = self._with(tables={**self._tables, **plain(tables)})
        with reporter(progress) as report:
            return _core.generator(asked._checked(), report, threads)

    @property
    def shape(self) -> Tuple[int, ...]:
        """Cells per axis: the shape of densities."""
        return tuple(len(edges) - 1 for edges in self.edges.values())

    @property
    def edges(self) -> Dict[str, Array]:
        """Edges of the cells of each axis, length."""
        stated = self._checked()
        return dict(zip(stated.axes, stated.edges))

    def matrix(self, t: float) -> Any:
        """The operator L of the cell masses m, dm/dt = L m, at time t, as scipy.sparse.csr_matrix.

        Shape (cells, cells), 1/time; cells in C order. Columns add up to 0, less the loss at absorbing boundaries.
        """
        from scipy import sparse

        values, rows, columns = _core.matrix(self._checked(), t)
        cells = int(np.prod(self.shape))
        return sparse.csr_matrix((values, (rows, columns)), shape=(cells, cells))

    def step(self, density: npt.ArrayLike, t: float, length: float, *, threads: int = 0) -> Array:
        """One step of the forward solve.

        Parameters
        ----------
        density : array of the shape of the grid
            Cell averages at t, >= 0, 1/length^d.
        t, length : float
            Where the step starts and how long it is.

        Returns
        -------
        array of the same shape
            Cell averages at t + length.
        """
        return _core.step(self._checked(), density, t, length, threads)

    def initial_density(self) -> Array:
        """Cell averages of the density at the start of the grid solve, 1/length^d."""
        return _core.initial_averages(self._checked())

    def cell_averages(self, law: Law) -> Array:
        """Cell averages of a law on the grid, 1/length^d."""
        axes = [Axis(one) for one in self._tables["axis"]]
        tables = {**self._tables, "initial": _initial_table(law, axes)}
        return _core.law_averages(self._with(tables=tables, initial_values=law.values)._checked())

    def current(self, density: npt.ArrayLike, t: float) -> Array:
        """Probability current J = v p - 1/2 D grad p of cell averages at t, as the edges of the grid carry it.

        Returns
        -------
        array, shape (cells of x, cells of y, ..., d)
            Density times length/time.
        """
        flat = _core.current(self._checked(), density, t)
        return flat.reshape(*self.shape, flat.shape[1])

    def score(self, density: npt.ArrayLike, x: npt.ArrayLike) -> Array:
        """Gradient of the log of a density (cell averages) at points x (n, d), as a reversal takes it from the grid;
        shape (n, d), 1/length."""
        return _core.density_score(self._checked(), density, x)

    def sample(self, density: npt.ArrayLike, count: int, *, seed: int = 1) -> Array:
        """Independent draws from a density (cell averages), uniform within each cell; shape (count, d), length."""
        return _core.draws(self._checked(), density, count, seed)

    def exact_density(self, t: float) -> Array:
        """Cell averages of the exact density at t, 1/length^d, where it is known in closed form."""
        return _core.exact(self._checked(), t)[0]

    def marginal(self, t: float) -> _core.GaussianMixture:
        """The exact law at t of a linear process from a mixture of Gaussians."""
        law = _core.exact(self._checked(), t)[1]
        if law is None:
            raise ValueError(f"the law at t = {t} is not a mixture of Gaussians; use exact_density()")
        return law

    def compare(self, first: npt.ArrayLike, second: npt.ArrayLike) -> Dict[str, Any]:
        """Metrics of two densities (cell averages on the grid): tv, kl, w1, linf, mean, covariance, ...; the second
        one is the target."""
        return _core.metrics(self._checked(), first, second)

    def simulate(self, count: int, steps: int = 1000, *, scheme: str = "euler-maruyama", seed: int = 1) -> Array:
        """Particles at the end of the time span that start from the initial law.

        Returns
        -------
        array, shape (count, d)
            Positions, length; NaN where a particle was absorbed.
        """
        return _core.particles(self._checked(), count, steps, scheme, seed)

    def drift(self, x: npt.ArrayLike, t: float) -> Array:
        """Drift a of the process in the sense of Ito at points x (n, d); shape (n, d), length/time."""
        return _core.drift(self._checked(), x, t)

    def diffusion(self, x: npt.ArrayLike, t: float) -> Array:
        """Diffusion D = G G^T at points x (n, d); shape (n, d), or (n, d*d) of correlated noise, length^2/time."""
        return _core.diffusion(self._checked(), x, t)

    def __repr__(self) -> str:
        axes = ", ".join(str(one.get("name")) for one in self._tables["axis"])
        reversals = ", ".join(str(one.get("name", "reverse")) for one in self._tables.get("reverse", []))
        return (f"<fokker.Problem {self.title!r}: {self._tables['process'].get('kind')} on {axes}"
                + (f"; reversed: {reversals}" if reversals else "") + ">")

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{html.escape(str(one.get('name')))}</th><td>{one.get('min')} ... {one.get('max')}</td>"
                       f"<td>{one.get('cells')} cells</td></tr>" for one in self._tables["axis"])
        return f"<table><caption>{html.escape(repr(self))}</caption>{rows}</table>"


def _target_table(target: Any) -> Any:
    """Keys of the law that a bridge ends in; arrays have none."""
    if not isinstance(target, Law):
        return target
    if target.values is not None:
        raise TypeError("bridge.target is an array; must be a law of the problem file")
    return dict(target.table)


def _initial_table(initial: Law, axes: Sequence[Axis]) -> Dict[str, Any]:
    """Keys of the law; where it is an array, those of another law that the array takes the place of."""
    if initial.values is None:
        return dict(initial.table)
    ends = [(one.table.get("min", 0), one.table.get("max", 1)) for one in axes]
    if any("edges" in one.table for one in axes):
        ends = [(one.table["edges"][0], one.table["edges"][-1]) if "edges" in one.table else end
                for one, end in zip(axes, ends)]
    return {"kind": "uniform", "min": [low for low, _ in ends], "max": [high for _, high in ends]}


def _require(value: Any, kind: type, name: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name} is of type {type(value).__name__}; must be fokker.{kind.__name__}")


def _assignments(overrides: Optional[Mapping[str, Any]]) -> List[str]:
    return [f"{key}={literal(value)}" for key, value in (overrides or {}).items()]


def read(path: Path, overrides: Optional[Mapping[str, Any]] = None, *, trust: bool = False) -> Problem:
    """Reads and checks a problem file.

    Parameters
    ----------
    path : path
        The file.
    overrides : dict
        Values in place of those in the file: ``{"axis.x.cells": 2048}``.
    trust : bool
        Read HDF5 files that fokker did not write.
    """
    name = os.fspath(path)
    text = _core.read_text(name, _assignments(overrides), trust)
    problem = Problem.__new__(Problem)
    problem._tables = tomllib.loads(text)
    problem._process_functions = {}
    problem._initial_values = None
    problem._scores = {}
    problem._alphas = {}
    problem._parameterizations = {}
    problem._metrics = {}
    problem._folder = os.path.dirname(os.path.abspath(name))
    problem._trust = trust
    problem._stated = None
    return problem
