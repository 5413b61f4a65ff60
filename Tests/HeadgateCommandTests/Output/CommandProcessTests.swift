import FoundationEssentials
import Glibc
import Testing

@Suite("The program as a process")
struct CommandProcessTests {
  /// The program that was built beside this test.
  private static let program: String = {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let folder = test.split(separator: "/").dropLast().joined(separator: "/")
    return "/\(folder)/headgate"
  }()

  /// Runs the program with the descriptor as its standard output; returns what `waitpid` said.
  private func status(_ arguments: [String], output: Int32) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words = ([Self.program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let spawned = posix_spawn(&process, Self.program, &actions, nil, &words, environ)
    try #require(spawned == 0, "\(Self.program): \(String(cString: strerror(spawned)))")
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  @Test("is ended by SIGPIPE when nobody reads its output")
  func brokenPipe() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    // The program must not inherit the reading end: nobody would be gone then.
    close(ends[0])
    defer { close(ends[1]) }
    #expect(try status(["--help"], output: ends[1]) & 0x7F == SIGPIPE)
  }

  @Test("fails when its output cannot be written")
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(full >= 0)
    defer { close(full) }
    #expect(try status(["--version"], output: full) == 1 << 8)
  }

  @Test("ends with 0 when all went well, and 2 when the command line makes no sense")
  func exitCodes() throws {
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    try #require(null >= 0)
    defer { close(null) }
    #expect(try status(["--version"], output: null) == 0)
    #expect(try status(["--versoin"], output: null) == 2 << 8)
  }
}
