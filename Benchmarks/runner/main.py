"""Chooses scenarios, runs them and prints the table."""

import argparse
import json
import sys
import time

from . import build, command, cost, enqueue, flows, peers, place, size, waking, work
from .context import Context
from .row import Row, table

SCENARIOS = {
    "enqueue-one": enqueue.one, "enqueue-many": enqueue.many, "bulk": enqueue.bulk, "claim": work.claim,
    "peers": peers.compare, "start-flow": flows.start_flow, "wake": waking.wake, "processes": work.processes,
    "idle": waking.idle, "depth": work.depth, "claims": size.claims, "memory": size.memory,
    "command": command.enqueue, "cost": cost.cost,
}


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures Headgate against C programs that do the same work, and others.")
    parser.add_argument("--quick", action="store_true", help="small sizes: a look, in under two minutes")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, metavar="NAME", help=", ".join(SCENARIOS))
    parser.add_argument("--rounds", type=int, help="times that each contestant runs (3 with --quick, else 7)")
    parser.add_argument("--rows", type=int, help="rows of the large database, and jobs of `cost` without --quick "
                                                 "(100,000 with --quick, else 10 million)")
    return parser.parse_args()


def main():
    chosen = arguments()
    context = Context(
        chosen.quick, chosen.rounds or (3 if chosen.quick else 7),
        chosen.rows or (100_000 if chosen.quick else 10_000_000))
    note("building")
    try:
        build.build()
        if "peers" in (chosen.only or SCENARIOS):
            prepare_peers()
    except place.Broken as error:
        note(str(error))
        return 1
    started = time.monotonic()
    try:
        rows, is_broken = measure(context, chosen.only or SCENARIOS)
    finally:
        clean()
    print(table(rows))
    place.RESULTS.write_text(json.dumps({
        "quick": chosen.quick, "rounds": context.rounds, "rows": [vars(row) for row in rows],
        "numbers": context.numbers}, indent=1, ensure_ascii=False, default=str) + "\n")
    note(f"{time.monotonic() - started:.0f} s; all figures are in {place.RESULTS.relative_to(place.ROOT)}")
    return 1 if is_broken else 0


def prepare_peers():
    """Installing takes its time, and belongs to building. If it fails, the table says so."""
    try:
        peers.interpreter()
    except place.Missing:
        pass


def measure(context, names):
    rows, is_broken = [], False
    for name in names:
        began = time.monotonic()
        try:
            rows += SCENARIOS[name](context)
        except place.Missing as error:
            rows.append(Row(name, "not run", "", None, str(error)))
        except (place.Broken, OSError, ValueError, KeyError) as error:
            is_broken = True
            rows.append(Row(name, "BROKEN", "", False, f"{type(error).__name__}: {error}"))
        note(f"{name}: {time.monotonic() - began:.1f} s")
    return rows, is_broken


def clean():
    """Databases and recordings can be large; what they told is in the results."""
    for pattern in ("*.db", "*.db-wal", "*.db-shm", "*.recording"):
        for path in place.WORK.glob(pattern):
            path.unlink()


def note(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)
