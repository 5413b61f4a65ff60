"""CPU a job in a queue that grows."""

import os
import statistics
import time

from .context import replay, write_back
from .place import WORK, headgate
from .row import Row, at_most

FEW = 10_000
PAGE = 4_096


def cost(context):
    many, parts = context.size(20_000, context.rows), context.size(2, 10)
    return [*whole(context, many, parts), *against_c(context, context.size(20_000, 1_000_000))]


def whole(context, many, parts):
    """Part by part, each beside a small queue: the machine's speed changes within minutes."""
    what = f"CPU a job, enqueued and done, {many:,} against {FEW:,} jobs"
    prepared = context.template("prepared")
    growing, part = context.copy(prepared, "growing"), many // parts

    def small():
        database = context.copy(prepared)
        return {"enqueue": spent(database, headgate("bulk", database, kind="nothing", jobs=FEW)),
                "work": spent(database, headgate("work", database))}

    few, enqueued, done = [], [], []
    for number in range(parts):
        few.append(small())
        enqueued.append(
            spent(growing, headgate("bulk", growing, kind="nothing", first=number * part, jobs=part)))
    for number in range(parts):
        few.append(small())
        done.append(spent(growing, headgate("work", growing, total=(number + 1) * part)))
    pages = growing.stat().st_size // PAGE
    # A part of the memory, so that the file stays in it until it is written again.
    page_us = new_page_us(min(pages, os.sysconf("SC_PHYS_PAGES") // 4))
    context.numbers[what] = {"few": few, "enqueued": enqueued, "done": done, "newPageUs": page_us}

    mean = statistics.mean
    one = {name: mean(said[name] for said in few) for name in ("enqueue", "work")}
    few_us, many_us = sum(one.values()), mean(enqueued) + mean(done)
    return [
        at_most(
            what, many_us / few_us, 1.2, "×",
            detail=f"{many_us:.0f} µs, {few_us:.0f} µs; to enqueue {mean(enqueued) / one['enqueue']:.2f}×, "
                   f"to work off {mean(done) / one['work']:.2f}×; "
                   f"the last part {(enqueued[-1] + done[-1]) / few_us:.2f}×"),
        Row("  a file that grows by as much, written page by page", f"{pages / many * page_us:.1f}", "", None,
            f"µs a job; {page_us:.1f} µs a page more than for one that is there, {pages / many:.2f} pages a job"),
    ]


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
        (to_fill, options), (to_empty, others) = enqueue[size], work[size]
        filled, emptied = context.copy(to_fill, "filled"), context.copy(to_empty, "emptied")
        return {"us": spent(filled, headgate("bulk", filled, kind="nothing", **options))
                + spent(emptied, headgate("work", emptied, **others))}

    def c(size):
        (bulk, _), (done, (jobs, _)) = recordings[size]
        filled, emptied = context.copy(enqueue[size][0], "filled"), context.copy(work[size][0], "emptied")
        return {"us": spent(filled, {**replay(filled, bulk), "jobs": FEW})
                + spent(emptied, {**replay(emptied, done), "jobs": dict(jobs)["succeeded"]})}

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


def spent(database, said):
    """CPU of one job in microseconds, until it is in the file itself: a short run leaves that to whoever comes next."""
    before = time.process_time()
    write_back(database)
    return (said["cpuSeconds"] + time.process_time() - before) / said["jobs"] * 1e6


def new_page_us(pages):
    """What it takes to write a page of a file that grows, more than one that is in memory already."""
    path, page, seconds = WORK / "pages", bytes(PAGE), []
    try:
        with open(path, "wb", buffering=0) as file:
            for _ in ("new", "again"):
                before = time.process_time()
                for number in range(pages):
                    os.pwrite(file.fileno(), page, number * PAGE)
                seconds.append(time.process_time() - before)
    finally:
        path.unlink(missing_ok=True)
    return (seconds[0] - seconds[1]) / pages * 1e6
