"""What the scenarios of one run share: its size, its rounds, and databases to copy."""

import contextlib
import os
import shutil
import sqlite3

from .place import LIMITS, WORK, Broken, headgate, run
from .said import Said


class Context:
    def __init__(self, quick, rounds, rows):
        self.quick = quick
        self.rounds = rounds
        self.rows = rows
        self.numbers = {}
        self._templates = {}

    def size(self, quick, full):
        return quick if self.quick else full

    # Databases

    def template(self, name, make=None):
        """A database that is made once; `make` fills it after it was prepared."""
        if name not in self._templates:
            path = WORK / f"template-{name}.db"
            remove(path)
            headgate("prepare", path)
            if make:
                make(path)
            write_back(path)
            self._templates[name] = path
        return self._templates[name]

    def backlog(self, jobs, kind="nothing"):
        """Jobs that are all ready. Those that do nothing need not be enqueued one by one."""
        def make(path):
            if kind == "nothing":
                headgate("fill", path, rows=jobs, backlog=1)
            else:
                headgate("bulk", path, jobs=jobs, kind=kind)

        return self.template(f"{kind}-{jobs}", make)

    def filled(self, rows):
        return self.template(f"filled-{rows}", lambda path: headgate("fill", path, rows=rows))

    def copy(self, template, name="copy"):
        path = WORK / f"{name}.db"
        remove(path)
        shutil.copyfile(template, path)
        # The copy's own writing back must not fall into what is measured.
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        return path

    # Runs

    def interleave(self, quick_rounds=None, full_rounds=None, **contestants):
        """Runs the contestants in turn, round by round; what takes long can ask for fewer rounds."""
        said = {name: [] for name in contestants}
        for number in range(min(self.rounds, self.size(quick_rounds, full_rounds) or self.rounds)):
            names = list(contestants)
            # Who goes first changes, so that neither always meets what the other has left behind.
            for name in names if number % 2 == 0 else reversed(names):
                said[name].append(contestants[name]())
        return Said(said)

    def record(self, template, scenario, save=None, **options):
        """What Headgate asks of SQLite in a scenario, for C to do the same."""
        recording = WORK / f"{save or scenario}.recording"
        database = self.copy(template, "recorded")
        headgate(scenario, database, env={
            "LD_PRELOAD": str(LIMITS / "watch.so"), "WATCH_RECORDING": str(recording)}, **options)
        return recording, outcome(database)

    def replay(self, template, recording, expect=None, **options):
        """C's figures of what was recorded, on a copy."""
        database = self.copy(template, "replayed")
        figures = replay(database, recording, **options)
        if expect is not None and outcome(database) != expect:
            raise Broken(f"C has not done what Headgate did: {outcome(database)} for {expect}")
        return figures


def replay(database, recording, rows=0, enqueuing="yes"):
    return run(
        LIMITS / "replay", "--database", database, "--recording", recording, "--rows", rows, "--enqueuing", enqueuing)


def outcome(database):
    """What a run has left behind; the same whoever did it."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        jobs = connection.execute("SELECT state, count(*) FROM jobs GROUP BY 1 ORDER BY 1").fetchall()
        log = connection.execute("SELECT event, count(*) FROM work_log GROUP BY 1 ORDER BY 1").fetchall()
    return jobs, log


def write_back(path):
    """Brings everything into the one file that is copied: a program that ends need not have done so."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise Broken(f"{path} is still in use")


def remove(path):
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
