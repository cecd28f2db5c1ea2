#!/usr/bin/env python3
"""scipy on W1 and W2: central differences in flux form, Crank-Nicolson, sparse LU.

peers.py W1|W2 prints "peer, cells, steps, error, seconds, MB" of the cheapest choice of a small ladder that reaches 1e-4.
"""
import resource
import statistics
import sys
import time

import numpy as np
from scipy.sparse import diags, identity
from scipy.sparse.linalg import splu
from scipy.special import erf


def centres(low, high, n):
    h = (high - low) / n
    return low + h * (np.arange(n) + 0.5), h


def averages(mixture, low, high, n):
    """Cell averages of sum w N(m, c)."""
    edges = np.linspace(low, high, n + 1)
    cdf = sum(w * 0.5 * (1 + erf((edges - m) / np.sqrt(2 * c))) for w, m, c in mixture)
    return np.diff(cdf) / np.diff(edges)


def generator(low, high, n, half_noise):
    """dp/dt of dx = -x dt (or -x/2 beta dt), flux (v p_face - D/2 p') with zero flux through the walls."""
    x, h = centres(low, high, n)
    faces = x[:-1] + 0.5 * h
    scale, noise = half_noise
    up = -scale * faces / 2 / h  # what p_i gives to the flux through its upper face, and p_(i+1)
    d = noise / h**2
    lower, upper = up + d, up - d
    main = np.zeros(n)
    main[:-1] -= lower
    main[1:] += upper
    return diags([lower, main, -upper], [-1, 0, 1], format="csc")


def error(p, exact):
    return np.abs(p - exact).sum() / exact.sum()


def w1(n, steps):
    """dx = -x dt + sqrt(2) dw from N(2, .01) on [-8, 8] to t = 1."""
    L, one = generator(-8, 8, n, (1.0, 1.0)), identity(n, format="csc")
    dt = 1.0 / steps
    solver, right = splu(one - 0.5 * dt * L), one + 0.5 * dt * L
    p = averages([(1, 2, 0.01)], -8, 8, n)
    for _ in range(steps):
        p = solver.solve(right @ p)
    return [p]


def w1_exact(n):
    e = np.exp(-1)
    return [averages([(1, 2 * e, 0.01 * e * e + 1 - e * e)], -8, 8, n)]


W2_TIMES = [0, 0.1, 0.2, 0.3, 0.5, 1]


def w2(n, steps):
    """VP, beta .1 to 20, on .4 N(-1, .04) + .6 N(1, .04), [-6, 6]; beta at the middle of each step."""
    L, one = generator(-6, 6, n, (0.5, 0.5)), identity(n, format="csc")
    p, result = averages([(0.4, -1, 0.04), (0.6, 1, 0.04)], -6, 6, n), []
    for a, b in zip(W2_TIMES, W2_TIMES[1:]):
        count = max(1, round(steps * (b - a)))
        dt = (b - a) / count
        for k in range(count):
            A = (0.5 * dt * (0.1 + 19.9 * (a + (k + 0.5) * dt))) * L
            p = splu(one - A, permc_spec="NATURAL").solve(p + A @ p)
        result.append(p)
    return result


def w2_exact(n):
    result = []
    for t in W2_TIMES[1:]:
        s = np.exp(-0.5 * (0.1 * t + 9.95 * t * t))
        c = 0.04 * s * s + 1 - s * s
        result.append(averages([(0.4, -s, c), (0.6, s, c)], -6, 6, n))
    return result


def measured(work):
    begin = time.process_time()
    value = work()
    return time.process_time() - begin, value


def cheapest(solve, exact, cells, steps, accuracy):
    for n, count in sorted(((n, count) for n in cells for count in steps), key=lambda pair: pair[0] * pair[1]):
        worst = max(error(p, q) for p, q in zip(solve(n, count), exact(n)))
        if worst <= accuracy:
            return n, count, worst
    sys.exit("no choice of the ladder reaches the accuracy")


def main():
    solve, exact, cells, steps = {
        "W1": (w1, w1_exact, [400, 500, 600, 700, 800, 1000], [20, 30, 40, 60, 80, 120]),
        "W2": (w2, w2_exact, [300, 400, 500, 600, 800], [50, 75, 100, 150, 200, 300, 400]),
    }[sys.argv[1]]
    n, count, worst = cheapest(solve, exact, cells, steps, 1e-4)
    seconds = statistics.median(measured(lambda: solve(n, count))[0] for _ in range(7))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("scipy sparse Crank-Nicolson", n, count, worst, seconds, megabytes, sep="\t")


main()
