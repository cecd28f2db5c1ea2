"""Checks OUT.xdmf against OUT.h5 beside it, and writes what a viewer must find in it.

usage: read_xdmf.py OUT.xdmf EXPECTED.json
"""
import json
import os
import sys
import xml.etree.ElementTree as tree

import h5py
import numpy as np


def numbers(text):
    return [int(word) for word in text.split()]


def data(item, folder):
    """The array that a DataItem stands for; every dataset that it names must exist in its shape."""
    shape = numbers(item.get("Dimensions"))
    if item.get("ItemType") == "HyperSlab":
        slab = np.array(numbers(item[0].text)).reshape(numbers(item[0].get("Dimensions")))
        values = data(item[1], folder)
        assert (slab[1] == 1).all() and slab.shape[1] == values.ndim, slab
        values = values[tuple(slice(start, start + count) for start, count in zip(slab[0], slab[2]))]
        return values.reshape(shape)
    assert item.get("Format") == "HDF", item.attrib
    name, path = item.text.split(":")
    assert not os.path.isabs(name), name
    with h5py.File(os.path.join(folder, name), "r") as file:
        values = file[path][()]
    assert list(values.shape) == shape and values.dtype == np.float64, (path, values.shape, shape)
    return values


def bounds(nodes):
    return [[float(nodes[..., a].min()), float(nodes[..., a].max())] for a in range(3)]


def main(path, expected_path):
    folder = os.path.dirname(os.path.abspath(path))
    grids = tree.parse(path).getroot().find("Domain/Grid").findall("Grid")
    with h5py.File(os.path.splitext(path)[0] + ".h5", "r") as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if name.split("/")[-1] in ("density", "density_error") else None)
        times = file["time"][()].tolist()
        axes = file.attrs["axes"].split()
        moving = "frame" in file
        centres = [file[f"{a}_position"][()] if moving else np.tile(file[a][()], (len(times), 1)) for a in axes]
    expected = {"times": [], "bounds": [], "datasets": {name: [] for name in names}}
    for k, grid in enumerate(grids):
        expected["times"].append(float(grid.find("Time").get("Value")))
        nodes = data(grid.find("Geometry/DataItem"), folder)
        assert list(nodes.shape[:-1]) == numbers(grid.find("Topology").get("Dimensions")) and nodes.shape[-1] == 3
        expected["bounds"].append(bounds(nodes))
        found = {a.get("Name"): data(a.find("DataItem"), folder) for a in grid.findall("Attribute")}
        assert set(found) == set(names), set(found) ^ set(names)
        for name, values in found.items():
            assert all(n == m + 1 for n, m in zip(nodes.shape, values.shape)), (nodes.shape, values.shape)
            cell = int(np.nanargmax(values)) if np.isfinite(values).any() else 0
            index = np.unravel_index(cell, values.shape)[-len(axes):]
            expected["datasets"][name].append({
                "cells": values.size, "min": float(values.min()), "max": float(values.max()), "argmax": cell,
                "place": [float(c[k][i]) for c, i in zip(centres, index)]})
    assert expected["times"] == times, (expected["times"], times)
    with open(expected_path, "w", encoding="utf-8") as file:
        json.dump(expected, file)


main(*sys.argv[1:])
