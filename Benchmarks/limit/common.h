// What every program of this folder needs: clocks, the cost of the process so far, and giving up.
#pragma once
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static inline int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static inline double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

__attribute__((noreturn, format(printf, 1, 2))) static inline void give_up(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static inline void *must(void *memory) {
  if (!memory) give_up("out of memory");
  return memory;
}

// The value behind `--name`, or the default.
static inline const char *option(int count, char **arguments, const char *name, const char *otherwise) {
  for (int index = 1; index + 1 < count; index++)
    if (!strcmp(arguments[index], name)) return arguments[index + 1];
  if (!otherwise) give_up("%s is missing", name);
  return otherwise;
}
