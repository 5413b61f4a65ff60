// Preloaded into a process (LD_PRELOAD), watches what it asks of SQLite and how often it waits for the disk.
//
//   WATCH_RECORDING  a file for all statements with their values, see recording.h
//   WATCH_SUMMARY    a file for the counts, written when the process ends: syncs, transactions, the longest time
//                    that one of them waited for its turn (BEGIN IMMEDIATE), kept others waiting, and the longest COMMIT
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"
#include "recording.h"

struct value {
  char type;
  int64_t integer;
  double real;
  char *text;
  uint32_t length;
};

enum boundary { NONE, BEGIN, COMMIT };

struct statement {
  sqlite3_stmt *handle;
  uint32_t id;
  enum boundary boundary;
  int is_new, count;
  struct value values[MAX_VALUES];
  struct statement *next;
};

struct connection {
  sqlite3 *handle;
  uint32_t id;
  struct connection *next;
};

enum { BUCKETS = 1024 };
static struct statement *statements[BUCKETS];
static struct connection *connections;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *recording;
static uint32_t last_statement, last_connection;
static atomic_long syncs, transactions, longest_wait_ns, longest_commit_ns, longest_hold_ns;
// SQLite calls its own interface, too; what it does inside a call is not the program's.
static _Thread_local int depth;
// A transaction does not go from one thread to another.
static _Thread_local int64_t held_since_ns;

#define REAL(name)                                             \
  static __typeof__(name) *real;                               \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("WATCH_RECORDING");
  if (path && !(recording = fopen(path, "wb"))) give_up("cannot write %s", path);
}

__attribute__((destructor)) static void end(void) {
  if (recording) fclose(recording);
  const char *path = getenv("WATCH_SUMMARY");
  FILE *summary = path ? fopen(path, "w") : NULL;
  if (!summary) return;
  fprintf(summary, "{\"syncs\":%ld,\"transactions\":%ld,\"longestWaitMs\":%.3f,\"longestCommitMs\":%.3f,"
          "\"longestHoldMs\":%.3f}\n", syncs, transactions, (double)longest_wait_ns / 1e6,
          (double)longest_commit_ns / 1e6, (double)longest_hold_ns / 1e6);
  fclose(summary);
}

// So far; for a program that wants to know it of a part of its time (dlsym).
long watch_syncs(void) { return syncs; }

static void put_number(uint32_t number) { fwrite(&number, sizeof number, 1, recording); }

static void put_text(const char *text, uint32_t length) {
  put_number(length);
  fwrite(text, 1, length, recording);
}

static uint32_t connection_id(sqlite3 *handle) {
  for (struct connection *known = connections; known; known = known->next)
    if (known->handle == handle) return known->id;
  return 0;
}

static struct statement **place_of(sqlite3_stmt *handle) {
  struct statement **place = &statements[((uintptr_t)handle >> 5) % BUCKETS];
  while (*place && (*place)->handle != handle) place = &(*place)->next;
  return place;
}

static enum boundary boundary_of(const char *sql) {
  return !strncmp(sql, "BEGIN IMMEDIATE", 15) ? BEGIN : !strncmp(sql, "COMMIT", 6) ? COMMIT : NONE;
}

static void keep_longest(atomic_long *longest, int64_t ns) {
  long known = *longest;
  while (ns > known && !atomic_compare_exchange_weak(longest, &known, ns)) {}
}

static void note_time(enum boundary boundary, int64_t ns) {
  if (boundary == NONE) return;
  if (boundary == BEGIN) {
    transactions++;
    held_since_ns = now_ns();
    keep_longest(&longest_wait_ns, ns);
  } else {
    keep_longest(&longest_commit_ns, ns);
    if (held_since_ns) keep_longest(&longest_hold_ns, now_ns() - held_since_ns);
    held_since_ns = 0;
  }
}

int sqlite3_open_v2(const char *path, sqlite3 **handle, int flags, const char *module) {
  REAL(sqlite3_open_v2);
  int code = real(path, handle, flags, module);
  pthread_mutex_lock(&lock);
  struct connection *new = must(calloc(1, sizeof *new));
  *new = (struct connection){*handle, ++last_connection, connections};
  connections = new;
  if (recording) {
    fputc('O', recording);
    put_number(new->id);
  }
  pthread_mutex_unlock(&lock);
  return code;
}

int sqlite3_close_v2(sqlite3 *handle) {
  REAL(sqlite3_close_v2);
  pthread_mutex_lock(&lock);
  for (struct connection **place = &connections; *place; place = &(*place)->next) {
    struct connection *known = *place;
    if (known->handle != handle) continue;
    if (recording) {
      fputc('C', recording);
      put_number(known->id);
    }
    *place = known->next;
    free(known);
    break;
  }
  pthread_mutex_unlock(&lock);
  return real(handle);
}

int sqlite3_exec(sqlite3 *handle, const char *sql, int (*row)(void *, int, char **, char **), void *context,
                 char **message) {
  REAL(sqlite3_exec);
  if (recording && !depth) {
    pthread_mutex_lock(&lock);
    fputc('X', recording);
    put_number(connection_id(handle));
    put_text(sql, (uint32_t)strlen(sql));
    pthread_mutex_unlock(&lock);
  }
  int64_t start = now_ns();
  depth++;
  int code = real(handle, sql, row, context, message);
  depth--;
  note_time(boundary_of(sql), now_ns() - start);
  return code;
}

static void note_statement(sqlite3 *connection, const char *sql, int length, sqlite3_stmt *handle) {
  if (depth || !handle) return;
  if (length < 0) length = (int)strlen(sql);
  pthread_mutex_lock(&lock);
  struct statement *new = must(calloc(1, sizeof *new));
  new->handle = handle;
  new->id = ++last_statement;
  new->is_new = 1;
  new->boundary = boundary_of(sqlite3_sql(handle));
  *place_of(handle) = new;
  if (recording) {
    fputc('P', recording);
    put_number(new->id);
    put_number(connection_id(connection));
    put_text(sql, (uint32_t)length);
  }
  pthread_mutex_unlock(&lock);
}

int sqlite3_prepare_v2(sqlite3 *connection, const char *sql, int length, sqlite3_stmt **handle,
                       const char **tail) {
  REAL(sqlite3_prepare_v2);
  depth++;
  int code = real(connection, sql, length, handle, tail);
  depth--;
  note_statement(connection, sql, length, *handle);
  return code;
}

int sqlite3_prepare_v3(sqlite3 *connection, const char *sql, int length, unsigned flags,
                       sqlite3_stmt **handle, const char **tail) {
  REAL(sqlite3_prepare_v3);
  depth++;
  int code = real(connection, sql, length, flags, handle, tail);
  depth--;
  note_statement(connection, sql, length, *handle);
  return code;
}

static void set(sqlite3_stmt *handle, int index, struct value value) {
  if (!recording || depth) return;
  pthread_mutex_lock(&lock);
  struct statement *known = *place_of(handle);
  if (index < 1 || index > MAX_VALUES) give_up("more than %d values", MAX_VALUES);
  if (known) {
    free(known->values[index - 1].text);
    known->values[index - 1] = value;
    if (index > known->count) known->count = index;
  }
  pthread_mutex_unlock(&lock);
}

int sqlite3_bind_null(sqlite3_stmt *handle, int index) {
  REAL(sqlite3_bind_null);
  set(handle, index, (struct value){.type = 'n'});
  return real(handle, index);
}

int sqlite3_bind_int64(sqlite3_stmt *handle, int index, sqlite3_int64 number) {
  REAL(sqlite3_bind_int64);
  set(handle, index, (struct value){.type = 'i', .integer = number});
  return real(handle, index, number);
}

int sqlite3_bind_int(sqlite3_stmt *handle, int index, int number) {
  REAL(sqlite3_bind_int);
  set(handle, index, (struct value){.type = 'i', .integer = number});
  return real(handle, index, number);
}

int sqlite3_bind_double(sqlite3_stmt *handle, int index, double number) {
  REAL(sqlite3_bind_double);
  set(handle, index, (struct value){.type = 'd', .real = number});
  return real(handle, index, number);
}

static struct value text_value(const char *text, uint64_t length) {
  struct value value = {.type = 't', .length = (uint32_t)length};
  if (!recording) return value;
  value.text = must(malloc(length + 1));
  memcpy(value.text, text, length);
  return value;
}

int sqlite3_bind_text(sqlite3_stmt *handle, int index, const char *text, int length, void (*free_)(void *)) {
  REAL(sqlite3_bind_text);
  set(handle, index, text_value(text, length < 0 ? strlen(text) : (uint64_t)length));
  return real(handle, index, text, length, free_);
}

int sqlite3_bind_text64(sqlite3_stmt *handle, int index, const char *text, sqlite3_uint64 length,
                        void (*free_)(void *), unsigned char encoding) {
  REAL(sqlite3_bind_text64);
  set(handle, index, text_value(text, length));
  return real(handle, index, text, length, free_, encoding);
}

static void put_execution(const struct statement *known) {
  fputc('S', recording);
  put_number(known->id);
  put_number((uint32_t)known->count);
  for (int index = 0; index < known->count; index++) {
    const struct value *value = &known->values[index];
    fputc(value->type ? value->type : 'n', recording);
    if (value->type == 'i') fwrite(&value->integer, 8, 1, recording);
    if (value->type == 'd') fwrite(&value->real, 8, 1, recording);
    if (value->type == 't') put_text(value->text, value->length);
  }
}

int sqlite3_step(sqlite3_stmt *handle) {
  REAL(sqlite3_step);
  if (depth) return real(handle);
  pthread_mutex_lock(&lock);
  struct statement *known = *place_of(handle);
  enum boundary boundary = known ? known->boundary : NONE;
  if (known && known->is_new) {
    known->is_new = 0;
    if (recording) put_execution(known);
  }
  pthread_mutex_unlock(&lock);
  int64_t start = boundary ? now_ns() : 0;
  depth++;
  int code = real(handle);
  depth--;
  note_time(boundary, now_ns() - start);
  return code;
}

int sqlite3_reset(sqlite3_stmt *handle) {
  REAL(sqlite3_reset);
  if (!depth) {
    pthread_mutex_lock(&lock);
    struct statement *known = *place_of(handle);
    if (known) known->is_new = 1;
    pthread_mutex_unlock(&lock);
  }
  return real(handle);
}

int sqlite3_finalize(sqlite3_stmt *handle) {
  REAL(sqlite3_finalize);
  if (!depth && handle) {
    pthread_mutex_lock(&lock);
    struct statement **place = place_of(handle), *known = *place;
    if (known) {
      *place = known->next;
      if (recording) {
        fputc('F', recording);
        put_number(known->id);
      }
      for (int index = 0; index < known->count; index++) free(known->values[index].text);
      free(known);
    }
    pthread_mutex_unlock(&lock);
  }
  return real(handle);
}

int fsync(int descriptor) {
  REAL(fsync);
  syncs++;
  return real(descriptor);
}

int fdatasync(int descriptor) {
  REAL(fdatasync);
  syncs++;
  // The program's own: the log is on the disk from here on.
  if (recording && !depth) {
    pthread_mutex_lock(&lock);
    fputc('Y', recording);
    put_number(0);
    pthread_mutex_unlock(&lock);
  }
  return real(descriptor);
}
