"""rq on Redis that syncs each write: `redis_queue.py SOCKET JOBS`."""

import json
import logging
import sys
import time

import redis
import rq


def main():
    path, jobs = sys.argv[1], int(sys.argv[2])
    logging.disable(logging.CRITICAL)
    connection = redis.Redis(unix_socket_path=path)
    connection.flushall()
    queue = rq.Queue(connection=connection)
    for _ in range(jobs):
        queue.enqueue("builtins.len", "x" * 600, result_ttl=0)
    worker = rq.SimpleWorker([queue], connection=connection)
    start = time.monotonic()
    worker.work(burst=True)
    seconds = time.monotonic() - start
    if queue.count:
        sys.exit(f"{queue.count} jobs are left")
    print(json.dumps({"jobs": jobs, "seconds": seconds}))


main()
