#if Server
  import Foundation

  /// `Tests/wire/wire_judge.py` as a process of its own, before a sandbox that is served.
  final class WireJudge {
    struct Verdict: Decodable {
      /// `appflow:CreateFlow`, and how often.
      let seen: [String: Int]
      let problems: [String]
    }

    private struct Hello: Decodable { let port: Int }
    struct Failure: Error { let description: String }

    let url: String
    private let process: Process
    private let input: FileHandle
    private let output: FileHandle

    init(before upstream: String, key: String, secret: String) throws {
      let python = ProcessInfo.processInfo.environment["HEADGATE_TEST_PYTHON"] ?? "python3"
      let script = ChildProcess.repository.appending(path: "Tests/wire/wire_judge.py").path
      process = ChildProcess.make(
        URL(filePath: "/usr/bin/env"), [python, "-u", script, upstream, key, secret], [:])
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      self.input = input.fileHandleForWriting
      self.output = output.fileHandleForReading
      let hello = try JSONDecoder().decode(Hello.self, from: try Self.line(self.output))
      url = "http://127.0.0.1:\(hello.port)"
    }

    /// It ends with its standard input.
    deinit { try? input.close() }

    func verdict() throws -> Verdict {
      try input.write(contentsOf: Data("\n".utf8))
      return try JSONDecoder().decode(Verdict.self, from: try Self.line(output))
    }

    private static func line(_ handle: FileHandle) throws -> Data {
      var line = Data()
      while let byte = try handle.read(upToCount: 1), !byte.isEmpty {
        if byte == Data("\n".utf8) { return line }
        line += byte
      }
      throw Failure(description: "wire_judge.py ended; it needs a Python with botocore: HEADGATE_TEST_PYTHON")
    }
  }
#endif
