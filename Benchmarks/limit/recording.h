// A recording of what a program asked of SQLite: watch.c writes it, replay.c carries it out. A sequence of
// operations, each one byte and what follows it; numbers have the machine's own order.
//
//   O connection                                  sqlite3_open_v2 of the database, 32 bits each number
//   X connection length text                      sqlite3_exec
//   P statement connection length text            sqlite3_prepare_v3
//   S statement count (type value)...             bound, and stepped to the end
//   F statement                                   sqlite3_finalize
//   C connection                                  sqlite3_close_v2
//   Y 0                                           fdatasync of the write-ahead log
//
// A value is 'n'; 'i' and 64 bits; 'd' and a double; 't', a length and the text.
#pragma once
#include <stdint.h>

enum { MAX_VALUES = 32 };
