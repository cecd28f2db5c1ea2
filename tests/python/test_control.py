"""Progress, Ctrl-C, checkpoints and memory."""

import os
import signal
import threading
import time
import unittest

import fokker
from support import exact_score, folder, quickstart, same_bits


def large():
    """A run of minutes on 512 x 512 cells."""
    axes = [fokker.axis(name, -5, 5, cells=512) for name in "xy"]
    return fokker.Problem(fokker.vp(), fokker.gaussian([0, 0], 0.5), axes, (1e-3, 1.0), 2, steps=100_000,
                          forward_options={"error_estimate": False})


class Control(unittest.TestCase):
    def interrupted_after(self, problem, seconds=0.5, **options):
        """Seconds from a signal to KeyboardInterrupt."""
        problem.check()
        sent = []

        def send():
            sent.append(time.perf_counter())
            os.kill(os.getpid(), signal.SIGINT)

        timer = threading.Timer(seconds, send)
        timer.start()
        with self.assertRaises(KeyboardInterrupt):
            problem.run(**options)
        timer.join()
        return time.perf_counter() - sent[0]

    def test_control_c_ends_a_run_soon(self):
        problem = large()
        # of three, since other programs on the machine may hold up one
        self.assertLess(min(self.interrupted_after(problem) for _ in range(3)), 0.2)

    def test_control_c_ends_a_python_function_that_never_returns(self):
        def score(x, t):
            while True:
                time.sleep(0.01)

        problem = quickstart(64, steps=10)
        problem = problem.reverse("mine", score=score)
        with self.assertRaises(KeyboardInterrupt):
            timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
            timer.start()
            problem.run(threads=1)

    def test_a_handler_of_the_program_stays(self):
        heard = []
        before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
        try:
            timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
            timer.start()
            quickstart(1024, steps=4000).run()
            timer.join()
        finally:
            signal.signal(signal.SIGINT, before)
        self.assertEqual(heard, [signal.SIGINT])
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)

    def test_an_interrupted_run_goes_on_from_its_checkpoints(self):
        problem = quickstart(512, steps=3000).reverse("mine", score=exact_score)
        whole = problem.run()
        with folder() as where:
            states = f"{where}/out.h5.run"
            self.interrupted_after(problem, 0.3, checkpoint=states, checkpoint_every=0.05)
            self.assertTrue(os.listdir(states))
            first = []
            resumed = problem.run(checkpoint=states, progress=lambda how: first.append(how))
            self.assertGreater(first[0].step, 0)
            self.assertFalse(os.path.exists(states))
            other = quickstart(512, steps=3000).reverse("mine", score=lambda x, t: -x)
            self.interrupted_after(problem, 0.3, checkpoint=states, checkpoint_every=0.05)
            with self.assertRaisesRegex(fokker.CheckpointError, "score"):
                other.run(checkpoint=states)
        for name in whole.dataset.variables:
            self.assertTrue(same_bits(whole.dataset[name].values, resumed.dataset[name].values), name)
        with self.assertRaisesRegex(fokker.UsageError, "a folder whose name ends in .run"):
            problem.run(checkpoint="states")

    def test_progress(self):
        seen = []
        quickstart(64, steps=50).reverse("back").run(progress=seen.append)
        self.assertEqual([how.stage for how in seen if how.fraction == 1][:2], ["forward", "reverse/back"])
        self.assertTrue(all(0 <= how.fraction <= 1 for how in seen))

        def refuse(how):
            raise RuntimeError("enough")

        with self.assertRaisesRegex(RuntimeError, "enough"):
            quickstart(64, steps=50).run(progress=refuse)

    def test_results_do_not_depend_on_threads(self):
        problem = quickstart(128, steps=30).reverse("mine", score=exact_score).particles(5000, reverse=["mine"])
        one, two = (problem.run(threads=threads).dataset for threads in (1, 2))
        for name in one.variables:
            self.assertTrue(same_bits(one[name].values, two[name].values), name)

    def test_a_thousand_runs_do_not_grow(self):
        def resident():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

        def once(look):
            problem = quickstart(32, steps=4, snapshots=2, forward_options={"error_estimate": False})
            result = problem.reverse("mine", score=lambda x, t: -x).run(threads=1)
            return (result.dataset, result.report) if look else None

        for k in range(30):
            once(look=k % 3 == 0)
        before = resident()
        for k in range(1000):
            once(look=k % 5 == 0)
        self.assertLess(resident() - before, 5)


if __name__ == "__main__":
    unittest.main()
