"""A queue in PostgreSQL, as it is done by hand: `postgres_queue.py DSN JOBS CONNECTIONS FINISH`. Batches of 100 are taken
with FOR UPDATE SKIP LOCKED and finished in one transaction: by one statement for all of them (`together`), or by one
for each, sent without waiting for the one before (`each`); or as one, and both moves of each job are written to a log
by the same statements (`logged`)."""

import json
import sys
import threading
import time

import psycopg

BATCH = 100
TAKE = """
UPDATE jobs SET state = 'running', attempt = attempt + 1
WHERE id IN (SELECT id FROM jobs WHERE state = 'ready' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, payload
"""
TOGETHER = "UPDATE jobs SET state = 'succeeded', finished_at = now() WHERE id = ANY(%s)"
TAKE_LOGGED = f"""
WITH taken AS ({TAKE}, attempt),
  logged AS (INSERT INTO work_log (job_id, event, attempt) SELECT id, 'claimed', attempt FROM taken)
SELECT id, payload FROM taken
"""
TOGETHER_LOGGED = f"""
WITH done AS ({TOGETHER} RETURNING id, attempt)
INSERT INTO work_log (job_id, event, attempt) SELECT id, 'succeeded', attempt FROM done
"""
EACH = "UPDATE jobs SET state = 'succeeded', finished_at = now() WHERE id = %s AND state = 'running'"


def work(dsn, done, finish):
    take, together = (TAKE_LOGGED, TOGETHER_LOGGED) if finish == "logged" else (TAKE, TOGETHER)
    with psycopg.connect(dsn) as connection:
        while True:
            taken = connection.execute(take, (BATCH,), prepare=True).fetchall()
            connection.commit()
            if not taken:
                return
            if finish == "each":
                connection.cursor().executemany(EACH, [(job[0],) for job in taken])
            else:
                connection.execute(together, ([job[0] for job in taken],), prepare=True)
            connection.commit()
            done.append(len(taken))


def main():
    dsn, jobs, connections, finish = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS jobs, work_log")
        connection.execute(
            "CREATE TABLE jobs (id bigserial PRIMARY KEY, payload text NOT NULL, state text NOT NULL DEFAULT 'ready',"
            " attempt int NOT NULL DEFAULT 0, finished_at timestamptz)")
        connection.execute("CREATE INDEX ON jobs (id) WHERE state = 'ready'")
        connection.execute(
            "CREATE TABLE work_log (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(),"
            " job_id bigint NOT NULL, event text NOT NULL, attempt int NOT NULL)")
        connection.execute("CREATE INDEX ON work_log (job_id)")
        connection.execute(
            "INSERT INTO jobs (payload) SELECT repeat('x', 600) FROM generate_series(1, %s)", (jobs,))
        connection.execute("ANALYZE jobs")
        connection.execute("CHECKPOINT")
    done = []
    threads = [threading.Thread(target=work, args=(dsn, done, finish)) for _ in range(connections)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - start
    if sum(done) != jobs:
        sys.exit(f"{sum(done)} of {jobs} jobs were done")
    if finish == "logged":
        with psycopg.connect(dsn) as connection:
            rows = connection.execute("SELECT count(*) FROM work_log").fetchone()[0]
        if rows != 2 * jobs:
            sys.exit(f"{rows} rows of the log for {jobs} jobs")
    print(json.dumps({"jobs": jobs, "seconds": seconds}))


main()
