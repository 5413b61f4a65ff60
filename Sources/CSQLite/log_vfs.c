// A VFS (https://sqlite.org/vfs.html) that is the default one but for how it writes the write-ahead log.
//
// SQLite writes each page of a commit in two pieces, a header of 24 bytes and the page: two system calls and two looks at
// the file system's books for each. The pieces follow each other in the file, so they are gathered here and written
// together, as many as fit. Nothing is held back that anybody else may see: SQLite makes a transaction visible after the
// last page of its commit was written, and that page ends the gathering, as does each sync. An error of the late writing
// is the error of that last write, or of the sync, and fails the commit.
//
// Only what is appended is gathered. Where a transaction was so large that some of its pages were written before its end
// and then changed, SQLite goes back, and last of all mends the headers' checksums: that is written at once.
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "CSQLite.h"

enum {
  // What is gathered at the most, some 31 pages.
  GATHERED_BYTES = 128 * 1024,
  FRAME_HEADER_BYTES = 24,
};

struct log_file {
  sqlite3_file base;
  unsigned char *gathered;
  sqlite3_int64 offset;
  int length;
  // The frame whose header was written last ends a transaction.
  int ends_transaction;
  // Where what was appended last ends, and a header that was written at once.
  sqlite3_int64 end, header_end;
  // The default VFS's own file begins here.
  _Alignas(max_align_t) unsigned char real[];
};

static sqlite3_vfs vfs;
static sqlite3_vfs *real_vfs;

static struct log_file *log_of(sqlite3_file *file) { return (struct log_file *)file; }
static sqlite3_file *real_of(sqlite3_file *file) { return (sqlite3_file *)log_of(file)->real; }

static int write_gathered(struct log_file *log) {
  if (!log->length) return SQLITE_OK;
  sqlite3_file *real = real_of(&log->base);
  int code = real->pMethods->xWrite(real, log->gathered, log->length, log->offset);
  // What could not be written is tried again only if SQLite does.
  log->length = 0;
  return code;
}

// In a frame's header the length of the database, which only a commit's last frame tells, follows the page's number.
static int is_end_of_transaction(const unsigned char *header) {
  return header[4] || header[5] || header[6] || header[7];
}

static int write_at_once(struct log_file *log, const void *bytes, int count, sqlite3_int64 offset) {
  int code = write_gathered(log);
  if (code != SQLITE_OK) return code;
  sqlite3_file *real = real_of(&log->base);
  code = real->pMethods->xWrite(real, bytes, count, offset);
  if (code != SQLITE_OK) return code;
  // A header with its page behind it is appended, after all: the log began anew, or its last pages were given up.
  if (count != FRAME_HEADER_BYTES && offset == log->header_end) log->end = offset + count;
  log->header_end = count == FRAME_HEADER_BYTES ? offset + count : 0;
  return SQLITE_OK;
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  struct log_file *log = log_of(file);
  if (offset < log->end || count > GATHERED_BYTES ||
      (!log->gathered && !(log->gathered = malloc(GATHERED_BYTES))))
    return write_at_once(log, bytes, count, offset);
  int follows = log->length && offset == log->offset + log->length;
  if (!follows || log->length + count > GATHERED_BYTES) {
    int code = write_gathered(log);
    if (code != SQLITE_OK) return code;
  }
  if (!log->length) log->offset = offset;
  memcpy(log->gathered + log->length, bytes, (size_t)count);
  log->length += count;
  log->end = offset + count;
  if (count == FRAME_HEADER_BYTES) {
    log->ends_transaction = is_end_of_transaction(bytes);
    return SQLITE_OK;
  }
  return log->ends_transaction ? write_gathered(log) : SQLITE_OK;
}

// Whatever asks about the file finds it as SQLite believes it to be.
#define AFTER_WRITING(file)                                \
  do {                                                     \
    int code_ = write_gathered(log_of(file));              \
    if (code_ != SQLITE_OK) return code_;                  \
  } while (0)

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  AFTER_WRITING(file);
  return real_of(file)->pMethods->xRead(real_of(file), bytes, count, offset);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
  AFTER_WRITING(file);
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int log_sync(sqlite3_file *file, int flags) {
  AFTER_WRITING(file);
  return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
  AFTER_WRITING(file);
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int log_control(sqlite3_file *file, int operation, void *argument) {
  AFTER_WRITING(file);
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int log_close(sqlite3_file *file) {
  // What is gathered still is of a transaction that was undone.
  free(log_of(file)->gathered);
  return real_of(file)->pMethods->xClose(real_of(file));
}

static int log_lock(sqlite3_file *file, int level) { return real_of(file)->pMethods->xLock(real_of(file), level); }
static int log_unlock(sqlite3_file *file, int level) { return real_of(file)->pMethods->xUnlock(real_of(file), level); }
static int log_reserved(sqlite3_file *file, int *result) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}
static int log_sector(sqlite3_file *file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
static int log_traits(sqlite3_file *file) { return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file)); }

// Version 1: the log is neither mapped nor shared memory.
static const sqlite3_io_methods methods = {
  .iVersion = 1, .xClose = log_close, .xRead = log_read, .xWrite = log_write, .xTruncate = log_truncate,
  .xSync = log_sync, .xFileSize = log_size, .xLock = log_lock, .xUnlock = log_unlock,
  .xCheckReservedLock = log_reserved, .xFileControl = log_control, .xSectorSize = log_sector,
  .xDeviceCharacteristics = log_traits,
};

static int open_file(sqlite3_vfs *unused, const char *name, sqlite3_file *file, int flags, int *found) {
  (void)unused;
  if (!(flags & SQLITE_OPEN_WAL)) return real_vfs->xOpen(real_vfs, name, file, flags, found);
  memset(file, 0, sizeof(struct log_file));
  int code = real_vfs->xOpen(real_vfs, name, real_of(file), flags, found);
  // SQLite closes a file that has methods, even one that failed to open.
  if (real_of(file)->pMethods) file->pMethods = &methods;
  return code;
}

const char *headgate_log_vfs(void) {
  static const char name[] = "headgate";
  if (real_vfs) return name;
  sqlite3_vfs *found = sqlite3_vfs_find(NULL);
  if (!found) return NULL;
  vfs = *found;
  vfs.zName = name;
  vfs.pNext = NULL;
  vfs.szOsFile = (int)sizeof(struct log_file) + found->szOsFile;
  vfs.xOpen = open_file;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) return NULL;
  real_vfs = found;
  return name;
}
