// How soon a process sees what another one has inserted.
//
//   wake insert --database FILE --jobs N     inserts jobs as any program would, with pauses, and prints of each its
//                                            key and when its commit had returned
//   wake wait --database FILE --jobs N       waits for them with inotify on the write-ahead log, claims each, and
//                                            prints its key and when it could have started
//
// Times are CLOCK_MONOTONIC, in nanoseconds.
#include <poll.h>
#include <sqlite3.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "common.h"

static sqlite3 *database;

static void execute(const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) give_up("%s: %s", sql, sqlite3_errmsg(database));
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    give_up("%s: %s", sql, sqlite3_errmsg(database));
  return statement;
}

static void run(sqlite3_stmt *statement) {
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {}
  if (code != SQLITE_DONE) give_up("%s: %s", sqlite3_sql(statement), sqlite3_errmsg(database));
  sqlite3_reset(statement);
}

static void insert_jobs(long jobs) {
  sqlite3_stmt *insert = prepare(
      "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES ('tenant-1', 'nothing', ?1, "
      "json_object('flowName', ?1, 'description', hex(zeroblob(280))))");
  srand48(now_ns());
  for (long number = 1; number <= jobs; number++) {
    char key[32];
    snprintf(key, sizeof key, "wake-%ld", number);
    sqlite3_bind_text(insert, 1, key, -1, SQLITE_STATIC);
    // Pauses of no regular length, so that they are in step with nobody's clock.
    usleep(8000 + (useconds_t)(drand48() * 17000));
    run(insert);
    printf("%s %" PRId64 "\n", key, now_ns());
  }
}

static int64_t claim(sqlite3_stmt *look, sqlite3_stmt *lease, sqlite3_stmt *start, sqlite3_stmt *finish) {
  if (sqlite3_step(look) != SQLITE_ROW) {
    sqlite3_reset(look);
    return 0;
  }
  int64_t id = sqlite3_column_int64(look, 0);
  char key[32];
  snprintf(key, sizeof key, "%s", sqlite3_column_text(look, 1));
  sqlite3_reset(look);
  execute("BEGIN IMMEDIATE");
  run(lease);
  sqlite3_bind_int64(start, 1, id);
  run(start);
  execute("COMMIT");
  printf("%s %" PRId64 "\n", key, now_ns());
  sqlite3_bind_int64(finish, 1, id);
  run(finish);
  return id;
}

static void wait_for_jobs(const char *path, long jobs) {
  char log[4096];
  snprintf(log, sizeof log, "%s-wal", path);
  execute("INSERT INTO workers (name, concurrency, started_at, lease_until) VALUES ('wake', 1, 0, 0)");
  sqlite3_stmt *look = prepare(
      "SELECT id, idempotency_key FROM jobs WHERE tenant = 'tenant-1' AND kind = 'nothing' AND state = 'ready' "
      "ORDER BY run_at - priority * 60000 LIMIT 1");
  sqlite3_stmt *lease = prepare("UPDATE queue SET lease_token = lease_token + 1");
  sqlite3_stmt *start = prepare(
      "UPDATE jobs SET state = 'running', attempt = attempt + 1, worker_id = (SELECT max(id) FROM workers), "
      "lease_token = (SELECT lease_token FROM queue) WHERE id = ?1");
  sqlite3_stmt *finish = prepare(
      "UPDATE jobs SET state = 'succeeded', worker_id = NULL, finished_at = updated_at WHERE id = ?1");
  int notifier = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (inotify_add_watch(notifier, log, IN_MODIFY) < 0) give_up("cannot watch %s", log);
  printf("ready\n");
  fflush(stdout);
  int pause_ms = 1000;
  for (long done = 0; done < jobs;) {
    if (claim(look, lease, start, finish)) {
      done++;
      continue;
    }
    struct pollfd watch = {.fd = notifier, .events = POLLIN};
    char events[4096];
    // The log changes before the commit can be seen, so look again a few times.
    if (poll(&watch, 1, pause_ms) > 0) {
      while (read(notifier, events, sizeof events) > 0) {}
      pause_ms = 1;
    } else {
      pause_ms = pause_ms < 16 ? pause_ms * 2 : 1000;
    }
  }
}

int main(int count, char **arguments) {
  const char *path = option(count, arguments, "--database", NULL);
  long jobs = atol(option(count, arguments, "--jobs", "200"));
  if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) give_up("cannot open %s", path);
  sqlite3_busy_timeout(database, 30000);
  execute("PRAGMA synchronous = FULL");
  execute("PRAGMA wal_autocheckpoint = 10000");
  if (!strcmp(arguments[1], "insert")) {
    insert_jobs(jobs);
  } else if (!strcmp(arguments[1], "wait")) {
    wait_for_jobs(path, jobs);
  } else {
    give_up("insert or wait");
  }
  return 0;
}
