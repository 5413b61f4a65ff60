#if Server
  import Foundation
  import Synchronization

  /// Programs that the tests start.
  enum ChildProcess {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built beside these tests.
    static let headgate = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "headgate")

    /// Runs a file of Tests/wire, whose Python needs boto3 and moto.
    static func python(_ script: String, _ variables: [String: String]) async throws -> (Int32, String) {
      let python = ProcessInfo.processInfo.environment["HEADGATE_TEST_PYTHON"] ?? "python3"
      let path = repository.appending(path: "Tests/wire/\(script)").path
      return try await run(URL(filePath: "/usr/bin/env"), [python, "-u", path], variables)
    }

    /// Runs to the end.
    /// - Returns: the exit status, and what was written to standard output and error.
    static func run(_ program: URL, _ arguments: [String], _ variables: [String: String]) async throws
      -> (Int32, String)
    {
      let output = FileManager.default.temporaryDirectory.appending(path: "headgate-\(UUID().uuidString).log")
      try Data().write(to: output)
      defer { try? FileManager.default.removeItem(at: output) }
      let process = make(program, arguments, variables)
      let handle = try FileHandle(forWritingTo: output)
      process.standardOutput = handle
      process.standardError = handle
      let ended = Event()
      process.terminationHandler = { _ in ended.happen() }
      try process.run()
      await ended.wait()
      return (process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    /// A process that is not started yet, in this environment but for AWS's variables.
    static func make(_ program: URL, _ arguments: [String], _ variables: [String: String]) -> Process {
      let process = Process()
      process.executableURL = program
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("AWS_") }
        .merging(variables) { $1 }
      process.standardInput = FileHandle.nullDevice
      return process
    }
  }
#endif
