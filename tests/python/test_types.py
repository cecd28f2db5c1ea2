"""Types: the stubs agree with the module, the package and the examples with mypy --strict."""

import os
import shutil
import subprocess
import sys
import unittest

from support import SOURCE, folder

BUILT = os.environ["PYTHONPATH"].split(":")[0]
# mypy finds an installed package by itself, and refuses its folder as a path
PATHS = {} if BUILT.endswith("-packages") else {"MYPYPATH": BUILT}


@unittest.skipUnless(shutil.which("mypy"), "needs Debian's package mypy")
class Types(unittest.TestCase):
    def run_tool(self, *arguments):
        with folder() as where:
            done = subprocess.run([sys.executable, *arguments], cwd=where, capture_output=True, text=True,
                                  env={**os.environ, **PATHS})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_examples_and_package_are_strictly_typed(self):
        config = SOURCE / "tests/python/mypy.ini"
        scripts = [str(script) for script in sorted((SOURCE / "examples").glob("*.py"))]
        self.run_tool("-m", "mypy", "--strict", "--config-file", str(config), "--scripts-are-modules",
                      f"{BUILT}/fokker", *scripts)

    def test_the_stubs_are_those_of_the_module(self):
        self.run_tool("-m", "mypy.stubtest", "fokker._core", "--mypy-config-file",
                      str(SOURCE / "tests/python/mypy.ini"), "--allowlist",
                      str(SOURCE / "tests/python/stubtest_allowlist.txt"))


if __name__ == "__main__":
    unittest.main()
