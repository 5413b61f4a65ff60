"""Enqueuing: one caller, many callers, many jobs at once."""

from .place import headgate
from .row import at_least


def one(context):
    return by_callers(
        context, "enqueue, one caller, a commit for each job", callers=1, target=0.85,
        jobs=context.size(500, 10_000), rows_per_commit=1)


def many(context):
    return by_callers(
        context, "enqueue, 256 callers, each told after its commit", callers=256, target=0.8,
        jobs=context.size(4_096, 102_400), rows_per_commit=256)


def by_callers(context, what, callers, jobs, rows_per_commit, target):
    template = context.template("prepared")
    recording, expected = context.record(template, "enqueue", callers=callers, jobs=jobs)
    said = context.interleave(
        c=lambda: context.replay(template, recording, expected, rows=rows_per_commit),
        headgate=lambda: headgate("enqueue", context.copy(template), callers=callers, jobs=jobs))
    return compare(context, what, said, jobs, target)


def bulk(context):
    jobs = context.size(6_000, 100_000)
    template = context.template("prepared")
    recording, expected = context.record(template, "bulk", kind="create-flow", jobs=jobs)
    said = context.interleave(
        quick_rounds=2, c=lambda: context.replay(template, recording, expected, rows=1_000),
        headgate=lambda: headgate("bulk", context.copy(template), kind="create-flow", jobs=jobs))
    return compare(context, f"bulk enqueue of {jobs:,} jobs, each payload checked", said, jobs, 0.5)


def compare(context, what, said, jobs, target):
    c, ours = jobs / said.median("c", "seconds"), jobs / said.median("headgate", "seconds")
    context.numbers[what] = said.rounds
    return [at_least(
        what, said.ratio("c", "headgate", "seconds"), target, f"of C's rate; {ours:,.0f}/s, C {c:,.0f}/s")]
