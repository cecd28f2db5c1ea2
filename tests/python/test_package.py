"""The package where it is installed: by cmake --install, and as a wheel in a virtual environment."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

from support import SOURCE, folder

BUILT = Path(os.environ["FOKKER_BINARY_DIR"])
HERE = str(SOURCE / "tests/python")


def run(*arguments, **variables):
    """Runs a program and gives what it printed."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True,
                          env={**environment, **variables})
    if done.returncode != 0:
        raise AssertionError(f"{arguments}\n{done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    def test_cmake_installs_it_for_debians_python(self):
        with folder() as where:
            run("cmake", "--install", BUILT, "--component", "python", "--prefix", where)
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            place = f"{where}/lib/python{version}/dist-packages"
            script = "import fokker; print(fokker.__file__); fokker.vp()"
            self.assertEqual(run(sys.executable, "-c", script, PYTHONPATH=place).strip(), f"{place}/fokker/__init__.py")

    def test_a_wheel_passes_the_tests_in_a_virtual_environment(self):
        import fokker

        with folder() as where:
            run(sys.executable, SOURCE / "src/python/make_wheel.py", BUILT / "src/python/fokker", fokker.__version__,
                where)
            (wheel,) = Path(where).glob("*.whl")
            run(sys.executable, "-m", "venv", "--system-site-packages", f"{where}/venv")
            python = f"{where}/venv/bin/python"
            run(python, "-m", "pip", "install", "--no-index", "--disable-pip-version-check", wheel)
            script = "import fokker; print(fokker.__file__)"
            self.assertIn(f"{where}/venv/", run(python, "-c", script))
            run(python, f"{HERE}/test_problem.py", PYTHONPATH=HERE)


if __name__ == "__main__":
    unittest.main()
