"""The variance-preserving process of diffusion models, forward and reversed, on the grid and with particles."""

import fokker

problem = fokker.Problem(
    title="Variance-preserving noise, forward and reversed",
    process=fokker.vp(beta_min=0.1, beta_max=20),
    initial=fokker.mixture([0.4, 0.6], means=[-1, 1], stds=[0.2, 0.2]),
    axes=[fokker.axis("x", -5, 5, cells=1024)],
    time=(1e-3, 1.0),
    snapshots=11,
)
problem = problem.reverse("anderson", alpha=1.0).particles(count=100_000, reverse=["anderson"])
result = problem.run()

print(result.report)
density = result["forward/density"]
print("mass at the snapshots:", (density.sum("x") * (10 / 1024)).values.round(12))
worst = max(row["tv"] for row in result.report if row["comparison"] == "reverse/anderson|forward")
print(f"total variation between the reversed and the forward density: at most {worst:.1e}")
assert result.passed
