"""CPU a job in a queue that grows."""

import statistics

from .place import headgate
from .row import Row, at_most

FEW = 10_000


def cost(context):
    many, parts = context.size(20_000, context.rows), context.size(2, 10)
    return [whole(context, many, parts), *against_c(context, context.size(20_000, 1_000_000))]


def whole(context, many, parts):
    """Part by part, each beside a small queue: the machine's speed changes within minutes."""
    what = f"CPU a job, enqueued and done, {many:,} against {FEW:,} jobs"
    prepared = context.template("prepared")
    growing, part = context.copy(prepared, "growing"), many // parts

    def small():
        database = context.copy(prepared)
        return {"enqueue": spent(headgate("bulk", database, kind="nothing", jobs=FEW)),
                "work": spent(headgate("work", database))}

    few, enqueued, done = [], [], []
    for number in range(parts):
        few.append(small())
        enqueued.append(spent(headgate("bulk", growing, kind="nothing", first=number * part, jobs=part)))
    for number in range(parts):
        few.append(small())
        done.append(spent(headgate("work", growing, total=(number + 1) * part)))
    context.numbers[what] = {"few": few, "enqueued": enqueued, "done": done}

    mean = statistics.mean
    one = {name: mean(said[name] for said in few) for name in ("enqueue", "work")}
    few_us, many_us = sum(one.values()), mean(enqueued) + mean(done)
    return at_most(
        what, many_us / few_us, 1.2, "×",
        detail=f"{many_us:.0f} µs, {few_us:.0f} µs; to enqueue {mean(enqueued) / one['enqueue']:.2f}×, "
               f"to work off {mean(done) / one['work']:.2f}×; "
               f"the last part {(enqueued[-1] + done[-1]) / few_us:.2f}×")


def against_c(context, rows):
    """What SQLite itself takes more among many: C with Headgate's statements, in Headgate's batches."""
    none, small, large = (context.template("prepared"), *(
        context.template(f"bulk-{jobs}", lambda path, jobs=jobs: headgate("bulk", path, kind="nothing", jobs=jobs))
        for jobs in (FEW, rows)))
    enqueue = {"few": (none, {"jobs": FEW}), "many": (large, {"jobs": FEW, "first": rows})}
    work = {"few": (small, {}), "many": (large, {"total": FEW})}
    recordings = {
        size: (context.record(enqueue[size][0], "bulk", save=f"{size}-bulk", kind="nothing", **enqueue[size][1]),
               context.record(work[size][0], "work", save=f"{size}-work", **work[size][1]))
        for size in enqueue}

    def ours(size):
        (enqueued, options), (worked, others) = enqueue[size], work[size]
        return {"us": spent(headgate("bulk", context.copy(enqueued), kind="nothing", **options))
                + spent(headgate("work", context.copy(worked), **others))}

    def c(size):
        (bulk, _), (done, (jobs, _)) = recordings[size]
        succeeded = dict(jobs)["succeeded"]
        return {"us": spent({**context.replay(enqueue[size][0], bulk), "jobs": FEW})
                + spent({**context.replay(work[size][0], done), "jobs": succeeded})}

    said = context.interleave(
        quick_rounds=1, few=lambda: ours("few"), many=lambda: ours("many"),
        c_few=lambda: c("few"), c_many=lambda: c("many"))
    what = f"  {FEW:,} jobs more, among {rows:,} against none"
    context.numbers[what.strip()] = said.rounds
    return [
        Row(what, f"{said.ratio('many', 'few', 'us'):.2f}", "", None,
            f"×; {said.median('many', 'us'):.0f} µs, {said.median('few', 'us'):.0f} µs"),
        Row("  the same of C, with Headgate's statements", f"{said.ratio('c_many', 'c_few', 'us'):.2f}", "", None,
            f"×; {said.median('c_many', 'us'):.0f} µs, {said.median('c_few', 'us'):.0f} µs"),
    ]


def spent(said):
    """CPU of one job in microseconds."""
    return said["cpuSeconds"] / said["jobs"] * 1e6
