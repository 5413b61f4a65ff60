"""Builds what is measured."""

import subprocess

from .place import BENCHMARKS, LIMITS, ROOT, Broken

PROGRAMS = {
    "replay": ["-lsqlite3"], "wake": ["-lsqlite3"], "server": [], "client": ["-lcurl"],
    "watch.so": ["-shared", "-fPIC", "-ldl", "-lpthread"],
}


def build():
    LIMITS.mkdir(parents=True, exist_ok=True)
    for name, flags in PROGRAMS.items():
        source = BENCHMARKS / "limit" / f"{name.split('.')[0]}.c"
        call(["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", LIMITS / name, source, *flags])
    for product in ("HeadgateBench", "headgate"):
        call(["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", product])


def call(words):
    done = subprocess.run(
        [str(word) for word in words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Broken(f"{' '.join(map(str, words))}:\n{done.stdout}{done.stderr}")
