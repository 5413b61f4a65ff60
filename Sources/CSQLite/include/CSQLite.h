// SQLite, and what Swift cannot have of it or of the C library without a little help.
#pragma once
#include <malloc.h>
#include <sqlite3.h>
#include <sys/prctl.h>

// The macro SQLITE_TRANSIENT is a cast that Swift does not import.
static inline sqlite3_destructor_type headgate_sqlite_transient(void) { return SQLITE_TRANSIENT; }

// sqlite3_config takes varargs, which Swift does not import. Both are no more than hints: where SQLite is in use
// already, they are refused and nothing changes.
static inline void headgate_sqlite_set_up(void) {
  // Nobody asks how much memory SQLite uses, and counting takes a lock at each allocation.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  // A statement whose triggers may fail keeps the pages that it changes in a journal. With a bound from which on that
  // goes to a file, SQLite allocates as much for each statement; without one it takes a little at a time, and our
  // statements change no more than a portion of jobs.
  sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

// The name of the VFS that writes the log in large pieces (log_vfs.c); NULL: there is none, and the default one does.
// Not for two threads at once.
const char *headgate_log_vfs(void);

// The kernel may wake a thread 50 microseconds late, unless it is told that it matters: this one is woken in time.
static inline void headgate_wake_in_time(void) { prctl(PR_SET_TIMERSLACK, 1); }
