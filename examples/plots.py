"""Pictures: densities at some times, a map over time, and an animation, drawn with matplotlib."""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # draws into files
import matplotlib.pyplot as plt

import fokker

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
problem = fokker.Problem(
    title="Ornstein-Uhlenbeck",
    process=fokker.ornstein_uhlenbeck(theta=1.0, mu=0.0, sigma=1.0),
    initial=fokker.gaussian(2.0, 0.3),
    axes=[fokker.axis("x", -4, 4, cells=200)],
    time=(0, 3.0),
    snapshots=31,
)
result = problem.reverse("back").run()

result.plot(times=[0, 0.5, 3]).savefig(folder / "densities.png")
figure, panel = plt.subplots()
result["forward/density"].plot(ax=panel, x="time", y="x")
figure.savefig(folder / "map.png")
result.animate("reverse/back/density").save(folder / "reversed.gif", writer="pillow", fps=10)
