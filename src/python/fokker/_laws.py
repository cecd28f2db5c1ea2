"""Laws: the distributions of a position at one time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Union

import numpy as np
import numpy.typing as npt

from . import _core
from ._toml import plain

Numbers = Union[float, Sequence[float], npt.NDArray[Any]]
Rows = Union[Sequence[Any], npt.NDArray[Any]]


@dataclass(frozen=True)
class Law:
    """The law of a position, made by :func:`gaussian`, :func:`mixture` and others.

    Laws that are mixtures of Gaussians also draw samples and give density and score.

    Attributes
    ----------
    table : dict
        Keys of ``[initial]`` in a problem file.
    values : array or function, optional
        Cell averages of :func:`cells`, density of :func:`density`.
    """

    table: Mapping[str, Any]
    values: Union[npt.NDArray[np.float64], Callable[..., Any], None] = None

    @property
    def kind(self) -> str:
        """Name of the kind, as in a problem file."""
        return str(self.table["kind"])

    def _mixture(self) -> _core.GaussianMixture:
        keys = self.table
        if self.kind == "delta":
            at = np.atleast_1d(np.asarray(keys["at"], dtype=float))
            return _core.GaussianMixture([1.0], at[None, :], np.zeros((1, at.size, at.size)))
        if self.kind == "gaussian":
            means, weights = [keys["mean"]], [1.0]
            spreads = [keys["std"]] if "std" in keys else [keys["covariance"]]
        elif self.kind == "mixture":
            means, weights = keys["means"], keys["weights"]
            spreads = keys["stds"] if "stds" in keys else keys["covariances"]
        else:
            raise NotImplementedError(
                f"a law of kind '{self.kind}' has no closed form; use Problem.initial_density() for cell averages")
        centres = np.array([np.atleast_1d(np.asarray(mean, dtype=float)) for mean in means])
        d = centres.shape[1]
        if "std" in keys or "stds" in keys:
            covariances = np.array([np.diag(np.broadcast_to(np.asarray(s, dtype=float) ** 2, (d,))) for s in spreads])
        else:
            covariances = np.array([np.asarray(c, dtype=float).reshape(d, d) for c in spreads])
        return _core.GaussianMixture([float(w) for w in weights], centres, covariances)

    def sample(self, count: int, seed: int = 1) -> npt.NDArray[np.float64]:
        """Independent draws.

        Parameters
        ----------
        count : int
            Number of draws, n.
        seed : int
            Of the random numbers: draw i depends on the seed and i alone.

        Returns
        -------
        array, shape (n, d)
            Positions, length.
        """
        return self._mixture().sample(count, seed)

    def log_density(self, x: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Logarithm of the density at points x of shape (n, d); shape (n,)."""
        return self._mixture().log_density(x)

    def density(self, x: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Density at points x of shape (n, d); shape (n,), 1/length^d."""
        return np.exp(self.log_density(x))

    def score(self, x: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Gradient of the log-density at points x of shape (n, d); shape (n, d), 1/length."""
        return self._mixture().score(x)


def _law(kind: str, **keys: Any) -> Law:
    table: Dict[str, Any] = {"kind": kind}
    table.update(plain({key: value for key, value in keys.items() if value is not None}))
    return Law(table)


def gaussian(mean: Numbers, std: Optional[Numbers] = None, *, covariance: Optional[Rows] = None) -> Law:
    """N(mean, covariance).

    Parameters
    ----------
    mean : float or sequence of d floats
        Mean, length.
    std : float or sequence of d floats
        Standard deviation per axis, length; 0 is a point mass.
    covariance : (d, d) matrix, instead of std
        Covariance, length^2.
    """
    return _law("gaussian", mean=mean, std=std, covariance=covariance)


def mixture(weights: Numbers, means: Rows, stds: Optional[Rows] = None, *, covariances: Optional[Rows] = None) -> Law:
    """Weighted sum of K Gaussians.

    Parameters
    ----------
    weights : sequence of K floats
        >= 0; divided by their sum.
    means : sequence of K means
        Each a float (one axis) or d floats, length.
    stds : sequence of K standard deviations
        Each a float or d floats, length.
    covariances : sequence of K (d, d) matrices, instead of stds
        length^2.
    """
    return _law("mixture", weights=weights, means=means, stds=stds, covariances=covariances)


def delta(at: Numbers) -> Law:
    """A point mass at a position (float or d floats, length)."""
    return _law("delta", at=at)


def uniform(lower: Numbers, upper: Numbers) -> Law:
    """Uniform in the box from `lower` to `upper` (floats or d floats each, length)."""
    return _law("uniform", min=lower, max=upper)


def expression(density: str) -> Law:
    """Proportional to a formula in the axes, >= 0; normalised on the grid."""
    return _law("expression", density=density)


def cells(values: npt.ArrayLike) -> Law:
    """Constant in each cell of the grid of the problem.

    Parameters
    ----------
    values : array of the shape of the grid
        Cell averages, >= 0, 1/length^d; divided by their sum times the volumes where that is not 1.
    """
    return Law({"kind": "cells"}, np.array(values, dtype=float))


def density(function: Callable[[npt.NDArray[Any]], Any]) -> Law:
    """Proportional to a Python function, normalised on the grid.

    Parameters
    ----------
    function : f(x)
        x of shape (n, d), float64, read-only; gives (n,), >= 0, in any unit. Cells are averaged with five nodes per
        axis: structure that is narrower than a cell is missed.
    """
    return Law({"kind": "density"}, lambda x, t: function(x))


def points(file: Union[str, "os.PathLike[str]"], columns: Sequence[str], bandwidth: float, *,
           weights: Optional[str] = None, standardize: Optional[bool] = None) -> Law:
    """A Gaussian kernel on each row of a CSV file.

    Parameters
    ----------
    file : path
        CSV file with a header.
    columns : sequence of d strings
        Names of the columns with the coordinates.
    bandwidth : float
        Standard deviation of the kernel, >= 0, length.
    weights : string
        Column with the weight of each row.
    standardize : bool
        Shift and scale each column to mean 0 and variance 1.
    """
    return _law("points", file=os.path.abspath(file), columns=columns, bandwidth=bandwidth, weights=weights,
                standardize=standardize)


def histogram(file: Union[str, "os.PathLike[str]"], weights: str, *, columns: Optional[Sequence[str]] = None,
              edges: Optional[Sequence[str]] = None, bandwidth: Optional[float] = None) -> Law:
    """Counts in bins from a CSV file, uniform within each bin.

    Parameters
    ----------
    file : path
        CSV file with a header.
    weights : string
        Column of the counts.
    columns : sequence of d strings
        Columns of the bins' centres; or
    edges : two strings
        Columns of lower and upper edges, on one axis.
    bandwidth : float
        Standard deviation of a kernel that smooths the bins, length.
    """
    return _law("histogram", file=os.path.abspath(file), weights=weights, columns=columns, edges=edges,
                bandwidth=bandwidth)


def hdf5(file: Union[str, "os.PathLike[str]"], dataset: str, *, time: Optional[float] = None) -> Law:
    """Cell averages on the grid of the problem from an HDF5 file, e.g. ``forward/density`` of a result.

    Parameters
    ----------
    file : path
        HDF5 file.
    dataset : string
        Path of the dataset.
    time : float
        Takes the nearest row, where the dataset has one per time.
    """
    return _law("hdf5", file=os.path.abspath(file), dataset=dataset, time=time)
