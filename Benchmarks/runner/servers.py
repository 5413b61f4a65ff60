"""Servers of our own, in a folder that goes with them, reachable through a socket in it alone."""

import contextlib
import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

from .place import Broken, Missing


@contextlib.contextmanager
def postgres():
    """PostgreSQL with the settings that it comes with; gives its DSN."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    found = shutil.which("initdb")
    programs = pathlib.Path(found).parent if found else pathlib.Path(folders[-1]) if folders else None
    if programs is None:
        raise Missing("PostgreSQL is not installed (apt-get install postgresql)")
    user = server_user("postgres")
    # Not below the repository: its owner need not be the one that the server runs as.
    with tempfile.TemporaryDirectory(prefix="headgate-bench-") as folder:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = f"{folder}/data"
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "bench", "-A", "trust", "--locale=C", "-E", "UTF8"],
            capture_output=True, text=True, check=False, **as_user(user))
        if made.returncode != 0:
            raise Broken(f"initdb: {made.stderr.strip()}")
        server = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
        with running(server, signal.SIGINT, pathlib.Path(folder, ".s.PGSQL.5432"), **as_user(user)):
            yield f"host={folder} user=bench dbname=postgres"


@contextlib.contextmanager
def redis():
    """Redis that syncs its log with each write; gives its socket."""
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("Redis is not installed (apt-get install redis-server)")
    with tempfile.TemporaryDirectory(prefix="headgate-bench-") as folder:
        socket = pathlib.Path(folder, "redis.sock")
        server = [program, "--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "",
                  "--appendonly", "yes", "--appendfsync", "always"]
        with running(server, signal.SIGTERM, socket):
            yield socket


@contextlib.contextmanager
def running(words, ending, socket, **user):
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user)
    try:
        for _ in range(200):
            if socket.exists():
                break
            if process.poll() is not None:
                raise Broken(f"{words[0]} has ended by itself")
            time.sleep(0.05)
        # The socket is there a moment before it is listened to.
        time.sleep(0.5)
        yield
    finally:
        process.send_signal(ending)
        process.wait(timeout=60)


def server_user(name):
    """Whom to become: PostgreSQL refuses to run as root. None: nobody else."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise Missing(f"there is no user '{name}' to run the server as") from None


def as_user(user):
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"} if user else {}
