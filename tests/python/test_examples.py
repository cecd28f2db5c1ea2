"""The scripts in examples run as they stand, and so do the pieces of docs/python.md."""

import os
import re
import subprocess
import sys
import unittest

from support import SOURCE, folder

SCRIPTS = sorted((SOURCE / "examples").glob("*.py"))


class Examples(unittest.TestCase):
    def run_script(self, text, where):
        done = subprocess.run([sys.executable, "-c", text], cwd=where, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_scripts(self):
        self.assertGreater(len(SCRIPTS), 4)
        for script in SCRIPTS:
            with self.subTest(script.name), folder() as where:
                out = self.run_script(script.read_text(), where)
                if script.name == "plots.py":
                    self.assertEqual(sorted(os.listdir(where)), ["densities.png", "map.png", "reversed.gif"])
                else:
                    self.assertTrue(out)

    def test_the_page_runs_from_top_to_bottom(self):
        page = (SOURCE / "docs/python.md").read_text()
        pieces = re.findall(r"(?<!<!-- not run -->\n)```py\n(.*?)```", page, re.S)
        self.assertGreater(len(pieces), 5)
        with folder() as where:
            self.run_script("\n".join(pieces), where)


if __name__ == "__main__":
    unittest.main()
