"""start-flow jobs against a server that answers after 200 ms."""

import contextlib

from .place import LIMITS, end, headgate, run, start
from .row import at_least, at_most

IN_FLIGHT = 1_000


@contextlib.contextmanager
def server():
    """A server that stands in for AppFlow; gives its port."""
    process = start(LIMITS / "server", "--delay-ms", 200)
    try:
        yield int(process.stdout.readline())
    finally:
        # It ends when nobody can write to it any more.
        end(process)


def start_flow(context):
    what = "start-flow, 1,000 in flight, server of 200 ms, everything logged"
    jobs = context.size(3_000, 25_000)
    template = context.backlog(jobs, kind="start-flow")

    def ours():
        with server() as port:
            return headgate("start-flow", context.copy(template), endpoint=f"http://127.0.0.1:{port}",
                            concurrency=IN_FLIGHT)

    def c():
        with server() as port:
            return run(LIMITS / "client", "--port", port, "--jobs", jobs, "--in-flight", IN_FLIGHT)

    with server() as port:
        recording, expected = context.record(
            template, "start-flow", endpoint=f"http://127.0.0.1:{port}", concurrency=IN_FLIGHT)
    said = context.interleave(
        quick_rounds=2, c=c, headgate=ours, sql=lambda: context.replay(template, recording, expect=expected))
    context.numbers[what] = said.rounds
    rates = {name: 2 * jobs / said.median(name, "seconds") for name in ("c", "headgate")}
    cpu = {name: said.median(name, "cpuSeconds") / jobs * 1e6 for name in said.rounds}
    return [
        at_least(what, said.ratio("c", "headgate", "seconds"), 0.9,
                 f"of C's requests/s; {rates['headgate']:,.0f}, C {rates['c']:,.0f}"),
        at_most("  CPU a job, against C's calls and C's statements", cpu["headgate"] / (cpu["c"] + cpu["sql"]), 2, "×",
                detail=f"{cpu['headgate']:.0f} µs; C {cpu['c']:.0f} µs for calls, {cpu['sql']:.0f} µs for statements; "
                f"{cpu['headgate'] / cpu['c']:.2f}× the calls alone"),
    ]
