"""Runs: the dataset, the report, and the command's numbers."""

import unittest

import h5py
import numpy as np

import fokker
from support import SOURCE, folder, quickstart, run_command, same_bits


def datasets(group):
    """Addresses of the datasets in a group of an HDF5 file and below, but for those under mesh."""
    found = set()
    for name, item in group.items():
        if hasattr(item, "dtype"):
            found.add(h5py.h5o.get_info(item.id).addr)
        elif name != "mesh":
            found |= datasets(item)
    return found


class Run(unittest.TestCase):
    def test_a_file_is_read_and_run(self):
        result = fokker.read(SOURCE / "examples/vp_mixture.toml", {"axis.x.cells": 128, "time.steps": 40}).run()
        density = result.dataset["forward/density"]
        self.assertEqual(density.dims, ("time", "x"))
        self.assertEqual(density.shape, (11, 128))
        # the grid's mass is kept to rounding of 128 cells and 40 steps
        np.testing.assert_allclose(density.sum("x") * (10 / 128), 1, rtol=1e-13)
        self.assertEqual(result.dataset["time"].attrs["units"], "time")

    def test_the_quickstart_equals_the_command_bit_by_bit(self):
        problem = quickstart().reverse("anderson", alpha=1.0).particles(count=20000, reverse=["anderson"])
        ours = problem.run().dataset
        with folder() as where:
            theirs = fokker.open(run_command(problem.to_toml(), where)).dataset
        self.assertEqual(sorted(ours.variables), sorted(theirs.variables))
        for name in ours.variables:
            self.assertTrue(same_bits(ours[name].values, theirs[name].values), name)

    def test_two_positions_and_their_velocities(self):
        axes = [fokker.axis(name, -5, 5, cells=10) for name in ("x", "y", "u", "v")]
        problem = fokker.Problem(
            process=fokker.langevin("(x^2 + y^2)/2", friction=1.0),
            initial=fokker.gaussian([1.0, 0.0, 0.0, 0.0], std=0.8),
            axes=axes, time=(0.0, 0.5), snapshots=[0.0, 0.5], steps=8, forward_options={"error_estimate": False}).reverse("anderson")
        result = problem.run()
        density = result.dataset["reverse/anderson/density"]
        self.assertEqual(density.dims, ("time", "x", "y", "u", "v"))
        self.assertEqual(result.dataset["forward/density_y_v"].dims, ("time", "y", "v"))
        # the grid's mass is kept to rounding of 1e4 cells and 8 steps
        masses = density.sum(("x", "y", "u", "v")).values
        np.testing.assert_allclose(masses, masses[0], rtol=1e-12)
        with self.assertRaises(fokker.Error) as refused:
            fokker.Problem(process=fokker.custom(["-x", "-y", "-u", "-v"], np.tri(4).tolist()),
                           initial=fokker.gaussian([0.0] * 4, std=0.8), axes=axes, time=(0.0, 0.5)).run()
        self.assertIn("correlated noise on 4 axes", str(refused.exception))

    def test_the_dataset_has_the_names_and_bits_of_the_file(self):
        result = quickstart(cells=128, steps=40).reverse("anderson").run()
        with folder() as where:
            result.write(f"{where}/out.h5")
            with h5py.File(f"{where}/out.h5") as file:
                names = {name for name in result.dataset.variables}
                self.assertEqual(len(names), len(datasets(file)))
                for name in names:
                    if file[name].dtype.kind in "iu":
                        np.testing.assert_array_equal(file[name][()], result.dataset[name].values, name)
                    elif file[name].dtype.kind == "f":
                        self.assertTrue(same_bits(file[name][()], result.dataset[name].values), name)
                    else:
                        self.assertEqual([text.decode() for text in file[name][()]],
                                         result.dataset[name].values.tolist(), name)

    def test_arrays_own_the_librarys_memory(self):
        values = quickstart(cells=128, steps=40).run().dataset["forward/density"].values
        self.assertFalse(values.flags.owndata)
        self.assertEqual(type(values.base).__name__, "PyCapsule")
        self.assertEqual(values.dtype, np.float64)
        self.assertTrue(values.flags.c_contiguous)

    def test_the_report_is_rows(self):
        import pandas

        result = quickstart(cells=256, steps=100).reverse("anderson").run()
        table = pandas.DataFrame(result.report)
        self.assertTrue(result.passed)
        self.assertEqual(result.report.verdict, "pass")
        self.assertIn("reverse/anderson|forward", set(table["comparison"]))
        worst = table.loc[table["comparison"] == "reverse/anderson|forward", "tv"].max()
        self.assertEqual(worst, max(row["tv"] for row in result.report
                                    if row["comparison"] == "reverse/anderson|forward"))
        self.assertIn("<b>pass</b>", result.report._repr_html_())
        self.assertIn("data:image/png", result.report._repr_html_())
        self.assertIn("<b>pass</b>", result._repr_html_())


if __name__ == "__main__":
    unittest.main()
