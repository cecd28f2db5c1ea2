"""Loads an XDMF series with ParaView's reader and compares times, places, minima and maxima with the HDF5 file.

usage: pvpython read_with_paraview.py OUT.xdmf EXPECTED.json
"""
import json
import sys

from paraview import servermanager
from paraview.simple import XDMFReader


def close(a, b):
    """The same double: XDMF refers to the numbers in OUT.h5, so nothing is rounded."""
    return a == b or (a != a and b != b)


def main(path, expected_path):
    with open(expected_path, encoding="utf-8") as file:
        expected = json.load(file)
    reader = XDMFReader(FileNames=[path])
    reader.UpdatePipelineInformation()
    times = reader.TimestepValues
    times = [times] if isinstance(times, float) else list(times)
    assert times == expected["times"], (times, expected["times"])
    for k, time in enumerate(times):
        reader.UpdatePipeline(time)
        grid = servermanager.Fetch(reader)
        bounds = grid.GetBounds()
        for wanted, found in zip(expected["bounds"][k], (bounds[0:2], bounds[2:4], bounds[4:6])):
            assert list(found) == wanted, (time, bounds, expected["bounds"][k])
        cells = grid.GetCellData()
        names = {cells.GetArrayName(i) for i in range(cells.GetNumberOfArrays())}
        assert names == set(expected["datasets"]), names
        for name, rows in expected["datasets"].items():
            array = cells.GetArray(name)
            assert array.GetNumberOfTuples() == rows[k]["cells"], name
            low, high = array.GetRange()
            assert close(low, rows[k]["min"]) and close(high, rows[k]["max"]), (name, time, low, high, rows[k])
            # one cell with its place: the last axis is not the first
            centre = [0.0] * 3
            box = [0.0] * 6
            grid.GetCellBounds(rows[k]["argmax"], box)
            centre = [(box[2 * a] + box[2 * a + 1]) / 2 for a in range(len(rows[k]["place"]))]
            assert all(abs(c - p) <= 1e-12 * (1 + abs(p)) for c, p in zip(centre, rows[k]["place"])), (name, centre, rows[k])
    print(f"{path}: {len(times)} times, {', '.join(sorted(names))}")


main(*sys.argv[1:])
