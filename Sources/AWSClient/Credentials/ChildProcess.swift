import Glibc
import TimeAndChance

/// A program that runs, in a process group of its own, and the reading end of its standard output.
struct ChildProcess {
  private let pid: pid_t
  private let reading: Int32

  static func start(
    _ words: [String], environment: [String: String]
  ) throws(ProcessFailure) -> ChildProcess {
    guard let program = words.first.flatMap({ find($0, path: environment["PATH"] ?? "/usr/bin:/bin") }) else {
      throw ProcessFailure(.notStarted, "was not found: expected a program in PATH, or its whole path")
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw ProcessFailure(.notStarted, "cannot be started: no file descriptor is left")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { Glibc.close(ends[1]) }
    let (pid, code) = spawn(program, words, environment, output: ends[1])
    guard code == 0 else {
      Glibc.close(ends[0])
      throw ProcessFailure(.notStarted, "cannot be started: \(String(cString: strerror(code)))")
    }
    return ChildProcess(pid: pid, reading: ends[0])
  }

  /// All that the process prints, when it has ended with status 0. It has ended, or is killed, when this returns.
  func output(
    deadlineMs: Int64, maxBytes: Int, bell: CancellationBell, time: any TimeSource
  ) throws(ProcessFailure) -> [UInt8] {
    let status: Int32
    let output: [UInt8]
    do {
      output = try read(deadlineMs, maxBytes, bell, time)
      status = try waitForEnd(deadlineMs, bell, time)
    } catch {
      kill(-pid, SIGKILL)
      var ignored: Int32 = 0
      while waitpid(pid, &ignored, 0) < 0, errno == EINTR {}
      throw error
    }
    guard status & 0x7F == 0 else {
      throw ProcessFailure(.failed, "was ended by signal \(status & 0x7F)")
    }
    guard status >> 8 == 0 else {
      throw ProcessFailure(
        .failed, "ended with status \(status >> 8): run it by hand to see what it says")
    }
    return output
  }

  func close() { Glibc.close(reading) }

  private func read(
    _ deadlineMs: Int64, _ maxBytes: Int, _ bell: CancellationBell, _ time: any TimeSource
  ) throws(ProcessFailure) -> [UInt8] {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      var states = [
        pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let waitMs = Int32(clamping: try left(deadlineMs, bell, time))
      guard poll(&states, 2, waitMs) > 0, states[0].revents != 0 else { continue }
      let count = Glibc.read(reading, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return output }
      output += buffer[..<count]
      guard output.count <= maxBytes else {
        throw ProcessFailure(.tooLarge, "printed more than \(maxBytes) bytes")
      }
    }
  }

  /// A process that has closed its output ends within moments, as a rule.
  private func waitForEnd(
    _ deadlineMs: Int64, _ bell: CancellationBell, _ time: any TimeSource
  ) throws(ProcessFailure) -> Int32 {
    var status: Int32 = 0
    var pauseMs: Int64 = 1
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { return status }
      guard ended == 0 || errno == EINTR else {
        throw ProcessFailure(.failed, "ended, and nobody knows how")
      }
      var state = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&state, 1, Int32(clamping: min(pauseMs, try left(deadlineMs, bell, time))))
      pauseMs = min(pauseMs * 2, 50)
    }
  }

  private func left(
    _ deadlineMs: Int64, _ bell: CancellationBell, _ time: any TimeSource
  ) throws(ProcessFailure) -> Int64 {
    guard !bell.hasRung else { throw ProcessFailure(.cancelled, "was cancelled") }
    let leftMs = deadlineMs - time.monotonicMs()
    guard leftMs > 0 else { throw ProcessFailure(.timedOut, "did not end in time, and was killed") }
    return leftMs
  }

  /// Where PATH is searched by the environment that is given, not by this process's own.
  private static func find(_ program: String, path: String) -> String? {
    if program.contains("/") { return program }
    return path.split(separator: ":", omittingEmptySubsequences: false)
      .map { ($0.isEmpty ? "." : $0) + "/" + program }
      .first { access($0, X_OK) == 0 }
  }

  private static func spawn(
    _ program: String, _ words: [String], _ environment: [String: String], output: Int32
  ) -> (pid: pid_t, code: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // Neither a database nor a connection to AWS is the program's business.
    for descriptor in openDescriptors() where descriptor > 2 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this process blocks or ignores must not be so in the program, too.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &arguments, &variables)
    return (pid, code)
  }

  private static func openDescriptors() -> [Int32] {
    guard let directory = opendir("/proc/self/fd") else { return [] }
    defer { closedir(directory) }
    let own = dirfd(directory)
    var found: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let descriptor = Int32(name), descriptor != own { found.append(descriptor) }
    }
    return found
  }
}
