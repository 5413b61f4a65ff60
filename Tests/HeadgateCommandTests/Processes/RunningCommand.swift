import Glibc
import Testing

/// A child process, started with posix_spawn. Its output goes to files, so no reader can ever hold it up.
struct RunningCommand: Sendable {
  /// How a command ended.
  enum End: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  /// The tests have fewer files open.
  private static let inheritable: Int32 = 512

  let id: pid_t
  let outPath: String
  let errPath: String

  /// Both streams go into one file, as into one pipe, if `errPath` is `outPath`.
  init(
    _ program: String, _ arguments: [String], environment: [String: String], directory: String,
    inputPath: String = "/dev/null", outPath: String, errPath: String
  ) throws {
    self.outPath = outPath
    self.errPath = errPath
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outPath, create, 0o600)
    if errPath == outPath {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    } else {
      posix_spawn_file_actions_addopen(&actions, 2, errPath, create, 0o600)
    }
    // What other tests have open is not this child's: a pipe's end that it kept would keep the pipe open.
    for descriptor in 3..<Self.inheritable { posix_spawn_file_actions_addclose(&actions, descriptor) }
    // Tests run under whatever the test runner blocks and ignores.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // The shell only changes the folder, and gives its place to the program.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory]
    var words = (shell + [program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, shell[0], &actions, &attributes, &words, &variables)
    try #require(code == 0, "\(program): \(String(cString: strerror(code)))")
    self.id = id
  }

  func send(_ signal: Int32) { kill(id, signal) }

  /// Waits until it has ended. To be called once.
  func wait() -> End {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Does something again and again until it has ended. Instead of `wait`.
  func wait(meanwhile body: () throws -> Void) rethrows -> End {
    var status: Int32 = 0
    while waitpid(id, &status, WNOHANG) == 0 {
      try body()
      usleep(5_000)
    }
    return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  var out: String { (try? TestFolder.text(outPath)) ?? "" }
  var err: String { (try? TestFolder.text(errPath)) ?? "" }
}
