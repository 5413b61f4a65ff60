"""Working jobs off: against C, with a deep backlog, with many jobs, with two processes."""

import json

from . import enqueue
from .context import outcome
from .place import BENCH, LIMITS, WORK, Broken, end, headgate, last_json, start
from .row import Row, at_least, at_most
from .said import rate


def claim(context):
    """The whole worker against C with the worker's own statements."""
    what = "claim, log, complete; no-op operations, whole worker"
    jobs = context.size(5_000, 100_000)
    template = context.backlog(jobs)
    recording, expected = context.record(template, "work")
    said = context.interleave(
        c=lambda: context.replay(template, recording, expect=expected),
        headgate=lambda: headgate("work", context.copy(template)))
    return enqueue.compare(context, what, said, jobs, 0.7)


def depth(context):
    what = "claim to done, backlog of 100,000 against 1,000"
    shallow, deep = context.template("prepared"), context.backlog(99_000)
    rounds = context.size(4, 20)
    templates = {"shallow": shallow, "deep": deep}
    recordings = {
        name: context.record(template, "portions", save=name, rounds=rounds) for name, template in templates.items()}

    def c(name):
        recording, expected = recordings[name]
        figures = context.replay(templates[name], recording, expect=expected, enqueuing="no")
        return {**figures, "jobs": dict(expected[0])["succeeded"]}

    said = context.interleave(
        quick_rounds=2, shallow=lambda: headgate("portions", context.copy(shallow), rounds=rounds),
        deep=lambda: headgate("portions", context.copy(deep), rounds=rounds),
        c_shallow=lambda: c("shallow"), c_deep=lambda: c("deep"))
    context.numbers[what] = said.rounds
    return [
        at_least(
            what, said.ratio("deep", "shallow", rate), 0.9,
            f"of the rate; {said.median('deep', rate):,.0f}/s, {said.median('shallow', rate):,.0f}/s"),
        Row("  the same of C, with the worker's statements", f"{said.ratio('c_deep', 'c_shallow', rate):.2f}", "", None,
            f"{said.median('c_deep', rate):,.0f}/s, {said.median('c_shallow', rate):,.0f}/s"),
    ]


def processes(context):
    """Two workers and a producer in three processes, against the same in one."""
    what = "two worker processes and a producer on one file, against one process"
    jobs = context.size(3_000, 50_000)
    template = context.backlog(jobs)
    summaries = []

    def apart():
        database = context.copy(template)
        words = [("work", "--total", 2 * jobs), ("work", "--total", 2 * jobs), ("produce", "--jobs", jobs)]
        running = []
        for number, word in enumerate(words):
            summary = WORK / f"summary-{number}.json"
            running.append((summary, start(BENCH, word[0], "--database", database, *word[1:], env={
                "LD_PRELOAD": str(LIMITS / "watch.so"), "WATCH_SUMMARY": str(summary)})))
        said = [last_json(end(process)) for _, process in running]
        summaries.extend(json.loads(path.read_text()) for path, _ in running)
        if outcome(database)[0] != [("succeeded", 2 * jobs)]:
            raise Broken(f"not every job was done: {outcome(database)[0]}")
        return {"seconds": max(one["seconds"] for one in said)}

    said = context.interleave(
        quick_rounds=2, together=lambda: headgate("together", context.copy(template), jobs=jobs, total=2 * jobs),
        apart=apart)
    context.numbers[what] = {**said.rounds, "summaries": summaries}
    longest = {name: max(one[name] for one in summaries) for name in ("longestWaitMs", "longestCommitMs")}
    done = 2 * jobs / said.median("apart", "seconds")
    return [
        at_least(what, said.ratio("together", "apart", "seconds"), 0.8, f"of its rate; {done:,.0f}/s"),
        at_most("  the longest wait for the write lock", longest["longestWaitMs"], 100, " ms", 1,
                detail=f"the longest commit {longest['longestCommitMs']:.0f} ms"),
    ]
