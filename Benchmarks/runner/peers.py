"""Other queues, at the same durability."""

import contextlib
import shutil
import subprocess
import sys

from . import servers
from .place import BENCHMARKS, ROOT, WORK, Missing, headgate, run
from .row import Row, at_least
from .said import rate

VENV = ROOT / ".build" / "bench-venv"
REQUIREMENTS = BENCHMARKS / "peers" / "requirements.txt"
# How PostgreSQL's worker finishes what it took.
FINISHES = {
    "logged": "finished as one, with a log", "together": "finished as one", "each": "each finished by itself"}
CONNECTIONS = (1, 4)
# Jobs that procrastinate's worker has in flight: more made it no faster.
PROCRASTINATE_IN_FLIGHT = 50
SQLITE_QUEUES = ("huey", "litequeue", "persist-queue")
# Jobs that our worker has in flight; PostgreSQL's has batches of 100 on each connection.
IN_FLIGHT = 512


def compare(context):
    """Claim to done with operations that do nothing; everybody runs once in each round."""
    python = interpreter()
    jobs, their_jobs = context.size(8_000, 50_000), context.size(200, 5_000)
    template = context.backlog(jobs)
    with contextlib.ExitStack() as stack:
        contestants = {"headgate": lambda: headgate("work", context.copy(template), concurrency=IN_FLIGHT)}
        for name in SQLITE_QUEUES:
            contestants[name] = lambda name=name: sqlite_queue(python, name, their_jobs)
        absent = {}
        for name, add in (("PostgreSQL", add_postgres), ("rq on Redis", add_redis)):
            try:
                add(stack, contestants, python, jobs, their_jobs)
            except Missing as error:
                absent[name] = str(error)
        said = context.interleave(quick_rounds=2, **contestants)
    context.numbers["peers"] = said.rounds
    rates = {name: said.median(name, rate) for name in said.rounds}
    return rows(rates, absent)


def rows(rates, absent):
    ours = rates.pop("headgate")
    fastest = max(SQLITE_QUEUES, key=rates.get)
    listed = ", ".join(f"{name} {rates[name]:,.0f}/s" for name in SQLITE_QUEUES)
    found = [at_least("claim to done, against the fastest other queue on SQLite", ours / rates[fastest], 5,
                      f"{ours:,.0f}/s; {listed}")]
    for finish, words in FINISHES.items():
        for connections in CONNECTIONS:
            theirs = rates.get(f"{finish}-{connections}")
            if theirs:
                found.append(Row(
                    f"  against PostgreSQL, batches of 100 {words}, {connections} connection(s)", f"{ours / theirs:.2f}",
                    "> 1", ours > theirs, f"{theirs:,.0f}/s"))
    for name, words in (("procrastinate", "procrastinate on PostgreSQL"), ("rq", "rq on Redis, appendfsync always")):
        if name in rates:
            found.append(Row(f"claim to done, against {words}", f"{ours / rates[name]:.0f}", "", None,
                             f"{rates[name]:,.0f}/s"))
    return found + [Row(f"claim to done, against {name}", "not run", "", None, why) for name, why in absent.items()]


def interpreter():
    """A virtual environment with the other queues; it is made once."""
    python, mark = VENV / "bin" / "python3", VENV / "requirements.txt"
    if mark.exists() and mark.read_bytes() == REQUIREMENTS.read_bytes():
        return python
    for words in (
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(REQUIREMENTS)]):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Missing("the other queues cannot be installed: " + (done.stderr.strip().splitlines() or ["?"])[-1])
    shutil.copyfile(REQUIREMENTS, mark)
    return python


def sqlite_queue(python, name, jobs):
    folder = WORK / "peer"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run(python, BENCHMARKS / "peers" / "sqlite_queues.py", name, folder / "queue.db", jobs)


def add_postgres(stack, contestants, python, jobs, their_jobs):
    dsn = stack.enter_context(servers.postgres())
    for finish in FINISHES:
        for connections in CONNECTIONS:
            contestants[f"{finish}-{connections}"] = lambda finish=finish, connections=connections: run(
                python, BENCHMARKS / "peers" / "postgres_queue.py", dsn, jobs, connections, finish)
    contestants["procrastinate"] = lambda: run(
        python, BENCHMARKS / "peers" / "procrastinate_queue.py", dsn, their_jobs, PROCRASTINATE_IN_FLIGHT)


def add_redis(stack, contestants, python, _, jobs):
    socket = stack.enter_context(servers.redis())
    contestants["rq"] = lambda: run(python, BENCHMARKS / "peers" / "redis_queue.py", socket, jobs // 3)
