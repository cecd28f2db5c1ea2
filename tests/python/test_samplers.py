"""Exact distributions of samplers."""

import unittest

import numpy as np

import fokker


def bimodal():
    return fokker.Problem(process=fokker.vp(0.1, 20), initial=fokker.mixture([0.5, 0.5], [-2, 2], [0.5, 0.5]),
                          axes=[fokker.axis("x", -9, 9, cells=64)], time=(1e-3, 1.0), snapshots=2)


class Samplers(unittest.TestCase):
    def test_rows_have_the_figures_of_the_exact_distribution(self):
        found = bimodal().samplers({"kind": "euler-maruyama", "steps": [10, 20]}, {"kind": "ddim", "steps": 20})
        rows = found["rows"]
        self.assertEqual([row["steps"] for row in rows], [10, 20, 20])
        # a dense sum of the Chapman-Kolmogorov equation
        self.assertLess(abs(rows[1]["tv"] - 4.3421850321e-2), 1e-9)
        self.assertLess(abs(rows[1]["kl"] - 7.8703491571e-3), 1e-9)
        self.assertLess(abs(rows[2]["w2"] - 7.8653304e-2), 1e-8)
        self.assertEqual(len(rows[2]["density"]), 0)
        x, density = rows[1]["x"], rows[1]["density"]
        self.assertLess(abs(np.sum(density) * (x[1] - x[0]) - 1), 1e-9)
        self.assertGreater(found["orders"]["euler-maruyama"], 0.9)
        self.assertIsNone(found["orders"]["ddim"])

    def test_a_budget_divides_the_error_among_its_sources(self):
        budget, = bimodal().sampler_budget({"kind": "euler-maruyama", "steps": 20, "scale": 1.05})
        # an independent program: KL of all sources, of score alone and of steps alone
        self.assertLess(abs(budget["total"]["kl"] - 3.1122e-3), 1e-6)
        self.assertLess(abs(budget["alone"]["score"]["kl"] - 2.0624e-3), 1e-6)
        self.assertLess(abs(budget["alone"]["steps"]["kl"] - 7.8575e-3), 2e-6)
        self.assertIn(budget["repair_first"], budget["repaired"])
        parts = sum(part["density"] for part in budget["alone"].values()) + budget["interaction"]["density"]
        self.assertLess(np.max(np.abs(parts - budget["total"]["density"])), 1e-12)
        self.assertEqual(len(budget["x"]), len(parts))
        self.assertLess(budget["error"], 1e-6)
        with self.assertRaises(fokker.ProblemError):
            bimodal().sampler_budget({"kind": "ddim"})

    def test_a_sampler_that_does_not_fit_is_refused(self):
        with self.assertRaises(fokker.ProblemError):
            bimodal().samplers({"kind": "dpm_2"})


if __name__ == "__main__":
    unittest.main()
