"""Reads OUT.h5 as its users do, with xarray, h5py, ncdump and h5dump, and fails if anything of the layout is missing.

usage: read_with_xarray.py OUT.h5
"""
import shutil
import subprocess
import sys

import h5py
import numpy as np
import xarray


def require(condition, what):
    if not condition:
        sys.exit(f"{sys.argv[1]}: {what}")


def groups_with_density(file):
    found = []
    file.visititems(lambda name, item: found.append(name) if isinstance(item, h5py.Group) and "density" in item else None)
    return found


def check_scales(file):
    """Every dimension of a dataset has a scale, or is one."""

    def visit(name, item):
        if not isinstance(item, h5py.Dataset):
            return
        if item.attrs.get("CLASS") == b"DIMENSION_SCALE":
            return
        for k, dimension in enumerate(item.dims):
            require(len(dimension) == 1, f"{name}: dimension {k} has {len(dimension)} scales")

    file.visititems(visit)


def spatial_scale(path, data, group, axes):
    """Volume in space of a unit volume of the axes, per time; the positions are coordinates of the density."""
    with xarray.open_dataset(path, group="frame", engine="netcdf4") as frame:
        for axis in axes:
            name = f"{axis}_position"
            require(name in data.density.coords, f"{group}/density lacks the coordinate {name}")
            centre, scale = frame.centre.sel(component=axis).drop_vars("component"), frame.scale.sel(component=axis)
            expected = centre + scale.drop_vars("component") * data[axis]
            require(np.allclose(data[name], expected), f"{group}/{name} is not centre + scale {axis}")
        return frame.scale.prod("component")


def check_solution(path, group, axes):
    with xarray.open_dataset(path, group=group, engine="netcdf4") as data:
        require(data.density.dims == ("time", *axes), f"{group}/density has dimensions {data.density.dims}")
        require(data.density.dtype == np.float64, f"{group}/density is {data.density.dtype}")
        for axis in axes:
            require(axis in data.coords, f"{group} lacks the coordinate {axis}")
            edges = data[f"{axis}_edges"].values
            centres = data[axis].values
            require(np.allclose(centres, (edges[1:] + edges[:-1]) / 2), f"{group}: {axis} is not between its edges")
        times = data.time.values
        nearest = data.density.sel(time=times[1], method="nearest")
        require(np.array_equal(nearest.values, data.density.values[1], equal_nan=True), f"{group}: time selection")
        volumes = 1.0
        for axis in axes:
            widths = xarray.DataArray(np.diff(data[f"{axis}_edges"].values), dims=axis)
            volumes = volumes * widths
        with h5py.File(path, "r") as file:
            moving = "frame" in file
        if moving:
            volumes = volumes * spatial_scale(path, data, group, axes)
        mass = (data.density * volumes).sum(axes, skipna=False)
        require(np.allclose(mass, data.mass, rtol=1e-12, equal_nan=True), f"{group}: mass {data.mass.values} against {mass.values}")
        require(data["mean"].dims == ("time", "component"), f"{group}/mean has dimensions {data['mean'].dims}")
        require(list(data.component.values) == list(axes), f"{group}: components {data.component.values}")
        require(data.covariance.shape == (len(times), len(axes), len(axes)), f"{group}/covariance")
        for name in ("density", "mass", "mean", "covariance"):
            require("long_name" in data[name].attrs and "units" in data[name].attrs, f"{group}/{name}: attributes")
        if group.startswith("particles"):
            require(data.counts.dims == data.density.dims, f"{group}/counts")
            total = data.counts.sum(axes) + data.outside
            left_out = data.density.isnull().all(axes)
            require(np.all(total == data.attrs["count"] * ~left_out), f"{group}: counts do not add up to {data.attrs['count']}")
            for name in ("steps", "scheme", "seed"):
                require(name in data.attrs, f"{group}: attribute {name}")


def check_verification(path):
    with xarray.open_dataset(path, group="verification", engine="netcdf4") as data:
        if "check" not in data.dims:
            return
        for name in ("comparison", "time", "tv", "kl", "kl_empty_cells", "linf", "w1", "mean", "covariance", "passed"):
            require(name in data.variables, f"verification/{name} is missing")
            require(data[name].dims[0] == "check", f"verification/{name} has dimensions {data[name].dims}")
        require(all("|" in name for name in data.comparison.values), f"comparisons {data.comparison.values}")
        require(data.passed.dtype == np.int8, f"verification/passed is {data.passed.dtype}")
        require(set(np.unique(data.passed.values)) <= {-1, 0, 1}, f"verification/passed holds {data.passed.values}")


def check_tools(path):
    for command in (["ncdump", "-h", path], ["h5dump", "-H", path]):
        if not shutil.which(command[0]):
            continue
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        require(result.returncode == 0 and "density" in result.stdout, f"{command[0]}: {result.stderr}")


def main(path):
    with h5py.File(path, "r") as file:
        for name in ("fokker_schema", "fokker_version", "title", "problem", "conventions", "axes"):
            require(name in file.attrs, f"root attribute {name} is missing")
        require(file.attrs["fokker_schema"] == 1, f"schema {file.attrs['fokker_schema']}")
        axes = file.attrs["axes"].split()
        groups = groups_with_density(file)
        check_scales(file)
    require("forward" in groups, f"no forward density among {groups}")
    for group in groups:
        check_solution(path, group, axes)
    check_verification(path)
    check_tools(path)
    print(f"{path}: {', '.join(groups)}")


main(sys.argv[1])
