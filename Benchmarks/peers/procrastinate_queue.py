"""procrastinate on PostgreSQL: `procrastinate_queue.py DSN JOBS CONCURRENCY`."""

import asyncio
import json
import logging
import sys
import time

import procrastinate
import psycopg

CONNECTIONS = 4


def reset(dsn):
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS procrastinate CASCADE")
        connection.execute("CREATE SCHEMA procrastinate")


async def work(dsn, jobs, concurrency):
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(
        conninfo=dsn, kwargs={"options": "-c search_path=procrastinate"}, min_size=CONNECTIONS, max_size=CONNECTIONS))

    @app.task(name="nothing")
    async def nothing(payload):
        pass

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await nothing.batch_defer_async(*({"payload": "x" * 600} for _ in range(jobs)))
        start = time.monotonic()
        await app.run_worker_async(
            wait=False, concurrency=concurrency, listen_notify=False, install_signal_handlers=False)
        return time.monotonic() - start


def main():
    dsn, jobs, concurrency = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    logging.disable(logging.CRITICAL)
    reset(dsn)
    seconds = asyncio.run(work(dsn, jobs, concurrency))
    with psycopg.connect(dsn) as connection:
        done = connection.execute(
            "SELECT count(*) FROM procrastinate.procrastinate_jobs WHERE status = 'succeeded'").fetchone()[0]
    if done != jobs:
        sys.exit(f"{done} of {jobs} jobs were done")
    print(json.dumps({"jobs": jobs, "seconds": seconds}))


main()
