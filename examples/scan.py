"""A scan over a parameter: how the escape from a well depends on the temperature."""

import numpy as np
import xarray

import fokker

well = fokker.Problem(
    title="Escape from a well",
    process=fokker.langevin("x^4/4 - x^2/2", temperature=0.1),
    initial=fokker.gaussian(-1, 0.1),
    axes=[fokker.axis("x", -2.5, 2.5, cells=200)],
    time=(0, 10.0),
    snapshots=21,
)
temperatures = [0.05, 0.1, 0.2]
densities = [well.override({"process.temperature": value}).run()["forward/density"] for value in temperatures]
density = xarray.concat(densities, dim=xarray.DataArray(temperatures, dims="temperature", name="temperature"))

width = 5.0 / 200
right = density.where(density["x"] > 0, 0).sum("x") * width
for value in temperatures:
    print(f"temperature {value}: {float(right.sel(temperature=value)[-1]):.4f} of the mass on the right at t = 10")
assert bool(np.all(np.diff(right.isel(time=-1).values) > 0))
