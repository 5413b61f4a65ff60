"""What many rows cost: a claim, and memory."""

from .flows import IN_FLIGHT, server
from .place import headgate
from .row import at_most


def claims(context):
    what = f"a claim among {context.rows:,} rows, against 1,000 rows"
    few, many = context.filled(1_000), context.filled(context.rows)

    # The large database is not copied: it would be the copy that is in the cache. There is enough in it for all rounds.
    said = context.interleave(
        few=lambda: headgate("claims", context.copy(few)), many=lambda: headgate("claims", many))
    context.numbers[what] = said
    few_us, many_us = said["few"]["seconds"] * 1e6, said["many"]["seconds"] * 1e6
    cpu = said["many"]["cpuSeconds"] / said["few"]["cpuSeconds"]
    return [at_most(what, many_us / few_us, 1.5, "×", detail=f"{many_us:.0f} µs, {few_us:.0f} µs; CPU {cpu:.2f}×")]


def memory(context):
    what = f"memory with {context.rows:,} rows, 1,000 in flight"
    jobs = context.size(3_000, 20_000)

    def peak(template):
        # The jobs go through and are done: the next run finds as many rows ready as this one.
        database = template if template == context.filled(context.rows) else context.copy(template)
        headgate("bulk", database, kind="start-flow", jobs=jobs)
        with server() as port:
            return headgate("start-flow", database, endpoint=f"http://127.0.0.1:{port}", concurrency=IN_FLIGHT)

    small = peak(context.template("prepared"))["peakMegabytes"]
    large = peak(context.filled(context.rows))["peakMegabytes"]
    context.numbers[what] = {"small": small, "large": large}
    return [at_most(what, large, 96, " MB", 1, detail=f"{small:.1f} MB with an empty database: {large / small:.2f}×")]
