"""Working jobs off: against C, with a deep backlog, with many jobs, with two processes."""

import json

from .place import LIMITS, WORK, BENCH, Broken, end, headgate, start
from .context import outcome
from .row import Row, at_least, at_most, per_second


def claim(context):
    """The whole worker against C with the worker's own statements."""
    what = "claim, log, complete; no-op operations, whole worker"
    jobs = context.size(8_000, 100_000)
    template = context.backlog(jobs)
    recording, expected = context.record(template, "work")
    said = context.interleave(
        c=lambda: context.replay(template, recording, expect=expected),
        headgate=lambda: headgate("work", context.copy(template)))
    context.numbers[what] = said
    c, ours = per_second(jobs, said["c"]["seconds"]), per_second(jobs, said["headgate"]["seconds"])
    return [at_least(what, ours / c, 0.7, f"of C's rate; {ours:,.0f}/s, C {c:,.0f}/s")]


def depth(context):
    what = "claim to done, backlog of 100,000 against 1,000"
    shallow, deep = context.template("prepared"), context.backlog(99_000)
    rounds = context.size(5, 20)
    said = context.interleave(
        shallow=lambda: headgate("portions", context.copy(shallow), rounds=rounds),
        deep=lambda: headgate("portions", context.copy(deep), rounds=rounds))
    context.numbers[what] = said
    rates = {name: per_second(one["jobs"], one["seconds"]) for name, one in said.items()}
    return [at_least(what, rates["deep"] / rates["shallow"], 0.9, "of the rate")]


def cost(context):
    few, many = 10_000, context.size(30_000, 10_000_000)
    what = f"CPU a job, enqueued and done, {many:,} against {few:,} jobs"

    def contestant(jobs):
        database = context.copy(context.template("prepared"))
        enqueued = headgate("bulk", database, kind="nothing", jobs=jobs)
        done = headgate("work", database)
        return {"microseconds": (enqueued["cpuSeconds"] + done["cpuSeconds"]) / jobs * 1e6}

    said = context.interleave(
        quick_rounds=1, few=lambda: contestant(few), many=lambda: contestant(many))
    context.numbers[what] = said
    few_us, many_us = said["few"]["microseconds"], said["many"]["microseconds"]
    return [at_most(what, many_us / few_us, 1.2, "×", detail=f"{many_us:.0f} µs, {few_us:.0f} µs")]


def processes(context):
    """Two workers and a producer in three processes, against the same in one."""
    what = "two worker processes and a producer on one file, against one process"
    jobs = context.size(4_000, 50_000)
    template = context.backlog(jobs)
    waits = []

    def apart():
        database = context.copy(template)
        words = [("work",), ("work",), ("produce", "--jobs", jobs)]
        running = []
        for number, word in enumerate(words):
            summary = WORK / f"summary-{number}.json"
            running.append((summary, start(BENCH, word[0], "--database", database, *word[1:], env={
                "LD_PRELOAD": str(LIMITS / "watch.so"), "WATCH_SUMMARY": str(summary)})))
        said = [json.loads(end(process).strip().splitlines()[-1]) for _, process in running]
        waits.extend(json.loads(path.read_text())["longestWaitMs"] for path, _ in running)
        if outcome(database)[0] != [("succeeded", 2 * jobs)]:
            raise Broken(f"not every job was done: {outcome(database)[0]}")
        return {"seconds": max(one["seconds"] for one in said)}

    said = context.interleave(
        together=lambda: headgate("together", context.copy(template), jobs=jobs), apart=apart)
    context.numbers[what] = {**said, "waitsMs": waits}
    ratio = said["together"]["seconds"] / said["apart"]["seconds"]
    return [
        at_least(what, ratio, 0.8, f"of its rate; {per_second(2 * jobs, said['apart']['seconds']):,.0f}/s"),
        at_most("  the longest wait for the write lock", max(waits), 100, " ms", 1),
    ]
