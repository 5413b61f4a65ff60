"""The command as a process."""

import os
import statistics
import subprocess
import time

from .place import COMMAND, WORK, Broken
from .row import at_most


def enqueue(context):
    what = "`headgate enqueue` of one job, whole process"
    database = context.copy(context.template("prepared"))
    payload = WORK / "payload.json"
    payload.write_text('{"flowName":"accounts"}' + " " * 577)
    wall, cpu = [], []
    for number in range(context.size(30, 200)):
        before = os.times()
        start = time.monotonic()
        done = subprocess.run(
            [COMMAND, "--db", database, "enqueue", "start-flow", "--tenant", "tenant-1", "--key", f"one-{number}",
             "--payload", payload],
            capture_output=True, text=True, check=False)
        wall.append((time.monotonic() - start) * 1e3)
        after = os.times()
        if done.returncode != 0:
            raise Broken(done.stderr)
        cpu.append((after.children_user + after.children_system - before.children_user - before.children_system) * 1e3)
    took, used = statistics.median(wall), statistics.fmean(cpu)
    context.numbers[what] = {"milliseconds": took, "cpuMilliseconds": used}
    return [at_most(what, took, 15, " ms", 1), at_most("  CPU of it", used, 15, " ms", 1)]
