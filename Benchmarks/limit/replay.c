// Carries out a recording (recording.h) as fast as C can: the same statements with the same values, in the same
// order and the same transactions, on connections with the same settings.
//
//   replay --database FILE --recording FILE [--rows N] [--enqueuing no] [--by-statement yes] [--settings SQL]
//
// With --rows the recording's own transactions and syncs are left out, and each N rows inserted into jobs are one, at
// synchronous = FULL. With --enqueuing no the time of transactions that insert jobs does not count. With --by-statement
// it also says what each statement took, on standard error. --settings are made on each connection before the work
// begins, to see what other ones would give.
#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common.h"
#include "recording.h"

struct value {
  char type;
  int64_t integer;
  double real;
  const char *text;
  uint32_t length;
};

struct operation {
  char what;
  uint32_t id, connection, count;
  const char *text;
  uint32_t length;
  struct value *values;
};

struct prepared {
  sqlite3_stmt *handle;
  sqlite3 *connection;
  int is_boundary, is_begin, is_insert, is_sync;
  long executions;
  int64_t ns;
};

static const char *bytes, *end_of_bytes;
static struct operation *operations;
static size_t operation_count;
static struct value *values;
static size_t value_count;

static uint32_t get_number(void) {
  uint32_t number;
  memcpy(&number, bytes, sizeof number);
  bytes += sizeof number;
  return number;
}

static struct value get_value(void) {
  struct value value = {.type = *bytes++};
  if (value.type == 'i') memcpy(&value.integer, bytes, 8), bytes += 8;
  if (value.type == 'd') memcpy(&value.real, bytes, 8), bytes += 8;
  if (value.type == 't') {
    value.length = get_number();
    value.text = bytes;
    bytes += value.length;
  }
  return value;
}

static struct operation get_operation(void) {
  struct operation operation = {.what = *bytes++, .id = get_number()};
  switch (operation.what) {
    case 'P': operation.connection = get_number(); /* fall through */
    case 'X':
      operation.length = get_number();
      operation.text = bytes;
      bytes += operation.length;
      break;
    case 'S':
      operation.count = get_number();
      operation.values = &values[value_count];
      for (uint32_t index = 0; index < operation.count; index++) values[value_count++] = get_value();
      break;
    case 'O':
    case 'F':
    case 'Y':
    case 'C': break;
    default: give_up("the recording is damaged");
  }
  return operation;
}

// Address space; a page costs nothing before it is used.
static void *reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? must(NULL) : memory;
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) give_up("cannot read %s", path);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *memory = must(malloc((size_t)size + 1));
  if (fread(memory, 1, (size_t)size, file) != (size_t)size) give_up("cannot read %s", path);
  fclose(file);
  bytes = memory;
  end_of_bytes = memory + size;
  // No operation takes less than five bytes, no value less than one.
  operations = reserve(((size_t)size / 5 + 1) * sizeof *operations);
  values = reserve(((size_t)size + 1) * sizeof *values);
  while (bytes < end_of_bytes) operations[operation_count++] = get_operation();
}

static void check(int code, sqlite3 *connection, const char *what) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    give_up("%s: %s", what, sqlite3_errmsg(connection));
}

static int begins(const char *text, uint32_t length, const char *word) {
  size_t size = strlen(word);
  return length >= size && !strncmp(text, word, size);
}

static int is_boundary(const char *text, uint32_t length) {
  return begins(text, length, "BEGIN") || begins(text, length, "COMMIT") ||
         begins(text, length, "SAVEPOINT") || begins(text, length, "RELEASE");
}

// What a program does with the rows that it asked for.
static uint64_t read_row(sqlite3_stmt *handle) {
  uint64_t sum = 0;
  for (int column = 0; column < sqlite3_data_count(handle); column++) {
    if (sqlite3_column_type(handle, column) == SQLITE_TEXT) {
      const unsigned char *text = sqlite3_column_text(handle, column);
      sum += text[0] + (uint64_t)sqlite3_column_bytes(handle, column);
    } else {
      sum += (uint64_t)sqlite3_column_int64(handle, column);
    }
  }
  return sum;
}

static uint64_t execute(struct prepared *statement, const struct operation *operation) {
  sqlite3_stmt *handle = statement->handle;
  for (uint32_t index = 0; index < operation->count; index++) {
    const struct value *value = &operation->values[index];
    int place = (int)index + 1, code = SQLITE_OK;
    switch (value->type) {
      case 'n': code = sqlite3_bind_null(handle, place); break;
      case 'i': code = sqlite3_bind_int64(handle, place, value->integer); break;
      case 'd': code = sqlite3_bind_double(handle, place, value->real); break;
      case 't':
        code = sqlite3_bind_text64(handle, place, value->text, value->length, SQLITE_STATIC, SQLITE_UTF8);
    }
    check(code, statement->connection, "bind");
  }
  uint64_t sum = 0;
  int code;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) sum += read_row(handle);
  check(code, statement->connection, sqlite3_sql(handle));
  sqlite3_reset(handle);
  sqlite3_clear_bindings(handle);
  return sum;
}

static int by_time(const void *one, const void *other) {
  const struct prepared *a = one, *b = other;
  return (a->ns < b->ns) - (a->ns > b->ns);
}

// Statements that were prepared more than once are listed as often.
static void print_by_statement(struct prepared *statements, size_t number) {
  qsort(statements, number, sizeof *statements, by_time);
  for (size_t index = 0; index < number && statements[index].executions; index++) {
    const struct prepared *one = &statements[index];
    fprintf(stderr, "%8.1f ms %8ld × %7.2f µs  %.110s\n", (double)one->ns / 1e6, one->executions,
            (double)one->ns / 1e3 / (double)one->executions, sqlite3_sql(one->handle));
  }
}

static const char *database, *settings;
static long rows_per_commit, rows, executed;
static int is_timed, is_enqueuing_left_out;
static sqlite3 **connections;
static struct prepared *statements, begin, commit;
static uint64_t sum;
static int64_t start_ns, begun_ns, left_out_ns;
static double start_cpu, begun_cpu, left_out_cpu;
static int has_inserted;

static void open_database(const struct operation *operation) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(database, &connections[operation->id], flags, NULL) != SQLITE_OK)
    give_up("cannot open %s", database);
  sqlite3_busy_timeout(connections[operation->id], 30000);
}

static void run_script(const struct operation *operation) {
  if (rows_per_commit && start_ns && is_boundary(operation->text, operation->length)) return;
  char *sql = must(strndup(operation->text, operation->length));
  check(sqlite3_exec(connections[operation->id], sql, NULL, NULL, NULL), connections[operation->id], sql);
  free(sql);
}

static void prepare(const struct operation *operation) {
  struct prepared *new = &statements[operation->id];
  new->connection = connections[operation->connection];
  new->is_boundary = is_boundary(operation->text, operation->length);
  new->is_begin = begins(operation->text, operation->length, "BEGIN");
  new->is_insert = begins(operation->text, operation->length, "INSERT INTO jobs");
  new->is_sync = begins(operation->text, operation->length, "PRAGMA synchronous = NORMAL");
  // To prepare this pragma is to carry it out.
  if (rows_per_commit && new->is_sync) return;
  check(sqlite3_prepare_v3(new->connection, operation->text, (int)operation->length, SQLITE_PREPARE_PERSISTENT,
                           &new->handle, NULL),
        new->connection, "prepare");
}

static void begin_rows(sqlite3 *connection) {
  static const struct operation nothing;
  if (!begin.handle) {
    begin.connection = commit.connection = connection;
    sqlite3_prepare_v2(connection, "BEGIN IMMEDIATE", -1, &begin.handle, NULL);
    sqlite3_prepare_v2(connection, "COMMIT", -1, &commit.handle, NULL);
  }
  execute(&begin, &nothing);
}

static void commit_rows(void) {
  static const struct operation nothing;
  execute(&commit, &nothing);
}

static void sync_log(void) {
  static int log = -1;
  if (rows_per_commit) return;
  if (log < 0) {
    char path[4096];
    snprintf(path, sizeof path, "%s-wal", database);
    if ((log = open(path, O_RDWR | O_CLOEXEC)) < 0) give_up("cannot open %s", path);
  }
  if (fdatasync(log)) give_up("cannot sync the log of %s", database);
}

// What a transaction takes goes on until the next one begins: the wait for the disk is behind its end.
static void begin_transaction(void) {
  int64_t ns = now_ns();
  double cpu = cpu_seconds();
  if (has_inserted) left_out_ns += ns - begun_ns, left_out_cpu += cpu - begun_cpu;
  begun_ns = ns, begun_cpu = cpu, has_inserted = 0;
}

static void run_statement(const struct operation *operation) {
  struct prepared *statement = &statements[operation->id];
  if (is_enqueuing_left_out && statement->is_begin) begin_transaction();
  has_inserted |= statement->is_insert;
  if (rows_per_commit && (statement->is_sync || (start_ns && statement->is_boundary))) return;
  int is_insert = rows_per_commit && statement->is_insert;
  if (is_insert && rows % rows_per_commit == 0) begin_rows(statement->connection);
  int64_t before = is_timed ? now_ns() : 0;
  sum += execute(statement, operation);
  if (is_timed) statement->executions++, statement->ns += now_ns() - before;
  executed++;
  if (is_insert && ++rows % rows_per_commit == 0) commit_rows();
}

static void carry_out(const struct operation *operation) {
  switch (operation->what) {
    case 'O': open_database(operation); break;
    case 'X': run_script(operation); break;
    case 'P': prepare(operation); break;
    case 'S': run_statement(operation); break;
    case 'F':
      // What it took is still to be told.
      if (is_timed) break;
      sqlite3_finalize(statements[operation->id].handle);
      statements[operation->id].handle = NULL;
      break;
    case 'Y': sync_log(); break;
    case 'C':
      sqlite3_close_v2(connections[operation->id]);
      connections[operation->id] = NULL;
      break;
  }
}

// The work begins with the first transaction.
static void begin_work(uint32_t highest) {
  for (uint32_t id = 0; id <= highest; id++)
    if (connections[id])
      check(sqlite3_exec(connections[id], settings, NULL, NULL, NULL), connections[id], settings);
  start_ns = now_ns();
  start_cpu = cpu_seconds();
}

int main(int count, char **arguments) {
  database = option(count, arguments, "--database", NULL);
  rows_per_commit = atol(option(count, arguments, "--rows", "0"));
  settings = option(count, arguments, "--settings", "");
  is_timed = strcmp(option(count, arguments, "--by-statement", "no"), "yes") == 0;
  is_enqueuing_left_out = strcmp(option(count, arguments, "--enqueuing", "yes"), "no") == 0;
  load(option(count, arguments, "--recording", NULL));
  // Headgate's own settings: without them each statement with triggers keeps its journal in a file, and malloc gives
  // the memory back each time.
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 512 << 10);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);

  uint32_t highest = 0;
  for (size_t index = 0; index < operation_count; index++)
    if (operations[index].id > highest) highest = operations[index].id;
  connections = must(calloc(highest + 1, sizeof *connections));
  statements = must(calloc(highest + 1, sizeof *statements));
  for (size_t index = 0; index < operation_count; index++) {
    const struct operation *next = &operations[index];
    if (!start_ns && next->what == 'S' && statements[next->id].is_begin) begin_work(highest);
    carry_out(&operations[index]);
  }
  if (rows_per_commit && rows % rows_per_commit) commit_rows();
  if (is_enqueuing_left_out) begin_transaction();
  printf("{\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"statements\":%ld,\"checksum\":%" PRIu64 "}\n",
         (double)(now_ns() - start_ns - left_out_ns) / 1e9, cpu_seconds() - start_cpu - left_out_cpu, executed,
         sum % 1000000);
  if (is_timed) print_by_statement(statements, highest + 1);
  return 0;
}
