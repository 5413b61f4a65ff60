"""Other queues on SQLite, from claim to done: `sqlite_queues.py NAME FILE JOBS`. Each with synchronous = FULL, one
process, operations that do nothing, payloads of 600 bytes."""

import json
import sys
import time

PAYLOAD = "x" * 600


def huey(path, jobs):
    from huey import SqliteHuey

    def open_queue(fsync):
        queue = SqliteHuey(filename=path, fsync=fsync, results=False)
        return queue, queue.task(name="nothing")(lambda payload: None)

    filling, nothing = open_queue(fsync=False)
    for _ in range(jobs):
        nothing(PAYLOAD)
    filling.storage.close()
    queue, _ = open_queue(fsync=True)
    yield
    done = 0
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
        done += 1
    yield done


def litequeue(path, jobs):
    from litequeue import LiteQueue

    queue = LiteQueue(path)
    queue.conn.execute("PRAGMA synchronous = OFF")
    for _ in range(jobs):
        queue.put(PAYLOAD)
    queue.conn.execute("PRAGMA synchronous = FULL")
    yield
    done = 0
    while (task := queue.pop()) is not None:
        queue.done(task.message_id)
        done += 1
    yield done


def persist_queue(path, jobs):
    import persistqueue

    queue = persistqueue.SQLiteAckQueue(path + ".d", auto_commit=True)
    connections = {queue._getter, queue._putter}
    for connection in connections:
        connection.execute("PRAGMA synchronous = OFF")
    for _ in range(jobs):
        queue.put(PAYLOAD)
    for connection in connections:
        connection.execute("PRAGMA synchronous = FULL")
    yield
    done = 0
    while queue.size > 0:
        queue.ack(queue.get(block=False))
        done += 1
    yield done


def main():
    name, path, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    steps = {"huey": huey, "litequeue": litequeue, "persist-queue": persist_queue}[name](path, jobs)
    next(steps)
    start = time.monotonic()
    done = next(steps)
    if done != jobs:
        sys.exit(f"{name} has done {done} of {jobs} jobs")
    print(json.dumps({"jobs": done, "seconds": time.monotonic() - start}))


main()
