"""What many rows cost: a claim, and memory."""

import sqlite3

from .flows import IN_FLIGHT, server
from .place import headgate
from .row import at_most


def claims(context):
    what = f"a claim of four jobs among {context.rows:,} rows, against 1,000"
    few, many = context.backlog(1_000), context.filled(context.rows)

    # The large database is not copied: it would be the copy that is in the cache. There is enough in it for all rounds.
    said = context.interleave(
        few=lambda: headgate("claims", context.copy(few)), many=lambda: headgate("claims", many))
    context.numbers[what] = said.rounds
    few_us, many_us = said.median("few", "seconds") * 1e6, said.median("many", "seconds") * 1e6
    cpu = said.ratio("many", "few", "cpuSeconds")
    return [at_most(what, said.ratio("many", "few", "seconds"), 1.5, "×",
                    detail=f"{many_us:.0f} µs, {few_us:.0f} µs; CPU {cpu:.2f}×")]


def memory(context):
    what = f"memory with {context.rows:,} rows, 1,000 in flight"
    jobs = context.size(3_000, 20_000)

    def peak(database):
        # A worker that starts flows knows nothing of the other kind, and would put those jobs back one by one.
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE kinds SET paused_at = 1 WHERE name = 'nothing'")
        connection.close()
        headgate("bulk", database, kind="start-flow", jobs=jobs)
        with server() as port:
            said = headgate(
                "start-flow", database, endpoint=f"http://127.0.0.1:{port}", concurrency=IN_FLIGHT)
        return said["peakMegabytes"]

    small = peak(context.copy(context.template("prepared")))
    # The last that is done with this database: it is not copied, so that ten million rows need not fit on the disk twice.
    large = peak(context.filled(context.rows))
    context.numbers[what] = {"small": small, "large": large}
    return [
        at_most(what, large, 96, " MB", 1),
        at_most("  against an empty database", large / small, 1.2, "×", detail=f"{small:.1f} MB"),
    ]
