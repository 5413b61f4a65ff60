import Glibc

/// The time that never jumps, for how long something took.
enum MonotonicClock {
  static var nowUs: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
  }
}
