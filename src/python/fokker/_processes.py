"""Processes dx = a(x, t) dt + G(x, t) dw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Union

import numpy.typing as npt

from ._laws import Law, Numbers, Rows
from ._toml import plain

Coefficient = Callable[[npt.NDArray[Any], float], Any]
"""f(x, t): x (n, d) float64, read-only, in Fortran order; t a float."""


@dataclass(frozen=True)
class Process:
    """A diffusion process, made by :func:`vp`, :func:`custom`, :func:`ito_process` and others.

    Attributes
    ----------
    table : dict
        Keys of ``[process]`` in a problem file.
    functions : dict
        Python functions of :func:`ito_process`; else empty.
    dimension : int, optional
        Number of axes, where the process has one of its own.
    """

    table: Mapping[str, Any]
    functions: Mapping[str, Any] = field(default_factory=dict)
    dimension: Optional[int] = None

    @property
    def kind(self) -> str:
        """Name of the kind, as in a problem file."""
        return str(self.table["kind"])


def _process(kind: str, **keys: Any) -> Process:
    table: Dict[str, Any] = {"kind": kind}
    table.update(plain({key: value for key, value in keys.items() if value is not None}))
    return Process(table)


def brownian(mu: Optional[Numbers] = None, sigma: Union[Numbers, Rows, None] = None) -> Process:
    """dx = mu dt + sigma dw.

    Parameters
    ----------
    mu : float or d floats
        Drift, length/time; default 0.
    sigma : float, d floats or (d, d) matrix
        Noise, length/time^(1/2); default 1.
    """
    return _process("brownian", mu=mu, sigma=sigma)


def ornstein_uhlenbeck(theta: Union[Numbers, Rows, None] = None, mu: Optional[Numbers] = None,
                       sigma: Union[Numbers, Rows, None] = None) -> Process:
    """dx = theta (mu - x) dt + sigma dw.

    Parameters
    ----------
    theta : float, d floats or (d, d) matrix
        Rate of the pull towards mu, 1/time; default 1.
    mu : float or d floats
        Where the drift vanishes, length; default 0.
    sigma : float, d floats or (d, d) matrix
        Noise, length/time^(1/2); default sqrt(2).
    """
    return _process("ou", theta=theta, mu=mu, sigma=sigma)


def vp(beta_min: Optional[float] = None, beta_max: Optional[float] = None) -> Process:
    """Variance-preserving: dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t.

    Parameters
    ----------
    beta_min, beta_max : float
        beta at t = 0 and t = 1, 1/time, >= 0; default 0.1 and 20.
    """
    return _process("vp", beta_min=beta_min, beta_max=beta_max)


def subvp(beta_min: Optional[float] = None, beta_max: Optional[float] = None) -> Process:
    """Sub-VP: as :func:`vp` with noise sqrt(beta (1 - exp(-2B))), B the integral of beta from 0.

    Parameters
    ----------
    beta_min, beta_max : float
        beta at t = 0 and t = 1, 1/time, >= 0; default 0.1 and 20.
    """
    return _process("subvp", beta_min=beta_min, beta_max=beta_max)


def ve(sigma_min: Optional[float] = None, sigma_max: Optional[float] = None) -> Process:
    """Variance-exploding: dx = sigma sqrt(2 ln(sigma_max/sigma_min)) dw, sigma = sigma_min (sigma_max/sigma_min)^t.

    Parameters
    ----------
    sigma_min, sigma_max : float
        Standard deviation of the noise at t = 0 and t = 1, length, > 0; default 0.01 and 50.
    """
    return _process("ve", sigma_min=sigma_min, sigma_max=sigma_max)


def edm() -> Process:
    """dx = sqrt(2 t) dw, t >= 0: time is the standard deviation of the noise."""
    return _process("edm")


def cosine(s: Optional[float] = None) -> Process:
    """Cosine schedule: dx = -beta x/2 dt + sqrt(beta) dw, beta = pi/(1+s) tan(pi/2 (t+s)/(1+s)), t <= 0.999.

    Parameters
    ----------
    s : float
        Offset of the schedule, >= 0; default 0.008.
    """
    return _process("cosine", s=s)


def rectified_flow() -> Process:
    """dx = -x/(1-t) dt + sqrt(2t/(1-t)) dw, 0 <= t < 1; marginals of (1-t) x(0) + t N(0, 1)."""
    return _process("rectified-flow")


def geometric_brownian(mu: Numbers, sigma: Numbers) -> Process:
    """dx = mu x dt + sigma x dw (Ito).

    Parameters
    ----------
    mu : float or d floats
        Rate of growth, 1/time.
    sigma : float or d floats
        Volatility, 1/time^(1/2), >= 0.
    """
    return _process("gbm", mu=mu, sigma=sigma)


def cox_ingersoll_ross(kappa: Numbers, theta: Numbers, sigma: Numbers) -> Process:
    """dx = kappa (theta - x) dt + sigma sqrt(x) dw (Ito), without noise below 0.

    Parameters
    ----------
    kappa : float or d floats
        Rate of the pull towards theta, 1/time, >= 0.
    theta : float or d floats
        Mean in the long run, length, >= 0.
    sigma : float or d floats
        Noise per sqrt(x), (length/time)^(1/2), >= 0.
    """
    return _process("cir", kappa=kappa, theta=theta, sigma=sigma)


def jacobi(a: Numbers, b: Numbers, sigma: Numbers) -> Process:
    """dx = a (b - x) dt + sigma sqrt(x (1 - x)) dw (Ito) on [0, 1].

    Parameters
    ----------
    a : float or d floats
        Rate of the pull towards b, 1/time, >= 0.
    b : float or d floats
        Mean in the long run, from 0 to 1.
    sigma : float or d floats
        Noise per sqrt(x (1 - x)), 1/time^(1/2), >= 0.
    """
    return _process("jacobi", a=a, b=b, sigma=sigma)


def critically_damped(beta: Optional[float] = None, mass: Optional[float] = None,
                      friction: Optional[float] = None) -> Process:
    """Axes x, v or x, y, u, v: dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) dw.

    Parameters
    ----------
    beta : float
        Rate of all terms, > 0; default 4.
    mass : float
        Variance of the velocity in the long run, > 0; default 0.25.
    friction : float
        > 0; critically damped where friction^2 = 4 mass; default 1.
    """
    return _process("cld", beta=beta, mass=mass, friction=friction)


def duffing(damping: Optional[float] = None, stiffness: Optional[float] = None, hardening: Optional[float] = None,
            *, force: Optional[float] = None, frequency: Optional[float] = None,
            sigma: Optional[float] = None) -> Process:
    """Axes x, v: dx = v dt, dv = (-damping v - stiffness x - hardening x^3 + force cos(frequency t)) dt + sigma dw.

    Parameters
    ----------
    damping : float
        Friction, > 0; default 0.5.
    stiffness : float
        Linear force; below 0 there are two wells; default -1.
    hardening : float
        Cubic force, > 0; default 1.
    force, frequency : float
        Amplitude and angular frequency of the driving force; default 0 and 1.
    sigma : float
        Noise on the velocity, > 0; default 0.5.
    """
    return _process("duffing", damping=damping, stiffness=stiffness, hardening=hardening, force=force,
                    frequency=frequency, sigma=sigma)


def langevin(potential: str, temperature: Optional[float] = None, *, friction: Optional[float] = None) -> Process:
    """dx = -grad V dt + sqrt(2 temperature) dw; with friction, axes x, v: dv = (-grad V - friction v) dt + ... dw.

    Parameters
    ----------
    potential : string
        Formula of V in the axes (with friction in the positions) and t.
    temperature : float
        > 0; default 1.
    friction : float
        > 0; makes the process kinetic, on two or four axes: positions, then velocities.
    """
    return _process("langevin", potential=potential, temperature=temperature, friction=friction)


def custom(drift: Union[str, Sequence[str]], noise: Union[str, float, Sequence[Any]], *,
           interpretation: Optional[str] = None, prior: Optional[Law] = None) -> Process:
    """dx = drift dt + noise dw of formulas in the axes and t.

    Parameters
    ----------
    drift : string, or one per axis
        a(x, t), length/time.
    noise : string, one per axis, or rows of a matrix
        G(x, t), length/time^(1/2); D = G G^T.
    interpretation : {"ito", "stratonovich", "isothermal"}
        How noise that depends on x is meant.
    prior : Law
        Law of ``start="prior"`` of a reversal.
    """
    formulas = [drift] if isinstance(drift, str) else list(drift)
    return _process("custom", drift=formulas, noise=noise, interpretation=interpretation,
                    prior=prior.table if prior else None)


def ito_process(dimension: int, *, drift: Union[Coefficient, str, Sequence[str]],
                noise: Union[Coefficient, Numbers, Rows, str, Sequence[str]], noise_columns: Optional[int] = None,
                divergence: Optional[Coefficient] = None, prior: Optional[Law] = None,
                time_independent: bool = False) -> Process:
    """dx = drift(x, t) dt + noise(x, t) dw (Ito), of Python functions or of formulas.

    Functions get all points of an evaluation at once, as ``f(x, t)`` with x of shape (n, d): float64,
    read-only, in Fortran order. Calls come one at a time.

    Parameters
    ----------
    dimension : int
        Number of axes, d.
    drift : function, or d formulas
        a, shape (n, d), length/time.
    noise : function, number, d numbers, (d, m) matrix, or formulas
        G, length/time^(1/2). A function gives (n, d), one number per axis, or with `noise_columns`
        (n, d, m); D = G G^T.
    noise_columns : int
        m, where the function gives matrices.
    divergence : function
        div D, shape (n, d), length/time; without it, it comes from central differences of D.
    prior : Law
        Law of ``start="prior"`` of a reversal.
    time_independent : bool
        The functions do not depend on t: the edges of the grid are made once, and by the integrals that formulas get.
    """
    if not callable(drift):
        if callable(noise):
            raise TypeError("drift is a formula and noise is a function; must be both formulas or both functions")
        return custom(drift, noise if isinstance(noise, (str, float, int)) else list(noise), prior=prior)
    if isinstance(noise, str) or (not callable(noise) and any(isinstance(one, str) for one in _flat(noise))):
        raise TypeError("drift is a function and noise is a formula; must be both formulas or both functions")
    functions = {"drift": drift, "noise": noise, "divergence": divergence, "noise_columns": noise_columns or 0,
                 "time_independent": time_independent}
    table: Dict[str, Any] = {"kind": "ito"}
    if prior:
        table["prior"] = dict(prior.table)
    return Process(table, functions, dimension)


def _flat(values: Any) -> Sequence[Any]:
    return list(values) if isinstance(values, (list, tuple)) else []
