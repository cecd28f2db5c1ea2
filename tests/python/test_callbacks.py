"""Python functions as scores and coefficients: how they are called and what they may return."""

import threading
import time
import traceback
import unittest

import numpy as np

import fokker
from overhead import measured
from support import exact_score, folder, quickstart, same_bits

EDGES = {"flux": "scharfetter-gummel"}
ALONE = {"forward_options": {**EDGES, "error_estimate": False}}


class Tensor:
    """An array of another library, as far as numpy sees it."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None):
        return np.asarray(self.values, dtype)


class Counted:
    """A score that records how it is called."""

    def __init__(self, function=exact_score):
        self.function, self.shapes, self.threads, self.busy, self.overlaps = function, [], [], False, 0

    def __call__(self, x, t):
        self.overlaps += self.busy
        self.busy = True
        self.shapes.append(x.shape)
        self.threads.append(threading.get_ident())
        result = self.function(x, t)
        self.busy = False
        return result


def square(cells, steps=10):
    """A VP problem on two axes."""
    axes = [fokker.axis(name, -5, 5, cells=cells) for name in "xy"]
    return fokker.Problem(fokker.vp(), fokker.gaussian([0.5, -0.5], 0.4), axes, (1e-3, 1.0), 2, steps=steps, **ALONE)


class Scores(unittest.TestCase):
    def test_an_exact_score_gives_the_built_in_density(self):
        problem = quickstart(steps=200, **ALONE).reverse("built-in", score="exact", **EDGES)
        result = problem.reverse("mine", score=exact_score, **EDGES).run()
        built_in, mine = (result[f"reverse/{name}/density"].values for name in ("built-in", "mine"))
        # both formulas round in their own ways; 200 steps do not add to it
        self.assertLess(abs(built_in - mine).max(), 1e-14)

    def test_noise_and_energy_are_converted(self):
        std = lambda t: np.sqrt(-np.expm1(-(0.1 * t + 9.95 * t * t)))  # noqa: E731

        def energy(x, t):  # the integral of the exact score, from its mixture
            shrink = np.exp(-0.5 * (0.1 * t + 9.95 * t * t))
            variance = shrink**2 * 0.04 + std(t)**2
            return np.logaddexp(np.log(0.4) - (x[:, 0] + shrink)**2 / (2 * variance),
                                np.log(0.6) - (x[:, 0] - shrink)**2 / (2 * variance))

        problem = quickstart(256, steps=100, **ALONE).reverse("mine", score=exact_score, **EDGES)
        problem = problem.reverse("noise", score=lambda x, t: -std(t) * exact_score(x, t), parameterization="noise",
                                  **EDGES)
        result = problem.reverse("energy", score=energy, parameterization="energy", **EDGES).run()
        mine, noise, gradient = (result[f"reverse/{name}/density"].values for name in ("mine", "noise", "energy"))
        self.assertLess(abs(mine - noise).max(), 1e-12)
        self.assertLess(abs(mine - gradient).max(), 1e-6)  # differences over 2e-3 cells of 0.04
        with self.assertRaisesRegex(fokker.Error, "nois"):
            quickstart(256, steps=100).reverse("x", score=exact_score, parameterization="nois").check()
        with self.assertRaises(TypeError):
            quickstart(256).reverse("x", score="exact", parameterization="noise")

    def test_one_call_per_step_gets_all_points_of_the_edges(self):
        for problem_of, points in ((lambda steps: quickstart(256, steps=steps, **ALONE), (256, 1)),
                                   (lambda steps: square(96, steps), (2 * 96 * 96, 2))):
            calls = []
            for steps in (20, 50):
                score = Counted(lambda x, t: -x)
                problem_of(steps).reverse("mine", score=score, **EDGES).run()
                calls.append(score.shapes.count(points))
                # beside them a few for the fingerprint, at 64 points each
                self.assertEqual([shape for shape in score.shapes if shape != points], [(64, points[1])] * 4)
            self.assertEqual(calls[1] - calls[0], 30)

    def test_a_step_takes_one_call(self):
        for dimension, cells, steps in ((1, 1024, 40), (2, 64, 10)):
            *_, calls = measured(dimension, cells, steps, repeats=1)  # overhead.py prints all
            self.assertLess(calls, 1 + 6 / steps)

    def test_remaps_on_several_axes_ask_once_per_stage(self):
        faces, points = (2 * 24 * 24, 2), (25 * 24, 2)
        calls = []
        for steps in (20, 30):
            score = Counted(lambda x, t: -x)
            square(24, steps).reverse("mine", score=score, flux="semi-lagrangian").run(threads=2)
            # the fingerprint asks at 64 points, the choice of transports at faces
            self.assertLessEqual(set(score.shapes), {points, faces, (64, 2)})
            calls.append(score.shapes.count(points))
            self.assertEqual({thread for thread, shape in zip(score.threads, score.shapes) if shape == points},
                             {threading.get_ident()})
        # two remaps along each axis, of four stages each
        self.assertEqual(calls, [20 * 16, 30 * 16])

    def test_results_of_remaps_do_not_depend_on_threads(self):
        problem = square(24).reverse("mine", score=lambda x, t: -np.tanh(x), flux="semi-lagrangian", alpha=0)
        one, two = (problem.run(threads=threads)["reverse/mine/density"].values for threads in (1, 2))
        self.assertTrue(same_bits(one, two))

    def test_coarser_grids_of_the_error_estimate_are_served_alike(self):
        score = Counted(lambda x, t: -x)
        quickstart(256, steps=40, forward_options=EDGES).reverse("mine", score=score, **EDGES).run()
        self.assertLessEqual({(256, 1), (128, 1), (64, 1)}, set(score.shapes))
        self.assertEqual(set(score.shapes), {(256, 1), (128, 1), (64, 1)})

    def test_particles_come_in_large_groups_one_call_at_a_time(self):
        def slow(x, t):
            time.sleep(0.001)  # lets other threads run
            return exact_score(x, t)

        score = Counted(slow)
        problem = quickstart(128, snapshots=2, steps=10, **ALONE).reverse("mine", score=score, **EDGES)
        problem.particles(count=100_000, steps=6, reverse=["mine"], step_bias=False).run(threads=2)
        self.assertEqual(max(shape[0] for shape in score.shapes), 65536)
        self.assertEqual(sum(shape[0] > 128 for shape in score.shapes), 2 * 6)
        self.assertEqual({thread for thread, shape in zip(score.threads, score.shapes) if shape[0] > 128},
                         {threading.get_ident()})
        self.assertEqual(score.overlaps, 0)

    def test_calls_for_edges_come_from_the_thread_of_the_run_but_for_the_first_few(self):
        score = Counted(lambda x, t: -x)
        square(96, 20).reverse("mine", score=score, **EDGES).run(threads=2)
        others = [thread for thread in score.threads if thread != threading.get_ident()]
        self.assertLessEqual(len(others), 3)
        self.assertEqual(score.overlaps, 0)

    def test_points_are_read_only_views_that_stay_valid(self):
        kept = []

        def score(x, t):
            self.assertIsInstance(t, float)
            self.assertEqual(x.dtype, np.float64)
            self.assertTrue(x.flags.f_contiguous)
            self.assertFalse(x.flags.writeable)
            kept.append((x, x.copy()))
            return -x

        square(16).reverse("mine", score=score, **EDGES).run()
        self.assertTrue(all(same_bits(view, copy) for view, copy in kept))

    def test_numbers_of_other_types_and_orders_are_taken(self):
        reference = square(24).reverse("mine", score=lambda x, t: -x, **EDGES).run()["reverse/mine/density"].values
        for convert in (np.ascontiguousarray, np.ndarray.tolist, np.asfortranarray, Tensor):
            other = square(24).reverse("mine", score=lambda x, t: convert(-x), **EDGES).run()
            self.assertTrue(same_bits(reference, other["reverse/mine/density"].values), convert)
        single = square(24).reverse("mine", score=lambda x, t: -x.astype(np.float32), **EDGES).run()
        # float32 rounds at 6e-8, on scores of up to 5 over a run of length 1 with beta up to 20
        np.testing.assert_allclose(single["reverse/mine/density"].values, reference, atol=1e-5)

    def test_a_wrong_shape_is_an_error_that_names_both(self):
        with self.assertRaises(fokker.ProblemError) as caught:
            square(24).reverse("mine", score=lambda x, t: x[:, :1], **EDGES).run()
        self.assertIn("score of 'mine' returned shape (1152, 1)", str(caught.exception))
        self.assertIn("shape (1152, 2) for the points of shape (1152, 2)", str(caught.exception))

    def test_numbers_that_are_not_real_are_refused(self):
        with self.assertRaises(fokker.ProblemError) as caught:
            square(24).reverse("mine", score=lambda x, t: 1j * x, **EDGES).run()
        self.assertIn("complex128", str(caught.exception))

    def test_an_exception_arrives_unchanged(self):
        calls = []
        error = LookupError("no such model")

        def fails_late(x, t):
            calls.append(t)
            if len(calls) == 100:
                raise error
            return -x

        try:
            quickstart(128, steps=400, **ALONE).reverse("mine", score=fails_late, **EDGES).run()
        except LookupError as caught:
            self.assertIs(caught, error)
            self.assertEqual(traceback.extract_tb(caught.__traceback__)[-1].name, "fails_late")
        self.assertEqual(len(calls), 100)

    def test_two_problems_run_in_two_threads_at_once(self):
        problems = [quickstart(256, steps=200).reverse("mine", score=exact_score),
                    quickstart(200, steps=150).reverse("mine", score="exact")]
        alone = [problem.run()["reverse/mine/density"].values for problem in problems]
        together = [None, None]

        def run(k):
            together[k] = problems[k].run()["reverse/mine/density"].values

        threads = [threading.Thread(target=run, args=(k,)) for k in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for k in (0, 1):
            self.assertTrue(same_bits(alone[k], together[k]))


def ring_drift(x, t):
    """A limit cycle: dx = x (1 - r^2) - y, dy = y (1 - r^2) + x."""
    grow = 1 - (x**2).sum(1)
    return np.stack([x[:, 0] * grow - x[:, 1], x[:, 1] * grow + x[:, 0]], 1)


RING = ["x*(1 - x^2 - y^2) - y", "y*(1 - x^2 - y^2) + x"]


def on_square(process, **options):
    axes = [fokker.axis(name, -3, 3, cells=40) for name in "xy"]
    start = fokker.gaussian([1, 0], covariance=0.05 * np.eye(2))
    return fokker.Problem(process, start, axes, (0, 0.5), 3, **{"steps": 20, **ALONE, **options})


class Coefficients(unittest.TestCase):
    def assert_close(self, process, formulas, atol):
        ours, theirs = (on_square(one).run()["forward/density"].values for one in (process, formulas))
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=atol)

    def test_a_drift_gives_what_its_formula_gives(self):
        for noise, text in ((0.5, [0.5, 0.5]), ([0.5, 0.4], [0.5, 0.4])):
            # the same edges but for the order of additions; densities are below 4
            self.assert_close(fokker.ito_process(2, drift=ring_drift, noise=noise, time_independent=True),
                              fokker.custom(RING, text), 1e-13)

    def test_noise_per_axis_and_its_divergence(self):
        def noise(x, t):
            return 0.5 + 0.1 * np.sin(x)

        def divergence(x, t):
            return 2 * noise(x, t) * 0.1 * np.cos(x)

        formulas = fokker.custom(RING, ["0.5 + 0.1*sin(x)", "0.5 + 0.1*sin(y)"])
        given = fokker.ito_process(2, drift=ring_drift, noise=noise, divergence=divergence,
                                   time_independent=True)
        self.assert_close(given, formulas, 1e-12)
        # central differences over 1e-5 are right to about 1e-9
        differenced = fokker.ito_process(2, drift=ring_drift, noise=noise, time_independent=True)
        self.assert_close(differenced, formulas, 1e-7)

    def test_a_matrix_of_noise(self):
        G = np.array([[0.5, 0.0], [0.1, 0.5]])
        formulas = fokker.custom(RING, [["0.5", "0"], ["0.1", "0.5"]])
        self.assert_close(fokker.ito_process(2, drift=ring_drift, noise=G), formulas, 1e-12)
        given = fokker.ito_process(2, drift=ring_drift, noise=lambda x, t: np.broadcast_to(G, (len(x), 2, 2)),
                                   noise_columns=2)
        self.assert_close(given, formulas, 1e-7)

    def test_remaps_ask_a_drift_once_per_stage_with_the_bits_of_its_formula(self):
        options = {"forward_options": {"flux": "semi-lagrangian", "error_estimate": False}}
        formulas = fokker.custom(["y - x", "-x - y"], [0.5, 0.5])
        calls = []
        for steps in (20, 30):
            drift = Counted(lambda x, t: np.stack([x[:, 1] - x[:, 0], -x[:, 0] - x[:, 1]], 1))
            process = fokker.ito_process(2, drift=drift, noise=0.5)
            ours, theirs = (on_square(one, steps=steps, **options).run()["forward/density"].values
                            for one in (process, formulas))
            # the same operations at the same points, though formulas get them in blocks of lines
            self.assertTrue(same_bits(ours, theirs))
            calls.append(drift.shapes.count((41 * 40, 2)))
        # two remaps along each axis, of four stages each; beside them the checks of the problem look at faces
        self.assertEqual(calls[1] - calls[0], 10 * 16)

    def test_flows_of_functions(self):
        def noise(x, t):  # one column, whose direction turns with y
            return np.stack([0.3 * np.cos(x[:, 1]), 0.3 * np.sin(x[:, 1])], 1)[:, :, None]

        options = {"forward_options": {"flux": "flows", "error_estimate": False}}
        theirs = on_square(fokker.custom(RING, [["0.3*cos(y)", "0"], ["0.3*sin(y)", "0"]]), **options).run()
        calls = []
        for steps in (20, 80):
            G, drift = Counted(noise), Counted(ring_drift)
            process = fokker.ito_process(2, drift=drift, noise=G, noise_columns=1, time_independent=True)
            ours = on_square(process, steps=steps, **options).run()
            calls.append((len(G.shapes), len(drift.shapes)))
            self.assertEqual(G.overlaps + drift.overlaps, 0)
            if steps == 20:
                # both take the bend of the noise from differences; densities are below 4
                np.testing.assert_allclose(ours["forward/density"].values, theirs["forward/density"].values, atol=1e-12)
        # deposits are made once per piece and size of a step: calls follow its paths, and do not grow with the steps
        for few, many in zip(*calls):
            self.assertLess(many - few, 60)
        # edges cannot hold noise of one direction that turns: currents are left out, the run is not
        self.assertNotIn("forward/current", ours.dataset)

    def test_functions_that_do_not_depend_on_time_are_not_called_per_step(self):
        calls = []
        for steps in (20, 60):
            drift = Counted(ring_drift)
            problem = on_square(fokker.ito_process(2, drift=drift, noise=0.5, time_independent=True))
            problem.override({"time.steps": steps}).run()
            calls.append(len(drift.shapes))
        self.assertEqual(calls[0], calls[1])

    def test_a_process_is_reversed_and_simulated(self):
        problem = on_square(fokker.ito_process(2, drift=ring_drift, noise=0.5, prior=fokker.gaussian([0, 0], 1.0)))
        problem = problem.reverse("back").reverse("prior", start="prior")
        result = problem.particles(count=20_000, steps=40, reverse=["back"]).run()
        rows = [row for row in result.report if row["comparison"] == "particles/forward|forward"]
        # counting 20,000 particles on 1600 cells makes about 0.05; the rest is the step
        self.assertLess(rows[-1]["tv_upper"], 0.05)
        self.assertIn("forward/current", result.dataset)
        self.assertEqual(result.problem_text, "")

    def test_every_part_works_where_all_is_functions(self):
        """A call that held the interpreter's lock while threads of the library ask for it would never end."""
        process = fokker.ito_process(2, drift=ring_drift, noise=lambda x, t: 0.5 + 0.1 * np.cos(x))
        axes = [fokker.axis(name, -3, 3, cells=80) for name in "xy"]
        problem = fokker.Problem(process, fokker.density(lambda x: np.exp(-(x**2).sum(1))), axes, (0, 0.2), 2, steps=5)
        problem = problem.reverse("mine", score=lambda x, t: -x, alpha=lambda t: 1.0).particles(
            10_000, steps=4, reverse=["mine"]).metric("largest", lambda first, second: abs(first - second).max())
        density = problem.initial_density()
        problem.check(), problem.estimate(), problem.matrix(0.1), problem.step(density, 0, 0.01)
        problem.simulate(10_000, 4), problem.drift([[0, 0.0]], 0), problem.diffusion([[0, 0.0]], 0)
        problem.current(density, 0.1), problem.score(density, [[0.1, 0.1]]), problem.sample(density, 10)
        problem.cell_averages(fokker.gaussian([0, 0], 1)), problem.compare(density, density), problem.converge(2)
        with self.assertRaisesRegex(fokker.ProblemError, "not known in closed form"):
            problem.exact_density(0.1)
        with folder() as where:
            result = problem.run(checkpoint=f"{where}/out.h5.run", checkpoint_every=0, progress=lambda how: None)
            result.write(f"{where}/out.h5")
            self.assertEqual(fokker.open(f"{where}/out.h5").report.verdict, result.report.verdict)
        self.assertGreater(max(row["largest"] or 0 for row in result.report), 0)

    def test_formulas_as_strings(self):
        process = fokker.ito_process(2, drift=RING, noise=[0.5, 0.5])
        self.assertIn('kind = "custom"', on_square(process).to_toml())
        with self.assertRaises(TypeError):
            fokker.ito_process(2, drift=RING, noise=lambda x, t: x)
        with self.assertRaises(TypeError):
            fokker.ito_process(2, drift=ring_drift, noise=["x", "y"])


if __name__ == "__main__":
    unittest.main()
