"""What several tests share."""

import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

import fokker

SOURCE = Path(os.environ["FOKKER_SOURCE_DIR"])
COMMAND = os.environ["FOKKER_COMMAND"]


def quickstart(cells=1024, **options):
    """The problem of the quickstart, without particles."""
    return fokker.Problem(
        process=fokker.vp(beta_min=0.1, beta_max=20),
        initial=fokker.mixture([0.4, 0.6], means=[-1, 1], stds=[0.2, 0.2]),
        axes=[fokker.axis("x", -5, 5, cells=cells)],
        time=(1e-3, 1.0),
        **{"snapshots": 11, **options},
    )


def exact_score(x, t):
    """Score of the quickstart's marginals at points (n, 1)."""
    weights, means, std = np.array([0.4, 0.6]), np.array([-1.0, 1.0]), 0.2
    integral = 0.1 * t + 9.95 * t * t
    shrink = np.exp(-0.5 * integral)
    variance = shrink**2 * std**2 - np.expm1(-integral)
    distance = x - shrink * means[None, :]
    logs = np.log(weights) - 0.5 * distance**2 / variance
    share = np.exp(logs - logs.max(1, keepdims=True))
    share /= share.sum(1, keepdims=True)
    return -(share * distance).sum(1, keepdims=True) / variance


def run_command(text, folder):
    """Runs the command on the text of a problem and gives the file with the result."""
    problem, output = Path(folder) / "problem.toml", Path(folder) / "out.h5"
    problem.write_text(text)
    done = subprocess.run([COMMAND, "run", str(problem), "-o", str(output), "--quiet"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    return output


def folder():
    """A temporary folder, as a context manager."""
    return tempfile.TemporaryDirectory()


def same_bits(one, other):
    """Whether two arrays have the same type, shape and bits."""
    one, other = np.ascontiguousarray(one), np.ascontiguousarray(other)
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
