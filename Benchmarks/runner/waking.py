"""How soon a worker sees what another process inserts, and what it costs while there is nothing."""

from .place import BENCH, LIMITS, Broken, end, headgate, start
from .row import Row, at_most


def wake(context):
    what = "INSERT by another process to operation started, p50"
    jobs = context.size(100, 1_000)
    template = context.template("prepared")
    delays = {"c": [], "headgate": []}

    def contestant(name, *words):
        database = context.copy(template)
        waiter = start(*words, "--database", database, "--jobs", jobs)
        try:
            if waiter.stdout.readline().strip() != "ready":
                raise Broken(f"{words[0]}: {waiter.communicate()[1]}")
            inserted = end(start(LIMITS / "wake", "insert", "--database", database, "--jobs", jobs))
            seen = stamps(end(waiter))
        finally:
            waiter.kill()
        delays[name].extend(
            (seen[key] - at) / 1e6 for key, at in stamps(inserted).items())
        return {}

    context.interleave(
        quick_rounds=2, c=lambda: contestant("c", LIMITS / "wake", "wait"),
        headgate=lambda: contestant("headgate", BENCH, "wake"))
    figures = {name: (part(values, 0.5), part(values, 0.99)) for name, values in delays.items()}
    context.numbers[what] = figures
    (c50, c99), (p50, p99) = figures["c"], figures["headgate"]
    return [
        at_most(what, p50, 1, " ms", detail=f"C with inotify {c50:.2f} ms"),
        at_most("  p99", p99, 5, " ms", detail=f"C with inotify {c99:.2f} ms"),
    ]


def stamps(text):
    words = [line.split() for line in text.splitlines() if line and not line.startswith("{")]
    return {pair[0]: int(pair[1]) for pair in words if len(pair) == 2}


def part(values, share):
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def idle(context):
    """One worker, watched for its waits for the disk; long enough for everything that it does now and then."""
    seconds = context.size(10, 60)
    said = headgate(
        "idle", context.copy(context.template("prepared")), env={"LD_PRELOAD": str(LIMITS / "watch.so")}, seconds=seconds)
    syncs = int(said["syncs"])
    share = said["cpuSeconds"] / said["seconds"] * 100
    context.numbers["idle"] = {"cpuShare": share, "syncs": syncs, "seconds": seconds}
    return [
        at_most("idle worker, share of a core", share, 0.2, " %", 3),
        Row("  waits for the disk", str(syncs), "0", syncs == 0, f"in {seconds} s"),
    ]
