"""A process of one's own, a limit cycle: its drift is a Python function."""

from typing import Any

import numpy as np
import numpy.typing as npt

import fokker

Array = npt.NDArray[np.float64]


def drift(x: Array, t: float) -> Any:
    """dx = x (1 - r^2) - y, dy = y (1 - r^2) + x; x of shape (n, 2)."""
    grow = 1 - (x**2).sum(axis=1)
    return np.stack([x[:, 0] * grow - x[:, 1], x[:, 1] * grow + x[:, 0]], axis=1)


ring = fokker.Problem(
    title="A limit cycle with noise",
    process=fokker.ito_process(2, drift=drift, noise=0.5, time_independent=True),
    initial=fokker.gaussian([1, 0], covariance=0.05 * np.eye(2)),
    axes=[fokker.axis("x", -3, 3, cells=64), fokker.axis("y", -3, 3, cells=64)],
    time=(0, 1.0),
    snapshots=3,
    steps=100,
)
result = ring.reverse("back").particles(count=20_000, steps=50).run()

for row in result.report:
    if row["time"] == 1.0 and row["comparison"] == "particles/forward|forward":
        print(f"particles against the density: total variation at most {row['tv_upper']:.3f}")
rows = [row for row in result.report if row["comparison"] == "reverse/back|forward" and row["time"] == 0.0]
print(f"reversed against forward at t = 0: total variation {rows[0]['tv']:.1e}")
