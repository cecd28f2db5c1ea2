"""Problems: immutable, as text, and their parts."""

import inspect
import pickle
import tomllib
import unittest

import numpy as np

import fokker
from support import SOURCE, folder, quickstart, same_bits


class Stating(unittest.TestCase):
    def test_problems_are_not_changed(self):
        problem = quickstart(cells=64, steps=10)
        before = problem.to_toml()
        changed = problem.reverse("a").particles(count=10).override({"axis.x.cells": 32})
        self.assertEqual(problem.to_toml(), before)
        self.assertEqual((problem.shape, changed.shape), ((64,), (32,)))
        self.assertEqual(pickle.loads(pickle.dumps(changed)).to_toml(), changed.to_toml())

    def test_text_reads_back_to_the_same_values(self):
        text = quickstart(title='a "title" \\ with\ttab', parameters={"a": 0.1 + 0.2, "b": "2*a"}).reverse(
            "back", alpha="0.5 + t", start=fokker.gaussian(np.float64(0.1), np.float32(1.0))).to_toml()
        tables = tomllib.loads(text)
        self.assertEqual(tables["title"], 'a "title" \\ with\ttab')
        self.assertEqual(tables["parameters"]["a"], 0.1 + 0.2)
        self.assertEqual(tables["reverse"][0]["start"]["mean"], 0.1)

    def test_a_function_cannot_be_written_and_is_named(self):
        with self.assertRaisesRegex(TypeError, r'reverse\("mine"\)\.score is a Python function'):
            quickstart().reverse("mine", score=lambda x, t: x).to_toml()
        process = fokker.ito_process(1, drift=lambda x, t: -x, noise=1.0)
        with self.assertRaisesRegex(TypeError, "process.drift is a Python function"):
            fokker.Problem(process, fokker.gaussian(0, 1), [fokker.axis("x", -5, 5, 64)], (0, 1)).to_toml()

    def test_every_kind_of_the_command_has_its_function(self):
        kinds = {"brownian": fokker.brownian(), "ou": fokker.ornstein_uhlenbeck(), "vp": fokker.vp(),
                 "subvp": fokker.subvp(), "ve": fokker.ve(), "edm": fokker.edm(), "cosine": fokker.cosine(),
                 "rectified-flow": fokker.rectified_flow(), "gbm": fokker.geometric_brownian(0.1, 0.2),
                 "cir": fokker.cox_ingersoll_ross(1, 1, 0.5), "jacobi": fokker.jacobi(1, 0.5, 0.5),
                 "cld": fokker.critically_damped(), "duffing": fokker.duffing(),
                 "langevin": fokker.langevin("x^2"), "custom": fokker.custom("-x", 1.0)}
        page = (SOURCE / "src/io/keys.md").read_text()
        for kind, process in kinds.items():
            self.assertEqual(process.kind, kind)
        of_page = {line.split('"')[1] for line in page.splitlines() if line.startswith("## `[process] kind")}
        self.assertEqual(set(kinds), of_page)
        laws = {line.split('"')[1] for line in page.splitlines() if line.startswith("## `[initial] kind")}
        self.assertTrue(all(hasattr(fokker, law) for law in laws), laws)

    def test_arguments_are_the_keys_of_problem_files(self):
        page = (SOURCE / "src/io/keys.md").read_text()

        def keys(heading):
            table = page.split(f"## `{heading}`\n")[1].split("\n## ")[0]
            return {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}

        self.assertEqual(keys("[particles]") - set(inspect.signature(fokker.Problem.particles).parameters), set())
        self.assertEqual(keys("[[reverse]]") - set(inspect.signature(fokker.Problem.reverse).parameters), set())
        given = set(inspect.signature(fokker.Problem).parameters)
        renamed = {"initial": "initial_time", "start": "time", "end": "time", "max_end": "time", "spacing": "snapshot_spacing"}
        self.assertEqual({renamed.get(key, key) for key in keys("[time]")} - given, set())
        axis = set(inspect.signature(fokker.axis).parameters)
        self.assertEqual({{"min": "lower", "max": "upper"}.get(key, key) for key in keys("[[axis]]")} - axis, set())

    def test_wrong_types_are_named(self):
        with self.assertRaisesRegex(TypeError, "initial is of type float; must be fokker.Law"):
            fokker.Problem(fokker.vp(), 0.5, [fokker.axis("x", -5, 5, 64)], (0, 1))
        with self.assertRaisesRegex(ValueError, "axes has 1 entries; must be 2"):
            process = fokker.ito_process(2, drift=lambda x, t: -x, noise=1.0)
            fokker.Problem(process, fokker.gaussian(0, 1), [fokker.axis("x", -5, 5, 64)], (0, 1))


class Errors(unittest.TestCase):
    def test_keys_name_the_python_argument(self):
        with self.assertRaises(fokker.ProblemError) as caught:
            fokker.Problem(fokker.vp(beta_min=-3), fokker.gaussian(0, 1), [fokker.axis("x", 5, -5, cells=1)],
                           (1, 0.5), steps=0).check()
        error = caught.exception
        self.assertEqual({one["key"] for one in error.diagnostics},
                         {'axis("x").cells', "process.beta_min", "time[1]", "steps"})
        self.assertEqual(error.exit_code, 3)
        self.assertTrue(all(one["place"] == "" for one in error.diagnostics))
        self.assertIn("process.beta_min: -3; legal: a number >= 0", str(error))
        self.assertIsInstance(error, ValueError)
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(again), again.diagnostics), (type(error), error.diagnostics))

    def test_files(self):
        with self.assertRaises(fokker.FileError) as caught:
            fokker.read("/nowhere.toml")
        self.assertEqual(caught.exception.exit_code, 5)
        self.assertIsInstance(caught.exception, OSError)
        with self.assertRaisesRegex(fokker.ProblemError, "overrides: axis.x.cell: unknown key"):
            fokker.read(SOURCE / "examples/vp_mixture.toml", {"axis.x.cell": 3})

    def test_a_foreign_file_needs_trust(self):
        foreign = SOURCE / "tests/unit/io/data/schema1.h5"
        with self.assertRaisesRegex(fokker.DataError, "try: trust=True where its origin is known"):
            fokker.open(foreign)
        self.assertTrue(fokker.open(foreign, trust=True).passed)


class Parts(unittest.TestCase):
    def setUp(self):
        self.problem = quickstart(cells=128, steps=40, forward_options={"flux": "scharfetter-gummel"})

    def test_the_operator_moves_the_density(self):
        from scipy import sparse

        L = self.problem.matrix(0.3)
        volume = 10 / 128
        self.assertEqual(L.shape, (128, 128))
        # columns add up to 0, to rounding of rates of about 1000
        self.assertLess(abs(L.sum(0)).max(), 1e-11)
        self.assertGreaterEqual((L - sparse.diags(L.diagonal())).min(), 0)
        density = self.problem.exact_density(0.3)
        length = 1e-5
        stepped = self.problem.step(density, 0.3, length)
        euler = density + length * (L @ (density * volume)) / volume
        # second order in the step: (L length)^2 / 2, the rates of the density's modes being below 100
        self.assertLess(abs(stepped - euler).max(), 1e-6)
        self.assertAlmostEqual(stepped.sum() / density.sum(), 1, 13)

    def test_the_matrix_of_a_problem_with_flows_is_that_of_its_edges(self):
        sigma = np.array([[0.8, 0.0], [0.5, 0.6]])
        axes = [fokker.axis(name, -4, 4, cells=32) for name in "xy"]
        flows, edges = (fokker.Problem(fokker.brownian(sigma=sigma), fokker.gaussian([0, 0], covariance=0.1 * np.eye(2)),
                                       axes, (0, 0.1), forward_options={"flux": flux})
                        for flux in ("flows", "scharfetter-gummel"))
        L = flows.matrix(0.0)
        self.assertEqual(abs(L - edges.matrix(0.0)).max(), 0)
        self.assertLess(abs(L.sum(0)).max(), 1e-11)
        # the second moments of the edges are D = sigma sigma^T to rounding; the mass at the boundary is below 1e-30
        x = (np.arange(32) + 0.5) / 4 - 4
        rates = (L @ flows.initial_density().ravel()).reshape(32, 32) / 16
        moments = [[(rates * a * b).sum() for a in (x[:, None], x[None, :])] for b in (x[:, None], x[None, :])]
        np.testing.assert_allclose(moments, sigma @ sigma.T, rtol=1e-11)
        self.assertGreater(abs(np.array(moments) - 1.05 * sigma @ sigma.T).min(), 0.01)

    def test_steps_make_the_run(self):
        times = np.linspace(1e-3, 1.0, 11)
        result = quickstart(cells=128, steps=10, snapshots=11, forward_options={"flux": "scharfetter-gummel"}).run()
        density = self.problem.initial_density()
        np.testing.assert_array_equal(density, result["forward/density"].values[0])
        for begin, end in zip(times[:-1], times[1:]):
            density = self.problem.step(density, begin, end - begin)
        # the same steps but for the last bit of their ends
        np.testing.assert_allclose(density, result["forward/density"].values[-1], rtol=1e-10)

    def test_metrics(self):
        first, second = self.problem.exact_density(0.1), self.problem.exact_density(0.2)
        found = self.problem.compare(first, second)
        self.assertAlmostEqual(found["tv"], 0.5 * abs(first - second).sum() * 10 / 128, 14)
        self.assertEqual(found["covariance"].shape, (1, 1))
        with self.assertRaisesRegex(fokker.UsageError, r"second has shape \(3,\); legal: \(128,\)"):
            self.problem.compare(first, np.ones(3))

    def test_laws(self):
        law = fokker.mixture([0.4, 0.6], means=[[-1, 0], [1, 0]], stds=[0.2, 0.3])
        x = law.sample(20_000, seed=3)
        self.assertEqual(x.shape, (20_000, 2))
        # standard error of the mean: 1.02 / sqrt(20000) = 0.007
        np.testing.assert_allclose(x.mean(0), [0.2, 0], atol=0.03)
        np.testing.assert_array_equal(x, law.sample(20_000, seed=3))
        step = 1e-5
        point = np.array([[0.3, -0.2]])
        for k in range(2):
            shift = step * np.eye(2)[k]
            slope = (law.log_density(point + shift) - law.log_density(point - shift)) / (2 * step)
            # central differences: 1e-10 of the third derivative, rounding 1e-16 / 1e-5
            np.testing.assert_allclose(law.score(point)[:, k], slope, rtol=1e-6)
        np.testing.assert_allclose(fokker.gaussian(0, 1).density([[0.0]]), 1 / np.sqrt(2 * np.pi), rtol=1e-15)
        with self.assertRaisesRegex(NotImplementedError, "kind 'uniform' has no closed form"):
            fokker.uniform(0, 1).sample(3)

    def test_marginals_and_particles(self):
        law = self.problem.marginal(1.0)
        particles = self.problem.simulate(20_000, 200, seed=5)
        # standard errors: 0.007 of the mean, 0.01 of the variance; the step of 1/200 shifts both by about 0.05
        np.testing.assert_allclose(particles.mean(0), law.mean(), atol=0.06)
        np.testing.assert_allclose(particles.var(0), law.covariance()[0], atol=0.1)
        np.testing.assert_allclose(self.problem.drift([[2.0]], 0.5), [[-10.05]], rtol=1e-14)
        np.testing.assert_allclose(self.problem.diffusion([[2.0]], 0.5), [[10.05]], rtol=1e-14)

    def test_densities_on_the_grid(self):
        density = self.problem.initial_density()
        volume = 10 / 128
        # the current moves the mean: the sum of J V is d mean/dt = -beta/2 mean; edges are right to second order, here
        # (0.08/0.2)^2/12 = 0.013 of it at most
        self.assertEqual(self.problem.current(density, 0.5).shape, (128, 1))
        moved = self.problem.current(density, 0.5).sum() * volume
        self.assertAlmostEqual(moved / (-0.5 * 10.05 * 0.2), 1, delta=0.013)
        x = self.problem.sample(density, 20_000, seed=2)
        self.assertLess(abs(x.mean() - 0.2), 0.03)  # standard error 0.007
        broad = self.problem.exact_density(1.0)  # N(0, 1) but for 1e-4
        np.testing.assert_allclose(self.problem.score(broad, [[0.5], [-1.0]]), [[-0.5], [1.0]], atol=0.01)
        law = fokker.mixture([0.4, 0.6], means=[-1, 1], stds=[0.2, 0.2])
        self.assertAlmostEqual(self.problem.cell_averages(law).sum() * volume, 1, 14)

    def test_an_array_is_an_initial_law(self):
        density = self.problem.initial_density()
        problem = fokker.Problem(fokker.vp(), fokker.cells(density), [fokker.axis("x", -5, 5, 128)], (0, 1.0), steps=20)
        np.testing.assert_array_equal(problem.initial_density(), density)
        self.assertTrue(problem.run().passed)
        with self.assertRaisesRegex(TypeError, "initial is an array"):
            problem.to_toml()
        with self.assertRaisesRegex(fokker.UsageError, r"initial has shape \(3,\); legal: \(128,\)"):
            fokker.Problem(fokker.vp(), fokker.cells([1, 2, 3]), [fokker.axis("x", -5, 5, 128)], (0, 1.0)).check()

    def test_a_function_is_an_initial_density(self):
        def density(x):
            return 3 * np.exp(-0.5 * ((x[:, 0] - 0.5) / 0.3) ** 2)

        axes = [fokker.axis("x", -5, 5, 200)]
        ours, gaussian = (fokker.Problem(fokker.vp(), law, axes, (0, 1.0), steps=20).initial_density()
                          for law in (fokker.density(density), fokker.gaussian(0.5, 0.3)))
        # five Gauss-Legendre nodes on cells of a sixth of the width are right to rounding
        np.testing.assert_allclose(ours, gaussian, atol=1e-12)
        with self.assertRaisesRegex(fokker.ProblemError, r"density returned shape \(\d+, 1\); legal: shape \(\d+,\)"):
            fokker.Problem(fokker.vp(), fokker.density(lambda x: x), axes, (0, 1.0)).initial_density()

    def test_alpha_is_a_function_of_time(self):
        problem = quickstart(cells=128, steps=40).reverse("formula", alpha="0.5 + t").reverse(
            "function", alpha=lambda t: 0.5 + t)
        result = problem.run()
        self.assertTrue(same_bits(result["reverse/formula/density"].values, result["reverse/function/density"].values))
        with self.assertRaisesRegex(TypeError, r'reverse\("function"\)\.alpha is a Python function'):
            problem.to_toml()

    def test_a_metric_of_ones_own(self):
        def overlap(first, second):
            return 1 - np.minimum(first, second).sum() * 10 / 128

        problem = quickstart(cells=128, steps=40).reverse("back").metric("overlap", overlap,
                                                                         bounds={"reverse_forward": 1e-9})
        result = problem.run()
        rows = [row for row in result.report if row["comparison"] == "reverse/back|forward"]
        for row in rows:
            # of densities of mass 1 the same as the total variation; their masses are 1 to 2e-8
            self.assertAlmostEqual(row["overlap"], row["tv"], delta=1e-7)
        self.assertFalse(rows[0]["passed"])
        with self.assertRaisesRegex(TypeError, 'metric\\("overlap"\\) is a Python function'):
            problem.to_toml()

    def test_a_score_goes_through_a_file(self):
        with folder() as where:
            problem = quickstart(cells=256, steps=200)
            problem.run(score_table=f"{where}/score.h5")
            both = problem.reverse("own").reverse("table", score={"table": f"{where}/score.h5"}).run()
            own, table = (both[f"reverse/{name}/density"].values for name in ("own", "table"))
            # the table interpolates the score between nodes, the reversal its potential between cells
            self.assertLess(0.5 * abs(own - table).sum(1).max() * 10 / 256, 0.02)

    def test_convergence(self):
        found = self.problem.converge(3)
        self.assertEqual(found["cells"], [[128], [256], [512]])
        # second order: 2 to within a tenth at these cells
        self.assertAlmostEqual(found["solutions"][0]["together"]["orders"][-1], 2, 1)

    def test_files_of_results(self):
        result = self.problem.reverse("back").run()
        with folder() as where:
            result.write(f"{where}/out.h5")
            again = fokker.open(f"{where}/out.h5")
            self.assertEqual((again.title, again.report.verdict), (result.title, result.report.verdict))
            self.assertTrue(same_bits(again["forward/density"].values, result["forward/density"].values))
            with self.assertRaises(fokker.FileError):
                result.write(f"{where}/none/out.h5")


if __name__ == "__main__":
    unittest.main()
