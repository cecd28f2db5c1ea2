"""Compares the results of two builds: every dataset and attribute of each OLD/*.h5 must have the same bytes in NEW/*.h5.

    for f in examples/*.toml; do OLD_BUILD/src/fokker run --quiet "$f" -o "OLD/$(basename "$f" .toml).h5"; done
    (the same with the new build into NEW, from the same folder)
    /usr/bin/python3 tests/regression/compare_results.py OLD NEW

Objects and attributes that only the new file has are listed. Exits 1 where anything differs or is missing.
"""
import os
import sys

import h5py
import numpy


def same(one, two):
    one, two = numpy.asarray(one), numpy.asarray(two)
    if one.shape != two.shape or one.dtype != two.dtype:
        return False
    return numpy.array_equal(one, two) if one.dtype == object else one.tobytes() == two.tobytes()


def paths_of(file):
    paths = ["/"]
    file.visit(paths.append)
    return paths


def compare(old, new):
    references = ("DIMENSION_LIST", "REFERENCE_LIST")  # addresses within the file
    differences, added = [], [path for path in paths_of(new) if path not in old]
    for path in paths_of(old):
        if path not in new:
            differences.append("missing: " + path)
            continue
        if isinstance(old[path], h5py.Dataset) and not same(old[path][()], new[path][()]):
            differences.append("values: " + path)
        before, now = old[path].attrs, new[path].attrs
        differences += [f"attribute: {path}@{name}" for name in before
                        if name not in references and (name not in now or not same(before[name], now[name]))]
        added += [f"{path}@{name}" for name in now if name not in before]
    return differences, added


def main(old, new):
    failed = False
    for name in sorted(os.listdir(old)):
        if name.endswith(".h5"):
            with h5py.File(os.path.join(old, name)) as before, h5py.File(os.path.join(new, name)) as now:
                differences, added = compare(before, now)
            failed |= bool(differences)
            print(f"{name}: {differences or 'equal'}; added: {', '.join(added) or 'nothing'}")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
