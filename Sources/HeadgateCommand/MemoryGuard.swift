import Glibc

/// Keeps the process's memory, in which secrets are, out of what the system writes when it crashes.
enum MemoryGuard {
  private static let crashSignals = [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]

  /// - Parameter environment: whoever sets SWIFT_BACKTRACE asks for the report that Swift makes of a crash.
  static func begin(environment: [String: String]) {
    // No core file; and what collects cores by a pipe, which heeds no limit, is given none of the memory.
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let filter = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC)
    if filter >= 0 {
      _ = write(filter, "0", 1)
      close(filter)
    }
    // Swift's report shows what the registers point to.
    guard environment["SWIFT_BACKTRACE"] == nil else { return }
    for number in crashSignals { signal(number, SIG_DFL) }
  }
}
