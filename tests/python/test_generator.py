"""What the generator knows beyond densities."""

import unittest

import numpy as np

import fokker


def well(cells=96):
    return fokker.Problem(process=fokker.langevin("(x^2 - 1)^2", temperature=0.25), initial=fokker.gaussian(-1, 0.1),
                          axes=[fokker.axis("x", -2.4, 2.4, cells=cells)], time=(0, 1.0), snapshots=2)


class Generator(unittest.TestCase):
    def test_numbers_and_fields_have_the_names_of_the_file(self):
        found = well().generator(stationary={}, spectrum={"count": 3}, region=[{"name": "right", "inside": "x >= 1"}],
                                 first_passage={"to": ["right"], "moments": 1})
        scalars, fields = found["scalars"], found["fields"]
        gap = scalars["spectrum/eigenvalue_1"]
        # exact by collocation of the Schroedinger form; the stated error bounds the difference up to a factor of 3
        self.assertLess(abs(gap["value"] - 0.0297795933094), 3 * gap["error"] + 1e-9)
        self.assertEqual(gap["units"], "1/time")
        self.assertEqual(fields["stationary/density"].shape, (96,))
        self.assertAlmostEqual(fields["stationary/density"].sum() * 0.05, 1, places=12)
        self.assertEqual(fields["spectrum/eigenvalue"][0], 0)
        time = fields["first_passage/time_moment_1"]
        self.assertTrue(np.all(np.diff(time) <= 0))  # the nearer, the sooner

    def test_a_call_has_the_price_of_black_and_scholes(self):
        market = fokker.Problem(process=fokker.custom(drift="0.05*x", noise="0.2*x"), initial=fokker.gaussian(100, 1),
                                axes=[fokker.axis("x", 20, 400, cells=760)], time=(0, 1.0), snapshots=2)
        call = {"name": "call", "payoff": "max(x - 100, 0)", "killing": 0.05, "at": [100.0]}
        found = market.generator(expectation=[call])["scalars"]["expectation/call_0"]
        self.assertLess(abs(found["value"] - 10.4505835721856), 1e-3)
        self.assertLess(abs(found["value"] - 10.4505835721856), 3 * found["error"])

    def test_a_bridge_is_run_and_reversed(self):
        bridge = fokker.Problem(process=fokker.brownian(sigma=1), initial=fokker.gaussian(-1, 0.5),
                                axes=[fokker.axis("x", -6, 7, cells=200)], time=(0, 1.0), snapshots=3, steps=100,
                                forward_options={"error_estimate": False},
                                bridge={"target": fokker.gaussian(1.5, 0.8), "steps": 100}).reverse("anderson")
        result = bridge.run()
        rows = [row for row in result.report if row["comparison"] == "forward|bridge"]
        self.assertEqual(len(rows), 3)
        self.assertTrue(result.passed)
        with self.assertRaises(TypeError):
            fokker.Problem(process=fokker.brownian(sigma=1), initial=fokker.gaussian(-1, 0.5),
                           axes=[fokker.axis("x", -6, 7, cells=8)], time=(0, 1.0),
                           bridge={"target": fokker.cells(np.ones(8))})

    def test_what_cannot_be_is_refused(self):
        with self.assertRaises(fokker.ProblemError):
            well().generator(reset={})
        with self.assertRaises(fokker.ProblemError):
            well().generator(spectrum={"count": 90})


if __name__ == "__main__":
    unittest.main()
