"""Prints what a call of a Python score costs beyond its own time, per step: python3 overhead.py, with the package on
the path. Fixed steps, edge fluxes, one thread, no error estimate; processor time, best of some runs. It is compared
with the same reversal with a built-in score, whose own cost is not taken off, and with the forward solve alone."""

import time

import fokker

OPTIONS = {"flux": "scharfetter-gummel"}


class Timed:
    """The score -x, which records the time that it takes."""

    def __init__(self):
        self.seconds, self.calls = 0.0, 0

    def __call__(self, x, t):
        begin = time.process_time()
        result = -x
        self.calls += 1
        self.seconds += time.process_time() - begin
        return result


def measured(dimension, cells, steps, repeats=7):
    """Seconds per step: of the forward solve alone, with a built-in score, and with a Python score less its own time;
    then calls per step."""
    axes = [fokker.axis(name, -5, 5, cells=cells) for name in "xy"[:dimension]]
    law = fokker.gaussian([0.0] * dimension, [0.5] * dimension)
    base = fokker.Problem(fokker.brownian(), law, axes, (0, 1.0), 2, steps=steps,
                          forward_options={**OPTIONS, "error_estimate": False})
    score = Timed()
    built_in, mine = base.reverse("b", score="exact", **OPTIONS), base.reverse("m", score=score, **OPTIONS)
    best = [float("inf")] * 3
    for _ in range(repeats):
        for k, problem in enumerate((base, built_in, mine)):
            problem.check()
            score.seconds, score.calls = 0.0, 0
            begin = time.process_time()
            problem.run(threads=1)
            best[k] = min(best[k], time.process_time() - begin - score.seconds)
    return [seconds / steps for seconds in best] + [score.calls / steps]


if __name__ == "__main__":
    for dimension, cells, steps, unit, factor in ((1, 1024, 400, "us", 1e6), (2, 256, 40, "ms", 1e3)):
        forward, built_in, mine, calls = measured(dimension, cells, steps)
        print(f"{cells}^{dimension} cells: forward alone {factor * forward:.2f} {unit}/step, with a built-in score "
              f"{factor * built_in:.2f}, with a Python score less its own time {factor * mine:.2f}: "
              f"difference {factor * (mine - built_in):.2f} {unit}, {calls:.2f} calls per step")
