"""Enqueues a job together with a change of our own, waits for its end, and prints what came of it.

    enqueue.py DATABASE TENANT
"""

import json
import sqlite3
import sys
import time

path, tenant = sys.argv[1:3]
# A worker's commit is waited for; an open transaction of ours would make others wait.
db = sqlite3.connect(path, timeout=30)
db.execute("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL)")

with db:  # both or neither
    order = db.execute("INSERT INTO orders (tenant) VALUES (?)", (tenant,)).lastrowid
    key = f"order-{order}"
    db.execute(
        "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES (?, ?, ?, ?)",
        (tenant, "start-flow", key, json.dumps({"flowName": "accounts"})),
    )

deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    state, reason, result = db.execute(
        "SELECT state, reason, result FROM jobs WHERE tenant = ? AND idempotency_key = ?", (tenant, key)
    ).fetchone()
    if state in ("succeeded", "cancelled", "dead"):
        print(json.dumps({"key": key, "state": state, "reason": reason, "result": json.loads(result or "null")}))
        sys.exit(state != "succeeded")
    time.sleep(0.05)
sys.exit("the job is not finished after a minute; does a worker run?")
