"""The command as a process."""

import os
import statistics
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
        words = [COMMAND, "--db", database, "enqueue", "start-flow", "--tenant", "tenant-1", "--key",
                 f"one-{number}", "--payload", payload]
        seconds, usage = spawn([str(word) for word in words])
        wall.append(seconds * 1e3)
        cpu.append((usage.ru_utime + usage.ru_stime) * 1e3)
    took, used = statistics.median(wall), statistics.median(cpu)
    context.numbers[what] = {"milliseconds": took, "cpuMilliseconds": used}
    return [at_most(what, took, 15, " ms", 1), at_most("  CPU of it", used, 15, " ms", 1)]


def spawn(words):
    """Runs a process with as little of our own around it as can be; its time and what it used."""
    start = time.monotonic()
    process = os.posix_spawn(
        words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    seconds = time.monotonic() - start
    if status != 0:
        raise Broken(f"{' '.join(words)} failed")
    return seconds, usage
