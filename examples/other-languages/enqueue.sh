#!/bin/sh
# Enqueues a job by the sqlite3 command, waits for its end, and prints what came of it.
#
#     enqueue.sh DATABASE TENANT
set -eu
database=$1 tenant=$2 key="shell-$$"

query() {
  sqlite3 -batch "$database" <<SQL
.timeout 30000
.parameter init
.parameter set @tenant "'$(printf %s "$tenant" | sed "s/'/''/g")'"
.parameter set @key "'$key'"
$1
SQL
}

query "INSERT INTO jobs (tenant, kind, idempotency_key, payload)
       VALUES (@tenant, 'start-flow', @key, '{\"flowName\":\"accounts\"}');"

looks=0
while [ "$looks" -lt 1200 ]; do
  end=$(query "SELECT json_object('key', idempotency_key, 'state', state, 'reason', reason, 'result', json(result))
               FROM jobs WHERE tenant = @tenant AND idempotency_key = @key
                 AND state IN ('succeeded', 'cancelled', 'dead');")
  if [ -n "$end" ]; then
    printf '%s\n' "$end"
    case $end in *'"state":"succeeded"'*) exit 0 ;; *) exit 1 ;; esac
  fi
  looks=$((looks + 1))
  sleep 0.05
done
echo "the job is not finished after a minute; does a worker run?" >&2
exit 1
