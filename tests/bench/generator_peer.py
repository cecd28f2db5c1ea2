# SPDX-License-Identifier: MIT
"""Times fokker's stationary state, modes and mean first-passage time beside scipy on the same matrix, in one run.

usage: generator_peer.py [CELLS ...]   cells per axis, default 128 256
"""

import pathlib
import sys
import tempfile
import time

import numpy as np
from scipy.sparse import identity
from scipy.sparse.linalg import eigs, splu

import fokker

WELL = """
schema = 1
[process]
kind = "langevin"
potential = "(x^2 - 1)^2 + y^2/2"
temperature = 0.25
[initial]
kind = "gaussian"
mean = [-1.0, 0.0]
std = 0.1
[time]
end = 1.0
[[axis]]
name = "x"
min = -2.5
max = 2.5
cells = {0}
[[axis]]
name = "y"
min = -3.0
max = 3.0
cells = {0}
[[region]]
name = "right"
inside = "x >= 1"
"""


def problem_of(text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "well.toml"
        file.write_text(text)
        return fokker.read(file)


def timed(work):
    begin = time.perf_counter()
    value = work()
    return value, time.perf_counter() - begin


def by_scipy(matrix, inside):
    """Stationary vector by a replaced row, ten modes at shift 1e-3, mean time to the cells inside."""
    n = matrix.shape[0]

    def stationary():
        replaced = matrix.tolil()
        replaced[n - 1, :] = 1.0
        return splu(replaced.tocsc()).solve(np.eye(1, n, n - 1).ravel())

    def modes():
        return eigs(matrix.tocsc(), k=11, sigma=1e-3, return_eigenvectors=False)

    def passage():
        outside = np.flatnonzero(~inside)
        kept = matrix[outside][:, outside]
        return splu((-kept.T).tocsc()).solve(np.ones(len(outside)))

    return [timed(work) for work in (stationary, modes, passage)]


def main(sizes):
    for cells in sizes:
        problem = problem_of(WELL.format(cells))
        own = [
            timed(lambda: problem.generator(stationary={})),
            timed(lambda: problem.generator(spectrum={"count": 10})),
            timed(lambda: problem.generator(first_passage={"to": ["right"]})),
        ]
        matrix = problem.matrix(0.0)
        x = np.repeat(np.linspace(-2.5, 2.5, cells, endpoint=False) + 2.5 / cells, cells)
        peer = by_scipy(matrix, x >= 1)
        gap = np.sort(np.abs(peer[1][0].real))[1]
        print(f"{cells}^2: seconds of fokker (with n/2 and n/4 cells), of scipy")
        for name, (_, one), (_, other) in zip(("stationary", "ten modes", "first passage"), own, peer):
            print(f"  {name:14} {one:8.2f} {other:8.2f}")
        print(f"  gap {own[1][0]['scalars']['spectrum/eigenvalue_1']['value']:.12e}, scipy {gap:.12e}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [128, 256])
