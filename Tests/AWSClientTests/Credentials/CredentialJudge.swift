import AWSClient
import Foundation
import Synchronization

/// botocore in a child process (`Tests/wire/credential_judge.py`), and the services on loopback from which both it
/// and we get credentials. It ends when its standard input is closed, so at the latest with the tests themselves.
final class CredentialJudge: Sendable {
  static let shared = Result { try CredentialJudge() }

  struct Verdict: Decodable {
    var key: String?
    var region: String?
    var endpoints: [String: String?]?
    var method: String?
    /// botocore gave up before it looked for credentials.
    var error: String?
  }

  struct Parsed: Decodable {
    /// Nil if botocore refuses the text.
    let parsed: [String: [String: JSONValue]]?
  }

  struct Words: Decodable { let words: [String]? }

  private struct Hello: Decodable {
    let port: Int
    let botocore: Bool
  }

  private struct Pipes {
    let input: FileHandle
    let output: FileHandle
  }

  let port: Int
  private let pipes: Mutex<Pipes>

  var base: String { "http://127.0.0.1:\(port)" }

  init() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "wire/credential_judge.py")
    let python = ProcessInfo.processInfo.environment["HEADGATE_TEST_PYTHON"] ?? "python3"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-u", script.path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let hello = try JSONDecoder().decode(Hello.self, from: Self.line(output.fileHandleForReading))
    guard hello.botocore else {
      throw WireServer.Failure(
        description: "the Python of these tests has no botocore, which judges them: install it by "
          + "'python3 -m pip install botocore', or name a Python that has it in HEADGATE_TEST_PYTHON")
    }
    port = hello.port
    pipes = Mutex(Pipes(input: input.fileHandleForWriting, output: output.fileHandleForReading))
  }

  func verdict(_ scenario: CredentialScenario) throws -> Verdict {
    let environment = scenario.environment.mapValues { JSONValue.string($0) }
    return try ask([
      "environment": .object(environment), "profile": scenario.profile.map { .string($0) } ?? .null,
    ])
  }

  func parse(_ text: String) throws -> Parsed { try ask(["parse": .string(text)]) }

  func split(_ text: String) throws -> Words { try ask(["split": .string(text)]) }

  private func ask<Answer: Decodable>(_ question: JSONValue) throws -> Answer {
    let answer = try pipes.withLock { pipes in
      try pipes.input.write(contentsOf: Data((question.text() + "\n").utf8))
      return try Self.line(pipes.output)
    }
    return try JSONDecoder().decode(Answer.self, from: answer)
  }

  private static func line(_ handle: FileHandle) throws -> Data {
    var line = Data()
    while let byte = try handle.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) { line += byte }
    return line
  }
}
