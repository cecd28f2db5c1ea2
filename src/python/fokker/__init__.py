"""The Fokker-Planck equation forward and time-reversed, checked against particles.

State a problem with :class:`Problem` or :func:`read` one from a file, run it, and look at
``result.dataset`` (xarray) and ``result.report``. See ``docs/python.md``.
"""

from ._core import __version__, GaussianMixture
from ._errors import (
    CheckpointError,
    DataError,
    Error,
    FileError,
    InternalError,
    NumericalError,
    ProblemError,
    ResourceError,
    UsageError,
)
from ._laws import Law, cells, delta, density, expression, gaussian, hdf5, histogram, mixture, points, uniform
from ._problem import Axis, Problem, axis, read
from ._processes import (
    Process,
    brownian,
    cosine,
    cox_ingersoll_ross,
    critically_damped,
    custom,
    duffing,
    edm,
    geometric_brownian,
    ito_process,
    jacobi,
    langevin,
    ornstein_uhlenbeck,
    rectified_flow,
    subvp,
    ve,
    vp,
)
from ._progress import Progress
from ._result import Report, Result, open

__all__ = [
    "Axis",
    "CheckpointError",
    "DataError",
    "Error",
    "FileError",
    "GaussianMixture",
    "InternalError",
    "Law",
    "NumericalError",
    "Problem",
    "ProblemError",
    "Process",
    "Progress",
    "Report",
    "ResourceError",
    "Result",
    "UsageError",
    "__version__",
    "axis",
    "brownian",
    "cells",
    "cosine",
    "cox_ingersoll_ross",
    "critically_damped",
    "custom",
    "delta",
    "density",
    "duffing",
    "edm",
    "expression",
    "gaussian",
    "geometric_brownian",
    "hdf5",
    "histogram",
    "ito_process",
    "jacobi",
    "langevin",
    "mixture",
    "open",
    "ornstein_uhlenbeck",
    "points",
    "read",
    "rectified_flow",
    "subvp",
    "uniform",
    "ve",
    "vp",
]
