"""Where everything is, and how programs are run."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "Benchmarks"
# On the same disk as the sources: a database in memory would tell nothing about commits.
WORK = ROOT / ".build" / "bench"
LIMITS = WORK / "limit"
RESULTS = BENCHMARKS / "results.json"
BENCH = ROOT / ".build" / "release" / "HeadgateBench"
COMMAND = ROOT / ".build" / "release" / "headgate"
TIMEOUT_S = 3_600


class Broken(Exception):
    """Something did not work; no figure can be trusted."""


class Missing(Exception):
    """This machine lacks what a scenario needs."""


def run(*words, env=None):
    """Runs a program to its end and returns the JSON of its last line."""
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=TIMEOUT_S,
        env={**os.environ, **(env or {})}, check=False)
    if done.returncode != 0:
        raise Broken(f"{' '.join(map(str, words))}: {done.stderr.strip() or done.returncode}")
    return last_json(done.stdout)


def last_json(text):
    lines = text.strip().splitlines()
    return json.loads(lines[-1]) if lines else {}


def headgate(scenario, database, env=None, **options):
    """Runs a scenario of HeadgateBench."""
    words = []
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", value]
    return run(BENCH, scenario, "--database", database, *words, env=env)


def start(*words, env=None):
    """Starts a program that is talked to while it runs."""
    return subprocess.Popen(
        [str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})


def end(process):
    """Waits for a program that `start` has started, and returns what it printed."""
    out, err = process.communicate(timeout=TIMEOUT_S)
    if process.returncode != 0:
        raise Broken(f"{process.args[0]}: {err.strip() or process.returncode}")
    return out
