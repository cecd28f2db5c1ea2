"""A score of one's own: what an error of five per cent costs a reversal.

Any function score(x, t) of a batch of points will do; of PyTorch, for one:

    def score(x, t):
        with torch.inference_mode():
            points = torch.from_numpy(np.ascontiguousarray(x, dtype=np.float32))
            return network(points, torch.full((len(points), 1), t)).numpy()
"""

from typing import Any, Callable

import numpy as np
import numpy.typing as npt

import fokker

Array = npt.NDArray[np.float64]


def scaled(factor: float) -> Callable[[Array, float], Any]:
    """The score of N(0, t), times a factor."""
    return lambda x, t: -factor * x / t


problem = fokker.Problem(
    title="Brownian motion from a point",
    process=fokker.brownian(),
    initial=fokker.delta(0),
    axes=[fokker.axis("x", -6, 6, cells=512)],
    time=(0.05, 1.0),
    steps=400,
    step_spacing="geometric",
)
result = problem.reverse("exact", score=scaled(1)).reverse("too-large", score=scaled(1.05)).run()

errors = {}
for row in result.report:
    if row["time"] == 0.05 and row["comparison"].endswith("|forward"):
        errors[row["comparison"]] = row["tv"]
        print(f"{row['comparison']:28s} total variation {row['tv']:.1e}")
assert errors["reverse/exact|forward"] < 1e-3 < errors["reverse/too-large|forward"]
